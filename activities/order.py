"""What the order system is told about a return, and its undo."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, job_of, record
from backends.wiring import Backends
from doors.house import house
from returns import events as e
from returns.effects import done_key
from returns.order import RETURN_INITIATED
from returns.owed import Job

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def update_order(job: Payload) -> bool:
    return await mark_order(job_of(job), await house())


@blueprint.activity_trigger(input_name="job")
async def restore_order(job: Payload) -> bool:
    return await unmark_order(job_of(job), await house())


async def mark_order(job: Job, backends: Backends) -> bool:
    """Tell the order that its return has begun, and remember what it said before.

    Safe to repeat: setting the status twice changes nothing, and one found set by us before its
    record was saved is taken to have said nothing.
    """
    if await case_of(job, backends) is None:
        return False
    former = await backends.orders.return_status(job.ref.owner_id, job.subject)
    if former != RETURN_INITIATED:
        await backends.orders.set_return_status(job.ref.owner_id, job.subject, RETURN_INITIATED)
    kept = None if former == RETURN_INITIATED else former
    return await record(job, e.OrderUpdated(job.key, job.subject, kept), backends)


async def unmark_order(job: Job, backends: Backends) -> bool:
    """Restore what the order said before the return.

    Safe to repeat: the former status is a recorded fact, and setting it twice changes nothing.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    known = case.effect(done_key(job.key))
    former = (known.memo if known else "") or None
    await backends.orders.set_return_status(job.ref.owner_id, job.subject, former)
    return await record(job, e.EffectUndone(job.key), backends)
