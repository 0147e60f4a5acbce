"""Turns what a replay scheduled into what the store keeps: work, timers and their events."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from local_host import durable_events as events
from local_host.durable_events import Event, microseconds
from local_host.durable_replay import Scheduled, ScheduledActivity, ScheduledTimer
from local_host.durable_store import Timer


@dataclass(slots=True)
class Orders:
    """What is new in an episode; `dropped` are inbox rows of timers canceled meanwhile."""

    history: list[Event] = field(default_factory=list[Event])
    activities: list[tuple[int, str, str | None]] = field(
        default_factory=list[tuple[int, str, str | None]]
    )
    timers: list[Timer] = field(default_factory=list[Timer])
    dropped: list[int] = field(default_factory=list[int])


def orders(
    scheduled: Mapping[int, Scheduled],
    known: Container[int],
    pending: Mapping[int, int],
    now: datetime,
) -> Orders:
    """Return what has to be stored.

    Args:
        scheduled: everything the replay scheduled, by task id.
        known: task ids the history has already.
        pending: inbox rows of timers that are not due yet, by task id.
        now: the time of the episode.
    """
    new = Orders()
    for task_id, task in scheduled.items():
        if isinstance(task, ScheduledTimer) and task.canceled:
            if task_id in pending:
                new.dropped.append(pending[task_id])
        elif task_id in known:
            continue
        elif isinstance(task, ScheduledActivity):
            _order_activity(new, task_id, task, now)
        else:
            _order_timer(new, task_id, task, now)
    return new


def _order_activity(new: Orders, task_id: int, task: ScheduledActivity, now: datetime) -> None:
    new.activities.append((task_id, task.name, task.input))
    new.history.append(
        events.task_scheduled(now, task_id, task.name, task.input, retried=task.retried)
    )


def _order_timer(new: Orders, task_id: int, task: ScheduledTimer, now: datetime) -> None:
    fired = events.timer_fired(task_id, task.fire_at)
    new.timers.append(Timer(task_id, microseconds(task.fire_at), fired))
    new.history.append(events.timer_created(now, task_id, task.fire_at, retried=task.retried))
