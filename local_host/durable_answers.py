"""What the Durable management API answers with: codes, bodies and refusals."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from local_host.durable_events import Event, from_iso
from local_host.durable_store import Instance

_STATUSES = frozenset(
    {
        "Running",
        "Completed",
        "ContinuedAsNew",
        "Failed",
        "Canceled",
        "Terminated",
        "Pending",
        "Suspended",
    }
)
_FORBIDDEN_IN_IDS = frozenset("/\\#?")
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """A status code, a JSON value (None is an empty body of length zero) and headers."""

    status: int
    body: object | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Refused(Exception):
    """The request cannot be served; the text says what to change."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status

    def answer(self) -> Answer:
        """Return the body the SDK's client reads its message from."""
        text = str(self)
        body = {"Message": text, "ExceptionMessage": text, "ExceptionType": "", "StackTrace": ""}
        return Answer(self.status, body)


def unsupported(feature: str, target: str) -> Refused:
    """Return the refusal of a feature this host does not have."""
    return Refused(f"The local host does not support {feature}; {target} was not touched.", 501)


def flag(query: Mapping[str, str], name: str, *, default: bool) -> bool:
    return query[name].lower() == "true" if name in query else default


def moment(query: Mapping[str, str], name: str) -> datetime | None:
    """Read a time from the query.

    Raises:
        Refused: the text is not a time.
    """
    if name not in query:
        return None
    try:
        return from_iso(query[name])
    except ValueError:
        raise Refused(
            f"{name} '{query[name]}' is not a time; write it like 2030-01-31T12:00:00Z."
        ) from None


def statuses(query: Mapping[str, str]) -> list[str]:
    """Read the runtime statuses asked for; an empty list is all of them.

    Raises:
        Refused: there is no such status.
    """
    wanted = [name for name in query.get("runtimeStatus", "").split(",") if name]
    for name in wanted:
        if name not in _STATUSES:
            raise Refused(
                f"There is no runtime status '{name}'; use one of {', '.join(sorted(_STATUSES))}."
            )
    return wanted


def checked_id(instance_id: str) -> str:
    """Return an instance id that Azure would accept too.

    Raises:
        Refused: it would not.
    """
    if len(instance_id) > _LONGEST_ID:
        raise Refused(f"Instance IDs must not exceed {_LONGEST_ID} characters.")
    if instance_id.startswith("@"):
        raise Refused("Instance IDs must not start with '@'.")
    if _FORBIDDEN_IN_IDS & set(instance_id) or not instance_id.isprintable():
        raise Refused("Instance IDs must not contain '/', '\\', '#', '?' or control characters.")
    return instance_id


def json_value(body: bytes) -> Any:
    """Read a request body; an empty one is null.

    Raises:
        Refused: it is not JSON.
    """
    try:
        return json.loads(body) if body.strip() else None
    except (ValueError, RecursionError):
        raise Refused("Invalid JSON content.") from None


def status_body(
    instance: Instance, *, show_input: bool, history: Iterable[str] | None, show_output: bool
) -> dict[str, object]:
    """Return an instance as the status routes show it, with its raw history when given."""
    body: dict[str, object] = {
        "name": instance.name,
        "instanceId": instance.id,
        "runtimeStatus": instance.status,
        "input": _value(instance.input) if show_input else None,
        "customStatus": _value(instance.custom_status),
        "output": _value(instance.output),
        "createdTime": f"{instance.created[:19]}Z",
        "lastUpdatedTime": f"{instance.updated[:19]}Z",
    }
    if history is not None:
        past: list[Event] = [json.loads(text) for text in history]
        if not show_output:
            for event in past:
                event.pop("Result", None)
        body["historyEvents"] = past
    return body


def _value(text: str | None) -> object:
    return None if text is None else json.loads(text)
