"""Calls an HTTP function for a request: streaming when the app can, whole otherwise."""

import asyncio
import logging
import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from local_host.asgi import (
    TOO_LARGE,
    BodyTooLarge,
    Disconnected,
    Event,
    Receive,
    Scope,
    Send,
    declared_length,
    header,
    query,
    read_body,
    send_bytes,
    send_problem,
)
from local_host.http_cookie import cookie_text
from local_host.protos import Message, RpcHttp, TypedData
from local_host.router import Match
from local_host.worker import Function, InvocationFailed, Worker

_log = logging.getLogger("local_host.http")

_INVOCATION_HEADER = b"x-ms-invocation-id"


class ResponseBroken(Exception):
    """A response ended in the middle; it is logged, and the connection must show it."""


class HTTPTrigger:
    """Runs HTTP functions. What a function started runs on when its request ends."""

    def __init__(self, worker: Worker, *, body_limit_bytes: int) -> None:
        self._worker = worker
        self._body_limit_bytes = body_limit_bytes
        self._invocations: set[asyncio.Task[Any]] = set()
        self._streams: set[asyncio.Task[Any]] = set()
        self._stopping = False

    async def handle(self, match: Match, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from the function it matched."""
        if declared_length(scope) > self._body_limit_bytes:
            await send_problem(send, 413, TOO_LARGE)
        elif self._worker.web_app is not None:
            await self._stream(match, scope, receive, send)
        else:
            await self._whole(match, scope, receive, send)

    def cancel_streams(self) -> None:
        """End every response that is still being produced; its generator is canceled."""
        self._stopping = True
        for task in tuple(self._streams):
            task.cancel()

    async def settle(self, grace_seconds: float) -> None:
        """Give running invocations `grace_seconds` to finish."""
        if self._invocations:
            await asyncio.wait(tuple(self._invocations), timeout=grace_seconds)

    async def _stream(self, match: Match, scope: Scope, receive: Receive, send: Send) -> None:
        invocation_id = str(uuid.uuid4())
        rendezvous = self._worker.rendezvous(invocation_id)
        exchange = _Exchange(receive, send, self._body_limit_bytes, self._streams)
        http = RpcHttp(
            method=scope["method"],
            url="",
            headers={},
            params=dict(match.parameters),
            query={},
            body=TypedData(bytes=b""),
        )
        invocation = self._start(match.function, TypedData(http=http), invocation_id)
        # A function that never reaches its answer must not leave the request waiting.
        invocation.add_done_callback(lambda task: rendezvous.fail(_failure(task)))
        # Only the host says which invocation a request belongs to.
        marked = [pair for pair in scope["headers"] if pair[0].lower() != _INVOCATION_HEADER]
        marked.append((_INVOCATION_HEADER, invocation_id.encode("ascii")))
        web_app: Any = self._worker.web_app
        try:
            await web_app({**scope, "headers": marked}, exchange.receive, exchange.send)
        except asyncio.CancelledError:
            if not (self._stopping and exchange.streaming):
                raise
            await send({"type": "http.response.body", "body": b""})
        except Exception as error:
            # A failed invocation is already answered with 500 and logged where it failed.
            if invocation.done() and _failure(invocation) is not None:
                return
            _log.error("The response of %s broke off", match.function.name, exc_info=error)
            if exchange.streaming:
                raise ResponseBroken from error
        finally:
            rendezvous.close()
            exchange.close()

    async def _whole(self, match: Match, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, limit_bytes=self._body_limit_bytes)
        except BodyTooLarge:
            await send_problem(send, 413, TOO_LARGE)
            return
        except Disconnected:
            return
        http = RpcHttp(
            method=scope["method"],
            url=_url(scope),
            headers=_headers(scope["headers"]),
            params=dict(match.parameters),
            query=query(scope),
            body=TypedData(bytes=body),
        )
        invocation = self._start(match.function, TypedData(http=http), str(uuid.uuid4()))
        try:
            response = await asyncio.shield(invocation)
        except InvocationFailed:
            await send_bytes(send, 500)
            return
        await _send_value(send, response.return_value)

    def _start(
        self, function: Function, trigger: TypedData, invocation_id: str
    ) -> asyncio.Task[Message]:
        running = self._worker.invoke(function, trigger, invocation_id=invocation_id)
        task = asyncio.create_task(running, name=f"invocation of {function.name}")
        self._invocations.add(task)

        def finished(task: asyncio.Task[Message]) -> None:
            self._invocations.discard(task)
            if (failure := _failure(task)) is not None and not self._stopping:
                stack = getattr(failure, "stack", "") or ""
                _log.error("Function %s failed: %s\n%s", function.name, failure, stack)

        task.add_done_callback(finished)
        return task


class _Exchange:
    """One streaming request: keeps the body under its limit and knows when a stream runs."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        limit_bytes: int,
        streams: set[asyncio.Task[Any]],
    ) -> None:
        self._receive = receive
        self._send = send
        self._left = limit_bytes
        self._streams = streams
        self._task = asyncio.current_task()
        self._refused = False
        self.streaming = False

    async def receive(self) -> Event:
        event = await self._receive()
        if event["type"] == "http.request" and not self._refused:
            self._left -= len(event.get("body", b""))
            if self._left < 0:
                self._refused = True
                if not self.streaming:
                    await send_problem(self._send, 413, TOO_LARGE)
        return {"type": "http.disconnect"} if self._refused else event

    async def send(self, event: Event) -> None:
        if self._refused:
            return
        await self._send(event)
        if event.get("more_body") and self._task is not None:
            self.streaming = True
            self._streams.add(self._task)

    def close(self) -> None:
        if self._task is not None:
            self._streams.discard(self._task)


def _failure(task: asyncio.Task[Message]) -> BaseException | None:
    return asyncio.CancelledError() if task.cancelled() else task.exception()


async def _send_value(send: Send, value: TypedData | None) -> None:
    if value is None or value.kind is None:
        await send_bytes(send, 204)
    elif value.kind == "http":
        response: RpcHttp = value.value
        headers = [*response.headers.items()]
        headers += [("set-cookie", cookie_text(cookie)) for cookie in response.cookies or ()]
        headers = [(name, text) for name, text in headers if name.lower() != "content-length"]
        body: bytes = response.body.value or b""
        await send_bytes(send, int(response.status_code), body, headers=headers)
    else:
        text = [("content-type", "text/plain; charset=utf-8")]
        await send_bytes(send, 200, str(value.value).encode(), headers=text)


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for key, value in raw:
        name, text = key.decode("latin-1"), value.decode("latin-1")
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    return headers


def _url(scope: Scope) -> str:
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    path = raw.decode("latin-1")
    search = scope["query_string"].decode("latin-1")
    place = header(scope, "host") or "localhost"
    return f"{scope['scheme']}://{place}{path}" + (f"?{search}" if search else "")
