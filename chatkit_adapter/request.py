"""One ChatKit request as it is asked: well-formed, and what it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatkit.types import is_streaming_req
from pydantic import ValidationError
from ulid import ULID

from chatkit_adapter import actions
from chatkit_adapter.server import REQUEST
from doors.problems import Refused
from doors.request import json_object
from returns.identity import derived_id

_LONGEST_KEY = 100
_MOST_ATTACHMENTS = 10

# Parts of the protocol with nothing behind them here; the SDK would fail on each in its own way.
_NOT_OFFERED = frozenset(
    {
        "threads.add_client_tool_output",
        "threads.add_structured_input",
        "threads.sync_custom_action",
        "attachments.create",
        "attachments.delete",
        "input.transcribe",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A well-formed request, and what it names, if anything."""

    body: bytes
    type: str
    streaming: bool
    thread_id: str
    item_id: str
    case_id: str
    attachment_ids: tuple[str, ...]
    opens: bool
    idempotency_key: str
    locale: str
    command: str | None


def parse(body: bytes, accept_language: str) -> Asked:
    """Return what is asked.

    Raises:
        Refused: `malformed`; the body is not JSON, or nothing of the protocol served here.
    """
    stated = json_object(body)
    try:
        request = REQUEST.validate_json(body)
    except (ValidationError, RecursionError):
        raise Refused("malformed", "This is not a ChatKit request this server knows.") from None
    if request.type in _NOT_OFFERED:
        raise Refused("malformed", f"This server does not offer {request.type}.")
    params = _mapping(stated.get("params"))
    metadata = _mapping(stated.get("metadata"))
    language = accept_language.partition(",")[0].partition(";")[0].strip() or "en"
    return Asked(
        body=body,
        type=request.type,
        streaming=is_streaming_req(request),
        thread_id=_named(params, "thread_id"),
        item_id=_named(params, "item_id"),
        case_id=_short(_mapping(_mapping(params.get("action")).get("payload")).get("case_id")),
        attachment_ids=_attachments(params),
        # The first page of a conversation; further ones only continue it.
        opens=request.type == "threads.get_by_id"
        or (request.type == "items.list" and not params.get("after")),
        idempotency_key=_short(metadata.get("idempotency_key")) or _key_of(params),
        locale=_short(metadata.get("locale")) or language,
        command="start" if metadata.get("command") == "start" else None,
    )


def _key_of(params: Mapping[str, Any]) -> str:
    """Return the key of a request without one: the same choice on the same card is the same.

    Its payload carries the revision, so the choice made again after a correction is a new one.
    """
    action = _mapping(params.get("action"))
    if not action or action.get("type") in actions.LOOKS:
        return str(ULID())
    payload = json.dumps(action, sort_keys=True)
    return derived_id("key", _short(params.get("item_id")), payload)


def command_id_of(asked: Asked, owner_id: str) -> str:
    """Return the id under which the request is applied once, whoever repeats it."""
    return derived_id("cmd", owner_id, asked.idempotency_key)


def _attachments(params: Mapping[str, Any]) -> tuple[str, ...]:
    named = _mapping(params.get("input")).get("attachments") or ()
    if len(named) > _MOST_ATTACHMENTS:
        raise Refused("malformed", f"Send at most {_MOST_ATTACHMENTS} attachments at once.")
    return tuple(map(str, named))


def _named(params: Mapping[str, Any], name: str) -> str:
    value = params.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_KEY:
        raise Refused("malformed", f"{name} is not an id of ours.")
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def _short(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST_KEY else ""
