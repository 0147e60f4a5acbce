"""What every effect does around its act: read the case, and record the fact through the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from backends import telemetry
from backends.wire import decode
from backends.wiring import Backends
from doors.house import house
from returns.case import Case, CaseRef, EffectStatus
from returns.commands import Batch
from returns.desk import Desk
from returns.effects import effect_of
from returns.events import EffectEvent, EffectFailed
from returns.owed import Job, next_try, owed

# An effect is recorded by the orchestration, which reads the case again by itself.
_ACTOR = "orchestration"


class Payload(dict[str, Any]):
    """What crosses the durable border; the worker takes plain classes as annotations only."""


class _NoBell:
    async def wake(self, ref: CaseRef) -> None:
        """Do nothing: whoever records an effect looks at the case next."""


def job_of(payload: Payload) -> Job:
    """Return the job an orchestration sent.

    Raises:
        Unreadable: it was not one.
    """
    return decode(Job, payload)


async def perform(payload: Payload, effect: Callable[[Job, Backends], Awaitable[bool]]) -> bool:
    """Perform an effect as one recorded step; return whether the case has moved on since.

    Raises:
        BackendUnavailable: try again; the orchestrator's retry policy does.
    """
    job, backends = job_of(payload), await house()
    with telemetry.step(effect_of(job.key), job.ref.case_id):
        return await moved_on(job, effect, backends)


async def moved_on(
    job: Job, effect: Callable[[Job, Backends], Awaitable[bool]], backends: Backends
) -> bool:
    """Let an effect act; return False only when the case owes it as before.

    An attempt that died after its record was saved has left nothing to change, yet whoever sent
    the job has not seen what it changed, and must read the case again.
    """
    if await effect(job, backends):
        return True
    case = await backends.cases.load(job.ref)
    return all(one.key != job.key for one in owed(case, job.now))


def batch_of(job: Job, command_id: str) -> Batch:
    return Batch(command_id, job.ref, _ACTOR, "system", ())


def desk_of(backends: Backends) -> Desk:
    """Return the desk for what needs no bell."""
    return Desk(backends.cases, backends.rules, _NoBell())


async def case_of(job: Job, backends: Backends) -> Case | None:
    """Return the case, or None when this very effect is done already, or done and undone.

    Raises:
        CaseNotFound: the case is gone; the orchestration of a purged case ends by failing.
    """
    case = await backends.cases.load(job.ref)
    known = case.effect(job.key)
    return None if known and known.status is not EffectStatus.FAILED else case


async def record(job: Job, fact: EffectEvent, backends: Backends) -> bool:
    """Record what an effect did; return whether the case changed.

    Safe to repeat: a fact known by its key is recorded once.

    Raises:
        BackendUnavailable | StaleCase: try again; the effect finds itself at the provider.
    """
    return await desk_of(backends).record(batch_of(job, job.key), fact, job.now)


async def record_meanwhile(job: Job, fact: EffectEvent, backends: Backends) -> bool:
    """Record that an effect is not done yet, and when it is looked at again.

    Safe to repeat: one job records it once, and what the effect does in the end is recorded under
    its own key.
    """
    batch = batch_of(job, _at(job))
    return await desk_of(backends).record(batch, fact, job.now)


async def record_failed(job: Job, case: Case, error: str, backends: Backends) -> bool:
    """Record that an effect has failed once more; after the fifth time it waits for staff.

    Safe to repeat: one job counts as one failure, however often it is recorded.
    """
    known = case.effect(job.key)
    attempts = (known.attempts if known else 0) + 1
    again = next_try(attempts, job.now)
    telemetry.step_failed(effect_of(job.key), job.ref.case_id, final=again is None)
    fact = EffectFailed(job.key, attempts, again, error)
    return await record_meanwhile(job, fact, backends)


def _at(job: Job) -> str:
    return f"{job.key}!{job.now:%Y%m%dT%H%M%S.%f}"
