"""A turn runs to its end whoever listens, and whoever else is at it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from chatkit.errors import BaseStreamError

from backends import telemetry
from chatkit_adapter import http, stream
from chatkit_adapter.server import _guarded
from chatkit_adapter.stream import Pace
from returns import commands as c
from returns.errors import BackendUnavailable
from tests.unit.chatkit_adapter.tab import DAMAGED, HUB, Tab

# --- A listener who leaves ---


@pytest.mark.parametrize("heard", [0, 1, 2, 4])
async def test_a_listener_who_leaves_stops_nothing(tab: Tab, heard: int) -> None:
    await tab.start()
    await tab.click("select_return_item", HUB)
    request = tab.press("select_reason", DAMAGED)
    response = await tab.answer(request, {})
    frames = response.body_iterator
    listening = asyncio.ensure_future(anext(frames))
    await asyncio.sleep(0)
    if heard:
        await listening
        for _ in range(heard - 1):
            await anext(frames)
        await frames.aclose()
    else:
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
    await stream.settled()

    case = await tab.case()
    await tab.open()

    assert case.reason is not None
    assert tab.replies()[-1].startswith("Got it")
    assert len(tab.open_cards()) == 1
    assert tab.press("select_resolution", {"code": "FULL_REFUND"})


async def test_a_reply_that_was_never_stored_is_rebuilt_on_opening(tab: Tab) -> None:
    """The process died after the command was applied, before its reply was written."""
    await tab.start()
    await tab.click("select_return_item", HUB)
    await tab.meanwhile(c.ChooseReason("DAMAGED"), source="click")

    await tab.open()

    assert len(tab.open_cards()) == 1
    assert tab.press("select_resolution", {"code": "FULL_REFUND"})
    assert "Reason card, answered: Damaged/Defective" in await tab.answered_words()


# --- Signs of life ---


class SlowInterpreter:
    """An interpreter that thinks until it is let go."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.free = asyncio.Event()

    async def interpret(self, text: str, screen: Any) -> Any:
        await self.free.wait()
        return await self.inner.interpret(text, screen)


def slow(tab: Tab) -> SlowInterpreter:
    backends = tab.house.backends
    interpreter = SlowInterpreter(backends.interpreter)
    tab.house.backends = replace(backends, interpreter=interpreter)
    return interpreter


async def test_in_every_silence_there_is_a_sign_of_life(
    tab: Tab,
) -> None:
    interpreter = slow(tab)
    tab.pace = Pace(first_sign=0.01, heartbeat=0.02, longest=60)
    seen: list[str] = []

    async for event in tab.frames(tab.message("I want to return the hub")):
        seen.append(event["type"])
        if seen.count("progress_update") == 3:
            interpreter.free.set()

    assert seen.count("progress_update") >= 3
    assert seen[-1] in {"thread.updated", "thread.item.done"}


async def test_a_stream_ends_in_time_and_its_turn_goes_on(tab: Tab) -> None:
    interpreter = slow(tab)
    tab.pace = Pace(first_sign=0.01, heartbeat=0.02, longest=0.1)
    seen = [event async for event in tab.frames(tab.message("I want to return the hub"))]
    tab.thread_id = seen[0]["thread"]["id"]

    interpreter.free.set()
    await stream.settled()
    await tab.open()

    assert seen[-1]["type"] == "progress_update"
    assert len(tab.open_cards()) == 1


def test_the_pace_is_the_agreed_one() -> None:
    assert Pace(first_sign=0.3, heartbeat=10.0, longest=200.0) == http.PACE


# --- Two at once ---


async def test_of_two_clicks_on_one_card_one_counts(tab: Tab) -> None:
    await tab.start()
    await tab.click("select_return_item", HUB)
    other = Tab(tab.house, thread_id=tab.thread_id)
    damaged, changed = (tab.press("select_reason", {"code": code}) for code in REASONS)

    await asyncio.gather(tab.act(damaged), other.act(changed))

    case = await tab.case()
    assert case.revision == 3
    assert case.reason is not None
    assert ("notice" in tab.kinds()) != ("notice" in other.kinds())
    await tab.open()
    assert len(tab.open_cards()) == 1
    assert len(tab.cards()) == 3


REASONS = ("DAMAGED", "CHANGED_MIND")


async def test_two_confirmations_at_once_make_one_return(tab: Tab) -> None:
    await tab.to_the_recap()
    request = tab.press("confirm_return")
    others = [Tab(tab.house, thread_id=tab.thread_id) for _ in range(4)]

    await asyncio.gather(*(one.act(request) for one in others))

    cases = await tab.house.backends.cases.cases_of(tab.owner)
    history = await tab.house.backends.cases.history(cases[0].ref)
    assert len(cases) == 1
    assert [recorded.event.type for recorded in history].count("approved") == 1
    await tab.open()
    assert len(tab.open_cards()) == 1


async def test_the_bell_is_rung_before_the_response_ends(tab: Tab) -> None:
    await tab.start()

    assert [ref.case_id for ref in tab.house.bell.woken] == [(await tab.case()).ref.case_id]


# --- Turns that fail ---

CANARY = "quetzalfeather"


class Defective:
    """An interpreter with a defect, or an outage, that repeats what the customer wrote."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure

    async def interpret(self, text: str, _screen: Any) -> Any:
        raise self.failure(text)


def outage(text: str) -> Exception:
    return BackendUnavailable("documents", text)


type Failure = Callable[[str], Exception]


@pytest.mark.parametrize("failure", [ValueError, outage])
async def test_a_failed_turn_is_logged_by_its_kind_and_without_a_word_of_it(
    tab: Tab, caplog: pytest.LogCaptureFixture, failure: Failure
) -> None:
    telemetry.configure(console=False)
    tab.house.backends = replace(tab.house.backends, interpreter=Defective(failure))
    kind = type(failure("")).__name__

    with caplog.at_level("INFO"):
        events = [event async for event in tab.frames(tab.message(f"my {CANARY} hates it"))]

    (error,) = [event for event in events if event["type"] == "error"]
    assert error["allow_retry"]
    assert [kind in message for message in caplog.messages].count(True) == 1
    assert CANARY not in "".join(str(record.__dict__) for record in caplog.records)


@pytest.mark.parametrize("failure", [ValueError, outage])
async def test_a_turn_with_a_defect_is_not_counted_as_answered(tab: Tab, failure: Failure) -> None:
    turn = tab.house.turn()

    async def broken() -> AsyncIterator[Any]:
        raise failure("")
        yield

    with pytest.raises(BaseStreamError):
        _ = [event async for event in _guarded(broken(), turn)]

    assert turn.told.failed
