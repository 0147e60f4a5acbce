"""The courier's visit, and its undo."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from backends.wiring import Backends
from returns import events as e
from returns.effects import done_key
from returns.owed import Job

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def book_pickup(job: Payload) -> bool:
    return await perform(job, book_slot)


@blueprint.activity_trigger(input_name="job")
async def cancel_pickup(job: Payload) -> bool:
    return await perform(job, cancel_slot)


async def book_slot(job: Job, backends: Backends) -> bool:
    """Book the first free courier slot at the customer's address.

    Safe to repeat: the booking is looked up by our reference before one is made.
    """
    if await case_of(job, backends) is None:
        return False
    slot = await backends.carrier.find_pickup(job.key)
    if slot is None:
        owner = await backends.cases.open(job.ref.owner_id, None)
        slot = await backends.carrier.book_pickup(
            reference=job.key, sender=owner.customer.address, not_before=job.now
        )
    fact = e.PickupBooked(job.key, slot.confirmation, slot.starts_at, slot.ends_at)
    return await record(job, fact, backends)


async def cancel_slot(job: Job, backends: Backends) -> bool:
    """Cancel the courier's visit.

    Safe to repeat: canceling a canceled visit changes nothing.
    """
    if await case_of(job, backends) is None:
        return False
    await backends.carrier.cancel_pickup(done_key(job.key))
    return await record(job, e.EffectUndone(job.key), backends)
