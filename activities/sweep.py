"""Wakes every case whose moment has passed, whatever its instance says; heals every lost bell."""

from __future__ import annotations

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


@blueprint.timer_trigger(schedule="0 * * * * *", arg_name="timer", run_on_startup=True)
@blueprint.durable_client_input(client_name="client")
async def sweep(timer: func.TimerRequest, client: Any) -> None:  # noqa: ARG001 - the trigger's own
    backends = await house()
    await wake_overdue(backends, bell_of(client), CLOCK.now())


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
