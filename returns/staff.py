"""What the shop's people decide about a case, and how far each of them may go."""

from __future__ import annotations

from returns import commands as c
from returns import events as e
from returns.case import CaseState, EffectStatus, Flag
from returns.commitment import approve
from returns.deliberation import Deliberation
from returns.effects import effect_of
from returns.errors import CommandRefused, PaymentRefused
from returns.ledger import Cause, UnitState
from returns.movements import MoneyState
from returns.settlement import UNPLACED, Plan
from returns.settling import begin_settlement

# Which states an override has something to decide in.
_SETTLES = frozenset(
    {
        CaseState.APPROVED,
        CaseState.AWAITING_SHIPMENT,
        CaseState.IN_TRANSIT,
        CaseState.RECEIVED,
        CaseState.INSPECTING,
        CaseState.DECIDED,
    }
)


def accept(turn: Deliberation) -> None:
    """Accept a case under review; goods that arrived late go on to the inspection."""
    _pause(turn)
    if Flag.GOODS_ARRIVED in turn.known.flags:
        _hold_again(turn)
        approve(turn)
        turn.record(received(turn))
        turn.move_units(UnitState.RECEIVED)
        return
    if any(unit.state is UnitState.RELEASED for unit in turn.known.units):
        _hold_again(turn)
    approve(turn)


def decline(turn: Deliberation, command: c.Decline) -> None:
    """Refuse a case under review; its units are free again, and their window stood still."""
    _pause(turn)
    turn.release()
    turn.record(e.Declined(command.code, command.text))


def ask_more(turn: Deliberation) -> None:
    """Ask the customer for photos before deciding."""
    _pause(turn)
    until = turn.now + turn.known.timers.evidence
    turn.record(e.EvidenceRequested(until, turn.shop.section("photos"), "staff"))


def hold(turn: Deliberation, command: c.Hold) -> None:
    if Flag.HOLD not in turn.known.flags:
        turn.record(e.Held(command.why))


def release_hold(turn: Deliberation) -> None:
    if Flag.HOLD in turn.known.flags:
        turn.record(e.HoldReleased())


def override(turn: Deliberation, command: c.Override) -> None:
    """Decide against the rules; above the speaker's limit, two people have to (row 28).

    Raises:
        CommandRefused: no reason is given, the state has nothing to decide, or the same person
            says it a second time.
    """
    case = turn.known
    if not command.reason.strip():
        raise CommandRefused("reason_required", command.act)
    allowed = _SETTLES if command.act == "settle_in_full" else _SETTLES - {CaseState.DECIDED}
    if case.state not in allowed or case.quote is None:
        turn.ignore(f"override_{command.act}")
        return
    first = next((who for act, who in case.proposals if act == command.act), "")
    if case.quote.total_minor > turn.batch.limit_minor:
        if first == turn.batch.actor:
            raise CommandRefused("second_person_needed", command.act)
        if not first:
            turn.record(e.OverrideProposed(command.act, command.reason))
            return
    turn.record(e.Overridden(command.act, command.reason, first))
    if command.act == "settle_in_full":
        begin_settlement(turn, in_full=True)
        return
    priced = turn.quoted()
    if priced and priced.total_minor > case.quote.total_minor:
        turn.record(e.Requoted(priced))


def reopen(turn: Deliberation, command: c.Reopen) -> None:
    """Take up an ended case: staff always, the customer in time (row 27).

    Raises:
        CommandRefused: it is too late, or another case has taken the units.
    """
    case = turn.known
    if turn.by_customer and turn.now > (case.entered_at or turn.now) + case.timers.reopen:
        raise CommandRefused("too_late_to_reopen")
    if case.state is not CaseState.CLOSED:
        _hold_again(turn)
    until = turn.shop.calendar.after_working_days(turn.now, case.timers.review_working_days)
    turn.record(e.Reopened(command.why, until))


def retry_effect(turn: Deliberation, command: c.RetryEffect) -> None:
    """Let an effect that waits for staff be tried again, with all its attempts.

    Raises:
        CommandRefused: no such effect of this case has failed.
    """
    known = turn.known.effect(command.key)
    if known is None or known.status is not EffectStatus.FAILED:
        raise CommandRefused("nothing_to_retry", command.key)
    effect_of(command.key)
    turn.record(e.EffectRetried(command.key))


def replace_movement(turn: Deliberation, command: c.ReplaceMovement) -> None:
    """Pay a movement that failed for good as credit, because staff and customer agreed on it.

    Raises:
        CommandRefused: no such movement waits for anybody, or nothing can take its place; a bonus
            is only tried again.
    """
    row = turn.known.movement(command.plan_id)
    unplaced = row is not None and row.planned.target == UNPLACED
    if row is None or not (row.state is MoneyState.FAILED or unplaced):
        raise CommandRefused("nothing_to_replace", command.plan_id)
    try:
        plan = Plan(turn.known, turn.file, turn.ledgers).instead(row, as_credit=True)
    except PaymentRefused:
        raise CommandRefused("nothing_to_replace", command.plan_id) from None
    turn.record(e.MovementsReplaced(command.plan_id, plan))


def replan(turn: Deliberation, plan_id: str) -> None:
    """Put other tenders of the order in place of one that refused, or ask staff (row 23)."""
    row = turn.known.movement(plan_id)
    if row is None or row.state is not MoneyState.FAILED:
        return
    try:
        plan = Plan(turn.known, turn.file, turn.ledgers).instead(row, as_credit=False)
    except PaymentRefused:
        turn.record(e.Escalated("payment", plan_id))
        return
    turn.record(e.MovementsReplaced(plan_id, plan))


def received(turn: Deliberation, units: tuple[e.UnitRef, ...] = ()) -> e.Received:
    """Return the receipt of goods, with the service level of their inspection."""
    timers, calendar = turn.known.timers, turn.shop.calendar
    until = calendar.after_working_days(turn.now, timers.inspection_working_days)
    accept_at = calendar.after_working_days(until, timers.inspection_grace_working_days)
    return e.Received(units, until, accept_at)


def _pause(turn: Deliberation) -> None:
    """Let the windows of the orders stand still for as long as people looked (policy 2.5)."""
    case = turn.known
    if case.state is not CaseState.IN_REVIEW or case.entered_at is None:
        return
    looked = turn.now - case.entered_at
    for order_id in case.order_ids:
        turn.ledgers[order_id] = turn.ledger(order_id).paused_for(looked)


def _hold_again(turn: Deliberation) -> None:
    """Take the units of an ended case once more.

    Raises:
        CommandRefused: `already_returned`; another case has them by now.
    """
    case = turn.known
    for unit in case.units:
        line = turn.file.order(unit.ref.line.order_id).line(unit.ref.line.line_id)
        if line is None:
            continue
        ledger = turn.ledger(unit.ref.line.order_id)
        if unit.ref.unit in ledger.units_of(case.ref.case_id, line.line_id):
            continue
        cause = _cause(turn, unit.ref)
        turn.ledgers[unit.ref.line.order_id] = ledger.hold(
            line, (unit.ref.unit,), case.ref.case_id, cause, turn.now
        )


def _cause(turn: Deliberation, ref: e.UnitRef) -> Cause:
    quote = turn.known.quote
    line = quote.basis.line(ref.line) if quote else None
    return Cause(line.cause) if line else Cause.OTHER
