"""The ChatKit endpoint: checks everything before the response starts, then streams or answers."""

from __future__ import annotations

import azure.durable_functions as df
from azurefunctions.extensions.http.fastapi import (
    JSONResponse,
    Request,
    Response,
    StreamingResponse,
)
from chatkit.server import StreamingResult
from chatkit.store import NotFoundError

from backends.wiring import Backends
from chatkit_adapter.admission import admit
from chatkit_adapter.context import Turn
from chatkit_adapter.request import Asked, command_id_of, parse
from chatkit_adapter.server import ReturnsServer
from chatkit_adapter.stream import Pace, watched
from doors.bell import bell_of
from doors.house import CLOCK, house
from doors.limits import read_body
from doors.principal import Principal, owner_of
from doors.problems import Refused
from doors.request import speaker, told, trace_id_of
from returns.desk import Bell, Desk

blueprint = df.Blueprint()

_STREAM_HEADERS = {"Cache-Control": "no-cache, no-store", "X-Accel-Buffering": "no"}
_JSON = "application/json"
# Proxies and browsers drop a stream that is silent for long; the page reloads one that ends.
PACE = Pace()


@blueprint.route(route="chatkit", methods=["POST"])
@blueprint.durable_client_input(client_name="client")
async def chatkit(req: Request, client: df.DurableOrchestrationClient) -> Response:
    """Answer one request of the ChatKit protocol."""
    trace_id = trace_id_of(req.headers.get("traceparent"))
    try:
        backends = await house()
        principal = await speaker(req.headers.getlist("authorization"), backends)
        body = await read_body(req.stream(), req.headers.get("content-length"))
        asked = parse(body, req.headers.get("accept-language", ""))
        turn = await turn_of(asked, principal, backends, bell_of(client), trace_id)
        return await respond(asked, turn)
    except Exception as failure:  # noqa: BLE001 - the entry edge: every failure becomes a problem
        problem = told(failure)
        return JSONResponse(
            problem.body(trace_id), status_code=problem.status, headers=problem.headers()
        )


async def turn_of(
    asked: Asked, principal: Principal, backends: Backends, bell: Bell, trace_id: str
) -> Turn:
    """Return the context of a request.

    Raises:
        Refused: `not_allowed`; staff have no conversations of their own.
        BackendUnavailable: it cannot be read which version of the shop is live.
    """
    owner_id = owner_of(principal)
    live = await backends.rules.edition(None)
    return Turn(
        principal=principal,
        owner_id=owner_id,
        backends=backends,
        desk=Desk(backends.cases, backends.rules, bell),
        now=CLOCK.now(),
        locale=live.shop.locale_for(asked.locale),
        command_id=command_id_of(asked, owner_id),
        trace_id=trace_id,
        edition=live,
        command=asked.command,
        streaming=asked.streaming,
    )


async def respond(asked: Asked, turn: Turn, pace: Pace = PACE) -> Response:
    """Return the answer to an admitted request.

    Raises:
        Refused: what it names is not the speaker's, before anything was streamed.
    """
    server = ReturnsServer(turn.backends.documents)
    await admit(asked, turn, server)
    try:
        result = await server.process(asked.body, turn)
    except NotFoundError:
        raise Refused("not_found", "There is no such item.") from None
    if isinstance(result, StreamingResult):
        frames = watched(aiter(result), server.store, turn, pace)
        return StreamingResponse(
            frames, media_type="text/event-stream", headers=dict(_STREAM_HEADERS)
        )
    return Response(result.json, media_type=_JSON, headers={"Cache-Control": "no-store"})
