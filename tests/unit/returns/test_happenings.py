"""What staff, carriers, timers and effects bring about, in time and too late."""

from datetime import timedelta

import pytest

from returns import commands as c
from returns import events as e
from returns.case import CaseState, EffectStatus
from returns.desk import Outcome
from returns.effects import Effect, effect_key, undo_key
from tests.builders import (
    NOW,
    REF,
    TIMERS,
    a_line,
    a_story,
    a_story_in,
    all_slots,
    an_order,
)
from tests.facts import fact_of

LABEL = effect_key("case-1", Effect.MAKE_LABEL, "PREPAID_LABEL")
UNDOS = {"restore_order", "release_inbound", "void_label", "cancel_pickup"}


async def owed_effects(story):
    return [one.effect for one in await story.owed()]


# --- Cancel -----------------------------------------------------------------------------------


async def test_a_cancelled_draft_owes_nothing_and_has_no_deadline():
    story = await a_story_in(CaseState.DRAFT)
    case = (await story.say(c.Cancel())).case
    assert case.state is CaseState.CANCELLED
    assert await story.owed() == ()
    assert await story.desk.cases.due(NOW + timedelta(days=900), 9) == ()


async def test_cancelling_before_the_first_scan_frees_the_units_and_owes_every_undo():
    story = await a_story_in(CaseState.CANCELLED, shipping="SCHEDULE_PICKUP")
    assert (await story.ledger()).units == ()
    assert set(await owed_effects(story)) == UNDOS | {"send_notice"}


async def test_undos_are_owed_latest_first():
    story = await a_story_in(CaseState.CANCELLED, shipping="SCHEDULE_PICKUP")
    undos = [effect for effect in await owed_effects(story) if effect in UNDOS]
    assert undos == ["cancel_pickup", "void_label", "release_inbound", "restore_order"]


async def test_a_cancelled_return_is_told_of_the_cancel_alone():
    story = await a_story_in(CaseState.APPROVED)
    await story.settle("update_order", "reserve_inbound", "make_label")
    await story.say(c.Cancel())
    await story.settle()
    sent = {record.key for record in (await story.case()).effects if "send_notice" in record.key}
    assert sent == {effect_key("case-1", Effect.SEND_NOTICE, "cancelled")}


async def test_a_cancel_after_the_scan_changes_nothing():
    story = await a_story_in(CaseState.IN_TRANSIT)
    assert (await story.say(c.Cancel())).case.state is CaseState.IN_TRANSIT
    assert len((await story.ledger()).units) == 1


# --- Scans and receipts -----------------------------------------------------------------------


async def test_the_first_scan_of_a_known_parcel_moves_the_case():
    story = await a_story_in(CaseState.AWAITING_SHIPMENT)
    answer = await story.say(c.Scan("ZV-case-1-1"), source="carrier")
    assert (answer.case.state, answer.case.scans[0].tracking_number) == (
        CaseState.IN_TRANSIT,
        "ZV-case-1-1",
    )


async def test_a_scan_of_someone_elses_parcel_changes_nothing():
    story = await a_story_in(CaseState.AWAITING_SHIPMENT)
    answer = await story.say(c.Scan("ZV-other"), source="carrier")
    assert answer.case.state is CaseState.AWAITING_SHIPMENT


async def test_a_late_scan_changes_nothing():
    story = await a_story_in(CaseState.RECEIVED)
    answer = await story.say(c.Scan("ZV-case-1-1"), source="carrier")
    assert answer.case.state is CaseState.RECEIVED


async def test_goods_received_without_a_scan_are_received():
    story = await a_story_in(CaseState.AWAITING_SHIPMENT)
    assert (await story.say(c.Receive(), source="staff")).case.state is CaseState.RECEIVED


async def test_what_others_do_moves_no_revision():
    assert (await a_story_in(CaseState.CLOSED)).count
    case = await (await a_story_in(CaseState.CLOSED)).case()
    assert case.revision == 2
    assert case.version > case.revision


@pytest.mark.parametrize(("grade", "unit"), [("A", "restocked"), ("B", "restocked")])
async def test_goods_that_can_be_sold_again_are_restocked(grade, unit):
    story = await a_story_in(CaseState.RECEIVED)
    await story.say(c.Grade(grade), source="staff")
    await story.settle()
    assert [one.state for one in (await story.ledger()).units] == [unit]


@pytest.mark.parametrize(("grade", "end"), [("C", "refurbish"), ("D", "recycle")])
async def test_goods_that_cannot_be_sold_are_settled_without_restocking(grade, end):
    story = await a_story_in(CaseState.RECEIVED, reason="DAMAGED")
    await story.say(c.Grade(grade), source="staff")
    assert "restock" not in await owed_effects(story)
    await story.settle()
    assert (await story.case()).state is CaseState.CLOSED
    assert [one.state for one in (await story.ledger()).units] == [end]


# --- Timers -----------------------------------------------------------------------------------


async def test_an_idle_customer_is_nudged_once():
    story = await a_story_in(CaseState.DRAFT)
    nudged = (await story.time_passes("nudge", minutes=30)).case
    assert nudged.milestones[-1].code == "nudged"
    assert (await story.time_passes("nudge", minutes=30)).outcome is Outcome.UNCHANGED


async def test_a_turn_starts_the_idle_timer_anew():
    story = await a_story_in(CaseState.DRAFT)
    story.now += timedelta(minutes=29)
    await story.say(c.ChooseReason("DAMAGED"))
    assert (await story.time_passes("nudge", minutes=29)).outcome is Outcome.UNCHANGED
    assert (await story.time_passes("nudge", minutes=1)).outcome is Outcome.APPLIED


async def test_a_draft_nobody_comes_back_to_expires_without_a_notice():
    story = await a_story_in(CaseState.DRAFT)
    await story.time_passes("draft", days=30)
    assert (await story.case()).state is CaseState.EXPIRED
    assert await story.owed() == ()


async def test_an_expired_quote_frees_its_units_and_the_next_turn_quotes_anew():
    story = await a_story_in(CaseState.QUOTED)
    released = (await story.time_passes("quote", hours=72)).case
    assert (released.state, released.quote) == (CaseState.DRAFT, None)
    assert (await story.ledger()).units == ()
    answer = await story.say(c.Start())
    assert answer.case.state is CaseState.QUOTED
    assert answer.case.quote.expires_at == story.now + TIMERS.quote
    assert len((await story.ledger()).units) == 1


async def test_a_quote_that_ran_out_expires_the_case_only_with_its_draft():
    story = await a_story_in(CaseState.QUOTED)
    await story.time_passes("quote", hours=72)
    assert (await story.time_passes("draft", days=27)).case.state is CaseState.EXPIRED


async def test_evidence_that_does_not_come_leads_to_a_review():
    story = await a_story_in(CaseState.AWAITING_EVIDENCE)
    answer = await story.time_passes("evidence", hours=120)
    assert answer.case.state is CaseState.IN_REVIEW
    assert len((await story.ledger()).units) == 2


async def test_a_label_nobody_uses_expires_and_is_voided():
    story = await a_story_in(CaseState.EXPIRED)
    assert (await story.ledger()).units == ()
    assert set(await owed_effects(story)) == {
        "void_label",
        "release_inbound",
        "restore_order",
        "send_notice",
    }


async def test_of_a_scan_and_the_end_of_the_label_the_first_recorded_wins():
    scanned = await a_story_in(CaseState.IN_TRANSIT)
    assert (await scanned.time_passes("label", days=15)).case.state is CaseState.IN_TRANSIT
    expired = await a_story_in(CaseState.EXPIRED)
    assert (await expired.say(c.Scan("ZV-case-1-1"))).case.state is CaseState.EXPIRED


async def test_a_timer_is_passed_once_however_often_it_is_told():
    story = await a_story_in(CaseState.QUOTED)
    await story.time_passes("quote", hours=72)
    again = await story.say(c.PassDeadline("quote"), source="system")
    assert again.outcome is Outcome.UNCHANGED


# --- Facts ------------------------------------------------------------------------------------

STATES = [s for s in CaseState if s not in {CaseState.INSPECTING, CaseState.DECIDED}]


@pytest.mark.parametrize("state", STATES)
async def test_a_result_is_kept_in_every_state(state):
    story = await a_story_in(state)
    key = effect_key("case-1", Effect.MAKE_LABEL, "LATE")
    assert await story.told(e.LabelMade(key, 9, "late.pdf", "ZV-late", NOW))
    case = await story.case()
    assert case.effect(key).status is EffectStatus.DONE
    assert case.labels[-1].tracking_number == "ZV-late"
    assert case.state is state
    # It is no method of this case, so it is owed its void, in every state.
    assert undo_key(key) in [one.key for one in await story.owed()]


async def test_a_label_bought_while_the_customer_cancels_is_known_and_voided():
    story = await a_story_in(CaseState.APPROVED)
    file = await story.desk.cases.open(REF.owner_id, REF.case_id)
    bought = fact_of(LABEL, file, story.now)
    await story.say(c.Cancel())
    await story.told(bought)
    assert undo_key(LABEL) in [one.key for one in await story.owed()]
    await story.settle()
    case = await story.case()
    assert case.state is CaseState.CANCELLED
    assert case.labels == (bought,)
    assert case.effect(LABEL).status is EffectStatus.UNDONE


async def test_a_fact_told_twice_is_recorded_once():
    story = await a_story_in(CaseState.APPROVED)
    fact = fact_of(LABEL, await story.desk.cases.open(REF.owner_id, REF.case_id), story.now)
    assert await story.told(fact)
    assert not await story.told(fact)
    assert len((await story.case()).labels) == 1


async def test_a_fact_told_again_after_its_undo_does_not_come_back():
    story = await a_story_in(CaseState.CANCELLED)
    await story.settle()
    before = await story.case()
    assert not await story.told(before.labels[0])
    assert await story.case() == before


async def test_a_failure_told_after_the_success_is_dropped():
    story = await a_story_in(CaseState.AWAITING_SHIPMENT)
    assert not await story.told(e.EffectFailed(LABEL, 1, NOW, "no answer"))


async def test_a_failure_counted_already_is_dropped():
    story = await a_story_in(CaseState.APPROVED)
    assert await story.told(e.EffectFailed(LABEL, 2, NOW, "no answer"))
    assert not await story.told(e.EffectFailed(LABEL, 1, NOW, "no answer"))
    assert not await story.told(e.EffectFailed(LABEL, 2, NOW, "no answer"))
    assert (await story.case()).effect(LABEL).attempts == 2


async def test_a_success_after_a_failure_clears_it():
    story = await a_story_in(CaseState.APPROVED)
    await story.told(e.EffectFailed(LABEL, 1, NOW + timedelta(minutes=1), "no answer"))
    file = await story.desk.cases.open(REF.owner_id, REF.case_id)
    await story.told(fact_of(LABEL, file, story.now))
    assert (await story.case()).effect(LABEL).status is EffectStatus.DONE


async def test_a_refund_of_one_order_is_not_booked_on_another_with_a_tender_of_that_name():
    first, second = an_order(), an_order(a_line(), order_id="O-2")
    story = a_story(first, second)
    units = (c.Units("O-1", "1", 1), c.Units("O-2", "1", 1))
    await story.say(c.SelectUnits(units), *all_slots()[1:])
    await story.say(c.Confirm())
    await story.settle()
    await story.say(c.Receive(), source="staff")
    await story.say(c.Grade("A"), source="staff")
    await story.settle()
    paid = [(await story.ledger(order)).refunded("T1") for order in ("O-1", "O-2")]
    assert (await story.case()).state is CaseState.CLOSED
    assert sum(paid) == (await story.case()).quote.total_minor == 2 * 8_999 - 695
    assert paid == [8_651, 8_652]
