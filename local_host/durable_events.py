"""The history events of an orchestration, as the Durable SDK reads them."""

import json
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

type Event = dict[str, Any]

TEXT_LIMIT = 4_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EventType(IntEnum):
    """Numbers of the history events, from the Durable Task Framework."""

    EXECUTION_STARTED = 0
    EXECUTION_COMPLETED = 1
    EXECUTION_TERMINATED = 3
    TASK_SCHEDULED = 4
    TASK_COMPLETED = 5
    TASK_FAILED = 6
    TIMER_CREATED = 10
    TIMER_FIRED = 11
    ORCHESTRATOR_STARTED = 12
    ORCHESTRATOR_COMPLETED = 13
    EVENT_RAISED = 15
    EXECUTION_SUSPENDED = 19
    EXECUTION_RESUMED = 20


CONTROLS = frozenset(
    {
        EventType.EXECUTION_TERMINATED,
        EventType.EXECUTION_SUSPENDED,
        EventType.EXECUTION_RESUMED,
    }
)


def dumps(value: object) -> str:
    """Return compact JSON text."""
    return json.dumps(value, separators=(",", ":"))


def iso(moment: datetime) -> str:
    """Return a moment as text whose order is the order of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_iso(text: str) -> datetime:
    """Read a moment; one without an offset is taken as UTC.

    Raises:
        ValueError: the text is not a moment.
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def microseconds(moment: datetime) -> int:
    """Return microseconds since 1970: exact, where a float would round a deadline down."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def shortened(text: str) -> str:
    """Return error text no longer than the history should carry."""
    if len(text) <= TEXT_LIMIT:
        return text
    return text[:TEXT_LIMIT] + f" ... [{len(text) - TEXT_LIMIT} characters more]"


def _event(kind: EventType, at: datetime, **fields: Any) -> Event:
    return {
        "EventType": int(kind),
        "EventId": fields.pop("EventId", -1),
        "IsPlayed": False,
        "Timestamp": iso(at),
        **fields,
    }


def orchestrator_started(at: datetime) -> Event:
    return _event(EventType.ORCHESTRATOR_STARTED, at)


def orchestrator_completed(at: datetime, admitted: int) -> Event:
    """Close an episode; `Admitted` is ours: how many top-level actions were let in so far."""
    return _event(EventType.ORCHESTRATOR_COMPLETED, at, Admitted=admitted)


def execution_started(
    at: datetime, *, name: str, version: str, input_text: str | None, instance: str, execution: str
) -> Event:
    return _event(
        EventType.EXECUTION_STARTED,
        at,
        Name=name,
        Version=version,
        Input=input_text,
        OrchestrationInstance={"InstanceId": instance, "ExecutionId": execution},
        ParentInstance=None,
        Tags=None,
    )


def execution_completed(at: datetime, status: str, result: str | None) -> Event:
    code = {"Completed": 1, "Failed": 3, "Terminated": 5}[status]
    return _event(EventType.EXECUTION_COMPLETED, at, OrchestrationStatus=code, Result=result)


def execution_terminated(at: datetime, reason: str | None) -> Event:
    return _event(EventType.EXECUTION_TERMINATED, at, Input=dumps(reason))


def execution_suspended(at: datetime, reason: str | None) -> Event:
    return _event(EventType.EXECUTION_SUSPENDED, at, Reason=reason)


def execution_resumed(at: datetime, reason: str | None) -> Event:
    return _event(EventType.EXECUTION_RESUMED, at, Reason=reason)


def event_raised(at: datetime, name: str, input_text: str) -> Event:
    return _event(EventType.EVENT_RAISED, at, Name=name, Input=input_text)


def task_scheduled(
    at: datetime, task_id: int, name: str, input_text: str | None, *, retried: bool
) -> Event:
    """Schedule an activity; `Retried` is ours: its failure is followed by a delay."""
    return _event(
        EventType.TASK_SCHEDULED,
        at,
        EventId=task_id,
        Name=name,
        Version="",
        Input=dumps([input_text]),
        Retried=retried,
    )


def task_completed(at: datetime, task_id: int, result: str | None) -> Event:
    return _event(EventType.TASK_COMPLETED, at, TaskScheduledId=task_id, Result=result)


def task_failed(at: datetime, task_id: int, reason: str, details: str) -> Event:
    return _event(
        EventType.TASK_FAILED,
        at,
        TaskScheduledId=task_id,
        Reason=shortened(reason),
        Details=shortened(details),
    )


def timer_created(at: datetime, task_id: int, fire_at: datetime, *, retried: bool) -> Event:
    """Create a timer; `Retried` is ours: it is the delay before another attempt."""
    return _event(
        EventType.TIMER_CREATED, at, EventId=task_id, FireAt=iso(fire_at), Retried=retried
    )


def timer_fired(task_id: int, fire_at: datetime) -> Event:
    return _event(EventType.TIMER_FIRED, fire_at, TimerId=task_id, FireAt=iso(fire_at))
