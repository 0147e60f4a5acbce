"""What has been live of a shop, and its switches, over every document store."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backends.publications import NothingBefore, Publications, ShopText, VersionUnknown
from backends.switchboard import Switchboard, SwitchUnknown
from returns.rules import Switches

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
FIRST = ShopText("schema = 2\n", "Version: 7 (2026-01-31)\n")
SECOND = ShopText("schema = 2\n# cheaper\n", "Version: 8 (2026-02-28)\n")


@pytest.fixture
def shop(store) -> Publications:
    return Publications(store, "corner")


@pytest.fixture
def board(store) -> Switchboard:
    return Switchboard(store, "corner")


def test_a_version_is_named_by_what_it_says():
    again = ShopText(FIRST.settings, FIRST.policy)
    assert FIRST.version == again.version != SECOND.version
    assert FIRST.version.startswith("7-")


def test_moving_text_from_one_file_to_the_other_is_another_version():
    assert ShopText("ab", "c").version != ShopText("a", "bc").version


async def test_nothing_is_live_before_the_first_publication(shop):
    assert await shop.live() is None
    assert await shop.history() == ()


async def test_what_is_published_is_live_and_can_be_read(shop):
    assert await shop.publish(FIRST, NOW, by="nora", why="spring")
    live = await shop.live()
    assert (live.number, live.version, live.at, live.by, live.why) == (
        1, FIRST.version, NOW, "nora", "spring",
    )  # fmt: skip
    assert await shop.text(FIRST.version) == FIRST


async def test_publishing_what_is_live_changes_nothing(shop):
    await shop.publish(FIRST, NOW, by="nora", why="spring")
    assert not await shop.publish(FIRST, LATER, by="sam", why="again")
    assert len(await shop.history()) == 1


async def test_going_back_is_a_publication_of_its_own(shop):
    await shop.publish(FIRST, NOW, by="nora", why="spring")
    await shop.publish(SECOND, NOW, by="nora", why="summer")
    moved = await shop.back(LATER, by="sam", why="too cheap")
    assert (moved.number, moved.version, moved.why) == (3, FIRST.version, "too cheap")
    assert [one.version for one in await shop.history()] == [
        FIRST.version, SECOND.version, FIRST.version,
    ]  # fmt: skip


async def test_going_back_to_a_named_version_twice_moves_once(shop):
    await shop.publish(FIRST, NOW, by="nora", why="spring")
    await shop.publish(SECOND, NOW, by="nora", why="summer")
    for _ in range(2):
        await shop.back(LATER, by="sam", why="too cheap", to=FIRST.version)
    assert len(await shop.history()) == 3


async def test_there_is_no_going_back_to_what_never_was(shop):
    with pytest.raises(NothingBefore):
        await shop.back(NOW, by="sam", why="")
    await shop.publish(FIRST, NOW, by="nora", why="spring")
    with pytest.raises(NothingBefore):
        await shop.back(NOW, by="sam", why="")
    with pytest.raises(VersionUnknown):
        await shop.back(NOW, by="sam", why="", to="9-unheard")


async def test_a_package_brings_its_folder_once_and_never_moves_back(shop):
    assert await shop.begin(FIRST, NOW, by="the package")
    await shop.publish(SECOND, NOW, by="nora", why="summer")
    assert not await shop.begin(FIRST, LATER, by="an older package")
    assert (await shop.live()).version == SECOND.version


async def test_two_publications_at_once_come_one_after_the_other(shop):
    await asyncio.gather(
        shop.publish(FIRST, NOW, by="nora", why="spring"),
        shop.publish(SECOND, NOW, by="sam", why="summer"),
    )
    history = await shop.history()
    assert [one.number for one in history] == [2, 1]
    assert history[0] == await shop.live()
    assert {await shop.text(one.version) for one in history} == {FIRST, SECOND}


async def test_one_shop_does_not_see_the_other(shop, store):
    await shop.publish(FIRST, NOW, by="nora", why="spring")
    assert await Publications(store, "other").live() is None


async def test_every_switch_is_off_until_somebody_turns_it(board):
    assert await board.read() == Switches()
    assert await board.history() == ()


async def test_a_turned_switch_tells_who_when_and_why(board):
    assert await board.turn("pause-refunds", NOW, on=True, by="ines", why="bank is down")
    assert await board.turn("no-new-returns", LATER, on=True, by="ines", why="flood")
    assert await board.read() == Switches(pause_refunds=True, no_new_returns=True)
    newest, first = await board.history()
    assert (newest.name, newest.on) == ("no-new-returns", True)
    assert (first.number, first.name, first.at, first.by, first.why) == (
        1, "pause-refunds", NOW, "ines", "bank is down",
    )  # fmt: skip


async def test_a_switch_that_stands_so_leaves_no_second_entry(board):
    assert await board.turn("rules-only", NOW, on=True, by="ines", why="model is down")
    assert not await board.turn("rules-only", LATER, on=True, by="sam", why="again")
    assert len(await board.history()) == 1


async def test_an_unknown_switch_is_refused_with_those_there_are(board):
    with pytest.raises(SwitchUnknown, match="rules-only, pause-refunds, no-new-returns"):
        await board.turn("rules_only", NOW, on=True, by="ines", why="")


async def test_two_people_at_two_switches_lose_neither(board):
    await asyncio.gather(
        board.turn("rules-only", NOW, on=True, by="ines", why="model"),
        board.turn("pause-refunds", NOW, on=True, by="sam", why="bank"),
    )
    assert await board.read() == Switches(rules_only=True, pause_refunds=True)
    assert [one.number for one in await board.history()] == [2, 1]
