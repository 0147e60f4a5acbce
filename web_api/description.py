"""The description of our HTTP API (OpenAPI 3.1), made from the registered routes and the shapes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import azure.functions as func
from azurefunctions.extensions.http.fastapi import Request, Response
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from backends.shop_data import CustomerRow, ProductRow
from backends.shop_orders import OrderRow
from backends.wiring import Backends
from doors.problems import STATUS_OF_CODE, Refused
from web_api import shapes as s
from web_api.answers import answered
from web_api.staff_commands import StaffBatch

blueprint = func.Blueprint()

_PARAMETER = re.compile(r"\{(\w+)\}")
_REFERENCES = "#/components/schemas/{model}"
_STREAM = "Server-sent events of the ChatKit protocol, or JSON for a request that does not stream."
_PROTOCOL = {
    "type": "object",
    "description": "A request of the ChatKit protocol.",
    "required": ["type"],
}


@dataclass(frozen=True, slots=True)
class Described:
    """What a route takes and gives; `codes` are the refusals beside those every route has."""

    answer: type[BaseModel] | str
    body: type[BaseModel] | Mapping[str, Any] | None = None
    signed_in: bool = True
    codes: tuple[str, ...] = ()


_FEED = ("bad_signature", "malformed", "too_large", "feed_conflict")

DESCRIBED: dict[tuple[str, str], Described] = {
    ("POST", "chatkit"): Described(
        "text/event-stream",
        _PROTOCOL,
        codes=("not_found", "malformed", "too_large", "command_refused"),
    ),
    ("POST", "session"): Described(
        s.SignedIn, s.SignInAsked, signed_in=False, codes=("not_found", "malformed", "throttled")
    ),
    ("GET", "session"): Described(s.Speaking),
    ("GET", "shop"): Described(s.ShopShown, signed_in=False),
    ("GET", "shop/switches"): Described(s.SwitchesShown),
    ("PUT", "shop/switches"): Described(s.SwitchesShown, s.SwitchAsked, codes=("malformed",)),
    ("GET", "cases"): Described(s.CaseList),
    ("GET", "cases/{case_id}"): Described(s.CaseDetail, codes=("not_found",)),
    ("GET", "cases/{case_id}/labels/{document}"): Described(
        "application/pdf", codes=("not_found",)
    ),
    ("PUT", "orders/{order_id}"): Described(s.FeedTaken, OrderRow, signed_in=False, codes=_FEED),
    ("PUT", "products/{product_id}"): Described(
        s.FeedTaken, ProductRow, signed_in=False, codes=_FEED
    ),
    ("PUT", "customers/{customer_id}"): Described(
        s.FeedTaken, CustomerRow, signed_in=False, codes=_FEED
    ),
    ("GET", "staff/cases"): Described(s.StaffCases, codes=("malformed",)),
    ("GET", "staff/cases/{owner_id}/{case_id}"): Described(s.StaffDetail, codes=("not_found",)),
    ("POST", "staff/cases/{owner_id}/{case_id}/commands"): Described(
        s.StaffAnswer, StaffBatch, codes=("not_found", "malformed", "command_refused", "stale_case")
    ),
    ("POST", "simulate/{act}"): Described(
        s.CaseSummary, s.SimulateAsked, codes=("not_found", "malformed", "command_refused")
    ),
    ("GET", "simulate/outbox"): Described(s.Outbox, codes=("not_found",)),
    ("GET", "health"): Described(s.Health, signed_in=False),
    ("GET", "openapi.json"): Described("application/json", signed_in=False, codes=("not_found",)),
}
_SIGNED_IN = ("not_signed_in", "not_allowed", "email_unverified", "throttled")


class Registered(Protocol):
    """An app of the Functions library. Its own listing may be asked once, and the worker does."""

    _function_builders: list[Any]


# The app that serves us; it is complete only after we were registered with it.
_served: list[Registered] = []


def describe(app: Registered) -> None:
    """Let this process describe an app. Safe to repeat: the last one counts."""
    _served[:] = [app]


@blueprint.route(route="openapi.json", methods=["GET"])
async def openapi(req: Request) -> Response:
    """Return this description; only where the product runs on one's own machine."""

    async def work(backends: Backends) -> dict[str, Any]:
        if backends.simulated is None:
            raise Refused("not_found", "The description is in the repository: make openapi.")
        return described(_served[0])

    return await answered(req, work)


@cache
def described(app: Registered) -> dict[str, Any]:
    """Return the description of everything an app serves over HTTP.

    Raises:
        KeyError: a route is registered that nothing is said about.
    """
    paths: dict[str, dict[str, Any]] = {}
    for method, route, function in routes(app):
        operation = _operation(function, route, DESCRIBED[method, route])
        paths.setdefault(f"/api/{route}", {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Order Returns", "version": "0.1.0", "license": {"name": "MIT"}},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of the issuer.",
                }
            },
        },
    }


def routes(app: Registered) -> Iterable[tuple[str, str, Any]]:
    """Yield method, route and function of everything served over HTTP."""
    for builder in app._function_builders:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        registered = builder._function  # noqa: SLF001 - as above
        trigger = registered.get_trigger()
        if trigger is None or trigger.get_binding_name() != "httpTrigger":
            continue
        for method in trigger.methods:
            yield method.value, trigger.route, registered.get_user_function()


def _operation(function: Any, route: str, told: Described) -> dict[str, Any]:
    summary, _, rest = (inspect.getdoc(function) or "").partition("\n")
    operation: dict[str, Any] = {
        "operationId": f"{function.__name__}",
        "summary": summary,
        "responses": {"200": _answer(told.answer)} | _problems(told),
    }
    if rest.strip():
        operation["description"] = " ".join(rest.split())
    names = _PARAMETER.findall(route)
    if names:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in names
        ]
    if told.body:
        schema = _reference(told.body) if isinstance(told.body, type) else dict(told.body)
        content = {"application/json": {"schema": schema}}
        operation["requestBody"] = {"required": True, "content": content}
    if told.signed_in:
        operation["security"] = [{"token": []}]
    return operation


def _answer(answer: type[BaseModel] | str) -> dict[str, Any]:
    if isinstance(answer, str):
        described = _STREAM if answer == "text/event-stream" else "The document."
        return {"description": described, "content": {answer: {"schema": {}}}}
    said = inspect.cleandoc(answer.__doc__ or "") or answer.__name__
    return {"description": said, "content": {"application/json": {"schema": _reference(answer)}}}


def _problems(told: Described) -> dict[str, Any]:
    codes = [*told.codes, *(_SIGNED_IN if told.signed_in else ()), "unavailable"]
    by_status: dict[str, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(str(STATUS_OF_CODE[code]), []).append(code)
    content = {"application/json": {"schema": _reference(s.ProblemBody)}}
    return {
        status: {"description": ", ".join(known), "content": content}
        for status, known in sorted(by_status.items())
    }


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFERENCES.format(model=model.__name__)}


def _schemas() -> dict[str, Any]:
    named = [s.ProblemBody]
    for told in DESCRIBED.values():
        named += [one for one in (told.answer, told.body) if isinstance(one, type)]
    models = [(model, "serialization") for model in dict.fromkeys(named)]
    _, schemas = models_json_schema(models, ref_template=_REFERENCES)  # type: ignore[arg-type]
    return schemas["$defs"]
