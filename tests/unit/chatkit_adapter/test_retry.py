"""Trying a message again: what came after it goes, and nothing is applied twice."""

from __future__ import annotations

from typing import Any

import pytest

from doors.problems import Refused
from tests.unit.chatkit_adapter.tab import DAMAGED, HUB, Tab


async def retry(tab: Tab, number: int, **metadata: Any) -> str:
    """Try the n-th message of the customer again."""
    messages = [item for item in await tab.open() if item["type"] == "user_message"]
    params = {"thread_id": tab.thread_id, "item_id": messages[number]["id"]}
    return await tab.act({"type": "threads.retry_after_item", "params": params}, **metadata)


async def test_trying_a_message_again_applies_nothing_twice(tab: Tab) -> None:
    await tab.say("I want to return one of my smart home hubs, it is damaged")
    before = await tab.case()

    await retry(tab, -1)

    assert await tab.case() == before
    items = await tab.open()
    assert [item["type"] for item in items] == ["user_message", "assistant_message", "widget"]
    assert len(tab.open_cards()) == 1
    await tab.click("select_resolution", {"code": "FULL_REFUND"})
    assert (await tab.case()).resolution is not None


async def test_trying_add_one_more_again_adds_one(tab: Tab) -> None:
    await tab.say("I want to return one of my smart home hubs")
    await tab.say("and add the USB-C cable as well")
    before = await tab.case()
    assert len(before.lines) == 2

    for _ in range(2):
        await retry(tab, -1)

    assert (await tab.case()).lines == before.lines


async def test_trying_an_old_message_again_shows_the_case_as_it_is(tab: Tab) -> None:
    await tab.start()
    await tab.click("select_return_item", HUB)
    await tab.click("select_reason", DAMAGED)
    before = await tab.case()

    await retry(tab, 0)

    assert await tab.case() == before
    items = await tab.open()
    assert [item["type"] for item in items] == ["user_message", "assistant_message", "widget"]
    assert tab.press("select_resolution", {"code": "FULL_REFUND"})
    assert len(tab.open_cards()) == 1


async def test_trying_a_confirmed_yes_again_confirms_nothing_anew(tab: Tab) -> None:
    await tab.to_the_recap()
    await tab.say("yes")
    before = await tab.case()

    said = await retry(tab, -1)

    assert await tab.case() == before
    assert str(before.return_number) in said
    await tab.open()
    assert len(tab.open_cards()) == 1


async def test_what_was_told_meanwhile_is_told_again_after_a_retry_took_it_away(tab: Tab) -> None:
    await tab.to_the_inspection()
    await tab.open()
    told = [text for text in tab.replies() if "have received" in text]

    await retry(tab, 0)
    await tab.open()

    assert len(told) == 1
    assert [text for text in tab.replies() if "have received" in text] == told
    assert len(tab.cards()) == 1


async def test_trying_a_message_again_that_failed_applies_it(tab: Tab) -> None:
    await tab.start()
    documents = tab.house.documents
    documents.reset()
    documents.script.down = {3}
    await tab.say("the smart home hub", idempotency_key="one")
    documents.script.down = set()
    assert "error" in tab.kinds()

    await retry(tab, -1)

    assert len((await tab.case()).lines) == 1
    items = await tab.open()
    assert items[-1]["type"] == "widget"
    assert len(tab.open_cards()) == 1


async def test_only_a_message_can_be_tried_again(tab: Tab) -> None:
    await tab.start()
    params = {"thread_id": tab.thread_id, "item_id": tab.cards()[-1]["id"]}

    with pytest.raises(Refused) as refusal:
        await tab.act({"type": "threads.retry_after_item", "params": params})

    assert refusal.value.code == "malformed"


async def test_trying_again_in_a_long_conversation_takes_few_trips(tab: Tab) -> None:
    await tab.start()
    for _ in range(12):
        await tab.say("What does your policy say about refunds?")
    first = (await tab.open())[0]
    params = {"thread_id": tab.thread_id, "item_id": first["id"]}
    tab.house.documents.reset()

    await tab.act({"type": "threads.retry_after_item", "params": params})

    # The SDK reads the conversation page by page; its removals are one batch of ours.
    assert tab.house.documents.trips <= 9
    assert len(await tab.open()) == 3
