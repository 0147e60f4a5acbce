"""The stub on a port of this machine, over TLS: tokens are not sent any other way."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from aiohttp import web

from tests.harness.fault_proxy import DropAfter, DropBefore, Slow
from tests.harness.search_service.service import Request, SearchService

if TYPE_CHECKING:
    from types import TracebackType

    from tests.harness.certificate import Certificate

type Fault = DropBefore | DropAfter | Slow

_LARGEST_BODY = 16_000_000


class SearchServer:
    """Serves a stub; `plan` says what the next requests suffer on their way."""

    def __init__(self, service: SearchService, certificate: Certificate) -> None:
        self.service = service
        self._certificate = certificate
        self._faults: deque[Fault | None] = deque()
        self._closing = asyncio.Event()

    def plan(self, *faults: Fault | None) -> None:
        """Let the next requests suffer these, in order; None lets one pass."""
        self._faults = deque(faults)
        self.service.seen.clear()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_route("*", "/{path:.*}", self._handle)
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

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        fault = self._faults.popleft() if self._faults else None
        body = await request.json() if request.can_read_body else None
        asked = Request(request.method, request.raw_path, dict(request.headers), body)
        if isinstance(fault, DropBefore):
            self.service.seen.append(asked)
            return _dropped(request)
        reply = self.service.answer(asked)
        if isinstance(fault, DropAfter):
            return _dropped(request)
        if isinstance(fault, Slow):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), fault.seconds)
        return web.json_response(reply.body, status=reply.status, headers=reply.headers)


def _dropped(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()
