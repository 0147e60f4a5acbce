"""What is on the table: answered cards stay answered, and only the open one takes clicks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.chatkit_adapter.tab import DAMAGED, HUB, Tab


async def test_an_answered_card_stays_answered_after_a_reload(tab: Tab) -> None:
    await tab.to_the_recap()
    await tab.click("confirm_return")

    answered = await tab.answered_words()

    assert [words.partition(" ")[0] for words in answered] == [
        "Items",
        "Reason",
        "Resolution",
        "Shipping",
        "Recap",
    ]
    assert len(tab.open_cards()) == 1
    assert list(tab.items) == [item["id"] for item in await tab.open()]


async def test_the_page_is_told_what_is_stored(tab: Tab) -> None:
    await tab.to_the_recap()
    seen = {key: item for key, item in tab.items.items() if item["type"] == "widget"}

    await tab.open()

    assert {key: plain(tab.items[key]["widget"]) for key in seen} == {
        key: plain(item["widget"]) for key, item in seen.items()
    }


def plain(node: Any) -> Any:
    """Return a widget without `streaming: true`, which is what its absence means."""
    if isinstance(node, list):
        return [plain(child) for child in node]
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items() if (key, value) != STREAMING}
    return node


STREAMING = ("streaming", True)


async def test_a_click_on_an_old_card_changes_nothing_and_shows_the_current_one(tab: Tab) -> None:
    await tab.start()
    old = tab.press("select_return_item", HUB)
    await tab.act(old)
    before = await tab.case()
    await tab.act(old)

    assert "notice" in tab.kinds()
    assert await tab.case() == before
    await tab.open()
    assert len(tab.open_cards()) == 1


@pytest.mark.parametrize("forged", [{"revision": 0}, {"revision": 99}, {"case_id": "case_OTHER"}])
async def test_a_forged_payload_changes_nothing_and_gets_the_current_card(
    tab: Tab, forged: dict[str, Any]
) -> None:
    await tab.start()
    await tab.click("select_return_item", HUB)
    request = tab.press("select_reason", DAMAGED)
    request["params"]["action"]["payload"] |= forged
    before = await tab.case()
    await tab.act(request)

    assert tab.kinds().count("notice") == 1
    assert await tab.case() == before
    await tab.open()
    assert len(tab.open_cards()) == 1


async def test_amounts_in_a_payload_are_not_read(tab: Tab) -> None:
    await tab.to_the_recap()
    request = tab.press("confirm_return")
    request["params"]["action"]["payload"] |= {"total_minor": 999_999, "owner_id": "CUST-1002"}
    await tab.act(request)

    case = await tab.case()

    assert case.quote is not None
    assert case.quote.total_minor == 8_999
    assert case.ref.owner_id == tab.owner


async def test_a_click_nobody_knows_gets_a_notice(tab: Tab) -> None:
    await tab.start()
    card = tab.cards()[-1]
    await tab.act(tab.action(card["id"], "grant_refund", {}))

    assert "notice" in tab.kinds()
    assert "error" not in tab.kinds()


async def test_what_is_recorded_in_the_background_does_not_make_a_click_stale(tab: Tab) -> None:
    await tab.start()
    await tab.click("select_return_item", HUB)
    await tab.click("select_reason", DAMAGED)
    before = await tab.case()
    await tab.house.settle(before.ref)
    after = await tab.case()
    await tab.click("select_resolution", {"code": "FULL_REFUND"})

    assert (before.revision, before.clauses) == (after.revision, ())
    assert after.version > before.version
    assert "notice" not in tab.kinds()
    assert (await tab.case()).resolution is not None


async def test_changing_a_slot_leaves_one_open_card(tab: Tab) -> None:
    await tab.to_the_recap()
    await tab.click("edit_slot", {"slot": "reason"})
    await tab.click("select_reason", {"code": "NOT_AS_DESCRIBED"})

    await tab.open()

    assert len(tab.open_cards()) == 1
    assert (await tab.case()).reason is not None
