"""Two customers, every route: what is another's cannot be told from what does not exist."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from chatkit.types import NonStreamingReq, StreamingReq
from fastapi import FastAPI

from chatkit_adapter.request import _NOT_OFFERED
from doors.house import CLOCK
from tests.issuers import MemoryIssuer
from tests.unit.chatkit_adapter.tab import AMELIA, House, Tab
from tests.unit.web_api.site import a_client, problem, with_token
from tests.unit.web_api.test_routes import labeled

HELLO = {"content": [{"type": "input_text", "text": "hi"}], "attachments": [],
         "inference_options": {}}  # fmt: skip
ACTION = {"type": "confirm_return", "payload": {"case_id": "{case}", "revision": 1}}


@dataclass(frozen=True, slots=True)
class Named:
    """Ids of somebody's, or of nobody's."""

    case: str
    thread: str
    item: str

    def in_place(self, value: Any) -> Any:
        """Return a request with the ids where its template names them."""
        if isinstance(value, dict):
            return {name: self.in_place(part) for name, part in value.items()}
        if isinstance(value, str):
            return value.format(case=self.case, thread=self.thread, item=self.item)
        return value


def a_call(method: str, path: str, body: dict[str, Any] | None = None):
    async def ask(client: httpx.AsyncClient, named: Named) -> httpx.Response:
        return await client.request(method, named.in_place(path), json=named.in_place(body))

    return ask


def a_talk(request: str, **params: Any):
    return a_call("POST", "/api/chatkit", {"type": request, "params": params})


IN_THREAD = {"thread_id": "{thread}"}
# Every request of the chat protocol that names something.
TALK = {
    "threads.get_by_id": a_talk("threads.get_by_id", **IN_THREAD),
    "items.list": a_talk("items.list", **IN_THREAD, limit=9, order="asc"),
    "threads.update": a_talk("threads.update", **IN_THREAD, title="mine"),
    "threads.delete": a_talk("threads.delete", **IN_THREAD),
    "threads.add_user_message": a_talk("threads.add_user_message", **IN_THREAD, input=HELLO),
    "threads.retry_after_item": a_talk("threads.retry_after_item", **IN_THREAD, item_id="{item}"),
    "threads.custom_action": a_talk(
        "threads.custom_action", **IN_THREAD, item_id="{item}", action=ACTION
    ),
    "items.feedback": a_talk("items.feedback", **IN_THREAD, item_ids=["{item}"], kind="positive"),
}
OWN_ONLY = {"threads.create", "threads.list"}
CASE = {"case_id": "{case}", "grade": "A", "decision": "approve"}
# Every route, and how it is asked about somebody's return; the last ones name none.
ROUTES: dict[tuple[str, str], list[Callable[..., Awaitable[httpx.Response]]]] = {
    ("GET", "/api/cases/{case_id}"): [a_call("GET", "/api/cases/{case}")],
    ("GET", "/api/cases/{case_id}/labels/{document}"): [
        a_call("GET", "/api/cases/{case}/labels/1.pdf")
    ],
    ("POST", "/api/simulate/{act}"): [
        a_call("POST", f"/api/simulate/{act}", CASE)
        for act in ("scan", "receive", "grade", "review")
    ],
    ("POST", "/api/chatkit"): list(TALK.values()),
    ("GET", "/api/cases"): [],
    ("GET", "/api/simulate/outbox"): [],
    ("GET", "/api/session"): [],
    ("POST", "/api/session"): [],
    ("GET", "/api/shop"): [],
    ("GET", "/api/shop/switches"): [],
    ("PUT", "/api/shop/switches"): [],
    ("GET", "/api/health"): [],
    # For staff alone, see test_staff.py.
    ("GET", "/api/staff/cases"): [],
    ("GET", "/api/staff/cases/{owner_id}/{case_id}"): [],
    ("POST", "/api/staff/cases/{owner_id}/{case_id}/commands"): [],
    # Signed by the shop's systems, never by a speaker.
    ("PUT", "/api/orders/{order_id}"): [],
    ("PUT", "/api/products/{product_id}"): [],
    ("PUT", "/api/customers/{customer_id}"): [],
    ("GET", "/api/openapi.json"): [],
}
UNKNOWN = Named("case_UNKNOWN", "thr_UNKNOWN", "msg_UNKNOWN")


def test_every_route_is_asked_here(site: FastAPI) -> None:
    served = {
        (method, route.path)  # type: ignore[attr-defined]
        for route in site.routes
        if route.path.startswith("/api/")  # type: ignore[attr-defined]
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert served == ROUTES.keys()


def test_every_request_of_the_protocol_is_asked_here() -> None:
    kinds = {
        kind.model_fields["type"].default
        for union in (StreamingReq, NonStreamingReq)
        for kind in union.__args__
    }
    assert kinds == TALK.keys() | OWN_ONLY | _NOT_OFFERED


@pytest.fixture(params=["sample people", "an issuer"])
def amelia(request: pytest.FixtureRequest, site: FastAPI, house: House) -> httpx.AsyncClient:
    """A customer who is signed in, in each way one can be."""
    if request.param == "sample people":
        return a_client(site, AMELIA, house=house)
    issuer: MemoryIssuer = request.getfixturevalue("trusted")
    return with_token(site, issuer.token(CLOCK.now(), sub=AMELIA))


@pytest.fixture
async def robert_s(tab: Tab) -> Named:
    """A return of Robert's, with a label."""
    case_id = await labeled(tab)
    message = next(item for item in await tab.open() if item["type"] == "user_message")
    return Named(case_id, tab.thread_id, message["id"])


async def test_what_is_another_s_is_as_unknown_as_nothing(
    amelia: httpx.AsyncClient, robert_s: Named, tab: Tab
) -> None:
    before = await tab.case(), await tab.open()

    for route, asked in ROUTES.items():
        for ask in asked:
            foreign, unknown = await ask(amelia, robert_s), await ask(amelia, UNKNOWN)
            assert problem(foreign)[0] == 404, (route, foreign.text)
            assert problem(foreign) == problem(unknown), route

    assert (await tab.case(), await tab.open()) == before


async def test_lists_show_nothing_of_another_s(amelia: httpx.AsyncClient, robert_s: Named) -> None:
    listing = {"type": "threads.list", "params": {"limit": 9, "order": "desc"}}

    shown = [
        (await amelia.get("/api/cases")).text,
        (await amelia.get("/api/simulate/outbox")).text,
        (await amelia.get("/api/session")).text,
        (await amelia.post("/api/chatkit", json=listing)).text,
    ]

    assert robert_s.case
    assert not [text for text in shown if robert_s.case in text or robert_s.thread in text]
    assert all("Robert" not in text for text in shown)
