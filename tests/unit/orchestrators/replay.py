"""Histories as the Durable extension keeps them, replayed through the SDK's own executor."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import azure.durable_functions as df

from tests.fakes import a_step

SCHEDULED, COMPLETED, FAILED, TIMER_CREATED, TIMER_FIRED = 4, 5, 6, 10, 11
EXECUTION_STARTED, STARTED, EPISODE_ENDED, RAISED = 0, 12, 13, 15
BEGIN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Replay:
    """One generation, answered task by task; every episode replays all that came before.

    `replies` holds the answers of each activity in turn; an exception fails that attempt, and an
    activity without replies left answers True, or an empty step for `read_case`.
    """

    orchestrator: Any
    replies: dict[str, list[Any]]
    wins: str = "bell"
    history: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    actions: list[Any] = field(default_factory=list[Any])
    state: dict[str, Any] = field(default_factory=dict[str, Any])
    episodes: int = 0

    def run(self) -> "Replay":
        started = {"EventType": EXECUTION_STARTED, "Name": "return_case", "Version": "1"}
        self._append(STARTED)
        self.history.append(_event(started, self._now))
        if self.wins == "early bell":
            self._append(RAISED, Name="doorbell", Input="null")
        while (open_tasks := self._episode()) and self.episodes < 100:
            self._append(EPISODE_ENDED)
            self.episodes += 1
            self._append(STARTED)
            if not [self._answer(task_id, task) for task_id, task in open_tasks]:
                break
        return self

    @property
    def _now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.episodes)

    def names(self) -> list[str]:
        """Return the activities asked for, in order."""
        return [
            action["functionName"] for action in atoms(self.actions) if "functionName" in action
        ]

    def kinds(self) -> list[int]:
        return [action["actionType"] for action in atoms(self.actions)]

    def _episode(self) -> list[tuple[Any, Any]]:
        """Replay the history so far; what was asked before must be asked again, in that order."""
        payload = {
            "history": self.history,
            "input": json.dumps({"owner_id": "ann", "case_id": "case-1"}),
            "instanceId": "case-1",
            "isReplaying": True,
            "parentInstanceId": None,
            "upperSchemaVersion": 1,
            "upperSchemaVersionNew": 2,
        }
        context = df.DurableOrchestrationContext.from_json(json.dumps(payload))
        function = self.orchestrator.build().get_user_function().orchestrator_function
        self.state = json.loads(df.Orchestrator(function).handle(context))
        asked = self.state["actions"][0]
        # A timer canceled later is reported with the flag from then on.
        before = [json.dumps(action).replace("true", "false") for action in self.actions]
        again = [json.dumps(action).replace("true", "false") for action in asked[: len(before)]]
        assert again == before
        self.actions = asked
        if self.state["isDone"] or 4 in self.kinds():
            return []
        return [(k, t) for k, t in context.open_tasks.items() if t]

    def _answer(self, task_id: Any, task: Any) -> None:
        if isinstance(task_id, str):
            if self.wins == "bell":
                self._append(RAISED, Name=task_id, Input="null")
            return
        action = task.action_repr
        kind = type(action).__name__
        if kind == "CreateTimerAction":
            if self.wins == "timer":
                self._timer(task_id)
        elif kind == "NoOpAction" and "timer" in str(action.metadata):
            self._timer(task_id)
        else:
            owner = task.parent.actions if kind == "NoOpAction" else action
            self._activity(task_id, owner.function_name)

    def _timer(self, task_id: int) -> None:
        at = (self._now + timedelta(days=1)).isoformat()
        self._append(TIMER_CREATED, EventId=task_id, FireAt=at)
        self._append(TIMER_FIRED, TimerId=task_id, FireAt=at)

    def _activity(self, task_id: int, name: str) -> None:
        self._append(SCHEDULED, EventId=task_id, Name=name)
        left = self.replies.get(name, [])
        reply = left.pop(0) if left else (a_step() if name == "read_case" else True)
        if isinstance(reply, Exception):
            self._append(FAILED, TaskScheduledId=task_id, Reason=str(reply), Details="")
        else:
            self._append(COMPLETED, TaskScheduledId=task_id, Result=json.dumps(reply))

    def _append(self, kind: int, **fields: Any) -> None:
        self.history.append(_event({"EventType": kind} | fields, self._now))


def _event(fields: dict[str, Any], at: datetime) -> dict[str, Any]:
    stamp = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {"EventId": -1, "IsPlayed": False, "Timestamp": stamp} | fields


def atoms(actions: list[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for action in actions:
        inner = action.get("compoundActions")
        found += atoms(inner) if inner else [action]
    return found
