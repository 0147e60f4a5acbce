"""What people of the shop may decide: brake, override, reopening, retries, and their limits."""

from datetime import timedelta

import pytest

from returns import commands as c
from returns import events as e
from returns.case import CaseRef, CaseState, Flag
from returns.effects import Effect, effect_key
from returns.movements import MoneyState
from tests.builders import Story, a_story_in, all_slots

REFUND = effect_key("case-1", Effect.PAY_REFUND, "O-1/T1")
LABEL = effect_key("case-1", Effect.MAKE_LABEL, "PREPAID_LABEL")
PREPAID_FEE = 695


async def staff(story, *commands, actor="nora", limit_minor=100_000):
    return await story.say(*commands, source="staff", actor=actor, limit_minor=limit_minor)


# --- Hold -------------------------------------------------------------------------------------


async def test_a_held_case_owes_nothing_and_goes_on_when_it_is_let_go():
    story = await a_story_in(CaseState.APPROVED)
    await staff(story, c.Hold("police report"))
    assert await story.owed() == ()
    await staff(story, c.ReleaseHold())
    assert "make_label" in {one.effect for one in await story.owed()}


async def test_no_timer_acts_on_a_held_case():
    story = await a_story_in(CaseState.AWAITING_SHIPMENT)
    await staff(story, c.Hold("police report"))
    answer = await story.time_passes("label", days=30)
    assert answer.case.state is CaseState.AWAITING_SHIPMENT


async def test_a_fact_is_kept_while_the_case_is_held():
    story = await a_story_in(CaseState.APPROVED)
    owed = {one.effect: one.key for one in await story.owed()}
    await staff(story, c.Hold("police report"))
    await story.told(e.LabelMade(owed["make_label"], 1, "1.pdf", "ZV-1", story.now))
    assert [label.tracking_number for label in (await story.case()).labels] == ["ZV-1"]


async def test_holding_twice_and_letting_go_of_nothing_record_nothing():
    story = await a_story_in(CaseState.APPROVED)
    before = (await story.case()).sequence
    await staff(story, c.ReleaseHold())
    assert (await story.case()).sequence == before
    await staff(story, c.Hold("once"))
    await staff(story, c.Hold("twice"))
    assert (await story.case()).sequence == before + 1


# --- Override ---------------------------------------------------------------------------------


async def test_an_override_without_a_reason_is_refused():
    story = await a_story_in(CaseState.APPROVED)
    answer = await staff(story, c.Override("waive_fees", "  "))
    assert answer.refusal.code == "reason_required"


async def test_waived_fees_are_given_back_on_the_quote():
    story = await a_story_in(CaseState.APPROVED)
    before = (await story.case()).quote.total_minor
    await staff(story, c.Override("waive_fees", "goodwill"))
    case = await story.case()
    assert case.quote.total_minor == before + PREPAID_FEE
    assert case.state is CaseState.APPROVED


async def test_above_the_limit_one_person_only_proposes():
    story = await a_story_in(CaseState.IN_TRANSIT)
    answer = await staff(story, c.Override("settle_in_full", "goodwill"), limit_minor=100)
    assert answer.case.state is CaseState.IN_TRANSIT
    assert answer.case.proposals == (("settle_in_full", "nora"),)


async def test_the_one_who_proposed_is_not_the_second_person():
    story = await a_story_in(CaseState.IN_TRANSIT)
    await staff(story, c.Override("settle_in_full", "goodwill"), limit_minor=100)
    answer = await staff(story, c.Override("settle_in_full", "again"), limit_minor=100)
    assert answer.refusal.code == "second_person_needed"
    assert (await story.case()).money == ()


async def test_the_second_person_decides_and_both_are_on_record():
    story = await a_story_in(CaseState.IN_TRANSIT)
    await staff(story, c.Override("settle_in_full", "goodwill"), limit_minor=100)
    await staff(story, c.Override("settle_in_full", "agreed"), actor="otto", limit_minor=100)
    case = await story.case()
    told = await story.desk.cases.history(story.ref)
    said = next(one for one in told if isinstance(one.event, e.Overridden))
    assert case.state is CaseState.SETTLING
    assert (said.actor, said.event.proposed_by) == ("otto", "nora")


async def test_a_proposal_for_one_act_is_no_second_voice_for_another():
    story = await a_story_in(CaseState.APPROVED)
    await staff(story, c.Override("settle_in_full", "goodwill"), limit_minor=100)
    await staff(story, c.Override("waive_fees", "agreed"), actor="otto", limit_minor=100)
    case = await story.case()
    assert (case.state, len(case.proposals)) == (CaseState.APPROVED, 2)


async def test_the_limit_itself_is_within_the_limit():
    story = await a_story_in(CaseState.IN_TRANSIT)
    limit = (await story.case()).quote.total_minor
    answer = await staff(story, c.Override("settle_in_full", "goodwill"), limit_minor=limit)
    assert answer.case.state is CaseState.SETTLING


async def test_settling_in_full_sets_a_deduction_aside():
    story = await a_story_in(CaseState.DECIDED)
    await staff(story, c.Override("settle_in_full", "goodwill"))
    case = await story.case()
    assert case.settlement.total_minor == case.quote.total_minor


@pytest.mark.parametrize("state", [CaseState.QUOTED, CaseState.CLOSED, CaseState.CANCELLED])
async def test_an_override_with_nothing_to_decide_is_ignored(state):
    story = await a_story_in(state)
    before = (await story.case()).money
    answer = await staff(story, c.Override("settle_in_full", "goodwill"))
    assert (answer.case.state, answer.case.money) == (state, before)


async def test_fees_are_not_waived_once_the_inspection_is_over():
    story = await a_story_in(CaseState.DECIDED)
    answer = await staff(story, c.Override("waive_fees", "goodwill"))
    assert Flag.FEES_WAIVED not in answer.case.flags


# --- Reopen -----------------------------------------------------------------------------------


async def test_staff_reopen_a_declined_case_and_its_units_are_held_again():
    story = await a_story_in(CaseState.DECLINED)
    assert (await story.ledger()).units == ()
    answer = await staff(story, c.Reopen("new facts"))
    assert answer.case.state is CaseState.IN_REVIEW
    assert len((await story.ledger()).units) == len(answer.case.units) > 0


async def test_a_customer_reopens_until_the_thirtieth_day_and_not_after():
    story = await a_story_in(CaseState.DECLINED)
    story.now += timedelta(days=30, seconds=1)
    late = await story.say(c.Reopen("I found the receipt"))
    story.now -= timedelta(seconds=1)
    answer = await story.say(c.Reopen("I found the receipt"))
    assert late.refusal.code == "too_late_to_reopen"
    assert answer.case.state is CaseState.IN_REVIEW


async def test_staff_reopen_after_the_customers_time():
    story = await a_story_in(CaseState.DECLINED)
    story.now += timedelta(days=90)
    assert (await staff(story, c.Reopen("new facts"))).case.state is CaseState.IN_REVIEW


async def test_units_another_case_took_cannot_be_reopened():
    story = await a_story_in(CaseState.EXPIRED, quantity=2)
    other = Story(story.desk, CaseRef("ann", "case-2"), story.now)
    assert (await other.say(*all_slots(quantity=2))).case.state is CaseState.QUOTED
    before = await story.case()
    answer = await staff(story, c.Reopen("new facts"))
    assert (answer.refusal.code, answer.refusal.cases) == ("already_returned", ("case-2",))
    assert await story.case() == before


async def test_a_closed_case_that_is_reopened_is_paid_once():
    story = await a_story_in(CaseState.CLOSED)
    paid = (await story.ledger()).refunded("T1")
    await staff(story, c.Reopen("complaint"))
    await staff(story, c.Approve())
    await story.settle()
    await staff(story, c.Receive())
    await staff(story, c.Grade("A"))
    await story.settle()
    assert (await story.ledger()).refunded("T1") == paid


async def test_a_case_that_has_not_ended_is_not_reopened():
    story = await a_story_in(CaseState.IN_TRANSIT)
    assert (await staff(story, c.Reopen("early"))).case.state is CaseState.IN_TRANSIT


# --- Retry and replace ------------------------------------------------------------------------


async def test_an_effect_that_gave_up_is_owed_again_when_staff_say_so():
    story = await a_story_in(CaseState.APPROVED)
    await story.told(e.EffectFailed(LABEL, 6, None, "down"))
    assert LABEL not in {one.key for one in await story.owed()}
    await staff(story, c.RetryEffect(LABEL))
    assert LABEL in {one.key for one in await story.owed()}


@pytest.mark.parametrize("key", [LABEL, "case-1:nothing:at-all.1"])
async def test_only_what_failed_can_be_tried_again(key):
    story = await a_story_in(CaseState.AWAITING_SHIPMENT)
    answer = await staff(story, c.RetryEffect(key))
    assert answer.refusal.code == "nothing_to_retry"


async def test_a_refund_no_tender_takes_is_asked_of_staff_and_paid_as_credit():
    story = await a_story_in(CaseState.SETTLING)
    await story.told(e.MoneyRefused(REFUND, "card closed"))
    assert Flag.ESCALATED in (await story.case()).flags

    await staff(story, c.ReplaceMovement("O-1/T1"))
    await story.settle()

    case = await story.case()
    assert case.state is CaseState.CLOSED
    assert case.movement("O-1/T1").state is MoneyState.REPLACED
    assert [m.amount.minor for m in case.movements] == [case.settlement.total_minor]
    assert (await story.ledger()).refunded("T1") == 0


@pytest.mark.parametrize("plan_id", ["O-1/T1", "O-1/T9"])
async def test_money_that_was_not_refused_is_not_replaced(plan_id):
    story = await a_story_in(CaseState.SETTLING)
    answer = await staff(story, c.ReplaceMovement(plan_id))
    assert answer.refusal.code == "nothing_to_replace"


async def test_a_replaced_movement_is_not_replaced_twice():
    story = await a_story_in(CaseState.SETTLING)
    await story.told(e.MoneyRefused(REFUND, "card closed"))
    await staff(story, c.ReplaceMovement("O-1/T1"))
    answer = await staff(story, c.ReplaceMovement("O-1/T1"))
    assert answer.refusal.code == "nothing_to_replace"


# --- Review -----------------------------------------------------------------------------------


async def test_windows_stand_still_for_as_long_as_people_look():
    story = await a_story_in(CaseState.IN_REVIEW)
    story.now += timedelta(days=3)
    await staff(story, c.Decline("worn", "It shows wear."))
    assert (await story.ledger()).paused == timedelta(days=3)


async def test_staff_who_want_photos_give_the_customer_time_for_them():
    story = await a_story_in(CaseState.IN_REVIEW)
    case = (await staff(story, c.AskMore())).case
    assert case.state is CaseState.AWAITING_EVIDENCE
    assert case.until == story.now + case.timers.evidence


async def test_a_hand_back_takes_the_flag_and_without_one_does_nothing():
    story = await a_story_in(CaseState.APPROVED)
    await story.say(c.HandOff())
    assert Flag.ESCALATED in (await story.case()).flags
    await staff(story, c.HandBack())
    before = await story.case()
    await staff(story, c.HandBack())
    after = await story.case()
    assert Flag.ESCALATED not in before.flags
    assert after.sequence == before.sequence


async def test_a_case_staff_decline_names_its_reason_and_frees_its_units():
    story = await a_story_in(CaseState.IN_REVIEW)
    case = (await staff(story, c.Decline("worn", "It shows wear."))).case
    assert (case.decline.code, case.decline.text) == ("worn", "It shows wear.")
    assert (await story.ledger()).units == ()


async def test_goods_of_an_expired_case_that_staff_accept_go_on_to_the_inspection():
    story = await a_story_in(CaseState.EXPIRED)
    await story.settle()
    await staff(story, c.Receive())
    assert (await story.case()).state is CaseState.IN_REVIEW
    case = (await staff(story, c.Approve())).case
    assert case.state is CaseState.RECEIVED
    assert {unit.state for unit in (await story.ledger()).units} == {"received"}
