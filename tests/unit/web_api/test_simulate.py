"""The local panel that plays carrier, warehouse and staff through the real desk."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from returns.ports import Notice
from tests.builders import NOW, a_rule_book
from tests.fakes import MemoryInstances
from tests.unit.chatkit_adapter.tab import House, Tab
from tests.unit.web_api.site import problem
from tests.unit.web_api.test_routes import serve


async def test_a_return_is_played_to_its_end(
    robert: httpx.AsyncClient, tab: Tab, instances: MemoryInstances
) -> None:
    await tab.to_the_recap()
    await tab.click("confirm_return")
    case = await tab.case()
    await tab.house.settle(case.ref)
    states = []
    for act, more in (("receive", {}), ("grade", {"grade": "A"})):
        body = {"case_id": case.ref.case_id} | more
        answer = await robert.post(f"/api/simulate/{act}", json=body)
        states.append(answer.json()["state"])

    assert states == ["RECEIVED", "SETTLING"]
    assert instances.calls == [("doorbell", case.ref.case_id)] * 2


@pytest.mark.parametrize(
    ("act", "body", "expected"),
    [
        ("scan", {}, (409, "command_refused")),
        ("receive", {}, (409, "command_refused")),
        ("grade", {"grade": "A"}, (409, "command_refused")),
        ("review", {"decision": "approve"}, (409, "command_refused")),
        ("teleport", {}, (404, "not_found")),
    ],
)
async def test_what_is_not_possible_now_is_refused(
    robert: httpx.AsyncClient, tab: Tab, act: str, body: dict[str, str], expected: tuple[int, str]
) -> None:
    await tab.start()
    before = await tab.case()

    answer = await robert.post(f"/api/simulate/{act}", json={"case_id": before.ref.case_id} | body)

    assert problem(answer) == expected
    assert await tab.case() == before


async def test_a_misspelled_review_declines_nothing(robert: httpx.AsyncClient, tab: Tab) -> None:
    strict = replace(tab.house.backends.shop, review_from_minor=1_000)
    tab.house.backends = replace(tab.house.backends, rules=a_rule_book(strict))
    serve(tab.house.backends)
    await tab.to_the_recap()
    await tab.click("confirm_return")
    body = {"case_id": (await tab.case()).ref.case_id}

    answer = await robert.post("/api/simulate/review", json=body | {"decision": "aprove"})
    state = (await tab.case()).state
    declined = await robert.post("/api/simulate/review", json=body | {"decision": "decline"})

    assert problem(answer) == (400, "malformed")
    assert state == "IN_REVIEW"
    assert declined.json()["state"] == "DECLINED"


async def test_nobody_plays_with_a_foreign_return(amelia: httpx.AsyncClient, tab: Tab) -> None:
    await tab.start()
    case = await tab.case()

    answer = await amelia.post("/api/simulate/scan", json={"case_id": case.ref.case_id})

    assert answer.status_code == 404
    assert await tab.case() == case


async def test_the_outbox_shows_own_notices_alone(
    robert: httpx.AsyncClient, amelia: httpx.AsyncClient, staff: httpx.AsyncClient, tab: Tab
) -> None:
    await tab.start()
    case_id = (await tab.case()).ref.case_id
    await a_notice(tab.house, case_id)
    for number in range(60):
        await a_notice(tab.house, f"case_OTHER{number}")

    shown = [(await who.get("/api/simulate/outbox")).json() for who in (robert, amelia, staff)]

    assert [notice["case_id"] for notice in shown[0]["notices"]] == [case_id]
    assert shown[1] == {"notices": []}
    assert len(shown[2]["notices"]) == 50
    assert shown[0]["notices"][0].keys() == {"at", "to", "subject", "text", "case_id"}


async def a_notice(house: House, case_id: str) -> None:
    notice = Notice(f"<{case_id}>", case_id, "a@example.com", "Your label", "It is ready.", NOW)
    await house.backends.notices.send(notice)
