"""Money back to how it was paid, order by order and tender by tender."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record, record_failed
from backends.wiring import Backends
from returns import events as e
from returns.errors import PaymentRefused
from returns.money import Money
from returns.order import Order
from returns.owed import Job
from returns.ports import Movement
from returns.refund import refund_per_order
from returns.tenders import tender_plan

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def pay_refund(job: Payload) -> bool:
    return await perform(job, refund_order)


async def refund_order(job: Job, backends: Backends) -> bool:
    """Pay one order's share of the quote back to its tenders, in policy order (rule 10).

    Safe to repeat: every movement is looked up by its own reference first, and only what those
    found have not paid yet is planned over the other tenders. A refusal for good is recorded as
    a failure that waits for staff, never tried again by itself.
    """
    case = await case_of(job, backends)
    if case is None or case.quote is None:
        return False
    file = await backends.cases.open(job.ref.owner_id, job.ref.case_id)
    order, ledger = file.order(job.subject), file.ledger(job.subject)
    due = refund_per_order(case.quote, case.order_ids)[order.order_id]
    paid = await _found(job, order, backends)
    movements = [*paid]
    open_minor = due - sum(movement.amount.minor for movement in paid)
    used = {movement.target for movement in paid}
    try:
        for tender_id, minor in tender_plan(order, ledger, open_minor, without=used):
            reference, amount = f"{job.key}/{tender_id}", Money(minor, order.currency)
            movements.append(
                await backends.payments.refund(
                    reference=reference, tender_id=tender_id, amount=amount
                )
            )
    except PaymentRefused as refusal:
        return await record_failed(job, case, refusal.code, backends, final=True)
    return await record(job, e.MoneyMoved(job.key, tuple(movements)), backends)


async def _found(job: Job, order: Order, backends: Backends) -> list[Movement]:
    """Return what an earlier attempt has paid, as the provider knows it."""
    found = [await backends.payments.find(f"{job.key}/{t.tender_id}") for t in order.tenders]
    return [movement for movement in found if movement]
