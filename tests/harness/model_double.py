"""A Responses API without a network: it says what it is told to, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
from openai import AsyncOpenAI

type Arguments = dict[str, Any] | str
type Reply = "Calls | Refusal | Callable[[dict[str, Any]], Calls | Refusal]"

ADDRESS = "https://model.example/openai/v1/"
USAGE = {
    "input_tokens": 900, "output_tokens": 40, "total_tokens": 940,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens_details": {"reasoning_tokens": 0},
}  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """An answer of a status, without a stream."""

    status: int
    retry_after: str = ""

    def response(self) -> httpx2.Response:
        headers = {"retry-after": self.retry_after} if self.retry_after else {}
        body = {"error": {"message": "no", "type": "refused"}}
        return httpx2.Response(self.status, json=body, headers=headers)


@dataclass(frozen=True)
class Calls:
    """A streamed answer that calls tools, or says a text.

    With `broken` it ends in that way after so many events: `cut`, `ended`, `corrupt`, `silent`;
    or it is `paused` there until the double is resumed.
    """

    calls: tuple[tuple[str, Arguments], ...] = ()
    text: str = ""
    broken: str = ""
    after: int = 0
    usage: Mapping[str, Any] | None = field(default_factory=lambda: USAGE)

    def frames(self) -> Iterator[bytes]:
        for number, event in enumerate(self._events()):
            told = {"sequence_number": number} | event
            yield f"event: {event['type']}\ndata: {json.dumps(told)}\n\n".encode()

    def _events(self) -> Iterator[dict[str, Any]]:
        items = [_call(number, *call) for number, call in enumerate(self.calls)]
        items += [_message(self.text)] if self.text else []
        yield {"type": "response.created", "response": _response("in_progress", [], None)}
        for place, item in enumerate(items):
            begun = item | {"status": "in_progress"}
            yield {"type": "response.output_item.added", "output_index": place, "item": begun}
            yield {"type": "response.output_item.done", "output_index": place, "item": item}
        yield {"type": "response.completed", "response": _response("completed", items, self.usage)}


def calling(*calls: tuple[str, Arguments], **how: Any) -> Calls:
    return Calls(calls, **how)


@dataclass
class ModelDouble:
    """Gives its replies in order, the last one for ever."""

    replies: list[Reply]
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    sizes: list[int] = field(default_factory=list[int])
    tokens: list[str] = field(default_factory=list[str])
    silent: asyncio.Event = field(default_factory=asyncio.Event)
    resumed: asyncio.Event = field(default_factory=asyncio.Event)
    _left: asyncio.Event = field(default_factory=asyncio.Event)

    def client(self, api_key: Any = "key") -> AsyncOpenAI:
        """Return a client of this model, which is never to be closed: it holds nothing open."""
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(self._answer))
        return AsyncOpenAI(base_url=ADDRESS, api_key=api_key, http_client=http)

    async def nobody_waits(self) -> None:
        """Wait until a silent answer is waited for no longer."""
        async with asyncio.timeout(5):
            await self._left.wait()

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        assert request.url.path == "/openai/v1/responses"
        self.asked.append(json.loads(request.content))
        self.sizes.append(len(request.content))
        self.tokens.append(request.headers["authorization"])
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        reply = reply if isinstance(reply, Calls | Refusal) else reply(self.asked[-1])
        if isinstance(reply, Refusal):
            return reply.response()
        if reply.broken == "silent" and not reply.after:
            await self._for_ever()
        stream = _Stream(self._stream(reply))
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=stream)

    async def _stream(self, reply: Calls) -> AsyncIterator[bytes]:
        for number, frame in enumerate(reply.frames()):
            match reply.broken if number == reply.after else "":
                case "cut":
                    raise httpx2.RemoteProtocolError("peer closed connection")
                case "silent":
                    await self._for_ever()
                case "paused":
                    await self.resumed.wait()
                case "corrupt":
                    yield b"data: {not json\n\n"
                    return
                case "ended":
                    return
            yield frame

    async def _for_ever(self) -> None:
        self.silent.set()
        try:
            await asyncio.Event().wait()
        finally:
            self._left.set()


class _Stream(httpx2.AsyncByteStream):
    def __init__(self, frames: AsyncIterator[bytes]) -> None:
        self._frames = frames

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for frame in self._frames:
            yield frame


def _call(number: int, tool: str, arguments: Arguments) -> dict[str, Any]:
    stated = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return {
        "type": "function_call", "id": f"fc_{number}", "call_id": f"call_{number}",
        "name": tool, "arguments": stated, "status": "completed",
    }  # fmt: skip


def _message(text: str) -> dict[str, Any]:
    said = [{"type": "output_text", "text": text, "annotations": []}]
    return {
        "type": "message", "id": "msg_1", "role": "assistant", "content": said,
        "status": "completed",
    }  # fmt: skip


def _response(
    status: str, output: list[dict[str, Any]], usage: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {
        "id": "resp_1", "object": "response", "created_at": 1, "model": "chat", "status": status,
        "output": output, "parallel_tool_calls": True, "tool_choice": "required", "tools": [],
        "usage": usage,
    }  # fmt: skip
