"""The door of staff over HTTP: each command where it belongs, within limits, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from backends.issuer_local import issue_token
from backends.people import Person
from doors import house as door
from doors.house import CLOCK
from tests.unit.chatkit_adapter.tab import ROBERT, House, Tab
from tests.unit.web_api.site import problem, with_token
from tests.zava import zava_edition
from web_api import shapes

if TYPE_CHECKING:
    import httpx
    from fastapi import FastAPI


_KEYS = count()


class Desk:
    """Somebody of staff at a case."""

    def __init__(self, client: httpx.AsyncClient, case_id: str = "", owner: str = ROBERT) -> None:
        self.client = client
        self.path = f"/api/staff/cases/{owner}/{case_id}"

    async def ask(self, key: str = "", revision: int | None = None, **command: Any) -> Any:
        headers = {"Idempotency-Key": key or f"key-{next(_KEYS)}"}
        body = {"command": command} | ({} if revision is None else {"revision": revision})
        return await self.client.post(f"{self.path}/commands", json=body, headers=headers)


@pytest.fixture
def someone(site: FastAPI, house: House) -> Any:
    """Return what makes a desk of somebody with some roles."""

    def made(*roles: str, case_id: str = "", who: str = "STAFF-1", role: Any = "staff") -> Desk:
        person = Person(who, "Nora", f"{who}@example.com", role, roles=roles)
        assert house.backends.samples is not None
        token = issue_token(person, house.backends.samples.key, CLOCK.now())
        return Desk(with_token(site, token), case_id)

    return made


@pytest.fixture
async def reviewed(house: House, tab: Tab) -> str:
    """Let the return of a hub be looked at by a person first; return its case."""
    edition = zava_edition()
    shop = replace(edition.rules.shop, review_from_minor=1_000)
    rules = replace(edition, rules=replace(edition.rules, shop=shop))
    house.backends = replace(house.backends, rules=rules)
    door._opened[:] = [house.backends]
    await tab.to_the_recap()
    await tab.click("confirm_return")
    return (await tab.case()).ref.case_id


async def test_what_waits_for_a_person_is_listed_and_approved(
    reviewed: str, someone: Any, tab: Tab
) -> None:
    nora = someone("agent", case_id=reviewed)
    listed = (await nora.client.get("/api/staff/cases?state=IN_REVIEW")).json()
    assert [one["case_id"] for one in listed["cases"]] == [reviewed]
    assert listed["next"] is None
    shapes.StaffCases.model_validate(listed)

    answer = await nora.ask(kind="approve", revision=listed["cases"][0]["revision"])

    assert (answer.json()["outcome"], answer.json()["state"]) == ("applied", "APPROVED")
    shapes.StaffAnswer.model_validate(answer.json())
    assert (await tab.case()).return_number
    assert (await nora.client.get("/api/staff/cases?state=IN_REVIEW")).json()["cases"] == []


async def test_one_key_is_applied_once(reviewed: str, someone: Any) -> None:
    nora = someone("agent", case_id=reviewed)
    first = await nora.ask("once", kind="hold", why="call the customer")
    again = await nora.ask("once", kind="hold", why="call the customer")

    assert [one.json()["outcome"] for one in (first, again)] == ["applied", "duplicate"]
    assert "hold" in again.json()["flags"]


async def test_who_looked_at_an_older_case_is_told_to_look_again(
    reviewed: str, someone: Any
) -> None:
    nora = someone("agent", case_id=reviewed)
    answer = await nora.ask(kind="decline", text="no", revision=1)

    assert problem(answer) == (409, "stale_case")


async def test_the_detail_tells_why_and_holds_what_its_description_says(
    reviewed: str, someone: Any
) -> None:
    nora = someone("agent", case_id=reviewed)
    told = (await nora.client.get(nora.path)).json()

    shapes.StaffDetail.model_validate(told)
    assert told["explanations"]
    assert told["state"] == "IN_REVIEW"


async def received(house: House, tab: Tab, someone: Any) -> Desk:
    await tab.to_the_recap()
    await tab.click("confirm_return")
    case = await tab.case()
    await house.settle(case.ref)
    dock = someone("warehouse", case_id=case.ref.case_id)
    number = (await tab.case()).labels[-1].tracking_number
    for command in ({"kind": "scan", "tracking_number": number}, {"kind": "receive"}):
        assert (await dock.ask(**command)).status_code == 200
    return dock


async def test_the_dock_scans_receives_and_grades_each_piece(
    house: House, tab: Tab, someone: Any
) -> None:
    dock = await received(house, tab, someone)
    unit = (await tab.case()).units[0].ref
    piece = {"order_id": unit.line.order_id, "line_id": unit.line.line_id, "unit": unit.unit}

    answer = await dock.ask(kind="grade_unit", unit=piece, grade="A", note="as new")

    assert answer.json()["state"] == "SETTLING"


async def test_above_a_limit_two_people_decide(house: House, tab: Tab, someone: Any) -> None:
    dock = await received(house, tab, someone)
    case_id = dock.path.rpartition("/")[2]
    act = {"kind": "override", "act": "settle_in_full", "reason": "a good customer"}
    agent = someone("agent", case_id=case_id, who="STAFF-1")
    other = someone("agent", case_id=case_id, who="STAFF-2")

    first = await agent.ask(**act)
    same = await agent.ask(**act)
    second = await other.ask(**act)

    assert first.json()["proposals"] == [{"act": "settle_in_full", "by": "STAFF-1"}]
    assert problem(same) == (409, "second_person_needed")
    assert second.json()["state"] == "SETTLING"


async def test_a_lead_decides_alone_up_to_the_limit_of_the_shop(
    house: House, tab: Tab, someone: Any
) -> None:
    dock = await received(house, tab, someone)
    lead = someone("lead", case_id=dock.path.rpartition("/")[2])
    answer = await lead.ask(kind="override", act="settle_in_full", reason="a good customer")

    assert answer.json()["state"] == "SETTLING"


@pytest.mark.parametrize(
    ("roles", "command"),
    [
        (("warehouse",), {"kind": "approve"}),
        (("warehouse",), {"kind": "override", "act": "waive_fees", "reason": "x"}),
        (("agent",), {"kind": "grade", "grade": "A"}),
        (("agent",), {"kind": "receive"}),
        (("ops",), {"kind": "approve"}),
        ((), {"kind": "approve"}),
        (("LEAD",), {"kind": "approve"}),
    ],
)
async def test_nobody_does_the_work_of_others(
    reviewed: str, someone: Any, roles: tuple[str, ...], command: dict[str, Any]
) -> None:
    desk = someone(*roles, case_id=reviewed)

    assert problem(await desk.ask(**command)) == (403, "not_allowed")


async def test_a_customer_is_no_staff_whatever_roles_they_claim(
    reviewed: str, someone: Any, robert: httpx.AsyncClient
) -> None:
    claiming = someone("lead", case_id=reviewed, who=ROBERT, role="customer")

    assert problem(await claiming.ask(kind="approve")) == (403, "not_allowed")
    for path in ("/api/staff/cases?state=IN_REVIEW", f"/api/staff/cases/{ROBERT}/{reviewed}"):
        assert problem(await robert.get(path)) == (403, "not_allowed")


@pytest.mark.parametrize(
    "command",
    [
        {"kind": "teleport"},
        {"kind": "approve", "limit_minor": 10**9},
        {"kind": "override", "act": "settle_in_full", "reason": "x", "limit_minor": 10**9},
        {"kind": "override", "act": "give_all", "reason": "x"},
        {"kind": "decline", "text": ""},
        {"kind": "grade_unit", "unit": {"order_id": "O", "line_id": "1", "unit": 0}, "grade": "A"},
        {"kind": "receive", "units": "all"},
        {},
    ],
)
async def test_a_body_that_says_more_or_less_is_refused(
    reviewed: str, someone: Any, command: dict[str, Any]
) -> None:
    lead = someone("lead", case_id=reviewed)

    assert problem(await lead.ask(**command)) == (400, "malformed")


async def test_a_command_needs_a_key_of_its_own(reviewed: str, someone: Any) -> None:
    nora = someone("agent", case_id=reviewed)
    body = {"command": {"kind": "approve"}}
    for headers in ({}, {"Idempotency-Key": "x" * 65}):
        answer = await nora.client.post(f"{nora.path}/commands", json=body, headers=headers)
        assert problem(answer) == (400, "malformed")


@pytest.mark.parametrize("query", ["", "?state=LOST", "?state=IN_REVIEW&after=nonsense"])
async def test_a_list_of_nothing_we_know_is_refused(someone: Any, query: str) -> None:
    answer = await someone("agent").client.get(f"/api/staff/cases{query}")

    assert problem(answer) == (400, "malformed")


async def test_a_case_that_is_not_there_is_not_found(someone: Any) -> None:
    desk = someone("lead", case_id="case_UNKNOWN")

    assert (await desk.ask(kind="approve")).status_code == 404
    assert (await desk.client.get(desk.path)).status_code == 404
