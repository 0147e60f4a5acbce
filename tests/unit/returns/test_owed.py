"""What a case owes, what it owes undone, and when it is looked at again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from returns import commands as c
from returns import events as e
from returns.case import CaseState, EffectStatus
from returns.effects import (
    TOGETHER,
    UNDO_OF,
    Effect,
    done_key,
    effect_key,
    effect_of,
    subject_of,
    undo_key,
)
from returns.owed import cancelling, due_at, next_try, owed, step_of
from tests.builders import (
    NOW,
    WALL,
    a_case_in,
    a_line,
    a_story,
    a_story_in,
    all_slots,
    an_order,
    hubs,
)

SEARCHES = {"find_policy_clauses", "find_similar_cases"}
LOGISTICS = {"update_order", "reserve_inbound", "make_label"}
LABEL = effect_key("case-1", Effect.MAKE_LABEL, "PREPAID_LABEL")


async def effects_of(story) -> set[str]:
    return {one.effect for one in await story.owed()}


# --- Wanted -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (CaseState.DRAFT, set()),
        (CaseState.QUOTED, SEARCHES),
        (CaseState.AWAITING_EVIDENCE, SEARCHES),
        (CaseState.IN_REVIEW, SEARCHES),
        (CaseState.APPROVED, SEARCHES | LOGISTICS),
        (CaseState.AWAITING_SHIPMENT, set()),
        (CaseState.IN_TRANSIT, set()),
        (CaseState.RECEIVED, {"send_notice"}),
        (CaseState.SETTLING, {"pay_refund", "restock", "send_notice"}),
        (CaseState.CLOSED, set()),
        (CaseState.DECLINED, {"send_notice"}),
    ],
)
async def test_a_case_owes_what_its_state_says(state, wanted):
    assert await effects_of(await a_story_in(state)) == wanted


async def test_a_pickup_owes_a_booking_beside_its_label():
    story = await a_story_in(CaseState.APPROVED, shipping="SCHEDULE_PICKUP")
    assert await effects_of(story) == SEARCHES | LOGISTICS | {"book_pickup"}


async def test_goods_that_are_kept_owe_no_parcel():
    kept = {"resolution": "KEEP_WITH_DISCOUNT", "shipping": None}
    story = a_story()
    await story.say(*all_slots(**kept))
    await story.say(c.Confirm())
    assert await effects_of(story) == SEARCHES | {"update_order", "pay_refund"}


@pytest.mark.parametrize(
    ("resolution", "effect"),
    [
        ("FULL_REFUND", "pay_refund"),
        ("STORE_CREDIT", "issue_credit"),
        ("EXCHANGE", "create_exchange"),
    ],
)
async def test_a_resolution_is_settled_by_its_own_effect(resolution, effect):
    story = await a_story_in(CaseState.SETTLING, resolution=resolution)
    assert await effects_of(story) == {effect, "restock", "send_notice"}


async def test_every_order_of_a_case_is_updated_and_paid_by_itself():
    story = a_story(an_order(), an_order(a_line(), order_id="O-2"))
    await story.say(c.SelectUnits((c.Units("O-1", "1"), c.Units("O-2", "1"))), *all_slots()[1:])
    await story.say(c.Confirm())
    updates = [one.key for one in await story.owed() if one.effect == "update_order"]
    assert [subject_of(key) for key in updates] == ["O-1", "O-2"]


async def test_both_searches_are_owed_again_when_item_or_reason_changes():
    story = a_story(an_order(a_line(), a_line("2", WALL, 1)))
    keys = set()
    for commands in (
        (hubs(), c.ChooseReason("DAMAGED")),
        (c.ChooseReason("WRONG_SIZE"),),
        (c.SelectUnits((c.Units("O-1", "2"),)),),
    ):
        await story.say(*commands)
        assert await effects_of(story) == SEARCHES
        keys |= {one.key for one in await story.owed()}
        await story.settle()
    assert len(keys) == 6


async def test_a_search_is_not_owed_again_for_another_quantity_or_resolution():
    story = a_story()
    await story.say(hubs(), c.ChooseReason("DAMAGED"))
    await story.settle()
    await story.say(c.SetQuantity(2), c.ChooseResolution("EXCHANGE"))
    assert await story.owed() == ()


async def test_a_search_that_was_done_before_is_remembered():
    story = a_story()
    await story.say(hubs(), c.ChooseReason("DAMAGED"))
    await story.settle()
    await story.say(c.ChooseReason("WRONG_SIZE"))
    await story.settle()
    await story.say(c.ChooseReason("DAMAGED"))
    assert await story.owed() == ()


# --- Settled and closed -----------------------------------------------------------------------


async def test_a_search_or_a_notice_that_fails_for_good_keeps_no_paid_return_open():
    story = await a_story_in(CaseState.SETTLING)
    for one in await story.owed():
        if one.effect == "send_notice":
            await story.told(e.EffectFailed(one.key, 6, None, "no such mailbox"))
    await story.settle("pay_refund", "restock")
    assert (await story.case()).state is CaseState.CLOSED


async def test_a_return_is_not_closed_before_its_money_has_moved():
    story = await a_story_in(CaseState.SETTLING)
    await story.settle("restock", "send_notice")
    assert (await story.case()).state is CaseState.SETTLING


async def test_a_closed_case_owes_its_last_notice_and_then_is_over():
    story = await a_story_in(CaseState.SETTLING)
    await story.settle("pay_refund", "restock")
    step = step_of(await story.case(), story.now)
    assert not step.over
    assert subject_of(step.owed[-1].key) == "closed"
    await story.settle()
    step = step_of(await story.case(), story.now)
    assert (step.over, step.owed, step.deadline) == (True, (), None)


# --- Undo -------------------------------------------------------------------------------------


LOGISTICS = set(UNDO_OF) - {Effect.ISSUE_CREDIT, Effect.CREATE_EXCHANGE}


@pytest.mark.parametrize("effect", sorted(LOGISTICS))
async def test_what_is_done_and_no_longer_wanted_owes_its_undo_once(effect):
    story = await a_story_in(CaseState.CANCELLED, shipping="SCHEDULE_PICKUP")
    owed_undo = [one for one in await story.owed() if one.effect == UNDO_OF[effect]]
    assert len(owed_undo) == 1
    assert effect_of(done_key(owed_undo[0].key)) is effect
    await story.settle()
    assert UNDO_OF[effect] not in await effects_of(story)
    assert (await story.case()).effect(done_key(owed_undo[0].key)).status is EffectStatus.UNDONE


async def test_what_failed_may_have_been_done_so_it_is_undone_too():
    story = await a_story_in(CaseState.APPROVED)
    await story.told(e.EffectFailed(LABEL, 1, NOW + timedelta(minutes=1), "no answer"))
    await story.say(c.Cancel())
    assert undo_key(LABEL) in [one.key for one in await story.owed()]
    await story.settle()
    assert (await story.case()).effect(LABEL).status is EffectStatus.UNDONE
    assert step_of(await story.case(), story.now).over


async def test_refunds_notices_and_stock_are_never_undone():
    assert {
        Effect.UPDATE_ORDER,
        Effect.RESERVE_INBOUND,
        Effect.MAKE_LABEL,
        Effect.BOOK_PICKUP,
    } == LOGISTICS


async def test_a_cancelled_case_is_cancelling_until_its_last_undo():
    story = await a_story_in(CaseState.CANCELLED)
    assert cancelling(await story.case())
    assert "cancelling" in step_of(await story.case(), NOW).flags
    await story.settle()
    assert not cancelling(await story.case())
    assert step_of(await story.case(), NOW).over


async def test_an_undo_that_waits_for_staff_no_longer_counts_as_cancelling():
    story = await a_story_in(CaseState.CANCELLED)
    await story.settle("send_notice", "release_inbound", "restore_order")
    key = undo_key(LABEL)
    await story.told(e.EffectFailed(key, 5, NOW + timedelta(hours=12), "no answer"))
    assert cancelling(await story.case())
    await story.told(e.EffectFailed(key, 6, None, "no answer"))
    case = await story.case()
    assert not cancelling(case)
    assert "escalated" in case.flags


async def test_a_result_that_comes_after_the_last_undo_sets_cancelling_again():
    story = await a_story_in(CaseState.CANCELLED)
    await story.settle()
    late = effect_key("case-1", Effect.MAKE_LABEL, "DROP_OFF")
    await story.told(e.LabelMade(late, 2, "late.pdf", "ZV-late", NOW))
    assert cancelling(await story.case())


# --- Keys -------------------------------------------------------------------------------------


def test_a_key_says_case_effect_and_subject():
    assert LABEL == "case-1:make_label:PREPAID_LABEL.1"
    assert effect_of(LABEL) is Effect.MAKE_LABEL
    assert subject_of(LABEL) == "PREPAID_LABEL"
    assert subject_of(effect_key("c", Effect.UPDATE_ORDER, "ORD-1.5:x")) == "ORD-1.5:x"


@pytest.mark.parametrize("effect", UNDO_OF)
def test_the_key_of_an_undo_leads_back_to_what_it_undoes(effect):
    key = effect_key("case-1", effect, "a.b", 3)
    assert done_key(undo_key(key)) == key


async def test_a_new_number_begins_only_after_an_undo():
    story = await a_story_in(CaseState.CANCELLED)
    await story.settle()
    revived = replace(await story.case(), state=CaseState.APPROVED)
    keys = [one.key for one in owed(revived, NOW) if one.effect == "make_label"]
    assert keys == ["case-1:make_label:PREPAID_LABEL.2"]


def test_only_searches_run_side_by_side():
    assert set(TOGETHER) == SEARCHES


# --- Failure, retries and due_at --------------------------------------------------------------


def test_a_failed_effect_is_tried_after_longer_and_longer_waits_and_then_waits_for_staff():
    waits = [next_try(n, NOW) - NOW for n in range(1, 6)]
    assert waits == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=12),
    ]
    assert next_try(6, NOW) is None


async def test_a_failed_effect_is_owed_again_at_its_next_try_and_not_before():
    story = await a_story_in(CaseState.APPROVED)
    later = story.now + timedelta(minutes=1)
    await story.told(e.EffectFailed(LABEL, 1, later, "no answer"))
    await story.settle("update_order", "reserve_inbound", *SEARCHES)
    case = await story.case()
    assert owed(case, story.now) == ()
    assert due_at(case, story.now) == later
    assert [one.key for one in owed(case, later)] == [LABEL]
    assert due_at(case, later) == later


async def test_one_failing_effect_leaves_the_others_owed():
    story = await a_story_in(CaseState.APPROVED)
    await story.told(e.EffectFailed(LABEL, 1, story.now + timedelta(minutes=1), "no answer"))
    assert await effects_of(story) == SEARCHES | {"update_order", "reserve_inbound"}


async def test_an_escalated_effect_owes_nothing_and_has_no_deadline():
    story = await a_story_in(CaseState.APPROVED)
    await story.told(e.EffectFailed(LABEL, 6, None, "no answer"))
    await story.settle("update_order", "reserve_inbound", *SEARCHES)
    case = await story.case()
    assert "escalated" in case.flags
    assert (owed(case, NOW), due_at(case, NOW)) == ((), None)
    assert case.state is CaseState.APPROVED


STATES = [s for s in CaseState if s not in {CaseState.INSPECTING, CaseState.DECIDED}]


@pytest.mark.parametrize("state", STATES)
async def test_a_case_that_owes_something_is_due_now(state):
    case = await a_case_in(state)
    due = due_at(case, NOW)
    assert (due == NOW) == bool(owed(case, NOW))


@pytest.mark.parametrize("state", STATES)
async def test_a_held_case_owes_nothing_and_no_timer_runs(state):
    held = replace(await a_case_in(state), flags=("hold",))
    far = NOW + timedelta(days=999)
    assert (owed(held, far), due_at(held, far)) == ((), None)


@pytest.mark.parametrize("state", STATES)
async def test_no_case_sleeps_longer_than_a_day_or_wakes_before_now(state):
    step = step_of(await a_case_in(state), NOW)
    assert NOW < step.wake_at <= NOW + timedelta(hours=24)


async def test_a_case_wakes_at_its_next_deadline():
    story = await a_story_in(CaseState.DRAFT)
    step = step_of(await story.case(), story.now)
    assert step.wake_at == step.deadline == story.now + timedelta(minutes=30)


async def test_a_lapsed_timer_is_owed_like_any_effect():
    story = await a_story_in(CaseState.QUOTED)
    await story.settle()
    story.now += timedelta(days=30)
    lapsed = await story.owed()
    assert {one.effect for one in lapsed} == {"pass_deadline"}
    assert [subject_of(one.key).partition("-")[0] for one in lapsed] == ["nudge", "quote", "draft"]


async def test_a_step_shows_what_a_custom_status_needs():
    story = await a_story_in(CaseState.AWAITING_SHIPMENT)
    step = step_of(await story.case(), story.now)
    assert (step.state, step.awaiting, step.revision) == (CaseState.AWAITING_SHIPMENT, "parcel", 2)
    assert step.return_number == (await story.case()).return_number
