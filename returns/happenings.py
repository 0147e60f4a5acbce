"""How staff decisions, outside events, timers and effects are decided."""

from __future__ import annotations

from datetime import datetime

from returns import commands as c
from returns import events as e
from returns.case import Case, CaseState, EffectStatus
from returns.deadlines import deadlines
from returns.deliberation import Deliberation
from returns.effects import subject_of
from returns.ledger import TenderRefund, UnitState
from returns.owed import prepared, settled
from returns.ports import MovementKind


def decline(turn: Deliberation, command: c.Decline) -> None:
    turn.release()
    turn.record(e.Declined(command.code, command.text))


def scan(turn: Deliberation, command: c.Scan) -> None:
    """Take a carrier scan; only the first one of a known parcel moves the case."""
    case = turn.known
    known = any(label.tracking_number == command.tracking_number for label in case.labels)
    if case.state is CaseState.AWAITING_SHIPMENT and known:
        turn.record(e.FirstScanned(command.tracking_number))
    else:
        turn.ignore("scan")


def receive(turn: Deliberation) -> None:
    turn.record(e.Received())
    turn.move_units(UnitState.RECEIVED)


def grade(turn: Deliberation, command: c.Grade) -> None:
    """Take the inspection's result; an undisputed one is settled at once."""
    if turn.known.state is CaseState.RECEIVED:
        turn.record(e.InspectionStarted())
    turn.record(e.UnitsGraded(command.grade))
    turn.move_units(UnitState.GRADED)
    turn.record(e.Decided())
    turn.record(e.SettlementStarted())


def pass_deadline(turn: Deliberation, command: c.PassDeadline) -> None:
    """Act on a timer that has run out; one that has not, or no longer runs, changes nothing."""
    case = turn.known
    due = {deadline.code for deadline in deadlines(case) if deadline.at <= turn.now}
    if command.code not in due:
        return
    match command.code:
        case "nudge":
            turn.record(e.Nudged())
        case "quote":
            turn.release()
            turn.record(e.QuoteReleased("expired"))
        case "evidence":
            turn.record(e.ReviewRequested("no_photos"))
        case _:
            turn.release()
            turn.record(e.Expired(command.code))


def take_fact(turn: Deliberation, event: e.EffectEvent) -> None:
    """Record what an effect did, whatever the state; a fact known already changes nothing."""
    known = turn.known.effect(event.key)
    if known and known.status is not EffectStatus.FAILED:
        return
    if isinstance(event, e.EffectFailed) and known and known.attempts >= event.attempts:
        return
    turn.record(event)
    if isinstance(event, e.MoneyMoved):
        _book_refunds(turn, event)
    if isinstance(event, e.Restocked):
        turn.move_units(UnitState.RESTOCKED)


def follow(turn: Deliberation) -> None:
    """Record what follows by itself from the facts: ready to ship, or settled and closed."""
    case = turn.case
    if case is None:
        return
    if case.state is CaseState.APPROVED and not case.keeps_goods and prepared(case):
        turn.record(e.LogisticsReady(_valid_until(case, turn)))
    elif settled(case):
        turn.record(e.Closed())
        if case.keeps_goods:
            turn.move_units(UnitState.KEPT)
        elif case.grade not in {"A", "B"}:
            turn.move_units(UnitState.SETTLED)


def _valid_until(case: Case, turn: Deliberation) -> datetime:
    dates = [label.valid_until for label in case.labels]
    return max(dates) if dates else turn.now + case.timers.label


def _book_refunds(turn: Deliberation, event: e.MoneyMoved) -> None:
    """Keep on the order's ledger what went back to its tenders; credit goes to none."""
    order_id = subject_of(event.key)
    for movement in event.movements:
        if movement.kind is MovementKind.REFUND:
            booked = TenderRefund(movement.reference, movement.target, movement.amount.minor)
            turn.ledgers[order_id] = turn.ledger(order_id).with_refund(booked)
