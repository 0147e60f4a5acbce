"""Money back to how it was paid, and what every planned movement has in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record, record_meanwhile
from backends.wiring import Backends
from returns import events as e
from returns.errors import PaymentRefused
from returns.money import Money
from returns.movements import PlannedMovement
from returns.owed import Job
from returns.ports import Movement, MovementStatus

blueprint = df.Blueprint()

# How long a paused payment, and one that is only under way, are left alone.
_LOOK_AGAIN = timedelta(minutes=30)

type Make = Callable[[PlannedMovement, Money], Awaitable[Movement]]


@blueprint.activity_trigger(input_name="job")
async def pay_refund(job: Payload) -> bool:
    return await perform(job, refund_order)


async def refund_order(job: Job, backends: Backends) -> bool:
    """Pay one planned amount back to one tender (rule 10).

    Safe to repeat: the movement is looked up by our reference before it is made. A refusal for
    good is a fact: what takes its place is decided by the rules, or by staff.
    """

    async def make(planned: PlannedMovement, amount: Money) -> Movement:
        return await backends.payments.refund(
            reference=job.key, tender_id=planned.target, amount=amount
        )

    return await transfer(job, backends, make)


async def transfer(job: Job, backends: Backends, make: Make) -> bool:
    """Make a planned movement and record what the provider says of it.

    While the shop has paused refunds it is put off, and no failure is counted.
    Safe to repeat: looked up by our reference first; one the provider has only taken is looked
    up again later and never made a second time.

    Raises:
        BackendUnavailable: retry; the outcome is unknown until the next look-up.
    """
    case = await case_of(job, backends)
    row = case.movement(job.subject) if case else None
    if case is None or row is None:
        return False
    rules = await backends.rules.rules_for(case)
    if rules.switches.pause_refunds:
        later = e.EffectDeferred(job.key, job.now + _LOOK_AGAIN, "refunds are paused")
        return await record_meanwhile(job, later, backends)
    amount = Money(row.planned.minor, row.planned.currency)
    try:
        movement = await backends.payments.find(job.key) or await make(row.planned, amount)
    except PaymentRefused as refusal:
        return await record_meanwhile(job, e.MoneyRefused(job.key, refusal.code), backends)
    match movement.status:
        case MovementStatus.FAILED:
            return await record_meanwhile(job, e.MoneyRefused(job.key, "failed_later"), backends)
        case MovementStatus.SUBMITTED:
            taken = e.MoneySubmitted(job.key, movement.provider_id, job.now + _LOOK_AGAIN)
            return await record_meanwhile(job, taken, backends)
        case MovementStatus.SETTLED:
            return await record(job, e.MoneyMoved(job.key, (movement,)), backends)
