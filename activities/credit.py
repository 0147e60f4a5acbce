"""Store credit: principal and bonus as two movements, so the bonus is never cash."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from activities.refund import transfer
from backends.wiring import Backends
from returns import events as e
from returns.effects import done_key
from returns.money import Money
from returns.movements import PlannedMovement
from returns.owed import Job
from returns.ports import Movement

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def issue_credit(job: Payload) -> bool:
    return await perform(job, credit_case)


@blueprint.activity_trigger(input_name="job")
async def reverse_credit(job: Payload) -> bool:
    return await perform(job, take_back_credit)


async def credit_case(job: Job, backends: Backends) -> bool:
    """Issue one planned amount as store credit: principal of an order, or the bonus (rule 8).

    Safe to repeat: the movement is looked up by our reference before it is made.
    """

    async def make(planned: PlannedMovement, amount: Money) -> Movement:
        return await backends.payments.issue_credit(
            reference=job.key, owner_id=planned.target, amount=amount, kind=planned.kind
        )

    return await transfer(job, backends, make)


async def take_back_credit(job: Job, backends: Backends) -> bool:
    """Take back what is unspent of a credit that was issued early (E14).

    Safe to repeat: the reversal is looked up by our reference before one is asked for.
    """
    if await case_of(job, backends) is None:
        return False
    payments = backends.payments
    taken = await payments.find_reversal(job.key) or await payments.reverse_credit(
        reference=job.key, issued=done_key(job.key)
    )
    fact = e.CreditReversed(job.key, taken.reversed_minor, taken.spent_minor)
    return await record(job, fact, backends)
