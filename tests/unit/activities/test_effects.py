"""What single effects promise beyond happening once."""

from datetime import timedelta

import pytest
from pypdf import PdfReader

from activities.case import end_timer, look, record_failure
from activities.label import label_case, void_parcel
from activities.order import mark_order, unmark_order
from returns import commands as c
from returns.case import CaseRef, CaseState, EffectStatus
from returns.desk import Desk
from returns.effects import subject_of
from returns.errors import BackendUnavailable, CaseNotFound
from returns.order import RETURN_INITIATED
from returns.owed import Job
from returns.ports import MovementKind
from tests.builders import (
    REF,
    Story,
    a_rule_book,
    all_slots,
)
from tests.fakes import CountingBell, DyingStore
from tests.unit.activities.edge import ACTIVITIES, PREPARING, Edge, with_cases

# --- The order --------------------------------------------------------------------------------


async def test_a_cancelled_return_gives_the_order_back_what_it_said_before(edge):
    await edge.backends.orders.set_return_status("ann", "O-1", "INSPECTED_ONCE")
    job = await edge.owing("restore_order")
    assert await edge.backends.orders.return_status("ann", "O-1") == RETURN_INITIATED
    await unmark_order(job, edge.backends)
    assert await edge.backends.orders.return_status("ann", "O-1") == "INSPECTED_ONCE"


async def test_an_order_with_another_return_under_way_keeps_saying_so(edge):
    await edge.owing("restore_order")
    desk = Desk(edge.backends.cases, a_rule_book(), CountingBell())
    second = Edge(edge.backends, Story(desk, CaseRef("ann", "case-2")))
    await second.confirmed()
    await second.perform("update_order")

    await edge.perform()

    assert (await edge.case()).state is CaseState.CANCELLED
    assert await edge.backends.orders.return_status("ann", "O-1") == RETURN_INITIATED
    await second.story.say(c.Cancel())
    await second.perform()
    assert await edge.backends.orders.return_status("ann", "O-1") is None


async def test_what_somebody_else_wrote_on_the_order_since_is_left_alone(edge):
    job = await edge.owing("restore_order")
    await edge.backends.orders.set_return_status("ann", "O-1", "LEGAL_HOLD")
    await unmark_order(job, edge.backends)
    assert await edge.backends.orders.return_status("ann", "O-1") == "LEGAL_HOLD"


async def test_an_order_marked_before_the_crash_is_marked_once(edge):
    job = await edge.owing("update_order")
    dying = with_cases(edge.backends, DyingStore(edge.backends.cases, before=1))
    with pytest.raises(BackendUnavailable):
        await mark_order(job, dying)
    assert await mark_order(job, dying)
    assert (await edge.case()).effect(job.key).memo == ""


# --- The label --------------------------------------------------------------------------------


FIRST_LABEL = "case-1-make_label-SCHEDULE_PICKUP-1.pdf"


def text_of(document: bytes, folder) -> str:
    path = folder / "label.pdf"
    path.write_bytes(document)
    return PdfReader(path).pages[0].extract_text()


async def test_a_label_holds_its_numbers_and_is_stored_under_the_name_recorded(edge, tmp_path):
    job = await edge.owing("make_label")
    await label_case(job, edge.backends)
    case = await edge.case()
    label = case.labels[0]
    document = await edge.backends.label_files.get(label.file)
    text = text_of(document, tmp_path)
    assert (label.n, label.file) == (1, FIRST_LABEL)
    assert label.valid_until == case.approved_at + timedelta(days=14)
    assert case.return_number in text
    assert label.tracking_number in text.replace(" ", "")


async def test_a_label_that_was_drawn_and_never_recorded_is_not_taken_for_the_next_one(
    edge, tmp_path
):
    first = await edge.owing("make_label")
    dying = with_cases(edge.backends, DyingStore(edge.backends.cases, before=1))
    with pytest.raises(BackendUnavailable):
        await label_case(first, dying)
    other = Job(first.ref, "case-1:make_label:PREPAID.1", first.now)
    await label_case(other, edge.backends)
    label = (await edge.case()).labels[0]
    document = await edge.backends.label_files.get(label.file)
    assert label.tracking_number in text_of(document, tmp_path).replace(" ", "")


async def test_the_tracking_number_leads_to_the_case(edge):
    job = await edge.owing("make_label")
    await label_case(job, edge.backends)
    number = (await edge.case()).labels[0].tracking_number
    assert await edge.backends.cases.find(f"tracking:{number}") == REF


async def test_a_second_attempt_draws_the_same_document(edge):
    job = await edge.owing("make_label")
    dying = with_cases(edge.backends, DyingStore(edge.backends.cases, before=1))
    with pytest.raises(BackendUnavailable):
        await label_case(job, dying)
    first = await edge.backends.label_files.get(FIRST_LABEL)
    later = Job(job.ref, job.key, job.now + timedelta(hours=3))
    await label_case(later, dying)
    assert await edge.backends.label_files.get(FIRST_LABEL) == first
    case = await edge.case()
    assert case.labels[0].valid_until == case.approved_at + timedelta(days=14)


async def test_a_store_return_buys_nothing_at_the_carrier(edge, tmp_path):
    await edge.confirmed(shipping="RETURN_TO_STORE")
    job = await edge.job("make_label")
    await label_case(job, edge.backends)
    case = await edge.case()
    assert await edge.backends.carrier.shipments(job.key) == ()
    assert case.labels[0].tracking_number == ""
    document = await edge.backends.label_files.get(case.labels[0].file)
    assert case.return_number in text_of(document, tmp_path)


async def test_a_parcel_the_carrier_has_scanned_is_left_to_travel(edge):
    job = await edge.owing("void_label")
    tracking = (await edge.case()).labels[0].tracking_number
    await edge.backends.carrier.mark_scanned(tracking)
    assert await void_parcel(job, edge.backends)
    assert (await edge.case()).effect(job.key).status is EffectStatus.DONE


async def test_a_label_bought_before_the_printer_failed_is_voided_after_a_cancel(edge):
    job = await edge.owing("make_label")
    edge.backends.label_files.trouble.down = 1
    with pytest.raises(BackendUnavailable):
        await label_case(job, edge.backends)
    await record_failure(job, "labels are down", edge.backends)
    await edge.story.say(c.Cancel())
    await edge.perform()
    assert [p.voided for p in await edge.backends.carrier.shipments(job.key)] == [True]


async def test_a_label_asked_for_again_after_its_void_is_not_bought_again(edge):
    job = await edge.owing("void_label")
    made = (await edge.case()).labels
    await void_parcel(job, edge.backends)
    late = Job(job.ref, job.key.replace("void_label", "make_label"), job.now)
    assert not await label_case(late, edge.backends)
    assert (await edge.case()).labels == made


# --- Money, goods, notices, searches ----------------------------------------------------------


async def test_credit_moves_principal_and_bonus_under_references_of_their_own(edge):
    await edge.owing("issue_credit")
    await edge.perform("issue_credit")
    moved = {m.kind: (m.reference, m.amount.minor) for m in (await edge.case()).movements}
    assert moved == {
        MovementKind.CREDIT_PRINCIPAL: ("case-1:issue_credit:O-1/principal.1", 8_999),
        MovementKind.CREDIT_BONUS: ("case-1:issue_credit:bonus.1", 900),
    }


async def test_a_replacement_takes_stock_and_tells_its_order(edge):
    job = await edge.owing("create_exchange")
    await ACTIVITIES["create_exchange"](job, edge.backends)
    assert await edge.backends.inventory.stock("P-HUB") == 4
    exchange = await edge.backends.orders.find_exchange(f"{job.key}/O-1/1")
    assert (await edge.case()).exchange_orders == (exchange.order_id,)


async def test_a_notice_goes_to_the_owner_under_our_reference(edge):
    job = await edge.owing("send_notice")
    await ACTIVITIES["send_notice"](job, edge.backends)
    notice = await edge.backends.notices.find(job.key)
    assert (notice.to, notice.case_id, notice.at) == ("ann@example.com", "case-1", job.now)
    assert (await edge.case()).labels[0].tracking_number in notice.text


async def test_the_searches_record_sections_and_outcomes_and_no_ones_words(edge):
    await edge.confirmed()
    await edge.perform("find_policy_clauses", "find_similar_cases")
    case = await edge.case()
    assert [(one.section, one.version) for one in case.clauses] == [("4.1", "7")]
    assert [(one.case_id, one.outcome) for one in case.similar] == [("PAST-1", "Replaced.")]


# --- The case itself --------------------------------------------------------------------------


async def test_a_look_at_a_case_nobody_knows_fails(edge):
    with pytest.raises(CaseNotFound):
        await look(CaseRef("ann", "case-9"), edge.story.now, edge.backends)


async def test_a_look_shows_state_debts_and_the_next_moment(edge):
    await edge.confirmed()
    step = await look(REF, edge.story.now, edge.backends)
    assert step.state is CaseState.APPROVED
    assert "make_label" in [one.effect for one in step.owed]
    assert step.wake_at > edge.story.now


async def test_a_timer_is_ended_by_the_orchestration_once(edge):
    await edge.story.say(*all_slots())
    await edge.perform("find_policy_clauses", "find_similar_cases")
    edge.story.now += timedelta(hours=72)
    todo = {subject_of(one.key).partition("-")[0]: one.key for one in await edge.story.owed()}
    assert set(todo) == {"nudge", "quote"}
    job = Job(REF, todo["quote"], edge.story.now)
    assert await end_timer(job, edge.backends)
    assert not await end_timer(job, edge.backends)
    assert (await edge.case()).state is CaseState.DRAFT


async def test_a_failure_whose_record_got_no_answer_is_counted_once(edge):
    job = await edge.owing("make_label")
    dying = with_cases(edge.backends, DyingStore(edge.backends.cases, after=1))
    with pytest.raises(BackendUnavailable):
        await record_failure(job, "no answer", dying)
    assert not await record_failure(job, "no answer", dying)
    assert (await edge.case()).effect(job.key).attempts == 1


async def test_the_sixth_failure_waits_for_staff(edge):
    job = await edge.owing("make_label")
    for _ in range(6):
        await record_failure(job, "no answer", edge.backends)
        known = (await edge.case()).effect(job.key)
        job = Job(job.ref, job.key, known.next_try or job.now)
    assert (known.attempts, known.next_try) == (6, None)
    assert "escalated" in (await edge.case()).flags


async def test_all_that_an_approved_case_owes_leads_to_its_shipment(edge):
    await edge.confirmed(shipping="SCHEDULE_PICKUP")
    await edge.perform(*PREPARING)
    assert (await edge.case()).state is CaseState.AWAITING_SHIPMENT
