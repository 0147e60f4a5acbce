"""Store credit: principal and bonus as two movements, so the bonus is never cash."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from backends.wiring import Backends
from returns import events as e
from returns.money import Money
from returns.owed import Job
from returns.ports import Movement, MovementKind

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def issue_credit(job: Payload) -> bool:
    return await perform(job, credit_case)


async def credit_case(job: Job, backends: Backends) -> bool:
    """Issue the quote's principal and bonus as store credit (rule 8).

    Safe to repeat: each movement is looked up by its own reference before it is made.
    """
    case = await case_of(job, backends)
    if case is None or case.quote is None:
        return False
    parts = (
        (MovementKind.CREDIT_PRINCIPAL, case.quote.principal_minor),
        (MovementKind.CREDIT_BONUS, case.quote.bonus_minor),
    )
    movements = [
        await _issued(job, kind, Money(minor, case.quote.currency), backends)
        for kind, minor in parts
        if minor
    ]
    return await record(job, e.MoneyMoved(job.key, tuple(movements)), backends)


async def _issued(job: Job, kind: MovementKind, amount: Money, backends: Backends) -> Movement:
    reference = f"{job.key}/{kind}"
    found = await backends.payments.find(reference)
    if found:
        return found
    return await backends.payments.issue_credit(
        reference=reference, owner_id=job.ref.owner_id, amount=amount, kind=kind
    )
