"""What an orchestrator's reply asks for: actions, outcome and custom status."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, cast

from local_host.durable_events import dumps, from_iso

# Set by the SDK between an exception's text and the state that goes with it.
_STATE_LABEL = "\n\n$OutOfProcData$:"


class ActionType(IntEnum):
    """Numbers of the actions, from the SDK's reply."""

    CALL_ACTIVITY = 0
    CALL_ACTIVITY_WITH_RETRY = 1
    CALL_SUB_ORCHESTRATOR = 2
    CALL_SUB_ORCHESTRATOR_WITH_RETRY = 3
    CONTINUE_AS_NEW = 4
    CREATE_TIMER = 5
    WAIT_FOR_EXTERNAL_EVENT = 6
    CALL_ENTITY = 7
    CALL_HTTP = 8
    SIGNAL_ENTITY = 9
    WHEN_ANY = 11
    WHEN_ALL = 12


_REFUSED = {
    ActionType.CALL_SUB_ORCHESTRATOR: "sub-orchestrations",
    ActionType.CALL_SUB_ORCHESTRATOR_WITH_RETRY: "sub-orchestrations",
    ActionType.CALL_ENTITY: "entities",
    ActionType.SIGNAL_ENTITY: "entities",
    ActionType.CALL_HTTP: "durable HTTP calls (call_http)",
}


class FeatureRefused(Exception):
    """The orchestrator asked for something this host does not run; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Retry:
    interval_ms: int
    attempts: int


@dataclass(frozen=True, slots=True)
class CallActivity:
    name: str
    input: str | None
    retry: Retry | None = None


@dataclass(frozen=True, slots=True)
class CreateTimer:
    fire_at: datetime
    canceled: bool


@dataclass(frozen=True, slots=True)
class WaitForEvent:
    name: str


@dataclass(frozen=True, slots=True)
class ContinueAsNew:
    input: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Actions scheduled together: over at the first of them, or when all are."""

    first_wins: bool
    members: tuple["Action", ...]


type Action = CallActivity | CreateTimer | WaitForEvent | ContinueAsNew | Group


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the orchestrator; `actions` holds all since the start, oldest first.

    `actions` is None when the orchestrator could not even be replayed.
    `custom_status` is JSON text, None to leave the previous one.
    """

    actions: tuple[Action, ...] | None
    done: bool = False
    output: str | None = None
    error: str | None = None
    custom_status: str | None = None


def read_reply(orchestrator: str, value: str | dict[str, Any]) -> Reply:
    """Read the state an orchestrator returned.

    Raises:
        FeatureRefused: an action is one this host does not run.
        ValueError: the state is not one the SDK 1.7 writes.
    """
    state: Any = json.loads(value) if isinstance(value, str) else value
    if isinstance(state, str):
        state = json.loads(state)
    generations = state["actions"]
    if len(generations) != 1:
        raise ValueError(f"{orchestrator}: expected one list of actions, not {len(generations)}")
    return Reply(
        actions=tuple(_action(orchestrator, raw) for raw in generations[0]),
        done=bool(state["isDone"]),
        output=dumps(state.get("output")),
        error=state.get("error"),
        custom_status=dumps(state["customStatus"]) if "customStatus" in state else None,
    )


def read_failure(orchestrator: str, message: str) -> Reply:
    """Read the message of an orchestrator that raised; the state, if any, is at its end.

    Raises:
        FeatureRefused: an action is one this host does not run.
    """
    text, label, state = message.rpartition(_STATE_LABEL)
    if not label:
        return Reply(actions=None, error=message)
    reply = read_reply(orchestrator, state)
    return Reply(
        actions=reply.actions,
        error=reply.error or text,
        custom_status=reply.custom_status,
    )


def _action(orchestrator: str, raw: dict[str, Any]) -> Action:
    kind = ActionType(raw["actionType"])
    match kind:
        case ActionType.CALL_ACTIVITY:
            return CallActivity(raw["functionName"], raw["input"])
        case ActionType.CALL_ACTIVITY_WITH_RETRY:
            return CallActivity(raw["functionName"], raw["input"], _retry(raw["retryOptions"]))
        case ActionType.CREATE_TIMER:
            return CreateTimer(from_iso(raw["fireAt"]), bool(raw.get("isCanceled")))
        case ActionType.WAIT_FOR_EXTERNAL_EVENT:
            return WaitForEvent(raw["externalEventName"])
        case ActionType.CONTINUE_AS_NEW:
            return ContinueAsNew(raw["input"])
        case ActionType.WHEN_ANY | ActionType.WHEN_ALL:
            members = cast("list[dict[str, Any]]", raw["compoundActions"])
            return Group(
                first_wins=kind is ActionType.WHEN_ANY,
                members=tuple(_action(orchestrator, member) for member in members),
            )
        case _:
            raise _refused(orchestrator, kind, raw)


def _retry(options: dict[str, int]) -> Retry:
    return Retry(options["firstRetryIntervalInMilliseconds"], options["maxNumberOfAttempts"])


def _refused(orchestrator: str, kind: ActionType, raw: dict[str, Any]) -> FeatureRefused:
    called = raw.get("functionName") or raw.get("operation")
    purpose = f" to call '{called}'" if called else ""
    return FeatureRefused(
        f"The local host does not run {_REFUSED[kind]}, which orchestrator"
        f" '{orchestrator}' used{purpose}."
    )
