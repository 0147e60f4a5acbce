"""What goes out again in place of what came back, and what it costs on top."""

from __future__ import annotations

import azure.durable_functions as df

from activities.jobs import Payload, case_of, perform, record
from activities.refund import transfer
from backends.wiring import Backends
from returns import events as e
from returns.basis import LineBasis
from returns.case import Case
from returns.effects import done_key
from returns.money import Money
from returns.movements import PlannedMovement
from returns.owed import Job
from returns.ports import ExchangeOrder, Movement
from returns.rulebook import ResolutionKind

blueprint = df.Blueprint()

_GOES_OUT = (ResolutionKind.EXCHANGE, ResolutionKind.REPLACEMENT, ResolutionKind.REPAIR)


@blueprint.activity_trigger(input_name="job")
async def create_exchange(job: Payload) -> bool:
    return await perform(job, place_exchange)


@blueprint.activity_trigger(input_name="job")
async def cancel_exchange(job: Payload) -> bool:
    return await perform(job, take_back_exchange)


@blueprint.activity_trigger(input_name="job")
async def collect_difference(job: Payload) -> bool:
    return await perform(job, collect)


async def place_exchange(job: Job, backends: Backends) -> bool:
    """Order what goes out, one replacement per line; a repair sends the same piece back.

    Safe to repeat: each replacement is looked up by its own reference before it is ordered.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    placed = [await _placed(job, line, backends) for line in _lines(case)]
    fact = e.ExchangePlaced(job.key, tuple(order.order_id for order in placed))
    return await record(job, fact, backends)


async def take_back_exchange(job: Job, backends: Backends) -> bool:
    """Cancel the replacements of a case that wants none any more.

    Safe to repeat: a canceled replacement, or one never ordered, stays as it is.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    for line in _lines(case):
        await backends.orders.cancel_exchange(_reference(done_key(job.key), line))
    return await record(job, e.EffectUndone(job.key), backends)


async def collect(job: Job, backends: Backends) -> bool:
    """Collect what an exchange costs on top, before anything is shipped (rule 12).

    Safe to repeat: the movement is looked up by our reference before it is made.
    """

    async def make(planned: PlannedMovement, amount: Money) -> Movement:
        return await backends.payments.collect(
            reference=job.key, owner_id=planned.target, amount=amount
        )

    return await transfer(job, backends, make)


def _lines(case: Case) -> list[LineBasis]:
    final = case.final
    return [line for line in final.basis.lines if line.kind in _GOES_OUT] if final else []


def _reference(key: str, line: LineBasis) -> str:
    return f"{key}/{line.key.order_id}/{line.key.line_id}"


async def _placed(job: Job, line: LineBasis, backends: Backends) -> ExchangeOrder:
    reference = _reference(job.key, line)
    found = await backends.orders.find_exchange(reference)
    if found:
        return found
    return await backends.orders.create_exchange(
        reference=reference,
        owner_id=job.ref.owner_id,
        product_id=line.replacement.product_id if line.replacement else line.product_id,
        quantity=len(line.units),
        variant=line.replacement.variant if line.replacement else "",
    )
