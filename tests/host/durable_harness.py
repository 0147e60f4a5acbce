"""A durable engine for tests: real SDK orchestrators, no worker process, a clock set by hand."""

import asyncio
import json
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import azure.durable_functions as df

from local_host.durable import Answer, Durable, DurableSettings
from local_host.durable_store import TERMINAL
from local_host.protos import Message, TypedData
from local_host.worker import Function, InvocationFailed

BASE_URL = "http://127.0.0.1:1"


class FakeClock:
    """The machine's time plus what the test added."""

    def __init__(self) -> None:
        self.offset_seconds = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset_seconds)  # noqa: TID251 - it is a clock

    def advance(self, seconds: float) -> None:
        self.offset_seconds += seconds


class FakeWorker:
    """Runs orchestrators through the SDK's own replay and activities as plain functions."""

    def __init__(self) -> None:
        # The SDK asks for types once per process; the product passes plain JSON.
        warnings.filterwarnings("ignore", message="azure.functions df_loads was called")
        self.functions: dict[str, Function] = {}
        self.client_binding = ""
        self.payloads: list[dict[str, Any]] = []
        self.ran: list[tuple[str, Any]] = []
        self.replies: list[dict[str, Any]] = []
        self._bodies: dict[str, Callable[..., Any]] = {}

    def orchestrator(self, body: Callable[..., Any]) -> Callable[..., Any]:
        return self._add("orchestrationTrigger", body)

    def activity(self, body: Callable[..., Any]) -> Callable[..., Any]:
        return self._add("activityTrigger", body)

    async def invoke(self, function: Function, trigger: TypedData, **_options: object) -> Message:
        body = self._bodies[function.name]
        try:
            if function.kind == "orchestrationTrigger":
                text = self._replay(body, trigger.value)
            else:
                text = await self._perform(function.name, body, trigger.value)
        except Exception as error:
            raise InvocationFailed(f"{type(error).__name__}: {error}", "the stack") from error
        return Message(return_value=TypedData(json=text))

    def _replay(self, body: Callable[..., Any], payload: str) -> str:
        self.payloads.append(json.loads(payload))
        context = df.DurableOrchestrationContext.from_json(payload)
        reply = df.Orchestrator(body).handle(context)
        self.replies.append(json.loads(reply))
        return reply

    async def _perform(self, name: str, body: Callable[..., Any], text: str) -> str:
        value = json.loads(text)
        self.ran.append((name, value))
        result = body(value)
        return json.dumps(await result if asyncio.iscoroutine(result) else result)

    def _add(self, kind: str, body: Callable[..., Any]) -> Callable[..., Any]:
        name = body.__name__
        self.functions[name] = Function(name, name, kind, {"name": "input", "type": kind})
        self._bodies[name] = body
        return body

    def count(self, name: str) -> int:
        return sum(1 for ran, _ in self.ran if ran == name)


class Hub:
    """One engine on one file, and the few calls tests make of it."""

    def __init__(
        self, worker: Any, path: Path, clock: Any = None, base: str = BASE_URL, **settings: Any
    ) -> None:
        self.worker = worker
        self.clock = clock or FakeClock()
        self.durable = Durable(
            worker, path, base, DurableSettings(hub="TestHub", **settings), self.clock
        )

    async def __aenter__(self) -> Self:
        await self.durable.recover()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.durable.close(0)

    async def call(
        self, method: str, path: str, body: bytes = b"", content_type: str = "", **query: str
    ) -> Answer:
        if body and not content_type:
            content_type = "application/json"
        return await self.durable.handle(method, path, query, content_type, body)

    async def start(self, name: str, instance_id: str, value: object = None) -> Answer:
        # The client encodes its input twice.
        body = b"" if value is None else json.dumps(json.dumps(value)).encode()
        return await self.call("POST", f"orchestrators/{name}/{instance_id}", body)

    async def ring(self, instance_id: str, event: str, value: object = None) -> Answer:
        body = json.dumps(value).encode()
        return await self.call("POST", f"instances/{instance_id}/raiseEvent/{event}", body)

    async def status(self, instance_id: str, **query: str) -> dict[str, Any]:
        body: Any = (await self.call("GET", f"instances/{instance_id}", **query)).body
        return body

    async def history(self, instance_id: str) -> list[dict[str, Any]]:
        body = await self.status(instance_id, showHistory="true", showHistoryOutput="true")
        return body["historyEvents"]

    async def until(self, instance_id: str, *statuses: str) -> dict[str, Any]:
        """Return the instance as soon as it has one of the statuses."""
        found: dict[str, Any] = {}

        async def reached() -> bool:
            nonlocal found
            found = await self.status(instance_id)
            status = found["runtimeStatus"]
            assert status in statuses or status not in TERMINAL, found
            return status in statuses

        await eventually(reached)
        return found

    async def until_custom(self, instance_id: str, value: object) -> None:
        async def reached() -> bool:
            return (await self.status(instance_id))["customStatus"] == value

        await eventually(reached)

    async def settle(self) -> None:
        """Return when the engine has nothing to do: nothing queued, running or ordered."""
        dispatcher, activities = self.durable._dispatcher, self.durable._activities

        async def idle() -> bool:
            return not (dispatcher._queue or dispatcher._running or activities._running)

        await eventually(idle)

    async def pass_time(self, seconds: float) -> None:
        """Advance the clock, fire what is due and let it have its effect."""
        self.clock.advance(seconds)
        self.durable.clock_moved()
        await self.settle()


async def eventually(holds: Callable[[], Any], seconds: float = 10.0) -> None:
    """Return as soon as a claim holds; fail when it never does."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - the engine has nothing to subscribe to
            await asyncio.sleep(0.001)
