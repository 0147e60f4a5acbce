"""Steps that only read or change the case itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import azure.durable_functions as df

from activities.jobs import Payload, batch_of, desk_of, job_of
from backends.wire import decode, encode
from backends.wiring import Backends
from doors.house import house
from returns import events as e
from returns.case import CaseRef
from returns.commands import PassDeadline
from returns.desk import Outcome
from returns.owed import Job, Step, next_try, step_of

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def read_case(job: Payload) -> dict[str, Any]:
    now = datetime.fromisoformat(job["now"])
    return encode(await look(decode(CaseRef, job["ref"]), now, await house()))


@blueprint.activity_trigger(input_name="job")
async def record_effect(job: Payload) -> bool:
    return await record_failure(job_of(job), job["error"], await house())


@blueprint.activity_trigger(input_name="job")
async def pass_deadline(job: Payload) -> bool:
    return await end_timer(job_of(job), await house())


async def look(ref: CaseRef, now: datetime, backends: Backends) -> Step:
    """Return what the case shows, what it owes now, and when to look again.

    Raises:
        CaseNotFound: the case is gone.
    """
    return step_of(await backends.cases.load(ref), now)


async def record_failure(job: Job, error: str, backends: Backends) -> bool:
    """Record that an effect ran out of retries, and when it is owed again.

    Safe to repeat: the attempt is counted by its number, so a second record changes nothing.
    """
    case = await backends.cases.load(job.ref)
    known = case.effect(job.key)
    attempts = (known.attempts if known else 0) + 1
    fact = e.EffectFailed(job.key, attempts, next_try(attempts, job.now), error)
    batch = batch_of(job, f"{job.key}!{attempts}")
    return await desk_of(backends).record(batch, fact, job.now)


async def end_timer(job: Job, backends: Backends) -> bool:
    """Act on a timer of the case that has run out.

    Safe to repeat: a timer that no longer runs changes nothing.
    """
    code = job.subject.partition("-")[0]
    batch = replace(batch_of(job, job.key), commands=(PassDeadline(code),))
    answer = await desk_of(backends).apply(batch, job.now)
    return answer.outcome is Outcome.APPLIED
