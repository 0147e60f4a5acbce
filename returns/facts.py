"""What effects report, and what follows by itself from the facts."""

from __future__ import annotations

from datetime import datetime

from returns import events as e
from returns.case import Case, CaseState, EffectStatus
from returns.deliberation import Deliberation
from returns.effects import subject_of
from returns.goods import first_scan
from returns.settling import begin_settlement
from returns.staff import replan
from returns.wanted import prepared, settled


def take_fact(turn: Deliberation, event: e.EffectEvent) -> None:
    """Record what an effect did, whatever the state; a fact known already changes nothing."""
    known = turn.known.effect(event.key)
    if known and known.status is not EffectStatus.FAILED:
        return
    if isinstance(event, e.EffectFailed) and known and known.attempts >= event.attempts:
        return
    turn.record(event)
    if isinstance(event, e.MoneyRefused):
        replan(turn, subject_of(event.key))
    if isinstance(event, e.CreditReversed) and event.spent_minor:
        turn.record(e.Escalated("receivable", subject_of(event.key)))


def follow(turn: Deliberation) -> None:
    """Record what follows by itself: nothing to send, ready to send, settled and closed."""
    case = turn.case
    if case is None:
        return
    if case.state is CaseState.APPROVED:
        _after_approval(turn, case)
    if turn.known.state is CaseState.SETTLING and settled(turn.known):
        turn.record(e.Closed())


def _after_approval(turn: Deliberation, case: Case) -> None:
    if case.keeps_goods:
        begin_settlement(turn)
    elif prepared(case):
        turn.record(e.LogisticsReady(_valid_until(case, turn.now)))
        # A carrier can be quicker than what prepares the parcel for it.
        early = next((scan for scan in case.scans if scan.rank), None)
        if early:
            first_scan(turn, early.tracking_number)


def _valid_until(case: Case, now: datetime) -> datetime:
    valid = [
        label.valid_until
        for label in case.labels
        if (record := case.effect(label.key)) and record.status is EffectStatus.DONE
    ]
    return max(valid) if valid else now + case.timers.label
