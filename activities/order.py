"""What the order system is told about a return, and its undo."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from backends.wiring import Backends
from returns import events as e
from returns.case import Case, EffectStatus
from returns.effects import Effect, done_key, effect_of, subject_of
from returns.order import RETURN_INITIATED
from returns.owed import Job

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def update_order(job: Payload) -> bool:
    return await perform(job, mark_order)


@blueprint.activity_trigger(input_name="job")
async def restore_order(job: Payload) -> bool:
    return await perform(job, unmark_order)


@blueprint.activity_trigger(input_name="job")
async def adjust_loyalty(job: Payload) -> bool:
    return await perform(job, take_points)


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
    """Restore what the order said before the return, unless another return of it goes on.

    Safe to repeat: the former status is a recorded fact, and setting it twice changes nothing.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    owner_id, order_id = job.ref.owner_id, job.subject
    ours = await backends.orders.return_status(owner_id, order_id) == RETURN_INITIATED
    others = [other for other in await backends.cases.cases_of(owner_id) if other.ref != job.ref]
    if ours and not any(_has_marked(other, order_id) for other in others):
        known = case.effect(done_key(job.key))
        former = (known.memo if known else "") or None
        await backends.orders.set_return_status(owner_id, order_id, former)
    return await record(job, e.EffectUndone(job.key), backends)


async def take_points(job: Job, backends: Backends) -> bool:
    """Take back the points of what came back, and give a single-use coupon again (rule 18).

    Safe to repeat: the adjustment is looked up by our reference before it is made.
    """
    case = await case_of(job, backends)
    due = next((one for one in case.loyalty if one.order_id == job.subject), None) if case else None
    if due is None:
        return False
    orders = backends.orders
    made = await orders.find_adjustment(job.key) or await orders.adjust_loyalty(
        reference=job.key, owner_id=job.ref.owner_id, points=due.points, coupon=due.coupon
    )
    return await record(job, e.LoyaltyAdjusted(job.key, made.points, made.coupon), backends)


def _has_marked(case: Case, order_id: str) -> bool:
    return any(
        record.status is EffectStatus.DONE
        and effect_of(record.key) is Effect.UPDATE_ORDER
        and subject_of(record.key) == order_id
        for record in case.effects
    )
