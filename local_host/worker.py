"""Drives the Azure Functions Python worker inside this process."""

import asyncio
import importlib
import json
import os
import sys
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from local_host import protos
from local_host.protos import Message, ParameterBinding, TypedData

type ASGIApp = Callable[[Any, Any, Any], Awaitable[None]]


class IndexingFailed(Exception):
    """The worker could not load the app; the text is the worker's own.

    `stack` is the traceback the worker kept, for the terminal.
    """

    def __init__(self, message: str, stack: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.stack = stack


class InvocationFailed(Exception):
    """A function raised; `message` is exactly what the worker reported: `Type: text`."""

    def __init__(self, message: str, stack: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.stack = stack


@dataclass(frozen=True)
class Function:
    """One indexed function and what triggers it."""

    name: str
    function_id: str
    kind: str
    trigger: dict[str, Any]
    bindings: tuple[dict[str, Any], ...] = ()
    retried: bool = False

    @property
    def client_parameters(self) -> tuple[str, ...]:
        """Parameters that receive a Durable client."""
        return tuple(b["name"] for b in self.bindings if b["type"] == "durableClient")

    @property
    def durable_name(self) -> str:
        """The name orchestrations and activities are called by."""
        return self.trigger.get("orchestration") or self.trigger.get("activity") or self.name


class Rendezvous:
    """Where a streaming request and its invocation find each other inside the worker.

    The worker never forgets a meeting; `close` does, once the response has been sent.
    """

    def __init__(self, invocation_id: str) -> None:
        http: Any = importlib.import_module("azure_functions_runtime.http_v2")
        self._meetings: dict[str, Any] = http.http_coordinator._context_references  # noqa: SLF001 - pinned, see _capture_web_app
        self._invocation_id = invocation_id
        self._meetings[invocation_id] = http.AsyncContextReference()

    def fail(self, failure: BaseException | None) -> None:
        """Answer a request whose invocation ended without an answer."""
        meeting = self._meetings.get(self._invocation_id)
        if meeting is None or failure is None or meeting.http_response_available_event.is_set():
            return
        cause = failure if isinstance(failure, Exception) else InvocationFailed(str(failure))
        meeting.http_response = cause

    def close(self) -> None:
        """Forget the meeting."""
        self._meetings.pop(self._invocation_id, None)


class Worker:
    """The one app of this process: the worker keeps its registry in module globals.

    Args:
        app_dir: the folder that holds `function_app.py`.
        timeout_seconds: how long one invocation may run; None means without end.
    """

    def __init__(self, app_dir: Path, *, timeout_seconds: float | None = None) -> None:
        self.functions: dict[str, Function] = {}
        self.client_binding = ""
        self.web_app: ASGIApp | None = None
        self._app_dir = app_dir.resolve()
        self._timeout_seconds = timeout_seconds
        self._runtime: Any = None

    async def start(self) -> None:
        """Import the app and index its functions.

        Raises:
            IndexingFailed: the app does not load; the message is the worker's.
        """
        os.chdir(self._app_dir)
        sys.path.insert(0, str(self._app_dir))
        self._runtime = importlib.import_module("azure_functions_runtime")
        _capture_web_app(self)
        self._runtime.start_threadpool_executor()
        init = Message(capabilities={}, function_app_directory=str(self._app_dir))
        request = Message(
            request=Message(worker_init_request=init),
            properties={"host": "127.0.0.1", "protos": protos},
        )
        _raise_for(await self._runtime.worker_init_request(request), IndexingFailed)
        metadata = await self._runtime.functions_metadata_request(request)
        found = map(_function, metadata.function_metadata_results or ())
        self.functions = {function.name: function for function in found}

    @property
    def streams_http(self) -> bool:
        """True when the app imports the FastAPI extension; then every route streams."""
        return self.web_app is not None

    async def invoke(
        self,
        function: Function,
        trigger: TypedData,
        *,
        invocation_id: str | None = None,
        metadata: Mapping[str, TypedData] | None = None,
    ) -> Message:
        """Run one function and return the worker's response, with its `return_value`.

        Raises:
            InvocationFailed: the function raised, or ran longer than `functionTimeout`.
        """
        invocation_id = invocation_id or str(uuid.uuid4())
        bound = [ParameterBinding(name=function.trigger["name"], data=trigger)]
        client = TypedData(string=self.client_binding)
        bound += [ParameterBinding(name=name, data=client) for name in function.client_parameters]
        request = Message(
            invocation_id=invocation_id,
            function_id=function.function_id,
            input_data=bound,
            trigger_metadata=dict(metadata or {}),
            trace_context=Message(trace_parent="", trace_state="", attributes={}),
            retry_context=Message(retry_count=0, max_retry_count=0),
        )
        envelope = Message(request=Message(invocation_request=request))
        try:
            async with asyncio.timeout(self._timeout_seconds):
                response = await self._runtime.invocation_request(envelope)
        except TimeoutError:
            raise InvocationFailed(
                f"FunctionTimeoutException: {function.name} ran longer than the"
                f" functionTimeout of {self._timeout_seconds:g} seconds in host.json"
            ) from None
        _raise_for(response, InvocationFailed)
        return response

    def rendezvous(self, invocation_id: str) -> Rendezvous:
        """Prepare the place where a streaming request meets its invocation."""
        return Rendezvous(invocation_id)

    def close(self) -> None:
        """Let go of the worker's threads without waiting for them."""
        executor = self._runtime.get_threadpool_executor() if self._runtime else None
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)


def _raise_for(response: Message, error: type[IndexingFailed] | type[InvocationFailed]) -> None:
    if response.result.status != protos.StatusResult.Success:
        cause = response.result.exception
        raise error(cause.message, cause.stack_trace or "")


def _function(metadata: Message) -> Function:
    bindings = tuple(cast("dict[str, Any]", json.loads(raw)) for raw in metadata.raw_bindings)
    trigger = next(b for b in bindings if b["type"].lower().endswith("trigger"))
    return Function(
        name=metadata.name,
        function_id=metadata.function_id,
        kind=trigger["type"],
        trigger=trigger,
        bindings=bindings,
        retried=metadata.retry_options is not None,
    )


def _capture_web_app(worker: Worker) -> None:
    """Keep the FastAPI app the worker would serve on a second port, and serve none.

    The names patched here are private to azure-functions-runtime 1.3.0, which is pinned for it.
    """
    events: Any = importlib.import_module("azure_functions_runtime.handle_event")
    http: Any = importlib.import_module("azure_functions_runtime.http_v2")

    class CapturedServer:
        def __init__(self, _host: str, _port: int, web_app: Any) -> None:
            worker.web_app = web_app.get_app()

        async def serve(self) -> None:
            """Nothing to serve: the host calls the app directly."""

    def initialize(host: str) -> str:
        tracker = http.HttpV2Registry.ext_base().ModuleTrackerMeta
        extension: Any = importlib.import_module(tracker.get_module())
        extension.WebServer = CapturedServer
        return http.initialize_http_server(host)

    events.initialize_http_server = initialize
