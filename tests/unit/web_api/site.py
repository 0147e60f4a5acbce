"""The HTTP functions as one small app in this process: their routes and bodies, no host."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import httpx
from fastapi import FastAPI, Request, Response

from backends.issuer_local import issue_token
from backends.people import Person
from chatkit_adapter import http
from doors.house import CLOCK
from tests.fakes import MemoryInstances
from tests.unit.chatkit_adapter.tab import House
from web_api import (
    cases,
    description,
    feeds,
    health,
    labels,
    session,
    shop,
    simulate,
    staff,
    switches,
)

_MODULES = (
    http,
    session,
    shop,
    switches,
    cases,
    labels,
    feeds,
    staff,
    simulate,
    health,
    description,
)


def a_site(instances: MemoryInstances) -> FastAPI:
    """Return an app that serves what `function_app` registers for HTTP."""
    app = FastAPI()
    for module in _MODULES:
        for builder in module.blueprint._function_builders:
            function = builder._function
            trigger = function.get_trigger()
            methods = [method.value for method in trigger.methods]
            endpoint = _endpoint(function._func, instances)
            app.add_api_route(f"/api/{trigger.route}", endpoint, methods=methods)
    return app


def _endpoint(
    function: Callable[..., Coroutine[Any, Any, Response]], instances: MemoryInstances
) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    # The Durable decorator wraps what takes a client, to make one of the binding's text.
    inner = getattr(function, "__wrapped__", None)

    async def endpoint(req: Request) -> Response:
        return await (inner(req, instances) if inner else function(req))

    return endpoint


def a_client(app: FastAPI, owner: str = "", role: Any = "customer", *, house: House) -> Any:
    """Return a client, signed in when an owner is named."""
    token = ""
    if owner:
        person = Person(owner, owner, f"{owner}@example.com", role)
        assert house.backends.samples is not None
        token = issue_token(person, house.backends.samples.key, CLOCK.now())
    return with_token(app, token)


def with_token(app: FastAPI, token: str) -> httpx.AsyncClient:
    """Return a client that sends a token, or none when it is empty."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://site", headers=headers)


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Return status and code, after holding the body to its one shape."""
    body = answer.json()
    assert body.keys() == {"code", "message", "trace_id"}
    assert body["message"]
    assert len(body["trace_id"]) == 32
    return answer.status_code, body["code"]
