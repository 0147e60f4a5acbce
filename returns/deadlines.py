"""When a case must be looked at again: each timer of the present state, with its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from returns.case import Case, CaseState


@dataclass(frozen=True, slots=True)
class Deadline:
    code: str
    at: datetime


def deadlines(case: Case) -> tuple[Deadline, ...]:
    """Return the running timers (domain 4.4); none while staff hold the case."""
    if case.on_hold:
        return ()
    found: list[Deadline] = []
    timers, last = case.timers, case.last_turn_at
    if case.state in {CaseState.DRAFT, CaseState.QUOTED}:
        found.append(Deadline("draft", last + timers.draft))
        if not case.nudged:
            found.append(Deadline("nudge", last + timers.nudge))
    if case.state is CaseState.QUOTED and case.quote:
        found.append(Deadline("quote", case.quote.expires_at))
    if case.state is CaseState.AWAITING_EVIDENCE and case.until:
        found.append(Deadline("evidence", case.until))
    if case.state is CaseState.AWAITING_SHIPMENT and case.until:
        found.append(Deadline("label", case.until))
    return tuple(sorted(found, key=lambda deadline: deadline.at))
