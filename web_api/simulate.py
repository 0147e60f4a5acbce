"""Local only: plays carrier, warehouse and staff, through the same desk as the real ones."""

from __future__ import annotations

from typing import Any

import azure.durable_functions as df
from azurefunctions.extensions.http.fastapi import Request, Response
from ulid import ULID

from backends.wiring import Backends, Simulated
from doors.apply import applied
from doors.bell import bell_of
from doors.house import CLOCK
from doors.principal import Principal
from doors.problems import Refused
from returns import commands as c
from returns.case import Case, CaseRef, CaseState
from returns.desk import Desk, Outcome
from web_api.answers import answered_to, posted, text_of
from web_api.cases import summary

blueprint = df.Blueprint()

_GRADES = ("A", "B", "C", "D")
_OUTBOX = 50
# Other customers' notices lie among them.
_RECENT = 500


@blueprint.route(route="simulate/{act}", methods=["POST"])
@blueprint.durable_client_input(client_name="client")
async def simulate(req: Request, client: df.DurableOrchestrationClient) -> Response:
    """Scan, receive, grade or review a case: `{"case_id", ...}` gives the case as it then is."""

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        simulated = local(backends)
        body = await posted(req)
        case = await _case(text_of(body, "case_id"), principal, backends)
        command = await _command(str(req.path_params["act"]), body, case, simulated)
        batch = c.Batch(f"simulate-{ULID()}", case.ref, "simulate", "staff", (command,))
        desk = Desk(backends.cases, backends.rules, bell_of(client))
        answer = await applied(desk, batch, CLOCK.now())
        if answer.outcome is not Outcome.APPLIED or answer.case is None:
            raise Refused("command_refused", "That is not possible in this state.")
        return summary(answer.case)

    return await answered_to(req, work)


@blueprint.route(route="simulate/outbox", methods=["GET"])
async def outbox(req: Request) -> Response:
    """Show the newest notices of the speaker; staff see everybody's."""

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        notices = await local(backends).notices.recent(_RECENT)
        own = {case.ref.case_id for case in await _own(principal, backends)}
        return {
            "notices": [
                {
                    "at": notice.at.isoformat(),
                    "to": notice.to,
                    "subject": notice.subject,
                    "text": notice.text,
                    "case_id": notice.case_id,
                }
                for notice in notices
                if principal.is_staff or notice.case_id in own
            ][:_OUTBOX]
        }

    return await answered_to(req, work)


def local(backends: Backends) -> Simulated:
    """Return the stand-ins.

    Raises:
        Refused: `not_found`; a real carrier and warehouse are not played.
    """
    if backends.simulated is None:
        raise Refused("not_found", "There is no simulation here.")
    return backends.simulated


async def _own(principal: Principal, backends: Backends) -> tuple[Case, ...]:
    return await backends.cases.cases_of(principal.owner_id) if principal.owner_id else ()


async def _case(case_id: str, principal: Principal, backends: Backends) -> Case:
    """Return a case of the speaker; staff may name any by its return number."""
    ref = CaseRef(principal.owner_id or "", case_id)
    if principal.is_staff:
        found = await backends.cases.find(f"rma:{case_id.upper()}")
        if found is None:
            raise Refused("not_found", "No return has this number.")
        ref = found
    return await backends.cases.load(ref)


async def _command(act: str, body: dict[str, Any], case: Case, simulated: Simulated) -> c.Command:
    match act:
        case "scan":
            return await _scan(case, simulated)
        case "receive" if case.state in {CaseState.AWAITING_SHIPMENT, CaseState.IN_TRANSIT}:
            return c.Receive()
        case "receive":
            raise Refused("command_refused", "Only goods that are on their way can be received.")
        case "grade":
            return _grade(body, case)
        case "review" if case.state is CaseState.IN_REVIEW:
            return _review(body)
        case "review":
            raise Refused("command_refused", "This case is not under review.")
        case _:
            raise Refused("not_found", f"There is no simulation of {act!r}.")


async def _scan(case: Case, simulated: Simulated) -> c.Command:
    if case.state is not CaseState.AWAITING_SHIPMENT:
        raise Refused("command_refused", "Only a case with a label that waits can be scanned.")
    numbers = [label.tracking_number for label in case.labels if label.tracking_number]
    if not numbers:
        raise Refused("command_refused", "A store return has no parcel; receive it at the till.")
    await simulated.carrier.mark_scanned(numbers[-1])
    return c.Scan(numbers[-1])


def _review(body: dict[str, Any]) -> c.Command:
    match body.get("decision"):
        case "approve":
            return c.Approve()
        case "decline":
            return c.Decline("review", "The review did not confirm your request.")
        case _:
            raise Refused("malformed", "The field 'decision' must be approve or decline.")


def _grade(body: dict[str, Any], case: Case) -> c.Command:
    if case.state not in {CaseState.RECEIVED, CaseState.INSPECTING}:
        raise Refused("command_refused", "Only received goods can be graded.")
    grade = body.get("grade")
    if grade not in _GRADES:
        raise Refused("malformed", "The field 'grade' must be A, B, C or D.")
    return c.Grade(grade)
