"""How each event changes a case; folding all of them rebuilds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from returns import events as e
from returns.case import (
    Case,
    CaseRef,
    CaseState,
    EffectRecord,
    EffectStatus,
    Milestone,
)
from returns.effects import done_key

_STATE_AFTER: dict[type, CaseState] = {
    e.Quoted: CaseState.QUOTED,
    e.QuoteReleased: CaseState.DRAFT,
    e.EvidenceRequested: CaseState.AWAITING_EVIDENCE,
    e.ReviewRequested: CaseState.IN_REVIEW,
    e.Approved: CaseState.APPROVED,
    e.Declined: CaseState.DECLINED,
    e.Cancelled: CaseState.CANCELLED,
    e.Expired: CaseState.EXPIRED,
    e.LogisticsReady: CaseState.AWAITING_SHIPMENT,
    e.FirstScanned: CaseState.IN_TRANSIT,
    e.Received: CaseState.RECEIVED,
    e.InspectionStarted: CaseState.INSPECTING,
    e.UnitsGraded: CaseState.INSPECTING,
    e.Decided: CaseState.DECIDED,
    e.SettlementStarted: CaseState.SETTLING,
    e.Closed: CaseState.CLOSED,
}

# What the customer is told of events nobody in the conversation caused.
_TOLD: dict[type, str] = {
    e.Nudged: "nudged",
    e.LogisticsReady: "logistics_ready",
    e.FirstScanned: "first_scanned",
    e.Received: "received",
    e.Declined: "declined",
    e.Expired: "expired",
    e.Closed: "closed",
}


def folded(ref: CaseRef, recorded: Iterable[e.Recorded]) -> Case | None:
    """Rebuild a case from its events; no events, no case."""
    case: Case | None = None
    for event in recorded:
        case = after(case, ref, event)
    return case


def after(case: Case | None, ref: CaseRef, recorded: e.Recorded) -> Case:
    """Return the case after one more event.

    Raises:
        ValueError: the first event of a case is not its start.
    """
    event = recorded.event
    if isinstance(event, e.CaseStarted):
        case = Case(
            ref=ref,
            state=CaseState.DRAFT,
            locale=event.locale,
            thread_id=event.thread_id,
            timers=event.timers,
            started_at=recorded.at,
            last_turn_at=recorded.at,
        )
    elif case is None:
        raise ValueError(f"case {ref.case_id} does not begin with its start")
    case = _effect(_choice(case, event), event)
    if isinstance(event, e.Approved):
        case = replace(case, approved_at=recorded.at)
    return replace(
        case,
        state=_STATE_AFTER.get(type(event), case.state),
        sequence=recorded.sequence,
        revision=recorded.revision,
        updated_at=recorded.at,
        last_turn_at=_last_turn(case, recorded),
        milestones=(*case.milestones, *_told(recorded)),
    )


def _last_turn(case: Case, recorded: e.Recorded) -> datetime:
    return recorded.at if recorded.source in {"text", "click"} else case.last_turn_at


def _told(recorded: e.Recorded) -> tuple[Milestone, ...]:
    code = _TOLD.get(type(recorded.event))
    return (Milestone(recorded.sequence, code, recorded.at),) if code else ()


def _choice(case: Case, event: e.Event) -> Case:
    match event:
        case e.UnitsSelected(lines=lines):
            return replace(case, lines=lines)
        case e.ReasonChosen():
            return replace(case, reason=event)
        case e.ResolutionChosen():
            shipping = None if event.keeps_goods else case.shipping
            return replace(case, resolution=event, shipping=shipping)
        case e.ShippingChosen():
            return replace(case, shipping=event)
        case e.Quoted(quote=quote):
            return replace(case, quote=quote)
        case e.QuoteReleased():
            return replace(case, quote=None)
        case e.Confirmed():
            return replace(case, confirmed=True)
        case e.EvidenceRequested(until=until) | e.LogisticsReady(until=until):
            return replace(case, until=until)
        case e.Approved(return_number=number):
            return replace(case, return_number=number)
        case e.Declined():
            return replace(case, decline=event)
        case e.HandedOff():
            return replace(case, flags=tuple(dict.fromkeys((*case.flags, "escalated"))))
        case e.Nudged():
            return replace(case, nudged=True)
        case e.FirstScanned(tracking_number=number):
            return replace(case, scanned=(*case.scanned, number))
        case e.UnitsGraded(grade=grade):
            return replace(case, grade=grade)
        case _:
            return case


def _effect(case: Case, event: e.Event) -> Case:
    match event:
        case e.ClausesFound(key=key, clauses=clauses):
            return replace(_done(case, key), clauses=clauses)
        case e.SimilarCasesFound(key=key, cases=cases):
            return replace(_done(case, key), similar=cases)
        case e.OrderUpdated(key=key, former=former):
            return _done(case, key, former or "")
        case e.LabelMade(key=key):
            return replace(_done(case, key), labels=(*case.labels, event))
        case e.PickupBooked(key=key):
            return replace(_done(case, key), pickup=event)
        case e.MoneyMoved(key=key, movements=movements):
            return replace(_done(case, key), movements=case.movements + movements)
        case e.ExchangePlaced(key=key, order_ids=order_ids):
            return replace(_done(case, key), exchange_orders=case.exchange_orders + order_ids)
        case e.InboundReserved(key=key) | e.NoticeSent(key=key) | e.Restocked(key=key):
            return _done(case, key)
        case e.EffectUndone(key=key):
            return _undone(case, key)
        case e.EffectFailed():
            failed = EffectRecord(event.key, EffectStatus.FAILED, event.attempts, event.next_try)
            escalated = (*case.flags, "escalated") if event.next_try is None else case.flags
            return replace(case, flags=tuple(dict.fromkeys(escalated))).with_effect(failed)
        case _:
            return case


def _done(case: Case, key: str, memo: str = "") -> Case:
    return case.with_effect(EffectRecord(key, EffectStatus.DONE, memo=memo))


def _undone(case: Case, undo_key: str) -> Case:
    """An undo leaves two traces: it is done itself, and what it undid is done no more."""
    key = done_key(undo_key)
    return _done(case.with_effect(EffectRecord(key, EffectStatus.UNDONE)), undo_key)
