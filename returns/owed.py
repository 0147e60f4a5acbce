"""What a case owes: what should be done and is not, and what is done and should be undone.

Pure: the same case at the same time always owes the same (domain 4.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from returns.case import Case, CaseRef, CaseState, EffectStatus, Flag, awaiting
from returns.deadlines import deadlines
from returns.effects import Effect, effect_key, effect_of, subject_of
from returns.wanted import missing, superfluous

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

    A case is over when it has ended, owes nothing and has no deadline within a day: one further
    off, as retention is, starts it again by the sweep. `wake_at` is always later than `now`, so
    an effect without progress cannot spin.
    """
    effects = owed(case, now)
    deadline = next_deadline(case, now)
    cap = now + _LONGEST_SLEEP
    return Step(
        state=case.state,
        awaiting=awaiting(case),
        revision=case.revision,
        version=case.version,
        flags=(*case.flags, *([Flag.CANCELLING] if cancelling(case) else [])),
        return_number=case.return_number,
        deadline=deadline,
        owed=effects,
        over=case.ended and not effects and (deadline is None or deadline > cap),
        wake_at=min(deadline, cap) if deadline else cap,
    )


def due_at(case: Case, now: datetime) -> datetime | None:
    """Return when the case next needs its orchestration; stored with every save."""
    return now if owed(case, now) else next_deadline(case, now)


def owed(case: Case, now: datetime) -> tuple[Owed, ...]:
    """Return the effects to perform now; while staff hold the case it owes nothing."""
    if case.on_hold:
        return ()
    keys = [*missing(case), *superfluous(case), *_lapsed(case, now)]
    return tuple(Owed(effect_of(key), key) for key in keys if not _waits(case, key, now))


def next_deadline(case: Case, now: datetime) -> datetime | None:
    """Return the earliest moment after `now` at which something is owed again, if any."""
    if case.on_hold:
        return None
    wanted = {*missing(case), *superfluous(case)}
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
        for key in superfluous(case)
    )


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


def _waits(case: Case, key: str, now: datetime) -> bool:
    """Whether a failed effect is before its next try, or with staff for good."""
    record = case.effect(key)
    if record is None or record.status is not EffectStatus.FAILED:
        return False
    return record.next_try is None or record.next_try > now
