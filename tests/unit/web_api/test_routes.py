"""The public surface: every route answers in the agreed shape, and only to whom it should."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from backends.wiring import Backends
from doors import house as door
from tests.unit.chatkit_adapter.tab import AMELIA, ROBERT, House, Tab
from tests.unit.web_api.site import problem

ONE_RETURN = {
    "case_id",
    "return_number",
    "state",
    "version",
    "revision",
    "awaiting",
    "items",
    "quote",
    "labels",
    "deadline",
    "updated_at",
}


def serve(backends: Backends) -> None:
    door._opened[:] = [backends]


# --- Sign-in ---------------------------------------------------------------------------------


async def test_a_sample_customer_signs_in_by_address(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.post("/api/session", json={"email": " RJohnson@company.com "})
    body = answer.json()

    assert answer.status_code == 200
    assert body.keys() == {"token", "principal"}
    assert body["principal"] == {
        "id": ROBERT,
        "name": "Robert Johnson",
        "role": "customer",
        "tier": "platinum",
    }
    assert answer.headers["cache-control"] == "no-store"
    nobody.headers["Authorization"] = f"Bearer {body['token']}"
    assert (await nobody.get("/api/cases")).json() == {"cases": []}


async def test_an_unknown_address_is_not_found(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.post("/api/session", json={"email": "nobody@example.com"})

    assert problem(answer) == (404, "not_found")


async def test_guessing_addresses_is_slowed_down(nobody: httpx.AsyncClient) -> None:
    answers = [
        await nobody.post("/api/session", json={"email": f"{number}@example.com"})
        for number in range(21)
    ]

    assert {answer.status_code for answer in answers[:20]} == {404}
    assert problem(answers[20]) == (429, "throttled")
    assert int(answers[20].headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"email": "a@b"}', "text/plain"),
        (b'{"email": "a@b"}', "text/plain; charset=json"),
        (b"email=a", "application/x-www-form-urlencoded"),
        (b"[1]", "application/json"),
        (b"{", "application/json"),
        (b'{"email": 7}', "application/json"),
        (b'{"email": "  "}', "application/json"),
        (b"{}", "application/json"),
        (b"[" * 60_000, "application/json"),
    ],
)
async def test_a_body_that_is_no_json_of_ours_is_refused(
    nobody: httpx.AsyncClient, content: bytes, kind: str
) -> None:
    headers = {"content-type": kind}
    answer = await nobody.post("/api/session", content=content, headers=headers)

    assert problem(answer) == (400, "malformed")


async def test_a_large_body_is_refused(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.post("/api/session", json={"email": "x" * 70_000})

    assert problem(answer) == (413, "too_large")


# --- Who asks --------------------------------------------------------------------------------

SIGNED_IN = (
    ("GET", "/api/session"),
    ("GET", "/api/cases"),
    ("GET", "/api/cases/case-1"),
    ("GET", "/api/cases/case-1/labels/1.pdf"),
    ("GET", "/api/shop/switches"),
    ("PUT", "/api/shop/switches"),
    ("GET", "/api/staff/cases"),
    ("GET", "/api/staff/cases/ann/case-1"),
    ("POST", "/api/staff/cases/ann/case-1/commands"),
    ("GET", "/api/simulate/outbox"),
    ("POST", "/api/simulate/scan"),
    ("POST", "/api/chatkit"),
)


@pytest.mark.parametrize(("method", "path"), SIGNED_IN)
@pytest.mark.parametrize("header", [None, "Bearer x.y.z", "Basic abc"])
async def test_nobody_gets_in_without_a_token(
    nobody: httpx.AsyncClient, method: str, path: str, header: str | None
) -> None:
    headers = {"Authorization": header} if header else {}
    answer = await nobody.request(method, path, json={}, headers=headers)

    assert problem(answer) == (401, "not_signed_in")


async def test_a_second_token_beside_the_first_is_none(robert: httpx.AsyncClient) -> None:
    twice = [("Authorization", robert.headers["Authorization"])] * 2
    robert.headers.pop("Authorization")

    answer = await robert.get("/api/cases", headers=twice)

    assert problem(answer) == (401, "not_signed_in")


async def test_what_a_platform_says_of_the_caller_is_not_read(
    nobody: httpx.AsyncClient, robert: httpx.AsyncClient
) -> None:
    said = {"auth_typ": "aad", "claims": [{"typ": "sub", "val": AMELIA}], "userId": AMELIA}
    forged = {
        "X-MS-CLIENT-PRINCIPAL": base64.b64encode(json.dumps(said).encode()).decode(),
        "X-MS-CLIENT-PRINCIPAL-ID": AMELIA,
        "X-MS-CLIENT-PRINCIPAL-NAME": "Amelia Clarke",
    }

    for method, path in SIGNED_IN:
        answer = await nobody.request(method, path, json={}, headers=forged)
        assert problem(answer) == (401, "not_signed_in"), path
    told = await robert.get("/api/session", headers=forged)
    assert told.json()["principal"]["id"] == ROBERT


async def test_whoever_speaks_is_told_who_that_is(
    robert: httpx.AsyncClient, staff: httpx.AsyncClient
) -> None:
    told = [(await who.get("/api/session")).json() for who in (robert, staff)]

    assert told == [
        {"principal": {"id": ROBERT, "name": ROBERT, "role": "customer"}},
        {"principal": {"id": "STAFF-1", "name": "STAFF-1", "role": "staff"}},
    ]


async def test_staff_have_no_returns_and_no_conversations_of_their_own(
    staff: httpx.AsyncClient,
) -> None:
    body = {"type": "threads.list", "params": {}}

    assert problem(await staff.get("/api/cases")) == (403, "not_allowed")
    assert problem(await staff.post("/api/chatkit", json=body)) == (403, "not_allowed")


async def test_a_script_is_throttled_and_told_when_to_come_back(robert: httpx.AsyncClient) -> None:
    answers = [await robert.get("/api/cases") for _ in range(75)]
    last = answers[-1]

    assert answers[0].status_code == 200
    assert problem(last) == (429, "throttled")
    assert int(last.headers["retry-after"]) >= 1


async def test_the_trace_of_a_request_is_told_with_its_problem(nobody: httpx.AsyncClient) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}

    answer = await nobody.get("/api/cases", headers=headers)

    assert answer.json()["trace_id"] == trace


# --- Returns ---------------------------------------------------------------------------------


async def test_a_return_is_listed_in_the_agreed_shape(robert: httpx.AsyncClient, tab: Tab) -> None:
    await tab.to_the_recap()
    listed = (await robert.get("/api/cases")).json()

    (case,) = listed["cases"]

    assert case.keys() == ONE_RETURN
    assert case["items"] == [{"order_id": "ORD-79001", "name": "Smart Home Hub", "quantity": 1}]
    assert case["quote"] == {"currency": "USD", "total_minor": 8_999}
    assert (case["state"], case["awaiting"], case["labels"]) == ("QUOTED", "confirm", [])
    assert case["deadline"]


async def test_one_return_adds_its_story_and_its_reasons(
    robert: httpx.AsyncClient, tab: Tab
) -> None:
    await tab.to_the_recap()
    await tab.click("confirm_return")
    case = await tab.case()

    shown = (await robert.get(f"/api/cases/{case.ref.case_id}")).json()

    assert shown.keys() >= ONE_RETURN | {"timeline", "explanation"}
    assert [row["text"] for row in shown["timeline"]][:2] == [
        "Return started",
        "Chosen: 1 × Smart Home Hub (ORD-79001)",
    ]
    assert all(row.keys() == {"at", "text"} for row in shown["timeline"])
    assert sum(line["minor"] for line in shown["quote"]["lines"]) == 8_999
    assert [line["section"] for line in shown["explanation"]] == ["5.1"]
    assert shown["settlement"] is None
    said = {row["outcome"]: row for row in shown["explanations"]}
    assert said["goods"]["because"][0]["section"] == "5.1"
    assert said["waived"]["because"][-1]["text"].startswith("It is our fault")


@pytest.mark.parametrize("path", ["", "/labels/1.pdf", "/labels/9.pdf", "/labels/1.exe"])
async def test_a_foreign_return_is_as_unknown_as_none(
    robert: httpx.AsyncClient, amelia: httpx.AsyncClient, tab: Tab, path: str
) -> None:
    case_id = await labeled(tab)

    foreign = await amelia.get(f"/api/cases/{case_id}{path}")
    unknown = await amelia.get(f"/api/cases/case_NONE{path}")

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json()["code"] == unknown.json()["code"]
    assert (await amelia.get("/api/cases")).json() == {"cases": []}
    assert (await robert.get(f"/api/cases/{case_id}")).status_code == 200


async def test_the_own_label_is_a_document_nobody_keeps(
    robert: httpx.AsyncClient, tab: Tab
) -> None:
    case_id = await labeled(tab)

    answer = await robert.get(f"/api/cases/{case_id}/labels/1.pdf")

    assert answer.content == b"%PDF-label"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    for name in ("2.pdf", "1", "1.txt", "x.pdf"):
        answer = await robert.get(f"/api/cases/{case_id}/labels/{name}")
        assert problem(answer) == (404, "not_found")


async def labeled(tab: Tab) -> str:
    """Bring a return to its label, with the document where labels are kept."""
    await tab.to_the_recap()
    await tab.click("confirm_return")
    await tab.house.settle((await tab.case()).ref)
    case = await tab.case()
    await tab.house.backends.label_files.put(case.labels[0].file, b"%PDF-label")
    return case.ref.case_id


# --- Shop and health -------------------------------------------------------------------------


async def test_the_shop_is_shown_to_everybody(nobody: httpx.AsyncClient) -> None:
    shown = (await nobody.get("/api/shop")).json()

    assert shown["name"] == "Zava"
    assert shown.keys() >= {"name", "colors", "texts", "prompts", "locales"}
    assert set(shown["prompts"]) == set(shown["locales"])
    people = {person["email"]: person for person in shown["sign_in"]["people"]}
    assert people["rjohnson@company.com"]["shows"]
    assert {person["role"] for person in people.values()} == {"customer", "staff"}


async def test_without_stand_ins_there_is_nothing_to_simulate(
    nobody: httpx.AsyncClient, house: House
) -> None:
    serve(replace(house.backends, simulated=None))

    assert (await nobody.get("/api/shop")).json()["simulate"] is False


async def test_health_names_every_backend(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.get("/api/health")
    body = answer.json()

    assert answer.status_code == 200
    assert body.keys() == {
        "status",
        "build",
        "shop",
        "shop_version",
        "switches",
        "backends",
    }
    assert (body["status"], body["shop"], body["backends"]["documents"]) == ("ok", "zava", "SQLite")


async def test_health_names_what_is_down(nobody: httpx.AsyncClient, house: House) -> None:
    house.documents.reset()
    house.documents.script.down = {0}

    answer = await nobody.get("/api/health")

    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
    assert answer.json()["backends"]["documents"] == "down"
    assert answer.json()["backends"]["model"] != "down"


async def test_an_outage_is_told_as_one(robert: httpx.AsyncClient, house: House) -> None:
    house.documents.reset()
    house.documents.script.down = {0}

    answer = await robert.get("/api/cases")

    assert problem(answer) == (503, "unavailable")
    assert answer.headers["retry-after"] == "5"
    assert "documents" not in answer.text


class BrokenCases:
    async def cases_of(self, owner_id: str) -> Any:
        raise KeyError(f"secret of {owner_id}")


async def test_a_defect_is_told_without_its_inside(
    robert: httpx.AsyncClient, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    broken: Any = BrokenCases()
    serve(replace(house.backends, cases=broken))

    answer = await robert.get("/api/cases")

    assert problem(answer) == (500, "defect")
    assert "secret" not in answer.text
    assert "request failed: KeyError in web_api/" in caplog.text
    assert "secret" not in caplog.text
