"""Wakes every case whose moment has passed, whatever its instance says; heals every lost bell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import azure.durable_functions as df
import azure.functions as func

from backends import telemetry
from backends.wiring import Backends
from doors.bell import DurableBell, Woken, bell_of
from doors.house import CLOCK, house

blueprint = df.Blueprint()

_LATE = timedelta(minutes=2)
_BATCH = 200
# Beside the sweep: a timer of its own would hold another instance in the cloud.
_COUNTING_MINUTES = 15


@blueprint.timer_trigger(schedule="0 * * * * *", arg_name="timer", run_on_startup=True)
@blueprint.durable_client_input(client_name="client")
async def sweep(timer: func.TimerRequest, client: Any) -> None:  # noqa: ARG001 - the trigger's own
    backends, now = await house(), CLOCK.now()
    await wake_overdue(backends, bell_of(client), now)
    await count_cases(backends, now)


async def wake_overdue(backends: Backends, bell: DurableBell, now: datetime) -> int:
    """Wake the cases that are over two minutes late; return how many were reached.

    Safe to repeat: a case that is awake already is only read once more.
    """
    overdue = await backends.cases.due(now - _LATE, _BATCH)
    oldest = (now - overdue[0][1]).total_seconds() if overdue else 0.0
    telemetry.overdue(len(overdue), oldest)
    reached = 0
    for ref, _ in overdue:
        woken = await bell.ring(ref)
        telemetry.swept(ref.case_id, woken)
        reached += woken is not Woken.LOST
    return reached


async def count_cases(
    backends: Backends,
    now: datetime,
    tally: Callable[[Mapping[str, int]], None] = telemetry.cases_by_state,
) -> None:
    """Record every quarter of an hour how many cases stand in each state.

    Safe to repeat: a count replaces the one before.
    """
    if now.minute % _COUNTING_MINUTES == 0:
        tally(await backends.cases.counts_by_state())
