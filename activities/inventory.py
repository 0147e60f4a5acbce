"""The warehouse: a slot for what comes in, units back on the shelf, or back to the customer."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from backends.wiring import Backends
from returns import events as e
from returns.effects import done_key
from returns.owed import Job
from returns.rulebook import Disposition

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def reserve_inbound(job: Payload) -> bool:
    return await perform(job, reserve_slot)


@blueprint.activity_trigger(input_name="job")
async def release_inbound(job: Payload) -> bool:
    return await perform(job, release_slot)


@blueprint.activity_trigger(input_name="job")
async def restock(job: Payload) -> bool:
    return await perform(job, restock_goods)


@blueprint.activity_trigger(input_name="job")
async def send_back(job: Payload) -> bool:
    return await perform(job, send_rejected)


async def reserve_slot(job: Job, backends: Backends) -> bool:
    """Reserve room at the dock for the goods.

    Safe to repeat: the slot is looked up by our reference before one is asked for.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    slot = await backends.inventory.find_inbound(job.key)
    if slot is None:
        units = sum(line.quantity for line in case.lines)
        slot = await backends.inventory.reserve_inbound(
            reference=job.key, units=units, not_before=job.now
        )
    fact = e.InboundReserved(job.key, slot.dock, slot.expected_on)
    return await record(job, fact, backends)


async def release_slot(job: Job, backends: Backends) -> bool:
    """Give the dock slot back.

    Safe to repeat: releasing a released slot changes nothing.
    """
    if await case_of(job, backends) is None:
        return False
    await backends.inventory.release_inbound(done_key(job.key))
    return await record(job, e.EffectUndone(job.key), backends)


async def restock_goods(job: Job, backends: Backends) -> bool:
    """Put the units that are as good as new back on the shelf, one movement of stock per line.

    Safe to repeat: each movement is looked up by its own reference before it is made.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    for line in case.lines:
        reference = f"{job.key}/{line.order_id}/{line.line_id}"
        quantity = sum(
            unit.ref.line == line.key and unit.disposition == Disposition.RESTOCK
            for unit in case.units
        )
        if quantity and not await backends.inventory.restocked(reference):
            await backends.inventory.restock(
                reference=reference, product_id=line.product_id, quantity=quantity
            )
    return await record(job, e.Restocked(job.key), backends)


async def send_rejected(job: Job, backends: Backends) -> bool:
    """Send units that were not accepted back to the customer.

    Safe to repeat: the shipment is looked up by our reference before one is bought.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    parcel = await backends.carrier.find(job.key)
    if parcel is None:
        sender = (await backends.rules.edition(case)).shop.warehouse
        parcel = await backends.carrier.buy(
            reference=job.key, sender=sender, service="Back to sender"
        )
    return await record(job, e.SentBack(job.key, parcel.tracking_number), backends)
