"""The one door: every command and every fact changes a case here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from returns.case import Case, CaseRef
from returns.commands import Batch
from returns.decide import Decision, decide, decide_fact
from returns.errors import CaseNotFound, CommandRefused, OrderNotFound, StaleCase
from returns.events import EffectEvent
from returns.owed import due_at
from returns.owner_file import OwnerFile
from returns.rules import Rules

_ATTEMPTS = 5


class AlreadyApplied(Exception):
    """The store has this batch already; the case it left is the answer."""

    def __init__(self, case_id: str, batch_id: str) -> None:
        super().__init__(f"{case_id} has {batch_id} already")


# Old enough repeats meet the commit of their command id in the store instead.
_REMEMBERED_COMMANDS = 20


class CaseStore(Protocol):
    """Keeps cases with their owner's orders and unit ledgers. Nobody sees another owner's."""

    async def open(self, owner_id: str, case_id: str | None) -> OwnerFile:
        """Read what the rules need of one owner, in one trip; an unknown case is None.

        Raises:
            CaseNotFound: there is no such owner.
        """
        ...

    async def save(
        self, file: OwnerFile, decision: Decision, batch_id: str, due: datetime | None
    ) -> Case:
        """Store case, events and ledgers in one conditional batch; return the case as saved.

        Safe to repeat: one `batch_id` is stored once.

        Raises:
            StaleCase: something read in `file` has changed since.
            AlreadyApplied: this batch was stored before.
            BackendUnavailable: the outcome is unknown; open again before retrying.
        """
        ...


class Bell(Protocol):
    async def wake(self, ref: CaseRef) -> None:
        """Start the case's orchestration or ring it; a lost bell costs delay, never truth."""
        ...


class RuleBook(Protocol):
    """Knows every version of the shop that has been live."""

    async def rules_for(self, case: Case | None) -> Rules:
        """Return what a case is decided by: the version it pinned, or the one that is live.

        Raises:
            BackendUnavailable: no version can be read; nothing is guessed.
        """
        ...


class Outcome(StrEnum):
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """The case as it now stands, and what became of the batch."""

    outcome: Outcome
    file: OwnerFile
    refusal: CommandRefused | OrderNotFound | None = None

    @property
    def case(self) -> Case | None:
        return self.file.case


@dataclass(frozen=True, slots=True)
class Desk:
    cases: CaseStore
    rules: RuleBook
    bell: Bell

    async def apply(self, batch: Batch, now: datetime, file: OwnerFile | None = None) -> Answer:
        """Apply what was asked, all of it or nothing, and wake the case.

        `file` is what the caller has just read; it saves the first look.
        Safe to repeat: the same command id, or an answer to an older revision, changes nothing.

        Raises:
            CaseNotFound: the owner has no such case.
            StaleCase: five other writers came first; ask again.
            BackendUnavailable: the outcome is unknown; ask again with the same command id.
        """

        def decided(file: OwnerFile, rules: Rules) -> Decision | Answer:
            met = _met_before(file, batch)
            if met:
                return met
            try:
                return decide(file, batch, rules, now)
            except (CommandRefused, OrderNotFound) as refusal:
                return Answer(Outcome.REFUSED, file, refusal)

        answer = await self._change(batch, decided, now, file)
        # Who repeats a command may have lost the answer, and the case its bell, to the same end.
        if answer.outcome in {Outcome.APPLIED, Outcome.DUPLICATE}:
            await self.bell.wake(batch.ref)
        return answer

    async def record(self, batch: Batch, fact: EffectEvent, now: datetime) -> bool:
        """Record what an effect did; return whether the case changed.

        No bell: the orchestration that performed the effect reads the case again.
        Safe to repeat: a fact known by its key is recorded once.
        """

        def decided(file: OwnerFile, rules: Rules) -> Decision:
            if file.case is None:
                raise CaseNotFound(batch.ref.case_id)
            return decide_fact(file, batch, fact, rules, now)

        answer = await self._change(batch, decided, now, None)
        return answer.outcome is Outcome.APPLIED

    async def _change(
        self,
        batch: Batch,
        decided: Callable[[OwnerFile, Rules], Decision | Answer],
        now: datetime,
        known: OwnerFile | None,
    ) -> Answer:
        for attempt in range(1, _ATTEMPTS + 1):
            file = known or await self.cases.open(batch.ref.owner_id, batch.ref.case_id)
            decision = decided(file, await self.rules.rules_for(file.case))
            if isinstance(decision, Answer):
                return decision
            if decision.case is None or not decision.changed:
                return Answer(Outcome.UNCHANGED, file)
            remembering = _remembering(decision, decision.case, batch.command_id)
            try:
                due = due_at(decision.case, now)
                saved = await self.cases.save(file, remembering, batch.command_id, due)
            except AlreadyApplied:
                file = await self.cases.open(batch.ref.owner_id, batch.ref.case_id)
                return Answer(Outcome.DUPLICATE, file)
            except StaleCase:
                # Someone else saved first, and what they saved may change the decision.
                if attempt == _ATTEMPTS:
                    raise
                known = None
                continue
            ledgers = {**file.ledgers, **decision.ledgers}
            return Answer(Outcome.APPLIED, replace(file, case=saved, ledgers=ledgers))
        raise AssertionError("unreachable: the last attempt returns or raises")


def _met_before(file: OwnerFile, batch: Batch) -> Answer | None:
    case = file.case
    if case is None:
        return None
    if batch.command_id in case.recent_commands:
        return Answer(Outcome.DUPLICATE, file)
    if batch.revision is not None and batch.revision != case.revision:
        return Answer(Outcome.STALE, file)
    return None


def _remembering(decision: Decision, case: Case, command_id: str) -> Decision:
    recent = (*case.recent_commands, command_id)[-_REMEMBERED_COMMANDS:]
    return replace(decision, case=replace(case, recent_commands=recent))
