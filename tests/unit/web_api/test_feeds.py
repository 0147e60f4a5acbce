"""Live data over HTTP: only what the shop's own system has signed, for its place, just now."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from doors import house as door
from doors.house import CLOCK
from tests.fakes import MemoryInstances
from tests.unit.chatkit_adapter.tab import ROBERT, House, Tab
from tests.unit.web_api.site import problem
from tests.zava import zava_edition
from tools.sign_feed import public_text, signed

if TYPE_CHECKING:
    import httpx

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
PATH = "/api/orders/ORD-79001"
LINE = {
    "line_id": "2", "product_id": "PRD-1005", "quantity": 2, "unit_price_minor": 8_999,
}  # fmt: skip
OTHERS = [
    {"line_id": "1", "product_id": "PRD-1001", "quantity": 1, "unit_price_minor": 29_999},
    {"line_id": "3", "product_id": "PRD-1010", "quantity": 1, "unit_price_minor": 1_499},
]
ORDER: dict[str, Any] = {
    "order_id": "ORD-79001",
    "customer_id": ROBERT,
    "status": "delivered",
    "currency": "USD",
    "placed": "2026-01-20",
    "delivered": "2026-02-20",
    "tenders": [
        {"tender_id": "T1", "kind": "card", "label": "Visa", "captured_minor": 49_496},
    ],
    "lines": [LINE, *OTHERS],
    "version": 1,
}


@pytest.fixture
def system(house: House, nobody: httpx.AsyncClient) -> httpx.AsyncClient:
    """Return a client of a shop that trusts one key."""
    edition = zava_edition()
    shop = replace(edition.rules.shop, feeds={"erp": public_text(KEY)})
    rules = replace(edition, rules=replace(edition.rules, shop=shop))
    house.backends = replace(house.backends, rules=rules)
    door._opened[:] = [house.backends]
    return nobody


async def put(
    client: httpx.AsyncClient,
    path: str = PATH,
    row: object = ORDER,
    *,
    key: Ed25519PrivateKey = KEY,
    kid: str = "erp",
    signed_path: str = "",
    age: int = 0,
    body: bytes | None = None,
) -> httpx.Response:
    text = json.dumps(row).encode()
    at = int(CLOCK.now().timestamp()) - age
    signature = signed(text, signed_path or path, key, kid, at)
    headers = {"Feed-Signature": signature, "Content-Type": "application/json"}
    return await client.put(path, content=body or text, headers=headers)


async def test_a_signed_order_is_taken_once(system: httpx.AsyncClient) -> None:
    first, again = await put(system), await put(system)

    assert first.json() == {"outcome": "applied", "rung": 0}
    assert again.json() == {"outcome": "unchanged", "rung": 0}
    assert (await put(system, row=ORDER | {"version": 0})).json()["outcome"] == "late"


async def test_an_open_return_the_order_concerns_is_rung(
    system: httpx.AsyncClient, tab: Tab, instances: MemoryInstances
) -> None:
    await tab.to_the_recap()
    case = await tab.case()
    before = len(instances.calls)

    assert (await put(system)).json() == {"outcome": "applied", "rung": 1}
    assert instances.calls[before:] == [("doorbell", case.ref.case_id)]


@pytest.mark.parametrize(
    "forged",
    [
        {"key": OTHER},
        {"kid": "unheard"},
        {"kid": ""},
        {"signed_path": "/api/orders/ORD-79002"},
        {"signed_path": "/api/customers/ORD-79001"},
        {"age": 301},
        {"age": -301},
        {"body": json.dumps(ORDER | {"version": 9}).encode()},
        {"body": b"{}"},
    ],
)
async def test_what_was_not_signed_for_this_place_and_moment_is_refused_alike(
    system: httpx.AsyncClient, forged: dict[str, Any]
) -> None:
    answer = await put(system, **forged)

    assert problem(answer) == (401, "bad_signature")
    assert (await put(system)).json()["outcome"] == "applied"


@pytest.mark.parametrize(
    "header",
    [
        "", "x.y.z", "a..b", "eyJhbGciOiJub25lIiwia2lkIjoiZXJwIn0..",
        "eyJhbGciOiJIUzI1NiIsImtpZCI6ImVycCIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..AAAA",
        "A" * 5_000,
    ],
)  # fmt: skip
async def test_what_is_no_signature_of_ours_is_refused(
    system: httpx.AsyncClient, header: str
) -> None:
    answer = await system.put(PATH, json=ORDER, headers={"Feed-Signature": header})

    assert problem(answer) == (401, "bad_signature")


async def test_a_customers_token_signs_nothing(
    system: httpx.AsyncClient, robert: httpx.AsyncClient
) -> None:
    assert system
    assert problem(await robert.put(PATH, json=ORDER)) == (401, "bad_signature")


async def test_a_shop_without_keys_takes_nothing(nobody: httpx.AsyncClient, house: House) -> None:
    assert house
    assert problem(await put(nobody)) == (401, "bad_signature")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"order_id": "ORD-1"}, "order_id: it is another one than in the path"),
        ({"currency": "ZZZ"}, "currency: ZZZ is not a currency"),
        ({"tenders": []}, "0 captured by tenders"),
        ({"lines": [LINE | {"quantity": -1}]}, "lines.0.quantity"),
        ({"lines": [LINE | {"unit_price_minor": 89.99}]}, "lines.0.unit_price_minor"),
        ({"color": "red"}, "color"),
        ({"placed": "someday"}, "placed: write an ISO date"),
    ],
)
async def test_a_bad_row_is_refused_by_path_and_nothing_is_stored(
    system: httpx.AsyncClient, changes: dict[str, Any], told: str
) -> None:
    answer = await put(system, row=ORDER | changes)

    assert problem(answer) == (400, "malformed")
    assert told in answer.json()["message"]
    assert (await put(system)).json()["outcome"] == "applied"


async def test_contradictions_are_conflicts(system: httpx.AsyncClient) -> None:
    await put(system)
    other = ORDER | {"points_earned": 10}

    assert problem(await put(system, row=other)) == (409, "feed_conflict")
    assert problem(await put(system, row=other | {"version": 2, "customer_id": "CUST-1002"})) == (
        409, "feed_conflict",
    )  # fmt: skip


async def test_products_and_customers_are_taken_too(system: httpx.AsyncClient) -> None:
    product = {
        "product_id": "PRD-9", "name": "Lamp", "category": "home", "price_minor": 100, "version": 1,
    }  # fmt: skip
    customer = {
        "customer_id": "CUST-9", "name": "Ida Falk", "email": "ida@example.com", "version": 1,
        "tier": "gold", "member_since": "2026-01-01",
        "address": {"name": "Ida Falk", "street": "1 Elm", "city": "Ely", "postal_code": "1",
                    "country": "GB"},
    }  # fmt: skip
    loop = product | {"product_id": "PRD-8", "parts": ["PRD-8"]}

    assert (await put(system, "/api/products/PRD-9", product)).json()["outcome"] == "applied"
    assert (await put(system, "/api/customers/CUST-9", customer)).json()["outcome"] == "applied"
    assert problem(await put(system, "/api/products/PRD-8", loop)) == (400, "malformed")
    diamond = customer | {"tier": "diamond"}
    assert problem(await put(system, "/api/customers/CUST-9", diamond)) == (400, "malformed")


async def test_a_customer_who_changes_has_their_open_returns_rung(
    system: httpx.AsyncClient, tab: Tab, instances: MemoryInstances
) -> None:
    await tab.to_the_recap()
    case = await tab.case()
    path = f"/api/customers/{ROBERT}"
    customer = {
        "customer_id": ROBERT, "name": "Robert Johnson", "email": "rob@example.com", "version": 1,
        "tier": "gold", "member_since": "2019-03-14",
        "address": {"name": "Robert Johnson", "street": "1 Elm", "city": "Ely",
                    "postal_code": "1", "country": "GB"},
    }  # fmt: skip
    before = len(instances.calls)

    assert (await put(system, path, customer)).json() == {"outcome": "applied", "rung": 1}
    assert instances.calls[before:] == [("doorbell", case.ref.case_id)]
    assert (await put(system, path, customer)).json() == {"outcome": "unchanged", "rung": 0}
