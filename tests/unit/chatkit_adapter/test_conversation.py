"""What a conversation keeps, and how it learns what happened meanwhile."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from doors.problems import Refused
from returns import commands as c
from returns.case import CaseState
from tests.unit.chatkit_adapter.tab import DAMAGED, HUB, Tab

# --- Times ---


async def test_every_time_is_the_products_and_says_its_zone(tab: Tab) -> None:
    await tab.start()
    thread = await tab.ask("threads.get_by_id", thread_id=tab.thread_id)
    created = next(e for e in tab.events if e["type"] == "thread.created")["thread"]

    times = [thread["created_at"], created["created_at"]]
    times += [item["created_at"] for item in (*tab.items.values(), *await tab.open())]

    assert {datetime.fromisoformat(time) for time in times} == {tab.house.now}


# --- What is kept ---


async def test_a_click_is_noted_with_its_codes_and_never_sent(tab: Tab) -> None:
    await tab.start()
    await tab.click("select_return_item", HUB)
    found = await tab.house.backends.documents.query(
        "thread_items", tab.thread_id, {"descending": False}
    )
    kinds = [document.body["item"]["type"] for document in found.documents]

    assert kinds.count("hidden_context_item") == 1
    assert kinds.count("user_message") == 1
    assert not any(item["type"] == "hidden_context_item" for item in await tab.open())


async def test_turns_of_one_moment_stay_in_their_order(tab: Tab) -> None:
    for number in range(4):
        await tab.say(f"What does the policy say about parcels, part {number}?")

    asked = [
        item["content"][0]["text"][-2]
        for item in await tab.open()
        if item["type"] == "user_message"
    ]

    assert asked == ["0", "1", "2", "3"]
    kinds = [item["type"] for item in tab.items.values()]
    assert kinds == ["user_message", "assistant_message"] * 4


async def test_a_conversation_is_named_in_its_first_turn_and_after_its_items(tab: Tab) -> None:
    await tab.start()
    opened = await tab.ask("threads.get_by_id", thread_id=tab.thread_id)
    await tab.click("select_return_item", HUB)
    listed = await tab.ask("threads.list", limit=5)

    assert opened["title"] == "New return"
    assert [thread["title"] for thread in listed["data"]] == ["Smart Home Hub"]


async def test_a_name_given_by_the_customer_is_kept(tab: Tab) -> None:
    await tab.start()
    await tab.ask("threads.update", thread_id=tab.thread_id, title="My broken hub")
    await tab.click("select_return_item", HUB)

    opened = await tab.ask("threads.get_by_id", thread_id=tab.thread_id)

    assert opened["title"] == "My broken hub"
    assert len(tab.open_cards()) == 1


# --- Catching up ---


async def test_what_happened_meanwhile_is_told_once_by_any_number_of_readers(tab: Tab) -> None:
    await tab.to_the_inspection()

    await asyncio.gather(*(tab.open() for _ in range(5)))
    first = await tab.open()
    again = await tab.open()

    assert first == again
    assert len([text for text in tab.replies() if "have received" in text]) == 1
    assert len(tab.cards()) == 6
    assert (
        tab.replies()[-1]
        == f"We have received **{(await tab.case()).return_number}** and are inspecting it."
    )


async def test_readers_at_once_deal_one_card(tab: Tab) -> None:
    await tab.start()
    await tab.meanwhile(c.SelectUnits((c.Units(**HUB),)), source="click")
    tabs = [Tab(tab.house, thread_id=tab.thread_id) for _ in range(4)]

    await asyncio.gather(*(one.open() for one in tabs))
    await tab.open()

    assert len(tab.open_cards()) == 1
    assert len(tab.cards()) == 2


async def test_a_reader_in_the_middle_of_a_turn_adds_no_second_card(tab: Tab) -> None:
    await tab.start()
    await tab.click("select_return_item", HUB)
    request = tab.press("select_reason", DAMAGED)
    reader = Tab(tab.house, thread_id=tab.thread_id)

    await asyncio.gather(tab.act(request), *(reader.open() for _ in range(6)))
    await tab.open()

    assert len(tab.open_cards()) == 1
    assert len(tab.cards()) == 3


async def test_an_open_case_is_not_written_by_reading_it(tab: Tab) -> None:
    await tab.start()
    await tab.open()
    tab.house.documents.reset()

    await tab.open()

    assert "transact" not in tab.house.documents.log


async def test_a_conversation_that_moved_on_to_a_second_case_shows_that_one(tab: Tab) -> None:
    await tab.to_the_recap()
    await tab.click("confirm_return")
    await tab.click("cancel_return")
    await tab.click("start_return")
    first = await tab.case()

    await tab.open()

    assert first.state is CaseState.DRAFT
    assert tab.press("select_return_items", {}) or tab.press("select_return_item", {})


# --- The end ---


async def test_thirty_days_after_its_case_a_conversation_is_closed_with_a_reason(tab: Tab) -> None:
    await tab.to_the_recap()
    await tab.click("confirm_return")
    await tab.click("cancel_return")
    tab.house.now += timedelta(days=29)
    open_yet = await tab.ask("threads.get_by_id", thread_id=tab.thread_id)
    tab.house.now += timedelta(days=1)
    closed = await tab.ask("threads.get_by_id", thread_id=tab.thread_id)

    assert open_yet["status"]["type"] == "active"
    assert closed["status"]["type"] == "closed"
    assert closed["status"]["reason"]
    with pytest.raises(Refused) as refusal:
        await tab.say("hello?")
    assert refusal.value.code == "command_refused"


# --- Why ---


async def test_why_explains_the_recap_and_shows_it_again(tab: Tab) -> None:
    await tab.to_the_recap()

    await tab.say("why?")

    assert "What you paid for the goods: $89.99 (policy 5.1)." in tab.replies()[-1]
    assert "It is our fault, so nothing is charged" in tab.replies()[-1]
    assert len(tab.open_cards()) == 1
    assert not (await tab.case()).confirmed


async def test_a_slot_that_is_taken_apart_is_asked_item_by_item(tab: Tab) -> None:
    await tab.say("I want to return the hub and the cable")

    await tab.click("take_apart", {"slot": "reason"})
    await tab.click("select_reason", {"code": "DAMAGED"})
    await tab.click("select_reason", {"code": "WRONG_ITEM"})

    case = await tab.case()
    assert [case.reason_of(line.key).code for line in case.lines] == ["DAMAGED", "WRONG_ITEM"]


async def test_one_sentence_gives_each_item_its_own_answer(tab: Tab) -> None:
    await tab.say("the hub is damaged and the cable is the wrong item")
    await tab.say("refund the hub, store credit for the cable")

    case = await tab.case()
    assert {line.name: case.reason_of(line.key).code for line in case.lines} == {
        "Smart Home Hub": "DAMAGED",
        "USB-C Cable 6ft (3-Pack)": "WRONG_ITEM",
    }
    assert sorted(case.codes) == ["FULL_REFUND", "STORE_CREDIT"]
    assert not case.confirmed


async def test_keeping_it_for_the_discount_takes_the_offer(tab: Tab) -> None:
    await tab.say("I want to return the hub, I changed my mind")
    assert (await tab.case()).offer is not None

    await tab.say("I'll keep it for the discount")

    case = await tab.case()
    assert case.offer_answer is True
    assert case.codes == ("KEEP_WITH_DISCOUNT",)
    assert not case.confirmed
