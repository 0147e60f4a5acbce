"""When a case must be looked at again: each timer of the present state, with its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from returns.case import CHOOSING, Case, CaseState, Flag
from returns.ledger import UnitState


@dataclass(frozen=True, slots=True)
class Deadline:
    code: str
    at: datetime


_WITH_CUSTOMER = frozenset({CaseState.AWAITING_SHIPMENT, CaseState.IN_TRANSIT})


def deadlines(case: Case) -> tuple[Deadline, ...]:
    """Return the running timers (domain 4.4), soonest first; none while staff hold the case.

    A timer that has come round once in the present state, and changes nothing a second time, is
    not running any more.
    """
    if case.on_hold:
        return ()
    found = [*_choosing(case), *_waiting(case), *_travelling(case), *_inspecting(case)]
    found += [*_recovering(case), *_ended(case)]
    running = [one for one in found if one.code not in case.reminded]
    return tuple(sorted(running, key=lambda deadline: deadline.at))


def _choosing(case: Case) -> list[Deadline]:
    timers, last = case.timers, case.last_turn_at
    if case.state not in CHOOSING:
        return []
    found = [Deadline("draft", last + timers.draft)]
    if not case.nudged:
        found.append(Deadline("nudge", last + timers.nudge))
    if case.state is CaseState.QUOTED and case.quote and Flag.ESCALATED not in case.flags:
        found.append(Deadline("quote", case.quote.expires_at))
    return found


def _waiting(case: Case) -> list[Deadline]:
    """Photos, people and labels: each with what reminds of it."""
    timers, since = case.timers, case.entered_at or case.started_at
    if case.until is None:
        return []
    match case.state:
        case CaseState.AWAITING_EVIDENCE:
            reminder = Deadline("photos_reminder", since + timers.evidence_reminder)
            return [Deadline("evidence", case.until), reminder]
        case CaseState.IN_REVIEW:
            # At twice the service level it counts as broken (domain 4.4).
            breach = since + 2 * (case.until - since)
            return [Deadline("review_late", case.until), Deadline("review_sla", breach)]
        case CaseState.AWAITING_SHIPMENT:
            reminders = [
                Deadline(f"label_{after.days}", since + after) for after in timers.label_reminders
            ]
            return [Deadline("label", case.until), *reminders, *_pickup(case)]
        case CaseState.DECIDED:
            return [Deadline("dispute", case.until)]
        case _:
            return []


def _pickup(case: Case) -> list[Deadline]:
    if case.pickup is None:
        return []
    # A slot that is booked again after a no-show is another one to wait for.
    code = f"pickup_{int(case.pickup.ends_at.timestamp())}"
    return [Deadline(code, case.pickup.ends_at + case.timers.pickup)]


def _travelling(case: Case) -> list[Deadline]:
    if case.state is not CaseState.IN_TRANSIT or case.last_scan_at is None:
        return []
    silent = case.last_scan_at + case.timers.no_movement
    return [Deadline("trace", silent), Deadline("lost", silent + case.timers.trace)]


def _inspecting(case: Case) -> list[Deadline]:
    found: list[Deadline] = []
    if case.state in {CaseState.RECEIVED, CaseState.INSPECTING}:
        if case.until:
            found.append(Deadline("inspection_late", case.until))
        if case.accept_at:
            found.append(Deadline("inspection_sla", case.accept_at))
    expected = any(unit.state is UnitState.IN_RETURN for unit in case.units)
    if expected and case.first_receipt_at and not case.ended:
        found.append(Deadline("remaining", case.first_receipt_at + case.timers.remaining))
    return found


def _recovering(case: Case) -> list[Deadline]:
    """Money that was paid before the goods came has to be matched by goods in time."""
    if case.early_at is None or case.state not in _WITH_CUSTOMER:
        return []
    reminders = [
        Deadline(f"recovery_{after.days}", case.early_at + after)
        for after in case.timers.recovery_reminders
    ]
    return [Deadline("recovery", case.early_at + case.timers.recovery), *reminders]


def _ended(case: Case) -> list[Deadline]:
    """Retention is a deadline like any other: the case wakes once more to be purged."""
    if not case.ended or case.purged or case.timers.retention is None:
        return []
    return [Deadline("retention", (case.entered_at or case.started_at) + case.timers.retention)]
