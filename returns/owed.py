"""What a case owes: what should be done and is not, and what is done and should be undone.

Pure: the same case at the same time always owes the same (domain 4.2).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from returns.case import Case, CaseRef, CaseState, EffectRecord, EffectStatus, awaiting
from returns.deadlines import deadlines
from returns.effects import UNDO_OF, Effect, effect_key, effect_of, subject_of, undo_key

# The store is read once a day even if no bell and no deadline says so.
_LONGEST_SLEEP = timedelta(hours=24)

# After the fifth failure the effect waits for staff (domain 4.4).
_RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)

_GOODS_ON_THE_WAY = (
    CaseState.APPROVED,
    CaseState.AWAITING_SHIPMENT,
    CaseState.IN_TRANSIT,
    CaseState.RECEIVED,
    CaseState.INSPECTING,
    CaseState.DECIDED,
    CaseState.SETTLING,
    CaseState.CLOSED,
)
_SETTLING = (CaseState.SETTLING, CaseState.CLOSED)
_SALEABLE = ("A", "B")


@dataclass(frozen=True, slots=True)
class Job:
    """One effect to perform. The key names it to the provider and in the record."""

    ref: CaseRef
    key: str
    now: datetime

    @property
    def subject(self) -> str:
        return subject_of(self.key)


@dataclass(frozen=True, slots=True)
class Owed:
    effect: Effect
    key: str


@dataclass(frozen=True, slots=True)
class Step:
    """One look at a case: what the orchestration shows, does next, and when it looks again."""

    state: CaseState
    awaiting: str | None
    revision: int
    version: int
    flags: tuple[str, ...]
    return_number: str | None
    deadline: datetime | None
    owed: tuple[Owed, ...]
    over: bool
    wake_at: datetime


def step_of(case: Case, now: datetime) -> Step:
    """Return what to do now and when to look again.

    A case is over when it has ended, owes nothing and has no deadline left. `wake_at` is always
    later than `now`, so an effect without progress cannot spin.
    """
    effects = owed(case, now)
    deadline = next_deadline(case, now)
    cap = now + _LONGEST_SLEEP
    return Step(
        state=case.state,
        awaiting=awaiting(case),
        revision=case.revision,
        version=case.version,
        flags=(*case.flags, *(["cancelling"] if cancelling(case) else [])),
        return_number=case.return_number,
        deadline=deadline,
        owed=effects,
        over=case.ended and not effects and deadline is None,
        wake_at=min(deadline, cap) if deadline else cap,
    )


def due_at(case: Case, now: datetime) -> datetime | None:
    """Return when the case next needs its orchestration; stored with every save."""
    return now if owed(case, now) else next_deadline(case, now)


def owed(case: Case, now: datetime) -> tuple[Owed, ...]:
    """Return the effects to perform now; while staff hold the case it owes nothing."""
    if case.on_hold:
        return ()
    keys = [*_missing(case), *_superfluous(case), *_lapsed(case, now)]
    return tuple(Owed(effect_of(key), key) for key in keys if not _waits(case, key, now))


def next_deadline(case: Case, now: datetime) -> datetime | None:
    """Return the earliest moment after `now` at which something is owed again, if any."""
    if case.on_hold:
        return None
    wanted = {*_missing(case), *_superfluous(case)}
    retries = [r.next_try for r in case.effects if r.key in wanted and r.next_try]
    ends = [deadline.at for deadline in deadlines(case)]
    return min((moment for moment in (*retries, *ends) if moment > now), default=None)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when a failed effect is tried again; None once it waits for staff."""
    return now + _RETRY_AFTER[attempts - 1] if attempts <= len(_RETRY_AFTER) else None


def cancelling(case: Case) -> bool:
    """Whether an ended case still has something to undo that staff do not hold."""
    return case.ended and any(
        (record := case.effect(key)) is None or record.next_try is not None
        for key in _superfluous(case)
    )


def settled(case: Case) -> bool:
    """Whether money, replacement and stock have moved; notices and searches keep nothing open."""
    keys = [_current_key(case, effect, subject) for effect, subject in _settlement(case)]
    return case.state is CaseState.SETTLING and all(_is_done(case.effect(key)) for key in keys)


def prepared(case: Case) -> bool:
    """Whether an approved case has all the customer needs to send the goods."""
    needed = {Effect.MAKE_LABEL, Effect.BOOK_PICKUP, Effect.RESERVE_INBOUND, Effect.UPDATE_ORDER}
    return not any(effect_of(key) in needed for key in _missing(case))


def _wanted(case: Case) -> list[tuple[Effect, str]]:
    """Return (effect, subject) of everything that should be done in this state."""
    wants: list[tuple[Effect, str]] = []
    if case.lines and case.reason and not case.ended:
        topic = _topic(case)
        wants += [(Effect.FIND_POLICY_CLAUSES, topic), (Effect.FIND_SIMILAR_CASES, topic)]
    if case.state in _GOODS_ON_THE_WAY:
        wants += [(Effect.UPDATE_ORDER, order_id) for order_id in case.order_ids]
        if case.shipping and not case.keeps_goods:
            wants += _logistics(case.shipping.code, pickup=case.shipping.pickup)
    if case.state in _SETTLING:
        wants += _settlement(case)
    return wants + [(Effect.SEND_NOTICE, template) for template in _notices(case)]


def _topic(case: Case) -> str:
    """Name item and reason: the searches are wanted again when either changes."""
    items = ",".join(sorted(line.product_id for line in case.lines))
    reason = case.reason.code if case.reason else ""
    return hashlib.sha256(f"{items}|{reason}".encode()).hexdigest()[:12]


def _logistics(method: str, *, pickup: bool) -> list[tuple[Effect, str]]:
    wants = [(Effect.RESERVE_INBOUND, "goods"), (Effect.MAKE_LABEL, method)]
    return [*wants, (Effect.BOOK_PICKUP, method)] if pickup else wants


def _settlement(case: Case) -> list[tuple[Effect, str]]:
    wants: list[tuple[Effect, str]] = []
    code = case.resolution.code if case.resolution else ""
    if code == "STORE_CREDIT":
        wants.append((Effect.ISSUE_CREDIT, "credit"))
    elif code == "EXCHANGE":
        wants.append((Effect.CREATE_EXCHANGE, "goods"))
    else:
        wants += [(Effect.PAY_REFUND, order_id) for order_id in case.order_ids]
    if case.grade in _SALEABLE:
        wants.append((Effect.RESTOCK, "goods"))
    return wants


def _notices(case: Case) -> list[str]:
    """Return the templates the customer must have been sent, in order."""
    told = {milestone.code for milestone in case.milestones}
    if case.state in {CaseState.CANCELLED, CaseState.EXPIRED}:
        # Nobody is sent to a label that is no longer valid.
        told.discard("logistics_ready")
    return [
        template
        for template in ("logistics_ready", "received", "declined", "expired", "closed")
        if template in told and (template != "expired" or case.approved)
    ] + (["cancelled"] if case.state is CaseState.CANCELLED and case.approved else [])


def _missing(case: Case) -> list[str]:
    keys = (_current_key(case, effect, subject) for effect, subject in _wanted(case))
    return [key for key in keys if not _is_done(case.effect(key))]


def _superfluous(case: Case) -> list[str]:
    """Return the undo keys of what is done and no longer wanted, latest first.

    What failed may have been done all the same, since an outage hides the outcome.
    """
    wanted = {_current_key(case, effect, subject) for effect, subject in _wanted(case)}
    return [
        undo_key(record.key)
        for record in reversed(case.effects)
        if record.status is not EffectStatus.UNDONE
        and effect_of(record.key) in UNDO_OF
        and record.key not in wanted
    ]


def _lapsed(case: Case, now: datetime) -> list[str]:
    return [
        effect_key(
            case.ref.case_id,
            Effect.PASS_DEADLINE,
            f"{deadline.code}-{int(deadline.at.timestamp())}",
        )
        for deadline in deadlines(case)
        if deadline.at <= now
    ]


def _current_key(case: Case, effect: Effect, subject: str) -> str:
    """Return the key in use: a new number begins only after an undo."""
    n = 1
    while True:
        key = effect_key(case.ref.case_id, effect, subject, n)
        record = case.effect(key)
        if record is None or record.status is not EffectStatus.UNDONE:
            return key
        n += 1


def _is_done(record: EffectRecord | None) -> bool:
    return record is not None and record.status is EffectStatus.DONE


def _waits(case: Case, key: str, now: datetime) -> bool:
    """Whether a failed effect is before its next try, or with staff for good."""
    record = case.effect(key)
    if record is None or record.status is not EffectStatus.FAILED:
        return False
    return record.next_try is None or record.next_try > now
