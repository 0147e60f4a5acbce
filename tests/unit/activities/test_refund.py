"""Money goes back once, to the tenders it came from, and a refusal waits for people."""

from dataclasses import replace
from datetime import timedelta

import pytest

from activities.case import record_failure
from activities.refund import refund_order
from backends.shop_store import OrderFile, store_orders
from returns import commands as c
from returns.effects import subject_of
from returns.errors import BackendUnavailable
from returns.ledger import UnitLedger
from returns.movements import MoneyState
from returns.order import Tender, TenderKind
from returns.owed import Job, due_at, owed
from returns.ports import MovementStatus
from returns.rules import Switches
from tests.builders import a_line, all_slots, an_order
from tests.one_edition import OneEdition

GIFT = Tender("G", TenderKind.GIFT_CARD, "Gift card", 5_000)
CARD = Tender("C", TenderKind.CARD, "Visa", 12_998)


async def owing_a_refund_to_two_tenders(edge) -> None:
    order = an_order(a_line(), order_id="O-3", tenders=(CARD, GIFT))
    file = OrderFile(order, UnitLedger("O-3"))
    await store_orders(edge.backends.documents, "ann", [file], reload=False)
    await edge.story.say(c.SelectUnits((c.Units("O-3", "1", 1),)), *all_slots(reason="DAMAGED")[1:])
    await edge.story.say(c.Confirm())
    await edge.perform()
    await edge.story.say(c.Receive(), source="staff")
    await edge.story.say(c.Grade("D"), source="staff")


async def paid(edge) -> dict[str, int]:
    """Return what has really gone to each tender of the order."""
    references = {tender: f"case-1:pay_refund:O-3/{tender}.1" for tender in ("G", "C")}
    found = {t: await edge.backends.payments.movements(r) for t, r in references.items()}
    return {t: sum(m.amount.minor for m in made) for t, made in found.items() if made}


async def test_the_gift_card_is_refilled_before_the_card(edge):
    await owing_a_refund_to_two_tenders(edge)
    await edge.perform("pay_refund")
    assert await paid(edge) == {"G": 5_000, "C": 3_999}
    ledger = await edge.story.ledger("O-3")
    assert (ledger.refunded("G"), ledger.refunded("C")) == (5_000, 3_999)


async def test_dying_between_two_tenders_pays_each_once(edge):
    await owing_a_refund_to_two_tenders(edge)
    edge.forget_keys()
    edge.backends.payments.trouble.answers_lost = 1
    with pytest.raises(BackendUnavailable):
        await edge.perform("pay_refund")
    assert await paid(edge) == {"G": 5_000}

    await edge.perform("pay_refund")

    assert await paid(edge) == {"G": 5_000, "C": 3_999}
    assert {m.target: m.amount.minor for m in (await edge.case()).movements} == {
        "G": 5_000,
        "C": 3_999,
    }


async def test_what_one_tender_refuses_goes_to_the_others_of_its_order(edge):
    await owing_a_refund_to_two_tenders(edge)
    edge.backends.payments.trouble.refused.add("G")

    await edge.perform("pay_refund")

    paid_to_the_card = [m.amount.minor for m in (await edge.case()).movements if m.target == "C"]
    assert sorted(paid_to_the_card) == [3_999, 5_000]
    ledger = await edge.story.ledger("O-3")
    assert (ledger.refunded("G"), ledger.refunded("C")) == (0, 8_999)
    assert "escalated" not in (await edge.case()).flags


async def test_a_refusal_no_other_tender_can_take_waits_for_staff_and_is_not_tried_again(edge):
    job = await edge.owing("pay_refund")
    edge.backends.payments.trouble.refused.add("T1")
    assert await refund_order(job, edge.backends)
    case = await edge.case()
    assert case.effect(job.key).next_try is None
    assert case.movement("O-1/T1").state is MoneyState.FAILED
    assert "escalated" in case.flags
    assert "pay_refund" not in [one.effect for one in owed(case, job.now)]


async def test_staff_may_pay_a_refused_refund_as_credit(edge):
    job = await edge.owing("pay_refund")
    edge.backends.payments.trouble.refused.add("T1")
    await refund_order(job, edge.backends)

    await edge.story.say(c.ReplaceMovement("O-1/T1"), source="staff")
    await edge.perform()

    case = await edge.case()
    assert case.state == "CLOSED"
    assert [(m.kind, m.amount.minor) for m in case.movements] == [("credit_principal", 8_999)]
    assert (await edge.story.ledger()).refunded("T1") == 0


async def test_staff_may_try_a_refused_tender_again(edge):
    job = await edge.owing("pay_refund")
    edge.backends.payments.trouble.refused.add("T1")
    await refund_order(job, edge.backends)
    edge.backends.payments.trouble.refused.clear()

    await edge.story.say(c.RetryEffect(job.key), source="staff")
    await edge.perform()

    case = await edge.case()
    assert (case.state, "escalated" in case.flags) == ("CLOSED", False)
    assert [m.amount.minor for m in case.movements] == [8_999]


async def test_a_refusal_after_an_outage_waits_for_staff_too(edge):
    job = await edge.owing("pay_refund")
    await record_failure(job, "no answer", edge.backends)
    retry = Job(job.ref, job.key, (await edge.case()).effect(job.key).next_try)
    edge.backends.payments.trouble.refused.add("T1")

    assert await refund_order(retry, edge.backends)

    assert (await edge.case()).effect(job.key).next_try is None
    await edge.perform("send_notice", "restock", "adjust_loyalty")
    assert due_at(await edge.case(), retry.now) is None


async def test_money_that_is_only_under_way_is_looked_up_again_and_never_sent_twice(edge):
    job = await edge.owing("pay_refund")
    edge.backends.payments.trouble.slow.add("T1")
    assert await refund_order(job, edge.backends)
    case = await edge.case()
    assert (case.state, case.movement("O-1/T1").state) == ("SETTLING", MoneyState.SUBMITTED)
    assert "pay_refund" not in [one.effect for one in owed(case, job.now)]

    await edge.backends.payments.finish(job.key, MovementStatus.SETTLED)
    edge.story.now = case.effect(job.key).next_try
    await edge.perform()

    assert (await edge.case()).state == "CLOSED"
    assert len(await edge.backends.payments.movements(job.key)) == 1


async def test_money_that_fails_on_its_way_is_a_refusal(edge):
    job = await edge.owing("pay_refund")
    edge.backends.payments.trouble.slow.add("T1")
    await refund_order(job, edge.backends)
    await edge.backends.payments.finish(job.key, MovementStatus.FAILED)
    later = Job(job.ref, job.key, (await edge.case()).effect(job.key).next_try)

    assert await refund_order(later, edge.backends)

    assert (await edge.case()).movement("O-1/T1").state is MoneyState.FAILED
    assert "escalated" in (await edge.case()).flags


async def test_a_paused_refund_is_put_off_counts_no_failure_and_is_paid_once_after_it(edge):
    job = await edge.owing("pay_refund")
    rules = edge.backends.rules.rules
    paused = OneEdition(replace(rules, switches=Switches(pause_refunds=True)))

    assert await refund_order(job, replace(edge.backends, rules=paused))

    case = await edge.case()
    known = case.effect(job.key)
    assert (known.attempts, known.next_try > job.now, case.movements) == (0, True, ())
    assert "pay_refund" not in [one.effect for one in owed(case, job.now)]
    assert due_at(case, known.next_try - timedelta(seconds=1)) is not None
    edge.story.now = known.next_try
    await edge.perform()
    assert [m.amount.minor for m in (await edge.case()).movements] == [8_999]


async def test_each_order_of_a_case_is_paid_under_its_own_key(edge):
    units = (c.Units("O-1", "1", 1), c.Units("O-2", "1", 1))
    await edge.story.say(c.SelectUnits(units), *all_slots()[1:])
    await edge.story.say(c.Confirm())
    await edge.perform()
    await edge.story.say(c.Receive(), source="staff")
    await edge.story.say(c.Grade("A"), source="staff")
    await edge.perform()
    case = await edge.case()
    assert case.state == "CLOSED"
    by_order = {subject_of(m.reference): m.amount.minor for m in case.movements}
    assert by_order == {"O-1/T1": 8_651, "O-2/T1": 8_652}
    assert sum(by_order.values()) == case.quote.total_minor


async def test_nothing_due_closes_without_a_movement(edge):
    order = an_order(a_line(quantity=1, unit_price_minor=500), order_id="O-3")
    file = OrderFile(order, UnitLedger("O-3"))
    await store_orders(edge.backends.documents, "ann", [file], reload=False)
    await edge.story.say(c.SelectUnits((c.Units("O-3", "1"),)), *all_slots()[1:])
    await edge.story.say(c.Confirm())
    await edge.perform()
    await edge.story.say(c.Receive(), source="staff")
    await edge.story.say(c.Grade("A"), source="staff")
    await edge.perform()
    case = await edge.case()
    assert (case.state, case.movements) == ("CLOSED", ())
