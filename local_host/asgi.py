"""The few ASGI pieces every route of the host shares."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

type Scope = MutableMapping[str, Any]
type Event = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Event]]
type Send = Callable[[Event], Awaitable[None]]
type ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

# What a Functions host accepts unless FUNCTIONS_REQUEST_BODY_SIZE_LIMIT says otherwise.
BODY_LIMIT_BYTES = 104_857_600

TOO_LARGE = "The request body is larger than this host accepts."


class BodyTooLarge(Exception):
    """The request's body is over the host's limit."""


class Disconnected(Exception):
    """The client went away before its request was complete."""


def header(scope: Scope, name: str) -> str | None:
    """Return one request header, or None."""
    wanted = name.lower().encode("latin-1")
    for key, value in scope["headers"]:
        if key.lower() == wanted:
            return bytes(value).decode("latin-1")
    return None


def query(scope: Scope) -> dict[str, str]:
    """Return the query's parameters; the last of a repeated name wins."""
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


async def read_body(scope: Scope, receive: Receive, *, limit_bytes: int) -> bytes:
    """Return the whole request body.

    Raises:
        BodyTooLarge: it is declared or found to be over `limit_bytes`.
        Disconnected: the client left before it was complete.
    """
    if declared_length(scope) > limit_bytes:
        raise BodyTooLarge
    body = bytearray()
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise Disconnected
        body += event.get("body", b"")
        if len(body) > limit_bytes:
            raise BodyTooLarge
        if not event.get("more_body", False):
            return bytes(body)


def declared_length(scope: Scope) -> int:
    """Return the Content-Length, or 0 when there is none to believe."""
    declared = header(scope, "content-length") or ""
    return int(declared) if declared.isascii() and declared.isdigit() else 0


async def send_bytes(
    send: Send,
    status: int,
    body: bytes = b"",
    *,
    headers: Iterable[tuple[str, str]] = (),
) -> None:
    """Send one complete response."""
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    raw.append((b"content-length", str(len(body)).encode("ascii")))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


async def send_json(
    send: Send, status: int, value: object, *, headers: Mapping[str, str] | None = None
) -> None:
    """Send `value` as JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    kind = ("content-type", "application/json; charset=utf-8")
    await send_bytes(send, status, body, headers=[kind, *(headers or {}).items()])


async def send_problem(
    send: Send, status: int, sentence: str, *, headers: Mapping[str, str] | None = None
) -> None:
    """Send a refusal: one sentence that says what to do."""
    await send_json(send, status, {"error": sentence}, headers=headers)
