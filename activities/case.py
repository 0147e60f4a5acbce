"""Steps that only read or change the case itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import azure.durable_functions as df

from activities.jobs import (
    Payload,
    batch_of,
    case_of,
    desk_of,
    job_of,
    moved_on,
    perform,
    record,
    record_failed,
)
from backends.wire import decode, encode
from backends.wiring import Backends
from doors.apply import applied
from doors.house import house
from returns.case import CaseRef
from returns.commands import PassDeadline
from returns.desk import Outcome
from returns.effect_events import CasePurged
from returns.owed import Job, Step, step_of

blueprint = df.Blueprint()


@blueprint.activity_trigger(input_name="job")
async def read_case(job: Payload) -> dict[str, Any]:
    now = datetime.fromisoformat(job["now"])
    return encode(await look(decode(CaseRef, job["ref"]), now, await house()))


@blueprint.activity_trigger(input_name="job")
async def record_effect(job: Payload) -> bool:
    async def failed(failed_job: Job, backends: Backends) -> bool:
        return await record_failure(failed_job, job["error"], backends)

    return await moved_on(job_of(job), failed, await house())


@blueprint.activity_trigger(input_name="job")
async def pass_deadline(job: Payload) -> bool:
    return await perform(job, end_timer)


@blueprint.activity_trigger(input_name="job")
async def purge_case(job: Payload) -> bool:
    return await perform(job, purge)


async def look(ref: CaseRef, now: datetime, backends: Backends) -> Step:
    """Return what the case shows, what it owes now, and when to look again.

    Raises:
        CaseNotFound: the case is gone.
    """
    return step_of(await backends.cases.load(ref), now)


async def record_failure(job: Job, error: str, backends: Backends) -> bool:
    """Record that an effect ran out of retries, and when it is owed again.

    Safe to repeat: one job counts as one failure, however often it is recorded.
    """
    return await record_failed(job, await backends.cases.load(job.ref), error, backends)


async def purge(job: Job, backends: Backends) -> bool:
    """Erase what a customer wrote and the documents made for them; amounts and units stay.

    Safe to repeat: what is erased already is left alone, and files are deleted once.
    """
    case = await case_of(job, backends)
    if case is None:
        return False
    for label in case.labels:
        await backends.label_files.delete(label.file)
    await backends.cases.erase(job.ref)
    return await record(job, CasePurged(job.key), backends)


async def end_timer(job: Job, backends: Backends) -> bool:
    """Act on a timer of the case that has run out.

    Safe to repeat: a timer that no longer runs changes nothing.
    """
    code = job.subject.partition("-")[0]
    batch = replace(batch_of(job, job.key), commands=(PassDeadline(code),))
    answer = await applied(desk_of(backends), batch, job.now)
    return answer.outcome is Outcome.APPLIED
