"""One ChatKit request before it is answered: size, shape, and what it may touch."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatkit.store import NotFoundError
from chatkit.types import is_streaming_req
from pydantic import ValidationError
from ulid import ULID

from chatkit_adapter.context import Turn
from chatkit_adapter.server import REQUEST, ReturnsServer
from doors.problems import Refused
from doors.request import json_object
from returns.identity import derived_id

_READS = {"threads.get_by_id", "items.list"}
_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A well-formed request; `thread_id` and `item_id` are what it names, if anything."""

    body: bytes
    type: str
    streaming: bool
    thread_id: str
    item_id: str
    case_id: str
    idempotency_key: str
    locale: str
    command: str | None


def parse(body: bytes, accept_language: str) -> Asked:
    """Return what is asked.

    Raises:
        Refused: `malformed`; the body is not JSON, or not a request of the protocol.
    """
    stated = json_object(body)
    try:
        request = REQUEST.validate_json(body)
    except ValidationError:
        raise Refused("malformed", "This is not a ChatKit request this server knows.") from None
    params = _mapping(stated.get("params"))
    metadata = _mapping(stated.get("metadata"))
    payload = _mapping(_mapping(params.get("action")).get("payload"))
    language = accept_language.partition(",")[0].strip() or "en"
    return Asked(
        body=body,
        type=request.type,
        streaming=is_streaming_req(request),
        thread_id=_short(params.get("thread_id")),
        item_id=_short(params.get("item_id")),
        case_id=_short(payload.get("case_id")),
        idempotency_key=_short(metadata.get("idempotency_key")) or str(ULID()),
        locale=_short(metadata.get("locale")) or language,
        command="start" if metadata.get("command") == "start" else None,
    )


def command_id_of(asked: Asked, owner_id: str) -> str:
    """Return the id under which the request is applied once, whoever repeats it."""
    return derived_id("cmd", owner_id, asked.idempotency_key)


async def admit(asked: Asked, turn: Turn, server: ReturnsServer) -> None:
    """Check ownership of everything named, and read it, before the response starts.

    Raises:
        Refused: `not_found` for what does not exist and for what is not theirs alike.
    """
    try:
        if asked.streaming and asked.thread_id:
            await _preload(asked, turn, server)
        elif asked.thread_id:
            await server.store.stored_thread(asked.thread_id, turn)
        if asked.type in _READS:
            await server.bring_up_to_date(asked.thread_id, turn)
    except NotFoundError:
        raise Refused("not_found", "There is no such conversation.") from None


async def _preload(asked: Asked, turn: Turn, server: ReturnsServer) -> None:
    wanted = asked.item_id or server.store.message_id(asked.thread_id, turn)
    reading = server.store.preload(asked.thread_id, (wanted,), turn)
    if asked.case_id:
        # The case a click names is read beside its conversation; the partition is the speaker's.
        opening = turn.backends.cases.open(turn.owner_id, asked.case_id)
        _, turn.file = await asyncio.gather(reading, opening)
    else:
        await reading
    if asked.item_id and asked.item_id in turn.pages.absent:
        raise NotFoundError(asked.item_id)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def _short(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST_KEY else ""
