"""The document a customer sends goods back with, and its undo."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from backends.wiring import Backends
from returns import events as e
from returns.case import Case
from returns.effects import done_key
from returns.errors import ParcelInUse
from returns.order import Customer
from returns.owed import Job
from returns.ports import LabelContent, LabelKind
from returns.shop import Shop

blueprint = df.Blueprint()

_UNFIT = re.compile(r"[^A-Za-z0-9_-]")


@blueprint.activity_trigger(input_name="job")
async def make_label(job: Payload) -> bool:
    return await perform(job, label_case)


@blueprint.activity_trigger(input_name="job")
async def void_label(job: Payload) -> bool:
    return await perform(job, void_parcel)


async def label_case(job: Job, backends: Backends) -> bool:
    """Buy the shipment, draw its label and store it; a store return gets a pass for the till.

    Safe to repeat: the shipment is looked up by our reference before one is bought, and a stored
    document of that name is left as it is.
    """
    case = await case_of(job, backends)
    if case is None or case.shipping is None:
        return False
    owner = await backends.cases.open(job.ref.owner_id, None)
    tracking = "" if case.shipping.store else await _bought(job, case, owner.customer, backends)
    shop = (await backends.rules.edition(case)).shop
    content = _content(job, case, owner.customer, tracking, shop)
    number = len(case.labels) + 1
    # Named by the effect: a label drawn but never recorded is not taken for the next one.
    file = f"{_UNFIT.sub('-', job.key)}.pdf"
    # Drawing takes tens of milliseconds; streams share this event loop.
    document = await asyncio.to_thread(backends.label_printer.render, content)
    await backends.label_files.put(file, document)
    fact = e.LabelMade(job.key, number, file, tracking, content.valid_until)
    return await record(job, fact, backends)


async def void_parcel(job: Job, backends: Backends) -> bool:
    """Void the shipment; one the carrier has scanned already is left to travel.

    Safe to repeat: voiding a voided shipment changes nothing.
    """
    if await case_of(job, backends) is None:
        return False
    # Goods on their way are handled when they arrive. Nothing is looked up first, since a look-up
    # that is behind would leave a label that still works.
    with suppress(ParcelInUse):
        await backends.carrier.void(done_key(job.key))
    return await record(job, e.EffectUndone(job.key), backends)


async def _bought(job: Job, case: Case, customer: Customer, backends: Backends) -> str:
    parcel = await backends.carrier.find(job.key)
    if parcel is None:
        service = case.shipping.service if case.shipping else ""
        parcel = await backends.carrier.buy(
            reference=job.key, sender=customer.address, service=service
        )
    return parcel.tracking_number


def _content(job: Job, case: Case, customer: Customer, tracking: str, shop: Shop) -> LabelContent:
    # The moment of approval, not of this attempt: a second attempt draws the same document.
    approved_at = case.approved_at or job.now
    return LabelContent(
        kind=LabelKind.PARCEL if tracking else LabelKind.STORE_PASS,
        shop_name=shop.name,
        return_number=case.return_number or "",
        code=tracking or (case.return_number or ""),
        service=case.shipping.service if case.shipping else "",
        sender=customer.address,
        recipient=shop.warehouse,
        order_ids=case.order_ids,
        items=tuple(f"{line.quantity} x {line.name}" for line in case.lines),
        valid_until=approved_at + case.timers.label,
    )
