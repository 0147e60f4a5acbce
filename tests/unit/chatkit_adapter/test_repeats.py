"""Outages and repeats: what was asked for is done once, and answered once."""

from __future__ import annotations

import asyncio

from returns.errors import BackendUnavailable
from tests.customer import actions_of
from tests.unit.chatkit_adapter.tab import DAMAGED, HUB, Tab

# --- Outages ---


async def test_whichever_trip_of_a_click_fails_the_repeat_ends_as_without(tab: Tab) -> None:
    for lost in (False, True):
        for trip in range(5):
            await interrupted(Tab(tab.house), trip, lost=lost)


async def interrupted(tab: Tab, trip: int, *, lost: bool) -> None:
    """Click through an outage at one trip, try again under the same key, and go on."""
    await tab.start()
    await tab.click("select_return_item", HUB)
    documents = tab.house.documents
    request = tab.press("select_reason", DAMAGED)
    documents.reset()
    (documents.script.answer_lost if lost else documents.script.down).add(trip)
    refused = False
    try:
        await tab.act(request, idempotency_key="one")
    except BackendUnavailable:
        refused = True
    documents.script.answer_lost.clear()
    documents.script.down.clear()
    errors = [event for event in tab.events if event["type"] == "error"]
    assert refused or (errors and errors[-1]["allow_retry"]), trip
    assert refused or "unavailable" in errors[-1]["message"]

    await tab.act(request, idempotency_key="one")

    case = await tab.case()
    assert case.reason is not None
    assert case.revision == 3
    items = await tab.open()
    assert len(tab.open_cards()) == 1
    assert len([text for text in tab.replies() if text.startswith("Got it")]) == 1
    assert items[-1]["type"] == "widget"
    assert "Reason card, answered: Damaged/Defective" in await tab.answered_words()
    await tab.click("select_resolution", {"code": "FULL_REFUND"})
    assert (await tab.case()).resolution is not None


async def test_whichever_trip_of_the_opening_turn_fails_the_repeat_ends_as_without(
    tab: Tab,
) -> None:
    for lost in (False, True):
        for trip in range(6):
            await opened_through_an_outage(Tab(tab.house), trip, lost=lost)


async def opened_through_an_outage(tab: Tab, trip: int, *, lost: bool) -> None:
    documents = tab.house.documents
    documents.reset()
    (documents.script.answer_lost if lost else documents.script.down).add(trip)
    key = f"key {trip} {lost}"
    request = tab.message("Start a return")
    try:
        await tab.act(request, idempotency_key=key, command="start")
    except BackendUnavailable:
        tab.events = []
    documents.script.answer_lost.clear()
    documents.script.down.clear()

    await tab.act(request, idempotency_key=key, command="start")

    items = await tab.open()
    assert [item["type"] for item in items] == ["user_message", "assistant_message", "widget"], trip
    listed = await tab.ask("threads.list", limit=50)
    assert [one["id"] for one in listed["data"]].count(tab.thread_id) == 1
    await tab.click("select_return_item", HUB)
    assert (await tab.case()).thread_id == tab.thread_id


async def test_nothing_is_half_applied_while_the_store_is_away(tab: Tab) -> None:
    await tab.start()
    before = await tab.case()
    request = tab.press("select_return_item", HUB)
    tab.house.documents.reset()
    tab.house.documents.script.down = set(range(2, 40))
    await tab.act(request)
    tab.house.documents.script.down = set()

    errors = [event for event in tab.events if event["type"] == "error"]

    assert errors[0]["allow_retry"]
    assert await tab.case() == before
    await tab.open()
    assert tab.press("select_return_item", HUB) == request


# --- Repeats ---


async def test_a_repeated_start_opens_one_conversation_and_one_case(tab: Tab) -> None:
    others = [Tab(tab.house) for _ in range(3)]
    await asyncio.gather(*(one.start(idempotency_key="same") for one in (tab, *others)))
    await tab.start_again("same")

    listed = await tab.ask("threads.list", limit=20)
    cases = await tab.house.backends.cases.cases_of(tab.owner)

    assert {one.thread_id for one in others} == {tab.thread_id}
    assert [thread["id"] for thread in listed["data"]] == [tab.thread_id]
    assert len(cases) == 1
    kinds = [item["type"] for item in await tab.open()]
    assert kinds == ["user_message", "assistant_message", "widget"]


async def test_a_repeated_start_long_after_leaves_the_conversation_as_it_is(tab: Tab) -> None:
    await tab.start(idempotency_key="same")
    await tab.click("select_return_item", HUB)
    before = await tab.open()

    await tab.start_again("same")

    assert await tab.open() == before
    assert len(tab.open_cards()) == 1


async def test_a_repeated_click_is_applied_once_and_answered_once(tab: Tab) -> None:
    await tab.start()
    request = tab.press("select_return_item", HUB)
    first = await tab.act(request, idempotency_key="one")
    case = await tab.case()
    items = await tab.open()
    again = await tab.act(request, idempotency_key="one")

    assert first == again
    assert "notice" not in tab.kinds()
    assert await tab.case() == case
    assert await tab.open() == items
    shown = [e["item"] for e in tab.events if e["type"].endswith(("done", "replaced"))]
    sender = next(item for item in shown if item["id"] == request["params"]["item_id"])
    assert not list(actions_of(sender["widget"]))
    assert shown[-1]["id"] == tab.open_cards()[0]["id"]


async def test_a_click_without_a_key_is_the_same_click_when_it_comes_again(tab: Tab) -> None:
    await tab.start()
    request = tab.press("select_return_item", HUB)
    await tab.act(request, idempotency_key=None)
    case = await tab.case()
    await tab.act(request, idempotency_key=None)

    assert await tab.case() == case
    assert "notice" not in tab.kinds()


async def test_the_same_choice_after_a_correction_is_a_new_one(tab: Tab) -> None:
    await tab.to_the_recap()
    for code in ("NOT_AS_DESCRIBED", "DAMAGED"):
        await tab.click("edit_slot", {"slot": "reason"}, idempotency_key=None)
        await tab.click("select_reason", {"code": code}, idempotency_key=None)
        reason = (await tab.case()).reason

        assert reason is not None
        assert reason.code == code


async def test_a_repeated_message_is_heard_once(tab: Tab) -> None:
    await tab.start()
    request = tab.message("the smart home hub please")
    first = await tab.act(request, idempotency_key="one")
    items = await tab.open()
    again = await tab.act(request, idempotency_key="one")

    assert first == again
    assert await tab.open() == items


async def test_a_repeated_question_is_answered_once(tab: Tab) -> None:
    await tab.start()
    request = tab.message("What does your policy say about refunds?")
    await tab.act(request, idempotency_key="one")
    items = await tab.open()
    await tab.act(request, idempotency_key="one")
    again = await tab.open()

    assert len([text for text in tab.replies() if "policy says" in text]) == 1
    assert [item["type"] for item in again] == [item["type"] for item in items]
