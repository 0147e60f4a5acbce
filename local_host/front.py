"""Sends each request to the part of the host that answers it."""

import logging
from collections.abc import Mapping
from typing import Protocol

from local_host.admin import Admin
from local_host.asgi import (
    TOO_LARGE,
    BodyTooLarge,
    Disconnected,
    Event,
    Receive,
    Scope,
    Send,
    header,
    query,
    read_body,
    send_bytes,
    send_json,
    send_problem,
)
from local_host.cors import CORS
from local_host.http_trigger import HTTPTrigger, ResponseBroken
from local_host.loopback import misnamed, refusal
from local_host.router import RESERVED, Match, MethodNotAllowed, Router
from local_host.static_site import StaticSite

_log = logging.getLogger("local_host.front")

# The Durable client uses the first, people and other programs the second; both are one door.
DURABLE_PREFIXES = ("/durabletask/", "/runtime/webhooks/durabletask/")

_ADMIN_PREFIX = "/admin/"


class DurableAnswer(Protocol):
    """What the Durable engine answers; a body of None is an empty one."""

    @property
    def status(self) -> int: ...
    @property
    def body(self) -> object | None: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


class DurableDoor(Protocol):
    """Answers the Durable management routes."""

    async def handle(
        self, method: str, path: str, query: dict[str, str], content_type: str, body: bytes
    ) -> DurableAnswer: ...


class Front:
    """The host's ASGI app. Pages never stand in front of the API or the host's own routes."""

    def __init__(
        self,
        *,
        router: Router,
        functions: HTTPTrigger,
        admin: Admin,
        durable: DurableDoor,
        site: StaticSite,
        cors: CORS,
        route_prefix: str,
        body_limit_bytes: int,
    ) -> None:
        self._router = router
        self._functions = functions
        self._admin = admin
        self._durable = durable
        self._site = site
        self._cors = cors
        self._reserved = {*RESERVED, *([route_prefix.lower()] if route_prefix else [])}
        self._body_limit_bytes = body_limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        started = False

        async def noting(event: Event) -> None:
            nonlocal started
            started = True
            await send(event)

        try:
            await self._dispatch(scope, receive, noting)
        except ResponseBroken:
            # An unfinished response is how the client learns of it.
            raise
        except Exception as error:
            _log.exception("The host failed to answer %s %s", scope["method"], scope["path"])
            if started:
                raise ResponseBroken from error
            await send_problem(send, 500, "The local host failed; its terminal says why.")

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        durable = next((prefix for prefix in DURABLE_PREFIXES if path.startswith(prefix)), None)
        if durable is None and not path.startswith(_ADMIN_PREFIX):
            await self._public(scope, receive, send)
        elif (reason := refusal(scope)) is not None:
            await send_problem(send, 403, reason)
        elif durable is None:
            await self._admin.handle(scope, receive, send)
        else:
            await self._manage(path.removeprefix(durable), scope, receive, send)

    async def _public(self, scope: Scope, receive: Receive, send: Send) -> None:
        if reason := misnamed(scope):
            await send_problem(send, 403, reason)
            return
        if await self._cors.preflight(scope, send):
            return
        send = self._cors.marking(scope, send)
        path: str = scope["path"]
        raw_path = scope.get("raw_path") or path.encode()
        match self._router.match(scope["method"], raw_path.decode("latin-1")):
            case Match() as match:
                await self._functions.handle(match, scope, receive, send)
            case MethodNotAllowed(allowed):
                methods = ", ".join(allowed)
                sentence = f"{path} takes {methods}, not {scope['method']}."
                await send_problem(send, 405, sentence, headers={"allow": methods})
            case None if path.strip("/").partition("/")[0].lower() in self._reserved:
                await send_problem(send, 404, f"There is no function at {path}.")
            case None:
                await self._site.handle(scope, send)

    async def _manage(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, limit_bytes=self._body_limit_bytes)
        except BodyTooLarge:
            await send_problem(send, 413, TOO_LARGE)
            return
        except Disconnected:
            return
        kind = header(scope, "content-type") or ""
        answer = await self._durable.handle(scope["method"], path, query(scope), kind, body)
        if answer.body is None:
            # The Durable client takes zero bytes, and nothing else, for an absent body.
            await send_bytes(send, answer.status, headers=answer.headers.items())
        else:
            await send_json(send, answer.status, answer.body, headers=answer.headers)
