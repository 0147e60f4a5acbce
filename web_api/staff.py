"""The door of staff: the cases in a state, one of them, and what may be asked of it."""

from __future__ import annotations

from typing import Any

import azure.durable_functions as df
from azurefunctions.extensions.http.fastapi import Request, Response
from pydantic import ValidationError

from backends.shop_files import reasons_of
from backends.wiring import Backends
from doors.apply import applied
from doors.bell import bell_of
from doors.house import CLOCK
from doors.limits import read_body
from doors.principal import Principal
from doors.problems import Refused
from returns.case import Case, CaseRef, CaseState
from returns.commands import Batch
from returns.desk import Desk, Outcome
from returns.shop import Shop
from web_api.answers import answered_to
from web_api.cases import detail, summary
from web_api.staff_commands import BATCH, StaffBatch, roles_for

blueprint = df.Blueprint()

_PAGE = 50
_LONGEST_KEY = 64


@blueprint.route(route="staff/cases", methods=["GET"])
async def staff_cases(req: Request) -> Response:
    """List the cases in a state, `?state=IN_REVIEW`, the one that waited longest first.

    `next` continues the list: `?state=...&after=<next>`.
    """

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        _require_staff(principal)
        state = str(req.query_params.get("state", ""))
        if state not in set(CaseState):
            raise Refused("malformed", f"state: one of {', '.join(CaseState)}")
        after = req.query_params.get("after") or None
        try:
            found, following = await backends.cases.in_state(CaseState(state), _PAGE, after)
        except ValueError:
            raise Refused("malformed", "after: not the end of a page of this list") from None
        return {"cases": [row(case) for case in found], "next": following}

    return await answered_to(req, work)


@blueprint.route(route="staff/cases/{owner_id}/{case_id}", methods=["GET"])
async def staff_case(req: Request) -> Response:
    """Show one case with its timeline, its settlement and why everything is so."""

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        _require_staff(principal)
        case = await backends.cases.load(_ref(req))
        return row(case) | await detail(case, backends)

    return await answered_to(req, work)


@blueprint.route(route="staff/cases/{owner_id}/{case_id}/commands", methods=["POST"])
@blueprint.durable_client_input(client_name="client")
async def staff_command(req: Request, client: df.DurableOrchestrationClient) -> Response:
    """Ask one thing of a case: `{"command": {"kind": ...}, "revision"}`; it answers as it then is.

    Safe to repeat: one `Idempotency-Key` is applied once.
    """

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        _require_staff(principal)
        asked = await _asked(req)
        kind = asked.command.kind
        if not roles_for(kind) & set(principal.roles):
            raise Refused("not_allowed", f"{kind} is the work of others.")
        ref = _ref(req)
        shop = (await backends.rules.edition(await backends.cases.load(ref))).shop
        batch = Batch(
            command_id=f"staff-{principal.person_id}-{_key(req)}",
            ref=ref,
            actor=principal.person_id,
            source="staff",
            commands=(asked.command.command(),),
            revision=asked.revision,
            limit_minor=limit_of(principal, shop),
        )
        desk = Desk(backends.cases, backends.rules, bell_of(client))
        answer = await applied(desk, batch, CLOCK.now())
        if answer.refusal:
            raise answer.refusal
        if answer.outcome is Outcome.STALE or answer.case is None:
            raise Refused("stale_case", "The case has changed since you looked; look again.")
        return row(answer.case) | {"outcome": answer.outcome}

    return await answered_to(req, work)


def row(case: Case) -> dict[str, Any]:
    """Return a case as a list for staff shows it: no name, no address, no free text."""
    return summary(case) | {
        "owner_id": case.ref.owner_id,
        "flags": list(case.flags),
        "entered_at": case.entered_at.isoformat() if case.entered_at else None,
        "shop_version": case.shop_version,
        "proposals": [{"act": act, "by": who} for act, who in case.proposals],
    }


def limit_of(principal: Principal, shop: Shop) -> int:
    """Return up to which amount somebody decides alone, in minor units of the shop's currency."""
    return max((shop.override_limits.get(role, 0) for role in principal.roles), default=0)


def _require_staff(principal: Principal) -> None:
    if not principal.is_staff:
        raise Refused("not_allowed", "Only staff work on cases here.")


def _ref(req: Request) -> CaseRef:
    return CaseRef(str(req.path_params["owner_id"]), str(req.path_params["case_id"]))


def _key(req: Request) -> str:
    key = req.headers.get("idempotency-key", "").strip()
    if not 0 < len(key) <= _LONGEST_KEY:
        raise Refused("malformed", "Send an Idempotency-Key of your own, 64 characters at most.")
    return key


async def _asked(req: Request) -> StaffBatch:
    body = await read_body(req.stream(), req.headers.get("content-length"))
    try:
        return BATCH.validate_json(body)
    except ValidationError as wrong:
        raise Refused("malformed", "; ".join(reasons_of(wrong))) from None
