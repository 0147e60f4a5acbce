"""The description of the HTTP API is complete, well formed, and true of what is answered."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from doors import house as door
from function_app import app
from tests.unit.web_api.test_switches import PATH, PAUSE, somebody
from web_api import shapes
from web_api.description import DESCRIBED, described, routes

if TYPE_CHECKING:
    import httpx
    from fastapi import FastAPI
    from pydantic import BaseModel

    from tests.unit.chatkit_adapter.tab import House, Tab


def references(told: Any) -> set[str]:
    return set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(told)))


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, told)
        for path, methods in described(app)["paths"].items()
        for method, told in methods.items()
    ]


def test_every_route_is_described_and_nothing_else() -> None:
    served = {(method, route) for method, route, _ in routes(app)}
    assert served == DESCRIBED.keys()
    assert len(operations()) == len(served)


def test_every_operation_says_what_it_does_under_a_name_of_its_own() -> None:
    assert all(told["summary"].endswith(".") for _, _, told in operations())
    names = [told["operationId"] for _, _, told in operations()]
    assert len(set(names)) == len(names)


def test_every_reference_leads_somewhere() -> None:
    whole = described(app)
    assert references(whole) - whole["components"]["schemas"].keys() == set()


def test_every_parameter_of_a_path_is_declared() -> None:
    for _, path, told in operations():
        named = {one["name"] for one in told.get("parameters", ())}
        assert named == set(re.findall(r"\{(\w+)\}", path))


def test_only_what_needs_no_token_goes_without() -> None:
    free = {(method, path) for method, path, told in operations() if "security" not in told}
    assert free == {
        ("get", "/api/health"), ("get", "/api/shop"), ("post", "/api/session"),
        ("get", "/api/openapi.json"), ("put", "/api/orders/{order_id}"),
        ("put", "/api/products/{product_id}"), ("put", "/api/customers/{customer_id}"),
    }  # fmt: skip


def test_every_operation_may_be_unavailable_and_says_so() -> None:
    assert all("503" in told["responses"] for _, _, told in operations())


async def test_what_is_answered_is_what_is_described(
    robert: httpx.AsyncClient,
    nobody: httpx.AsyncClient,
    site: FastAPI,
    house: House,
    tab: Tab,
) -> None:
    await tab.to_the_recap()
    case_id = (await tab.case()).ref.case_id
    operator = somebody(site, house, "ops")
    answers: list[tuple[type[BaseModel], httpx.Response]] = [
        (shapes.CaseList, await robert.get("/api/cases")),
        (shapes.CaseDetail, await robert.get(f"/api/cases/{case_id}")),
        (shapes.Speaking, await robert.get("/api/session")),
        (shapes.ShopShown, await nobody.get("/api/shop")),
        (shapes.Health, await nobody.get("/api/health")),
        (shapes.Outbox, await robert.get("/api/simulate/outbox")),
        (shapes.SwitchesShown, await operator.put(PATH, json=PAUSE)),
        (shapes.ProblemBody, await nobody.get("/api/cases")),
    ]
    for shape, answer in answers:
        assert shape.model_validate_json(answer.text), (shape, answer.text)


@pytest.mark.parametrize("played", [True, False])
async def test_it_is_shown_on_ones_own_machine_only(
    nobody: httpx.AsyncClient, house: House, *, played: bool
) -> None:
    if not played:
        door._opened[:] = [replace(house.backends, simulated=None)]
    answer = await nobody.get("/api/openapi.json")
    assert answer.status_code == (200 if played else 404)
    if played:
        assert answer.json() == described(app)
