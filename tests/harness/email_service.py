"""A stand-in for the e-mail service on the wire: its two requests, over TLS, on this machine."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from backends.provider_book import Trouble
from returns.errors import BackendUnavailable
from tests.harness.fault_proxy import Answer, DropAfter, DropBefore, Fault, Slow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from tests.harness.certificate import Certificate

type Json = dict[str, Any]


class EmailService:
    """Remembers each Operation-Id and its e-mail, until `trouble` makes it forget.

    `came` are its requests, `taken` the e-mails it accepted with their ids, and `state` is what it
    tells of each. `conflicts` lets it refuse a repeat instead of answering the same once more.
    """

    def __init__(self, certificate: Certificate) -> None:
        self.trouble = Trouble()
        self.came: list[web.Request] = []
        self.taken: list[tuple[str, Json]] = []
        self.state: Json = {"status": "Running"}
        self.conflicts = False
        self._certificate = certificate
        self._faults: Iterator[Fault | None] = iter(())
        self._closing = asyncio.Event()

    def plan(self, *faults: Fault | None) -> None:
        """Let the next requests suffer these, in order; None lets one pass."""
        self._faults = iter(faults)
        self.came.clear()

    def copies(self, operation: str) -> int:
        """Return how many e-mails were taken under an id."""
        return len([one for one, _ in self.taken if one == operation])

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/emails:send", self._send)
        app.router.add_get("/emails/operations/{operation}", self._show)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._certificate.serving())
        await site.start()
        self.endpoint = f"https://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        await self._runner.cleanup()

    async def _send(self, request: web.Request) -> web.StreamResponse:
        self.came.append(request)
        fault = next(self._faults, None)
        email = await request.json()
        operation = request.headers["Operation-Id"]
        try:
            self.trouble.before_acting("email")
        except BackendUnavailable:
            return web.json_response({}, status=503)
        if isinstance(fault, Answer | DropBefore):
            return await self._failed(request, fault)
        if self.conflicts and self.copies(operation):
            return web.json_response(_error("Conflict"), status=409)
        if not self.copies(operation) or self.trouble.keys_forgotten:
            self.taken.append((operation, email))
        try:
            self.trouble.after_acting("email")
        except BackendUnavailable:
            fault = DropAfter()
        if fault:
            return await self._failed(request, fault)
        where = f"{self.endpoint}/emails/operations/{operation}"
        headers = {"Operation-Location": where, "Retry-After": "30"}
        return web.json_response({"id": operation} | self.state, status=202, headers=headers)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        self.came.append(request)
        fault = next(self._faults, None)
        try:
            self.trouble.before_lookup("email")
        except BackendUnavailable:
            return web.json_response({}, status=503)
        if fault:
            return await self._failed(request, fault)
        operation = request.match_info["operation"]
        if self.trouble.hides() or not self.copies(operation):
            return web.json_response(_error("NotFound"), status=404)
        return web.json_response({"id": operation} | self.state)

    async def _failed(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault:
            case Answer(status, headers):
                # As a real one it quotes what it was sent.
                said = {"error": {"code": "Refused", "message": await request.text()}}
                return web.json_response(said, status=status, headers=headers)
            case Slow(seconds):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), seconds)
        assert request.transport is not None
        request.transport.close()
        return web.Response()


def _error(code: str) -> Json:
    return {"error": {"code": code, "message": "as told"}}
