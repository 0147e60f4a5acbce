"""What happens to the goods: scans, receipt, inspection, dispute; facts in whatever order."""

from __future__ import annotations

from collections.abc import Mapping

from returns import commands as c
from returns import events as e
from returns.case import CaseState, CaseUnit, Flag
from returns.commitment import settle_early
from returns.deliberation import Deliberation
from returns.errors import CommandRefused
from returns.ledger import Cause, UnitState
from returns.money import ONE
from returns.rulebook import Disposition, GradeRule, SettleAt
from returns.settling import begin_settlement, decide_when_graded
from returns.staff import received

# How far along each word of a carrier is. A later scan of a lower rank only adds to the history.
RANKS: Mapping[str, int] = {
    "label_created": 0,
    "accepted": 1,
    "in_transit": 2,
    "out_for_delivery": 3,
    "exception": 3,
    "delivered": 4,
}

_ARRIVES_LATE = frozenset({CaseState.EXPIRED, CaseState.CANCELLED, CaseState.DECLINED})
_BEFORE_RECEIPT = frozenset({CaseState.AWAITING_SHIPMENT, CaseState.IN_TRANSIT})
# Findings a shop does not grade: they take everything.
WRONG_ITEM, MISSING = "wrong_item", "missing"


def scan(turn: Deliberation, command: c.Scan) -> None:
    """Take a carrier scan; only the first one of a known parcel moves the case (row 13).

    A scan of a case that has ended means that goods are coming anyway (row 26).
    """
    case = turn.known
    known = any(label.tracking_number == command.tracking_number for label in case.labels)
    rank = RANKS.get(command.code, 2)
    if not known:
        turn.ignore("scan")
        return
    seen = e.ParcelScanned(command.tracking_number, command.code, rank)
    if seen in case.scans:
        return
    turn.record(seen)
    if case.state is CaseState.AWAITING_SHIPMENT and rank:
        first_scan(turn, command.tracking_number)
    if case.state in _ARRIVES_LATE and command.code == "delivered":
        arrive_late(turn)


def first_scan(turn: Deliberation, tracking_number: str) -> None:
    """Put the goods on their way, and pay now what the shop grants at the first scan."""
    turn.record(e.FirstScanned(tracking_number))
    settle_early(turn, SettleAt.FIRST_SCAN)


def report_lost(turn: Deliberation) -> None:
    """Settle in full without the goods (row 15)."""
    turn.record(e.ParcelLost())
    begin_settlement(turn, in_full=True)


def receive(turn: Deliberation, command: c.Receive) -> None:
    """Take goods in; the rest of the case stays expected (rows 14 and 16).

    Raises:
        CommandRefused: a unit is not one of the case.
    """
    case = turn.known
    if case.state in _ARRIVES_LATE:
        arrive_late(turn)
        return
    own = {unit.ref for unit in case.units}
    if not set(command.units) <= own:
        raise CommandRefused("not_in_case")
    expected = tuple(u.ref for u in case.units if u.state is UnitState.IN_RETURN)
    came = tuple(ref for ref in expected if ref in command.units or not command.units)
    if not came:
        turn.ignore("receive")
        return
    turn.record(received(turn, came))
    for ref in came:
        _move(turn, ref, UnitState.RECEIVED)


def grade_unit(turn: Deliberation, command: c.GradeUnit) -> None:
    """Take the inspection of one piece (row 18); a grade is proof that it has arrived.

    Raises:
        CommandRefused: no such unit or grade, or the same person inspects a disputed one twice.
    """
    unit = _unit(turn, command.ref)
    rule = grade_rule(turn, command.grade)
    if rule is None:
        raise CommandRefused("unknown_grade", command.grade)
    if unit.grade and Flag.DISPUTED not in turn.known.flags:
        turn.ignore("grade")
        return
    if unit.inspector and unit.inspector == turn.batch.actor:
        raise CommandRefused("second_inspector_needed")
    if unit.state is UnitState.IN_RETURN:
        receive(turn, c.Receive((command.ref,)))
    if turn.known.state is CaseState.RECEIVED:
        turn.record(e.InspectionStarted())
    _grade(turn, command, _checked(turn, command, rule))
    decide_when_graded(turn)


def grade_all(turn: Deliberation, command: c.Grade) -> None:
    """Give one grade to every piece that has arrived and has none, or is disputed.

    Raises:
        CommandRefused: as for one piece.
    """
    disputed = Flag.DISPUTED in turn.known.flags
    pieces = [unit.ref for unit in turn.known.units if disputed or not unit.grade]
    came = [ref for ref in pieces if disputed or _unit(turn, ref).state is not UnitState.IN_RETURN]
    for ref in came or pieces:
        if turn.known.state not in {CaseState.DECIDED, CaseState.SETTLING, CaseState.CLOSED}:
            grade_unit(turn, c.GradeUnit(ref, command.grade))


def dispute(turn: Deliberation, command: c.Dispute) -> None:
    """Let a second inspector look, who does not know the first result (row 21).

    Raises:
        CommandRefused: nothing was taken off, it is too late, or it was disputed before.
    """
    case = turn.known
    if case.until is None or turn.now > case.until:
        raise CommandRefused("nothing_to_dispute")
    if Flag.DISPUTED in case.flags:
        raise CommandRefused("disputed_before")
    turn.record(e.Disputed(command.reason))


def accept_decision(turn: Deliberation) -> None:
    """Settle as decided, because the customer agrees (row 20)."""
    turn.record(e.DecisionAccepted("customer"))
    begin_settlement(turn)


def arrive_late(turn: Deliberation) -> None:
    """Hand goods of an ended case to people (row 26)."""
    case = turn.known
    until = turn.shop.calendar.after_working_days(turn.now, case.timers.review_working_days)
    turn.record(e.GoodsArrived(until))


def grade_rule(turn: Deliberation, grade: str) -> GradeRule | None:
    """Return what a grade means; wrong and missing goods give nothing and go back."""
    if grade == WRONG_ITEM:
        return GradeRule(WRONG_ITEM, ONE, Disposition.SEND_BACK)
    if grade == MISSING:
        return GradeRule(MISSING, ONE, Disposition.RECYCLE)
    return turn.shop.grades.get(grade)


def _checked(turn: Deliberation, command: c.GradeUnit, rule: GradeRule) -> GradeRule:
    """Hold a piece to its serial number: another one is a wrong item (row 18)."""
    order = turn.file.order(command.ref.line.order_id)
    line = order.line(command.ref.line.line_id)
    product = turn.shop.catalog.get(line.product_id) if line else None
    if line is None or product is None or not product.serialized or not line.serials:
        return rule
    sold = {serial.casefold() for serial in line.serials}
    if command.serial.strip().casefold() in sold:
        return rule
    return GradeRule(WRONG_ITEM, ONE, Disposition.SEND_BACK)


def _grade(turn: Deliberation, command: c.GradeUnit, rule: GradeRule) -> None:
    """Record a grade; damage the customer told us about, or our fault, takes nothing off."""
    quote = turn.known.quote
    line = quote.basis.line(command.ref.line) if quote else None
    ours = line is not None and line.cause == Cause.FAULT
    spared = ours and rule.code not in {WRONG_ITEM, MISSING}
    kept_back = spared and rule.disposition is Disposition.SEND_BACK
    turn.record(
        e.UnitGraded(
            ref=command.ref,
            grade=rule.code,
            deduction="0" if spared else rule.deduction.text,
            disposition=Disposition.RECYCLE if kept_back else rule.disposition,
            section=turn.shop.section("deduction"),
            serial=command.serial,
            note=command.note,
            photos=command.photos,
        )
    )
    _move(turn, command.ref, UnitState.GRADED)


def _unit(turn: Deliberation, ref: e.UnitRef) -> CaseUnit:
    found = next((unit for unit in turn.known.units if unit.ref == ref), None)
    if found is None:
        raise CommandRefused("not_in_case")
    return found


def _move(turn: Deliberation, ref: e.UnitRef, state: UnitState) -> None:
    ledger = turn.ledger(ref.line.order_id)
    case_id = turn.known.ref.case_id
    turn.ledgers[ref.line.order_id] = ledger.settled(case_id, ref.line.line_id, ref.unit, state)
