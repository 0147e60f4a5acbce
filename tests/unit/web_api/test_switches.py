"""The switches of the shop over HTTP: operators turn them, everybody else is kept out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backends.issuer_local import issue_token
from backends.people import Person
from doors.house import CLOCK
from tests.unit.web_api.site import problem, with_token

if TYPE_CHECKING:
    import httpx
    from fastapi import FastAPI

    from tests.unit.chatkit_adapter.tab import House

PATH = "/api/shop/switches"
PAUSE = {"name": "pause-refunds", "on": True, "why": "the bank is down"}


def somebody(site: FastAPI, house: House, *roles: str, role: Any = "staff") -> httpx.AsyncClient:
    person = Person("STAFF-9", "Ines", "ines@example.com", role, roles=roles)
    assert house.backends.samples is not None
    return with_token(site, issue_token(person, house.backends.samples.key, CLOCK.now()))


@pytest.fixture
def operator(site: FastAPI, house: House) -> httpx.AsyncClient:
    return somebody(site, house, "ops")


async def test_an_operator_turns_a_switch_and_everybody_can_see_who_did(
    operator: httpx.AsyncClient, nobody: httpx.AsyncClient
) -> None:
    answer = await operator.put(PATH, json=PAUSE)
    body = (await operator.get(PATH)).json()

    assert answer.status_code == 200
    assert answer.json() == body
    assert body["switches"] == {
        "rules-only": False, "pause-refunds": True, "no-new-returns": False,
    }  # fmt: skip
    (turned,) = body["history"]
    assert (turned["by"], turned["why"]) == ("STAFF-9", "the bank is down")
    assert (await nobody.get("/api/health")).status_code == 200


async def test_turning_it_twice_leaves_one_entry(operator: httpx.AsyncClient) -> None:
    for _ in range(2):
        body = (await operator.put(PATH, json=PAUSE)).json()
    assert len(body["history"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "launch-missiles"},
        {"on": "true"},
        {"on": 1},
        {"why": " "},
        {"name": None},
    ],
)
async def test_a_wrong_turn_is_refused_and_changes_nothing(
    operator: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    answer = await operator.put(PATH, json=PAUSE | wrong)

    assert problem(answer) == (400, "malformed")
    assert not any((await operator.get(PATH)).json()["switches"].values())


@pytest.mark.parametrize("roles", [(), ("agent",), ("lead", "warehouse"), ("OPS",)])
async def test_other_staff_turn_nothing(
    site: FastAPI, house: House, roles: tuple[str, ...]
) -> None:
    client = somebody(site, house, *roles)

    assert problem(await client.put(PATH, json=PAUSE)) == (403, "not_allowed")
    assert problem(await client.get(PATH)) == (403, "not_allowed")


async def test_a_customer_who_says_to_be_an_operator_is_none(site: FastAPI, house: House) -> None:
    client = somebody(site, house, "ops", role="customer")

    assert problem(await client.put(PATH, json=PAUSE)) == (403, "not_allowed")


async def test_nobody_turns_nothing(nobody: httpx.AsyncClient) -> None:
    assert problem(await nobody.put(PATH, json=PAUSE)) == (401, "not_signed_in")
