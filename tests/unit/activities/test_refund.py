"""Money goes back once, to the tenders it came from, and a refusal waits for people."""

import pytest

from activities.case import record_failure
from activities.refund import refund_order
from backends.shop_store import OrderFile, store_orders
from returns import commands as c
from returns.effects import subject_of
from returns.errors import BackendUnavailable
from returns.ledger import UnitLedger
from returns.order import Tender, TenderKind
from returns.owed import Job, due_at, owed
from tests.builders import a_line, all_slots, an_order

GIFT = Tender("G", TenderKind.GIFT_CARD, "Gift card", 5_000)
CARD = Tender("C", TenderKind.CARD, "Visa", 12_998)


async def owing_a_refund_to_two_tenders(edge) -> Job:
    order = an_order(a_line(), order_id="O-3", tenders=(CARD, GIFT))
    file = OrderFile(order, UnitLedger("O-3"))
    await store_orders(edge.backends.documents, "ann", [file], reload=False)
    await edge.story.say(c.SelectUnits((c.Units("O-3", "1", 1),)), *all_slots(reason="DAMAGED")[1:])
    await edge.story.say(c.Confirm())
    await edge.perform()
    await edge.story.say(c.Receive(), source="staff")
    await edge.story.say(c.Grade("D"), source="staff")
    return await edge.job("pay_refund")


async def paid(edge, job) -> dict[str, int]:
    references = {tender: f"{job.key}/{tender}" for tender in ("G", "C")}
    found = {t: await edge.backends.payments.movements(r) for t, r in references.items()}
    return {t: sum(m.amount.minor for m in made) for t, made in found.items() if made}


async def test_the_gift_card_is_refilled_before_the_card(edge):
    job = await owing_a_refund_to_two_tenders(edge)
    assert await refund_order(job, edge.backends)
    assert await paid(edge, job) == {"G": 5_000, "C": 3_999}
    ledger = await edge.story.ledger("O-3")
    assert (ledger.refunded("G"), ledger.refunded("C")) == (5_000, 3_999)


async def test_dying_between_two_tenders_pays_each_once(edge):
    job = await owing_a_refund_to_two_tenders(edge)
    edge.forget_keys()
    edge.backends.payments.trouble.answers_lost = 1
    with pytest.raises(BackendUnavailable):
        await refund_order(job, edge.backends)
    assert await paid(edge, job) == {"G": 5_000}

    assert await refund_order(job, edge.backends)

    assert await paid(edge, job) == {"G": 5_000, "C": 3_999}
    assert {m.target: m.amount.minor for m in (await edge.case()).movements} == {
        "G": 5_000,
        "C": 3_999,
    }


async def test_a_refusal_for_good_waits_for_staff_and_is_not_tried_again(edge):
    job = await edge.owing("pay_refund")
    edge.backends.payments.trouble.refused.add("T1")
    assert await refund_order(job, edge.backends)
    case = await edge.case()
    assert case.effect(job.key).next_try is None
    assert "escalated" in case.flags
    assert "pay_refund" not in [one.effect for one in owed(case, job.now)]


async def test_a_refusal_after_an_outage_waits_for_staff_too(edge):
    job = await edge.owing("pay_refund")
    await record_failure(job, "no answer", edge.backends)
    retry = Job(job.ref, job.key, (await edge.case()).effect(job.key).next_try)
    edge.backends.payments.trouble.refused.add("T1")

    assert await refund_order(retry, edge.backends)

    case = await edge.case()
    assert (case.effect(job.key).attempts, case.effect(job.key).next_try) == (2, None)
    await edge.perform("send_notice", "restock")
    assert due_at(await edge.case(), retry.now) is None


async def test_a_refund_that_succeeds_after_a_refusal_is_recorded(edge):
    job = await edge.owing("pay_refund")
    edge.backends.payments.trouble.refused.add("T1")
    await refund_order(job, edge.backends)
    edge.backends.payments.trouble.refused.clear()
    assert await refund_order(job, edge.backends)
    assert [m.amount.minor for m in (await edge.case()).movements] == [8_999]


async def test_each_order_of_a_case_is_paid_under_its_own_key(edge):
    units = (c.Units("O-1", "1", 1), c.Units("O-2", "1", 1))
    await edge.story.say(c.SelectUnits(units), *all_slots()[1:])
    await edge.story.say(c.Confirm())
    await edge.perform()
    await edge.story.say(c.Receive(), source="staff")
    await edge.story.say(c.Grade("D"), source="staff")
    await edge.perform()
    case = await edge.case()
    assert case.state == "CLOSED"
    by_order = {subject_of(m.reference.rpartition("/")[0]): m.amount.minor for m in case.movements}
    assert by_order == {"O-1": 8_652, "O-2": 8_651}
    assert sum(by_order.values()) == case.quote.total_minor


async def test_nothing_due_is_recorded_without_a_movement(edge):
    order = an_order(a_line(quantity=1, unit_price_minor=500), order_id="O-3")
    file = OrderFile(order, UnitLedger("O-3"))
    await store_orders(edge.backends.documents, "ann", [file], reload=False)
    await edge.story.say(c.SelectUnits((c.Units("O-3", "1"),)), *all_slots()[1:])
    await edge.story.say(c.Confirm())
    await edge.perform()
    await edge.story.say(c.Receive(), source="staff")
    await edge.story.say(c.Grade("D"), source="staff")
    await edge.perform()
    case = await edge.case()
    assert (case.state, case.movements) == ("CLOSED", ())
