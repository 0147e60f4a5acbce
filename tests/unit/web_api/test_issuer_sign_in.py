"""Where an issuer is trusted, its tokens open the doors, and sample people are nobody."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from backends.issuer_local import issue_token
from backends.people import Person
from backends.session_key import session_key
from doors.house import CLOCK
from tests.issuers import TRUST, MemoryIssuer
from tests.unit.chatkit_adapter.tab import ROBERT, House, Tab
from tests.unit.web_api.site import problem, with_token
from tests.unit.web_api.test_routes import SIGNED_IN

HOUR = timedelta(hours=1)


@pytest.fixture
def robert(site: FastAPI, trusted: MemoryIssuer) -> httpx.AsyncClient:
    return with_token(site, trusted.token(CLOCK.now(), sub=ROBERT))


async def test_the_page_is_told_where_to_sign_in_and_nothing_secret(
    nobody: httpx.AsyncClient, trusted: MemoryIssuer
) -> None:
    shown = (await nobody.get("/api/shop")).json()

    assert trusted.asked == 0
    assert shown["sign_in"] == {
        "mode": "oidc",
        "authority": TRUST.issuer,
        "client_id": "the-page",
        "scope": "openid profile offline_access api://order-returns/returns.use",
    }


async def test_a_customer_of_the_issuer_sees_their_own(robert: httpx.AsyncClient, tab: Tab) -> None:
    await tab.start()

    told = (await robert.get("/api/session")).json()
    listed = (await robert.get("/api/cases")).json()

    assert told == {"principal": {"id": ROBERT, "name": "Robert Johnson", "role": "customer"}}
    assert [case["case_id"] for case in listed["cases"]] == [(await tab.case()).ref.case_id]


async def test_staff_of_the_issuer_are_staff(site: FastAPI, trusted: MemoryIssuer) -> None:
    token = trusted.token(CLOCK.now(), sub="n-7", name="Nora", roles=["returns.lead"])
    nora = with_token(site, token)

    told = (await nora.get("/api/session")).json()

    assert told == {"principal": {"id": "n-7", "name": "Nora", "role": "staff"}}
    assert problem(await nora.get("/api/cases")) == (403, "not_allowed")


async def test_nobody_signs_in_as_a_sample_person(
    nobody: httpx.AsyncClient, trusted: MemoryIssuer
) -> None:
    answer = await nobody.post("/api/session", json={"email": "rjohnson@company.com"})

    assert trusted.asked == 0
    assert problem(answer) == (404, "not_found")


@pytest.mark.parametrize(("method", "path"), SIGNED_IN)
async def test_a_token_of_the_local_issuer_opens_no_door(
    site: FastAPI, trusted: MemoryIssuer, house: House, tmp_path, method: str, path: str
) -> None:
    assert house.backends.samples is None
    person = Person(ROBERT, "Robert", "rjohnson@company.com", "customer")
    sample = with_token(site, issue_token(person, session_key(tmp_path), CLOCK.now()))

    answer = await sample.request(method, path, json={})

    assert problem(answer) == (401, "not_signed_in")
    assert trusted.asked == 0


async def test_a_token_that_has_ended_says_so(site: FastAPI, trusted: MemoryIssuer) -> None:
    ended = with_token(site, trusted.token(CLOCK.now() - 2 * HOUR, sub=ROBERT))

    answer = await ended.get("/api/cases")

    assert problem(answer) == (401, "not_signed_in")
    assert "expired" in answer.json()["message"]


async def test_whoever_the_shop_does_not_know_is_told_what_to_do(
    site: FastAPI, trusted: MemoryIssuer
) -> None:
    stranger = with_token(site, trusted.token(CLOCK.now(), sub="CUST-9999"))

    for method, path in SIGNED_IN:
        answer = await stranger.request(method, path, json={})
        assert problem(answer) == (403, "not_allowed"), path
    assert "the account you ordered with" in answer.json()["message"]
    assert "CUST-9999" not in answer.text


async def test_an_issuer_that_is_silent_is_an_outage_and_no_refusal(
    robert: httpx.AsyncClient, trusted: MemoryIssuer
) -> None:
    trusted.down = True

    answer = await robert.get("/api/cases")

    assert problem(answer) == (503, "unavailable")
    assert answer.headers["retry-after"] == "5"
    assert "issuer" not in answer.text
