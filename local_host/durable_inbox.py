"""Chooses what an episode takes from its instance's inbox."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from local_host.durable_events import CONTROLS, Event, EventType
from local_host.durable_store import Instance, Message


@dataclass(slots=True)
class Batch:
    """What one episode deals with; `consumed` are the rows it takes from the inbox.

    `pending` are rows of timers that are not due yet, by timer id.
    """

    suspended: bool
    controls: list[Event] = field(default_factory=list[Event])
    events: list[Event] = field(default_factory=list[Event])
    consumed: list[int] = field(default_factory=list[int])
    pending: dict[int, int] = field(default_factory=dict[int, int])
    terminated: Event | None = None
    more: bool = False


def choose(
    instance: Instance, messages: Iterable[Message], history: Sequence[Event], now: int
) -> Batch:
    """Choose the next batch: controls first, and a retry's event alone.

    A failed attempt and the end of its delay each take a task id before user code goes on, so
    nothing else that takes ids may share their episode.
    """
    batch = Batch(suspended=instance.status == "Suspended")
    deliverable: list[tuple[int, Event]] = []
    for message in messages:
        if message.execution_id not in (None, instance.execution_id):
            batch.consumed.append(message.seq)
        elif message.visible > now:
            if message.timer_id is not None:
                batch.pending[message.timer_id] = message.seq
        else:
            event: Event = json.loads(message.event)
            if event["EventType"] in CONTROLS:
                _obey(batch, message.seq, event)
            else:
                deliverable.append((message.seq, event))
    if not batch.suspended and batch.terminated is None:
        _deliver(batch, deliverable, _Retries(history))
    return batch


class _Retries:
    """The tasks and timers of a history that belong to a retried call."""

    def __init__(self, history: Iterable[Event]) -> None:
        retried = [event for event in history if event.get("Retried")]
        kinds = [(event["EventType"], event["EventId"]) for event in retried]
        self._tasks = {task for kind, task in kinds if kind == EventType.TASK_SCHEDULED}
        self._delays = {task for kind, task in kinds if kind == EventType.TIMER_CREATED}

    def __contains__(self, event: Event) -> bool:
        if event["EventType"] == EventType.TASK_FAILED:
            return event["TaskScheduledId"] in self._tasks
        return event["EventType"] == EventType.TIMER_FIRED and event["TimerId"] in self._delays


def _obey(batch: Batch, seq: int, event: Event) -> None:
    batch.consumed.append(seq)
    batch.controls.append(event)
    if event["EventType"] == EventType.EXECUTION_TERMINATED:
        batch.terminated = batch.terminated or event
    else:
        batch.suspended = event["EventType"] == EventType.EXECUTION_SUSPENDED


def _deliver(batch: Batch, deliverable: Sequence[tuple[int, Event]], retries: _Retries) -> None:
    for seq, event in deliverable:
        alone = event in retries
        if alone and batch.events:
            batch.more = True
            break
        batch.events.append(event)
        batch.consumed.append(seq)
        if alone:
            batch.more = len(deliverable) > 1
            break
    # What was raised before the execution began is delivered to it, but after its start.
    batch.events.sort(key=lambda event: event["EventType"] != EventType.EXECUTION_STARTED)
