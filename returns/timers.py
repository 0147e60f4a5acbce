"""What happens when a timer of a case runs out (domain 4.4)."""

from __future__ import annotations

from returns import commands as c
from returns import events as e
from returns.case import CaseState
from returns.commitment import review
from returns.deadlines import deadlines
from returns.deliberation import Deliberation
from returns.settling import begin_settlement, decide_when_graded, give_up_missing

# These remind, or raise a hand, once in a state.
_REMINDS = ("photos_reminder", "label_", "recovery_", "review_", "inspection_late", "trace")


def pass_deadline(turn: Deliberation, command: c.PassDeadline) -> None:
    """Act on a timer that has run out; one that has not, or no longer runs, changes nothing."""
    case = turn.known
    due = {deadline.code for deadline in deadlines(case) if deadline.at <= turn.now}
    code = command.code
    if code not in due:
        return
    match code:
        case "nudge":
            turn.record(e.Nudged())
        case "quote":
            turn.release()
            turn.record(e.QuoteReleased("expired"))
        case "evidence":
            review(turn, "no_photos", photos_missing=True)
        case "lost":
            turn.record(e.ParcelLost())
            begin_settlement(turn, in_full=True)
        case "dispute":
            turn.record(e.DecisionAccepted("clock"))
            begin_settlement(turn)
        case "inspection_sla":
            _accept_in_full(turn)
        case "remaining":
            give_up_missing(turn)
            decide_when_graded(turn)
        case "recovery":
            turn.record(e.Reminded(code))
            turn.record(e.Reclaimed())
            turn.record(e.Escalated("not_received", case.ref.case_id))
        case "retention":
            turn.record(e.Reminded(code))
        case _ if code.startswith("pickup_"):
            turn.record(e.Reminded(code))
            turn.record(e.PickupMissed())
        case _ if code.startswith(_REMINDS):
            _remind(turn, code)
        case _:
            turn.release()
            turn.record(e.Expired(code))


def _remind(turn: Deliberation, code: str) -> None:
    """Remind, and ask people for what only people can do."""
    turn.record(e.Reminded(code))
    if code in {"inspection_late", "trace", "review_sla"}:
        turn.record(e.Escalated(code, turn.known.ref.case_id))


def _accept_in_full(turn: Deliberation) -> None:
    """Settle as quoted, because the shop has not inspected in time."""
    turn.record(e.Reminded("inspection_sla"))
    if turn.known.state in {CaseState.RECEIVED, CaseState.INSPECTING}:
        begin_settlement(turn, in_full=True)
