"""Where each command has a place; anywhere else it is recorded as ignored, never an error."""

from dataclasses import replace
from typing import get_args

import pytest

from returns import commands as c
from returns.case import CaseState
from returns.desk import Outcome
from returns.errors import CaseNotFound
from returns.machine import TABLE
from tests.builders import a_story, a_story_in, hubs

RESTING = [s for s in CaseState if s not in {CaseState.INSPECTING, CaseState.DECIDED}]
CHOOSING = {CaseState.DRAFT, CaseState.QUOTED}
BEFORE_THE_FIRST_SCAN = CHOOSING | {
    CaseState.AWAITING_EVIDENCE,
    CaseState.IN_REVIEW,
    CaseState.APPROVED,
    CaseState.AWAITING_SHIPMENT,
}
ENDED_EARLY = {CaseState.CANCELLED, CaseState.DECLINED, CaseState.EXPIRED}
# What has a place, and where.
MOVES = {
    c.SelectUnits((c.Units("O-1", "1", 2),)): CHOOSING,
    c.SetQuantity(2): CHOOSING,
    c.ChooseReason("CHANGED_MIND"): CHOOSING,
    c.ChooseResolution("STORE_CREDIT"): CHOOSING,
    c.ChooseShipping("SCHEDULE_PICKUP"): CHOOSING,
    c.ContinueWithoutPhotos(): {CaseState.AWAITING_EVIDENCE},
    c.Cancel(): BEFORE_THE_FIRST_SCAN,
    c.Approve(): {CaseState.IN_REVIEW},
    c.Decline("worn", "It shows wear."): {CaseState.IN_REVIEW},
    c.Scan("ZV-case-1-1", "in_transit"): {
        CaseState.AWAITING_SHIPMENT,
        CaseState.IN_TRANSIT,
        CaseState.RECEIVED,
        CaseState.SETTLING,
        CaseState.CLOSED,
        CaseState.CANCELLED,
        CaseState.EXPIRED,
    },
    c.Receive(): {CaseState.AWAITING_SHIPMENT, CaseState.IN_TRANSIT} | ENDED_EARLY,
    c.Grade("A"): {
        CaseState.AWAITING_SHIPMENT,
        CaseState.IN_TRANSIT,
        CaseState.RECEIVED,
        CaseState.INSPECTING,
    },
}


@pytest.mark.parametrize("state", RESTING)
@pytest.mark.parametrize("command", MOVES, ids=lambda command: type(command).__name__)
async def test_a_command_moves_a_case_where_it_has_a_place_and_is_ignored_elsewhere(command, state):
    story = await a_story_in(state)
    before = await story.case()

    answer = await story.say(command)

    recorded = (await story.desk.cases.history(story.ref))[before.sequence :]
    if state in MOVES[command]:
        assert answer.outcome is Outcome.APPLIED
        assert all(one.event.type != "ignored" for one in recorded)
    else:
        assert [(one.event.type, one.event.state) for one in recorded] == [("ignored", state)]
        assert answer.case.state is state
        assert answer.case.revision == before.revision


@pytest.mark.parametrize("state", RESTING)
async def test_a_person_can_be_asked_for_in_every_state(state):
    answer = await (await a_story_in(state)).say(c.HandOff())
    assert answer.outcome is Outcome.APPLIED
    assert "escalated" in answer.case.flags


@pytest.mark.parametrize("state", RESTING)
async def test_a_timer_that_has_not_run_out_changes_nothing(state):
    story = await a_story_in(state)
    story.now = (await story.case()).updated_at
    codes = ("nudge", "draft", "quote", "evidence", "label", "unheard_of")
    timers = [c.PassDeadline(code) for code in codes]
    assert (await story.say(*timers, source="system")).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("state", [s for s in RESTING if s not in CHOOSING])
async def test_a_second_yes_is_ignored(state):
    story = await a_story_in(state)
    answer = await story.say(c.Confirm())
    assert (answer.case.state, answer.case.return_number) == (
        state,
        (await story.case()).return_number,
    )
    assert (await story.desk.cases.history(story.ref))[-1].event.what == "confirm"


@pytest.mark.parametrize("state", [CaseState.INSPECTING, CaseState.DECIDED])
async def test_cancelling_during_the_inspection_is_ignored(state):
    story = await a_story_in(CaseState.RECEIVED)
    story.desk.cases.put(replace(await story.case(), state=state))
    answer = await story.say(c.Cancel())
    assert answer.case.state is state


def test_every_command_has_a_row_in_the_table():
    assert set(get_args(c.Command.__value__)) == set(TABLE)


@pytest.mark.parametrize(
    "command", [c.Confirm(), c.Cancel(), c.HandOff(), c.SetQuantity(2), c.Scan("x"), c.Receive()]
)
async def test_a_command_that_opens_nothing_needs_a_case(command):
    with pytest.raises(CaseNotFound):
        await a_story().say(command)


@pytest.mark.parametrize(
    "command",
    [
        c.Start(),
        hubs(),
        c.ChooseReason("DAMAGED"),
        c.ChooseResolution("EXCHANGE"),
        c.ChooseShipping("PREPAID_LABEL"),
    ],
)
async def test_any_choice_opens_a_case(command):
    answer = await a_story().say(command)
    assert (answer.case.state, answer.case.revision) == (CaseState.DRAFT, 1)
