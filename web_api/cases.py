"""A customer's own returns: the list, and one with its timeline and explanation."""

from __future__ import annotations

from typing import Any

import azure.functions as func
from azurefunctions.extensions.http.fastapi import Request, Response

from backends.wiring import Backends
from doors.house import CLOCK
from doors.principal import Principal, owner_of
from returns.case import Case, CaseRef, awaiting
from returns.deadlines import deadlines
from returns.explained import Told, told
from returns.phrases import state_text
from returns.quote import Quote, QuoteLine
from returns.shop import Shop
from returns.timeline import quote_line_text, timeline
from web_api.answers import answered_to

blueprint = func.Blueprint()


@blueprint.route(route="cases", methods=["GET"])
async def cases(req: Request) -> Response:
    """List the speaker's returns, latest change first."""

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        found = await backends.cases.cases_of(owner_of(principal))
        return {"cases": [summary(case) for case in found]}

    return await answered_to(req, work)


@blueprint.route(route="cases/{case_id}", methods=["GET"])
async def case(req: Request) -> Response:
    """Show one return of the speaker; 404 for anybody else's."""

    async def work(backends: Backends, principal: Principal) -> dict[str, Any]:
        ref = CaseRef(owner_of(principal), str(req.path_params["case_id"]))
        found = await backends.cases.load(ref)
        return await detail(found, backends)

    return await answered_to(req, work)


def summary(case: Case) -> dict[str, Any]:
    """Return a case as the list shows it."""
    quote = case.quote
    soonest = next(iter(deadlines(case)), None)
    return {
        "case_id": case.ref.case_id,
        "return_number": case.return_number,
        "state": case.state,
        "version": case.version,
        "revision": case.revision,
        "awaiting": awaiting(case),
        "items": [
            {"order_id": line.order_id, "name": line.name, "quantity": line.quantity}
            for line in case.lines
        ],
        "quote": {"currency": quote.currency, "total_minor": quote.total_minor} if quote else None,
        "labels": [
            {"n": label.n, "tracking_number": label.tracking_number} for label in case.labels
        ],
        "deadline": soonest.at.isoformat() if soonest else None,
        "updated_at": case.updated_at.isoformat() if case.updated_at else None,
    }


async def detail(case: Case, backends: Backends) -> dict[str, Any]:
    """Return a case with its timeline, the lines of its quote, and why each of them is so."""
    history = await backends.cases.history(case.ref)
    shop = (await backends.rules.edition(case)).shop
    lines = case.quote.lines if case.quote else ()
    shown: dict[str, Any] = summary(case) | {
        "timeline": timeline(history, case.locale, shop),
        "state_text": state_text(case, shop),
        "explanation": [_explained(line, case, shop) for line in lines],
        "explanations": _reasons(case.quote, case, shop) if case.quote else [],
        "settlement": _settled(case, shop),
        "now": CLOCK.now().isoformat(),
    }
    if case.quote:
        shown["quote"] |= {
            "lines": [{"code": line.code, "minor": line.minor} for line in lines],
            "expires_at": case.quote.expires_at.isoformat(),
        }
    return shown


def _reasons(quote: Quote, case: Case, shop: Shop) -> list[dict[str, Any]]:
    """Return why each row is so, those that charge nothing included."""
    return [
        {"code": row.code, "order_id": row.order_id, "line_id": row.line_id, "minor": row.minor}
        | _in_words(told(quote.explanation(row), case.locale, shop))
        for row in (*quote.lines, *quote.waived)
    ]


def _in_words(words: Told) -> dict[str, Any]:
    """Return an explanation as it goes out: each rule with its section, each change apart."""
    return {
        "outcome": words.outcome,
        "policy_version": words.version,
        "because": [
            {"rule": one.code, "text": one.text, "section": one.section} for one in words.because
        ],
        "changes": [{"code": one.code, "text": one.text} for one in words.changes],
    }


def _settled(case: Case, shop: Shop) -> dict[str, Any] | None:
    """Return what the decision made of the quote; None before there is one."""
    final = case.settlement
    if final is None:
        return None
    return {
        "currency": final.currency,
        "total_minor": final.total_minor,
        "lines": [{"code": row.code, "minor": row.minor} for row in final.lines],
        "explanations": _reasons(final, case, shop),
    }


def _explained(line: QuoteLine, case: Case, shop: Shop) -> dict[str, Any]:
    currency = case.quote.currency if case.quote else shop.currency
    return {
        "text": quote_line_text(line, currency, case.locale),
        "section": line.section,
        "policy_version": shop.policy_version,
    }
