"""The one door: once, in order, for the right revision, and awake afterwards."""

import asyncio

import pytest

from returns import commands as c
from returns import events as e
from returns.case import CaseRef, CaseState
from returns.desk import Desk, Outcome
from returns.effects import Effect, effect_key
from returns.errors import BackendUnavailable, CaseNotFound, StaleCase
from tests.builders import (
    NOW,
    REF,
    a_batch,
    a_desk,
    a_file,
    a_rule_book,
    a_shop,
    a_story,
    a_story_in,
    all_slots,
    hubs,
)
from tests.fakes import CountingBell, DyingStore, MemoryCaseStore


class BusyStore(MemoryCaseStore):
    """Another writer records a fact before each of our first saves."""

    def __init__(self, *files, rivals=1):
        super().__init__(*files)
        self.rivals = 0
        self.coming = rivals

    async def save(self, file, decision, batch_id, due):
        if self.coming and file.case is not None:
            self.coming -= 1
            self.rivals += 1
            key = effect_key("case-1", Effect.SEND_NOTICE, f"rival{self.rivals}")
            desk = Desk(_Quiet(self), a_rule_book(), CountingBell())
            batch = a_batch(source="system", command_id=f"rival/{self.rivals}")
            await desk.record(batch, e.NoticeSent(key, "x"), NOW)
        return await super().save(file, decision, batch_id, due)


class _Quiet:
    """The same store, saved to without further rivals."""

    def __init__(self, store):
        self._store = store

    async def open(self, owner_id, case_id):
        return await self._store.open(owner_id, case_id)

    async def save(self, *arguments):
        return await MemoryCaseStore.save(self._store, *arguments)


async def test_the_same_command_id_is_applied_once():
    desk = a_desk()
    first = await desk.apply(a_batch(hubs()), NOW)
    second = await desk.apply(a_batch(hubs(2)), NOW)
    assert (first.outcome, second.outcome) == (Outcome.APPLIED, Outcome.DUPLICATE)
    assert second.case == first.case


async def test_a_click_on_an_older_card_changes_nothing_and_shows_the_current_case():
    story = await a_story_in(CaseState.DRAFT)
    await story.say(c.ChooseReason("DAMAGED"), revision=1)
    late = await story.say(c.ChooseReason("WRONG_SIZE"), revision=1)
    assert late.outcome is Outcome.STALE
    assert late.case.reason.code == "DAMAGED"


async def test_a_fact_recorded_in_the_background_makes_no_click_stale():
    story = await a_story_in(CaseState.DRAFT)
    await story.say(c.ChooseReason("DAMAGED"))
    await story.settle()
    answer = await story.say(c.ChooseResolution("EXCHANGE"), revision=2)
    assert answer.outcome is Outcome.APPLIED


async def test_a_fact_recorded_in_between_is_reloaded_and_the_click_still_counts():
    desk = Desk(BusyStore(a_file()), a_rule_book(), CountingBell())
    await desk.apply(a_batch(hubs()), NOW)
    click = a_batch(c.ChooseReason("DAMAGED"), command_id="command-2", revision=1)
    answer = await desk.apply(click, NOW)
    assert (answer.outcome, answer.case.version, answer.case.revision) == (Outcome.APPLIED, 3, 2)


async def test_five_conflicts_in_a_row_are_given_back():
    desk = Desk(BusyStore(a_file(), rivals=5), a_rule_book(), CountingBell())
    await desk.apply(a_batch(hubs()), NOW)
    with pytest.raises(StaleCase):
        await desk.apply(a_batch(c.ChooseReason("DAMAGED"), command_id="command-2"), NOW)


async def test_a_file_read_before_saves_a_look_and_a_stale_one_is_read_again():
    desk = a_desk()
    stale = await desk.cases.open(REF.owner_id, REF.case_id)
    await desk.apply(a_batch(hubs()), NOW)
    later = a_batch(c.ChooseReason("DAMAGED"), command_id="command-2")
    answer = await desk.apply(later, NOW, stale)
    assert answer.outcome is Outcome.APPLIED
    assert answer.case.lines


async def test_an_applied_command_wakes_its_case_and_nothing_else_does():
    story = await a_story_in(CaseState.DRAFT)
    bell = story.desk.bell
    assert bell.woken == [REF]
    await story.say(hubs())  # unchanged
    await story.say(c.ChooseReason("BORED"))  # refused
    await story.say(c.ChooseReason("DAMAGED"), revision=9)  # stale
    assert bell.woken == [REF]


async def test_a_repeated_command_rings_again_for_the_first_bell_may_be_lost():
    story = await a_story_in(CaseState.DRAFT)
    answer = await story.say(c.ChooseReason("DAMAGED"), command_id="case-1/1")
    assert answer.outcome is Outcome.DUPLICATE
    assert story.desk.bell.woken == [REF, REF]


async def test_a_recorded_fact_rings_no_bell():
    story = await a_story_in(CaseState.APPROVED)
    woken = len(story.desk.bell.woken)
    await story.settle()
    assert len(story.desk.bell.woken) == woken


async def test_a_command_whose_save_nobody_answered_is_applied_once():
    desk = a_desk()
    dying = Desk(DyingStore(desk.cases, after=1), desk.rules, desk.bell)
    with pytest.raises(BackendUnavailable):
        await dying.apply(a_batch(hubs()), NOW)
    assert (await desk.apply(a_batch(hubs()), NOW)).outcome is Outcome.DUPLICATE
    assert (await desk.cases.load(REF)).version == 1


async def test_a_command_that_died_before_its_save_is_applied_by_its_repeat():
    desk = a_desk()
    dying = Desk(DyingStore(desk.cases, before=1), desk.rules, desk.bell)
    with pytest.raises(BackendUnavailable):
        await dying.apply(a_batch(hubs()), NOW)
    assert (await dying.apply(a_batch(hubs()), NOW)).outcome is Outcome.APPLIED


async def test_four_clicks_on_one_button_at_once_are_one_return():
    story = await a_story_in(CaseState.QUOTED)
    clicks = [story.say(c.Confirm(), revision=1) for _ in range(4)]
    outcomes = sorted(answer.outcome for answer in await asyncio.gather(*clicks))
    assert outcomes == ["applied", "stale", "stale", "stale"]
    approvals = [
        one for one in await story.desk.cases.history(REF) if isinstance(one.event, e.Approved)
    ]
    assert len(approvals) == 1


async def test_a_very_old_command_id_is_still_known_to_the_store():
    story = await a_story_in(CaseState.DRAFT)
    for number in range(30):
        await story.say(c.ChooseReason("OTHER", details=f"{number}"))
    assert "case-1/1" not in (await story.case()).recent_commands
    again = await story.say(c.ChooseReason("DAMAGED"), command_id="case-1/1")
    assert again.outcome is Outcome.DUPLICATE


async def test_a_fact_of_a_case_nobody_knows_is_refused():
    story = a_story()
    with pytest.raises(CaseNotFound):
        await story.told(e.NoticeSent("case-1:send_notice:x.1", "x"))


async def test_a_customer_nobody_knows_has_no_file():
    batch = a_batch(hubs(), ref=CaseRef("bob", "case-1"))
    with pytest.raises(CaseNotFound):
        await a_desk().apply(batch, NOW)


async def test_every_save_stores_when_the_case_is_next_due():
    story = await a_story_in(CaseState.DRAFT)
    cases, nudge = story.desk.cases, story.now + a_shop().timers.nudge
    assert await cases.due(nudge, 9) == ((REF, nudge),)
    await story.say(c.ChooseReason("DAMAGED"))
    assert await cases.due(story.now, 9) == ((REF, story.now),)


async def test_typed_and_clicked_runs_leave_the_same_events():
    typed, clicked = a_story(), a_story()
    for command in (*all_slots(), c.Confirm()):
        await typed.say(command, source="text")
        await clicked.say(command, source="click")
    events = [
        [one.event for one in await story.desk.cases.history(REF)] for story in (typed, clicked)
    ]
    assert events[0] == events[1]
