"""A proxy in front of a store that fails as it is told.

A fault is used by one request whose path has a part of one's choice, and everything else passes.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from aiohttp import ClientSession, TCPConnector, web
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from tests.harness.certificate import Certificate

_HOP_BY_HOP = {
    "transfer-encoding",
    "content-length",
    "content-encoding",
    "connection",
    "keep-alive",
}
_LARGEST_BODY = 8_000_000


@dataclass(frozen=True)
class Answer:
    """Answer with a status, and never forward the request."""

    status: int
    headers: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class DropBefore:
    """Close the connection before the request is forwarded: it has no effect."""


@dataclass(frozen=True)
class DropAfter:
    """Forward the request, let it take effect, and close the connection without an answer."""


@dataclass(frozen=True)
class Slow:
    """Forward the request, and hold its answer back."""

    seconds: float


@dataclass(frozen=True)
class Bare:
    """Forward the request, and take a header out of its answer."""

    header: str


def named(fault: object) -> str:
    """Return how a test's parameters are called when one of them is a fault."""
    return str(fault.status) if isinstance(fault, Answer) else type(fault).__name__


type Fault = Answer | DropBefore | DropAfter | Slow | Bare


class FaultProxy:
    """`plan` says what the next requests suffer; `seen` tells which of those came.

    With a certificate it speaks TLS, and so does what it stands before.
    """

    def __init__(
        self, upstream: str, *, part: str = "/docs", certificate: Certificate | None = None
    ) -> None:
        self.seen: list[str] = []
        self._upstream = upstream
        self._part = part
        self._certificate = certificate
        self._faults: Iterator[Fault | None] = iter(())
        self._closing = asyncio.Event()

    def plan(self, *faults: Fault | None) -> None:
        """Let the next requests suffer these, in order; None lets one pass."""
        self._faults = iter(faults)
        self.seen.clear()

    def every_other(self, fault: Fault) -> None:
        """Let every other request suffer this: whoever tries twice gets through."""

        def for_ever() -> Iterator[Fault | None]:
            while True:
                yield fault
                yield None

        self._faults = for_ever()
        self.seen.clear()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_route("*", "/{path:.*}", self._handle)
        certificate = self._certificate
        trust = certificate.trusting() if certificate else True
        connector = TCPConnector(ssl=trust)
        self._session = ClientSession(auto_decompress=False, connector=connector)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        serve = certificate.serving() if certificate else None
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=serve)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.endpoint = f"{'https' if certificate else 'http'}://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        await self._runner.cleanup()
        await self._session.close()

    def _fault(self, request: web.Request) -> Fault | None:  # noqa: ARG002 - for who plans otherwise
        return next(self._faults, None)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        fault = None
        if self._part in request.path:
            self.seen.append(f"{request.method} {request.path}")
            fault = self._fault(request)
        match fault:
            case Answer(status, headers):
                told = {"code": "Fault", "message": "as told"}
                return web.json_response(told, status=status, headers=headers)
            case DropBefore():
                return self._dropped(request)
            case DropAfter():
                await self._forwarded(request, body)
                return self._dropped(request)
            case Slow(seconds):
                answer = await self._forwarded(request, body)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), seconds)
                return answer
            case Bare(header):
                answer = await self._forwarded(request, body)
                del answer.headers[header]
                return answer
            case None:
                return await self._forwarded(request, body)

    async def _forwarded(self, request: web.Request, body: bytes) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        url = URL(f"{self._upstream}{request.raw_path}", encoded=True)
        async with self._session.request(request.method, url, data=body, headers=headers) as answer:
            kept = {
                name: value
                for name, value in answer.headers.items()
                if name.lower() not in _HOP_BY_HOP
            }
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)

    def _dropped(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()
