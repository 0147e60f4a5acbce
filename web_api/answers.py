"""Answers one HTTP request: opens the backends, checks the speaker, tells what failed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response

from backends.wiring import Backends
from doors.house import house
from doors.limits import read_body
from doors.principal import Principal
from doors.problems import Refused
from doors.request import json_object, speaker, told, trace_id_of

type Work = Callable[[Backends], Awaitable[Any]]
type SignedInWork = Callable[[Backends, Principal], Awaitable[Any]]

_NEVER_STORED = {"Cache-Control": "no-store"}


async def answered(req: Request, work: Work) -> Response:
    """Return what the work returns as JSON, or the problem it met."""
    try:
        result = await work(await house())
    except Exception as failure:  # noqa: BLE001 - the entry edge: every failure becomes a problem
        problem = told(failure)
        trace = trace_id_of(req.headers.get("traceparent"))
        headers = problem.headers() | _NEVER_STORED
        return JSONResponse(problem.body(trace), status_code=problem.status, headers=headers)
    if isinstance(result, Response):
        return result
    return JSONResponse(result, headers=_NEVER_STORED)


async def answered_to(req: Request, work: SignedInWork) -> Response:
    """Return what the work returns for a signed-in speaker."""

    async def signed_in(backends: Backends) -> Any:
        principal = await speaker(req.headers.getlist("authorization"), backends)
        return await work(backends, principal)

    return await answered(req, signed_in)


async def posted(req: Request) -> dict[str, Any]:
    """Return the JSON object a request carries, at most 64 KB of it.

    Raises:
        Refused: `too_large` or `malformed`; anything but JSON is refused, so that no plain form
            of another site can post here.
    """
    kind = req.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise Refused("malformed", "Send JSON with the content type application/json.")
    body = await read_body(req.stream(), req.headers.get("content-length"))
    return dict(json_object(body))


def text_of(body: dict[str, Any], name: str) -> str:
    """Return a text of the body.

    Raises:
        Refused: `malformed`, naming the field.
    """
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused("malformed", f"The field {name!r} must be a text.")
    return value.strip()
