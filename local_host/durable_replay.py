"""Walks an orchestrator's actions along its history: task ids, retries, and the event gate.

The SDK numbers its tasks while user code runs and sends the host actions without numbers. This
walk gives out the same numbers by letting the same events reach the same actions in the same
order. It also keeps its own account of external events: SDK 1.7 delivers an early event again to
every later wait on that name, so an action is let in only when each wait before it has had an
event of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from local_host.durable_actions import (
    Action,
    CallActivity,
    ContinueAsNew,
    CreateTimer,
    Group,
    WaitForEvent,
)
from local_host.durable_events import Event, EventType, from_iso


class NonDeterministic(Exception):
    """The orchestrator no longer asks for what its history says it asked for."""


@dataclass(frozen=True, slots=True)
class ScheduledActivity:
    name: str
    input: str | None
    retried: bool


@dataclass(frozen=True, slots=True)
class ScheduledTimer:
    fire_at: datetime
    canceled: bool
    retried: bool = False


type Scheduled = ScheduledActivity | ScheduledTimer


@dataclass(slots=True, eq=False)
class _Node:
    """An action that was let in, and how many completions it still waits for."""

    parent: "_Node | None"
    pending: int = 1
    fails_fast: bool = True
    done: bool = False


@dataclass(slots=True, eq=False)
class _Call:
    """An activity and the attempts made at it."""

    node: _Node
    action: CallActivity
    attempt: int = 1


@dataclass(slots=True, eq=False)
class _Wait:
    node: _Node
    name: str
    reused: bool = False


@dataclass(slots=True)
class _Events:
    """External events: those nobody waited for yet, and waits that have had none."""

    early: list[Event] = field(default_factory=list[Event])
    open: dict[str, list[_Wait]] = field(default_factory=dict[str, list[_Wait]])
    # Names the SDK holds an event for; it never forgets one.
    kept_by_sdk: set[str] = field(default_factory=set[str])


class Replay:
    """One walk. Feed it the history, then the new events; read what it scheduled.

    Args:
        actions: everything the orchestrator asked for, oldest first.
    """

    def __init__(self, actions: Sequence[Action]) -> None:
        self.scheduled: dict[int, Scheduled] = {}
        self.admitted = 0
        self.continues: ContinueAsNew | None = None
        self._actions = actions
        self._limit = 0
        self._begun = False
        self._next_id = 0
        self._current: _Node | None = None
        self._calls: dict[int, _Call] = {}
        self._timers: dict[int, _Node] = {}
        self._delays: dict[int, _Call] = {}
        self._events = _Events()
        self._reused: list[_Wait] = []

    @property
    def blocked_on(self) -> str | None:
        """The event name of a wait the SDK passed without an event of its own, if any."""
        return self._reused[0].name if self._reused else None

    @property
    def unconsumed(self) -> list[Event]:
        """External events no wait has had, in order of arrival."""
        return self._events.early

    def run(self, history: Sequence[Event], new_events: Iterable[Event]) -> None:
        """Walk past episodes exactly as far as they went, then the new one as far as it goes.

        Raises:
            NonDeterministic: the history holds something these actions never asked for.
        """
        episode: list[Event] = []
        for event in history:
            if event["EventType"] == EventType.ORCHESTRATOR_COMPLETED:
                self._walk_episode(episode, limit=event["Admitted"])
                episode = []
            else:
                episode.append(event)
        self._walk_episode(new_events, limit=len(self._actions))
        self._check(history)

    def _walk_episode(self, events: Iterable[Event], limit: int) -> None:
        self._limit = min(limit, len(self._actions))
        for event in events:
            self._feed(event)
            self._advance()
        # The SDK went on although nothing it reported ended: a task it had reported before did.
        while self._begun and not self._reused and self.admitted < self._limit:
            self._admit()
            self._advance()

    def _feed(self, event: Event) -> None:
        match event["EventType"]:
            case EventType.EXECUTION_STARTED:
                self._begun = True
            case EventType.TASK_COMPLETED:
                call = self._calls.pop(event["TaskScheduledId"], None)
                if call is not None:
                    _settle(call.node, succeeded=True)
            case EventType.TASK_FAILED:
                call = self._calls.pop(event["TaskScheduledId"], None)
                if call is not None:
                    self._fail(call, from_iso(event["Timestamp"]))
            case EventType.TIMER_FIRED:
                self._fire(event["TimerId"])
            case EventType.EVENT_RAISED:
                self._raise(event)
            case _:
                pass

    def _advance(self) -> None:
        while self._begun and not self._reused and self.admitted < self._limit:
            if self._current is not None and not self._current.done:
                return
            self._admit()

    def _admit(self) -> None:
        self._current = self._enter(self._actions[self.admitted], None)
        self.admitted += 1

    def _enter(self, action: Action, parent: _Node | None) -> _Node:
        node = _Node(parent)
        match action:
            case CallActivity():
                self._call(_Call(node, action))
            case CreateTimer():
                task_id = self._take_id()
                self.scheduled[task_id] = ScheduledTimer(action.fire_at, action.canceled)
                self._timers[task_id] = node
            case WaitForEvent():
                self._wait(_Wait(node, action.name))
            case ContinueAsNew():
                self._take_id()
                self.continues = action
                node.done = True
            case Group():
                node.fails_fast = not action.first_wins
                node.pending = 1 if action.first_wins else len(action.members)
                for member in action.members:
                    self._enter(member, node)
        return node

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _call(self, call: _Call) -> None:
        task_id = self._take_id()
        retried = call.action.retry is not None
        self.scheduled[task_id] = ScheduledActivity(call.action.name, call.action.input, retried)
        self._calls[task_id] = call

    def _fail(self, call: _Call, at: datetime) -> None:
        retry = call.action.retry
        if retry is None:
            _settle(call.node, succeeded=False)
            return
        # Even after the last attempt: the SDK counts attempts when the delay is over.
        task_id = self._take_id()
        fire_at = at + timedelta(milliseconds=retry.interval_ms)
        self.scheduled[task_id] = ScheduledTimer(fire_at, canceled=False, retried=True)
        self._delays[task_id] = call

    def _fire(self, task_id: int) -> None:
        timer = self._timers.pop(task_id, None)
        if timer is not None:
            _settle(timer, succeeded=True)
        call = self._delays.pop(task_id, None)
        if call is None or call.action.retry is None:
            return
        if call.attempt >= call.action.retry.attempts:
            _settle(call.node, succeeded=False)
        else:
            call.attempt += 1
            self._call(call)

    def _raise(self, event: Event) -> None:
        name = event["Name"]
        waits = self._events.open.get(name)
        if not waits or self.continues is not None:
            self._events.early.append(event)
            self._events.kept_by_sdk.add(name)
            return
        # The wait opened last has the event, in the SDK and in the extension alike.
        wait = waits.pop()
        if wait.reused:
            self._reused.remove(wait)
        _settle(wait.node, succeeded=True)

    def _wait(self, wait: _Wait) -> None:
        early = self._events.early
        for index, event in enumerate(early):
            if event["Name"] == wait.name:
                del early[index]
                _settle(wait.node, succeeded=True)
                return
        self._events.open.setdefault(wait.name, []).append(wait)
        if wait.name in self._events.kept_by_sdk:
            wait.reused = True
            self._reused.append(wait)

    def _check(self, history: Sequence[Event]) -> None:
        for event in history:
            kind = event["EventType"]
            if kind not in (EventType.TASK_SCHEDULED, EventType.TIMER_CREATED):
                continue
            now = self.scheduled.get(event["EventId"])
            if kind == EventType.TIMER_CREATED:
                same = isinstance(now, ScheduledTimer)
            else:
                same = isinstance(now, ScheduledActivity) and now.name == event["Name"]
            if not same:
                raise NonDeterministic(_difference(event, now))


def _settle(node: _Node, *, succeeded: bool) -> None:
    """End an action and whatever its end decides; a group fails at its first failure."""
    while not node.done:
        node.done = True
        group = node.parent
        if group is None or group.done:
            return
        if succeeded or not group.fails_fast:
            group.pending -= 1
            succeeded = True
            if group.pending:
                return
        node = group


def _difference(event: Event, now: Scheduled | None) -> str:
    name = event.get("Name")
    before = f"the activity '{name}'" if name else "a timer"
    match now:
        case None:
            after = "does not ask for it any more"
        case ScheduledActivity():
            after = f"asks for the activity '{now.name}' in its place"
        case ScheduledTimer():
            after = "asks for a timer in its place"
    return (
        f"Non-Deterministic workflow detected: an earlier episode scheduled {before} as task"
        f" {event['EventId']}, and the orchestrator now {after}. Was its code changed while this"
        " instance was running?"
    )
