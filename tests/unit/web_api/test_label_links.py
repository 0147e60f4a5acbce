"""A label that lies outside the app: who gets its address, and that nobody else learns it."""

from __future__ import annotations

import logging
from dataclasses import replace

import httpx
import pytest

from doors import house as door
from tests.fakes import LinkedLabelFiles
from tests.unit.chatkit_adapter.tab import House, Tab
from tests.unit.web_api.site import problem
from tests.unit.web_api.test_routes import labeled

JSON = {"Accept": "application/json, application/pdf"}


@pytest.fixture
def linked(house: House) -> LinkedLabelFiles:
    """Let the house keep its labels where only an address leads."""
    files = LinkedLabelFiles()
    house.backends = replace(house.backends, label_files=files)
    door._opened[:] = [house.backends]
    return files


async def test_the_page_gets_the_address_and_opens_it_itself(
    linked: LinkedLabelFiles, robert: httpx.AsyncClient, tab: Tab
) -> None:
    path = f"/api/cases/{await labeled(tab)}/labels/1.pdf"

    answer = await robert.get(path, headers=JSON)

    assert answer.json().keys() == {"url"}
    assert answer.json()["url"].startswith(f"https://labels.example/{linked.asked[0]}?")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_any_other_client_is_sent_there(
    linked: LinkedLabelFiles, robert: httpx.AsyncClient, tab: Tab
) -> None:
    path = f"/api/cases/{await labeled(tab)}/labels/1.pdf"

    answer = await robert.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"https://labels.example/{linked.asked[0]}?")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.content == b""


async def test_every_click_gets_an_address_of_its_own_time(
    linked: LinkedLabelFiles, robert: httpx.AsyncClient, tab: Tab
) -> None:
    path = f"/api/cases/{await labeled(tab)}/labels/1.pdf"

    for _ in range(2):
        await robert.get(path, headers=JSON)

    assert len(linked.asked) == 2


@pytest.mark.parametrize("document", ["1.pdf", "2.pdf", "1.exe"])
async def test_nothing_is_signed_for_whoever_does_not_own_the_case(
    linked: LinkedLabelFiles, amelia: httpx.AsyncClient, staff: httpx.AsyncClient,
    nobody: httpx.AsyncClient, tab: Tab, document: str,
) -> None:  # fmt: skip
    path = f"/api/cases/{await labeled(tab)}/labels/{document}"

    answers = [await client.get(path, headers=JSON) for client in (amelia, staff, nobody)]

    assert [answer.status_code for answer in answers] == [404, 403, 401]
    assert linked.asked == []


async def test_a_label_the_case_does_not_have_or_the_store_has_lost_is_unknown(
    linked: LinkedLabelFiles, robert: httpx.AsyncClient, tab: Tab
) -> None:
    case_id = await labeled(tab)
    for document in ("2.pdf", "1", "1.txt", "x.pdf"):
        answer = await robert.get(f"/api/cases/{case_id}/labels/{document}", headers=JSON)
        assert problem(answer) == (404, "not_found")
    assert linked.asked == []

    linked._kept.clear()

    answer = await robert.get(f"/api/cases/{case_id}/labels/1.pdf", headers=JSON)
    assert problem(answer) == (404, "not_found")


async def test_an_address_is_logged_nowhere(
    linked: LinkedLabelFiles,
    robert: httpx.AsyncClient,
    tab: Tab,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = f"/api/cases/{await labeled(tab)}/labels/1.pdf"
    caplog.set_level(logging.DEBUG)

    await robert.get(path)

    assert linked.asked
    assert "sig=" not in caplog.text
