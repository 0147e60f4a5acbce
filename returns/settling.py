"""Settlement: what is due in the end, the movements that pay it, and when a case is closed."""

from __future__ import annotations

from returns import events as e
from returns.booking import booked
from returns.case import Case, Flag
from returns.deliberation import Deliberation
from returns.ledger import UnitState
from returns.settlement import UNPLACED, Plan, loyalty_of, overpaid, settlement_of
from returns.signature import genuine, signed


def begin_settlement(turn: Deliberation, *, in_full: bool = False) -> None:
    """Build the final amount and plan its movements; `in_full` sets every finding aside.

    A quote that is not as we signed it is paid by nobody: staff are asked instead. What was paid
    early beyond the settlement is taken back from credit, or becomes a receivable (E14).
    """
    case = turn.known
    if case.quote is None:
        return
    if not genuine(case.quote, case.ref.case_id, turn.rules.signer):
        if Flag.ESCALATED not in case.flags:
            turn.record(e.Escalated("quote_altered", case.ref.case_id))
        return
    final = case.quote if in_full else settlement_of(case)
    final = signed(final, case.ref.case_id, turn.rules.signer)
    plan = Plan(case, turn.file, turn.ledgers).of(final)
    loyalty = loyalty_of(final, turn.file, turn.ledgers)
    excess = overpaid(case, final)
    turn.record(e.SettlementStarted(final, plan, loyalty))
    turn.ledgers |= booked(turn.known, final, turn.ledgers)
    for order_id, channel in excess:
        turn.record(e.Escalated("overpaid", f"{order_id}/{channel}"))
    for one in plan:
        if one.target == UNPLACED:
            turn.record(e.Escalated("payment", one.plan_id))


def decide_when_graded(turn: Deliberation) -> None:
    """Close the inspection once every unit that came has its grade (row 18).

    A deduction or a rejection gives the customer time to dispute it; anything else is settled.
    """
    case = turn.known
    if any(unit.state in {UnitState.RECEIVED, UnitState.IN_RETURN} for unit in case.units):
        return
    until = turn.now + case.timers.dispute if takes_off(case) else None
    turn.record(e.Decided(until))
    if until is None:
        begin_settlement(turn)


def takes_off(case: Case) -> bool:
    """Whether the settlement comes to less than the quote because of a finding."""
    return case.quote is not None and settlement_of(case).total_minor < case.quote.total_minor


def give_up_missing(turn: Deliberation) -> None:
    """Let go of the units that never came; they are not paid for, and are free again."""
    case = turn.known
    missing = [unit.ref for unit in case.units if unit.state is UnitState.IN_RETURN]
    for ref in missing:
        turn.record(e.UnitGraded(ref, "missing", "1", "", turn.shop.section("missing")))
        ledger = turn.ledger(ref.line.order_id)
        turn.ledgers[ref.line.order_id] = ledger.released(
            case.ref.case_id, ref.line.line_id, ref.unit
        )
