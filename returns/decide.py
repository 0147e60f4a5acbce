"""The decision: a case, some commands and the time give events, or one refusal. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from returns import commands as c
from returns import events as e
from returns import facts
from returns.booking import require_money
from returns.case import Case
from returns.choices import make_offer, start
from returns.commands import Batch
from returns.commitment import quote_when_complete
from returns.deliberation import Deliberation
from returns.errors import CaseNotFound
from returns.ledger import UnitLedger
from returns.machine import TABLE
from returns.owner_file import OwnerFile
from returns.rules import Rules

# A conversation opens its case with the first of these.
_OPENING = (c.Start, c.SelectUnits, c.ChooseReason, c.ChooseResolution, c.ChooseShipping)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to save: the case after `recorded`, and the ledgers that changed with it."""

    case: Case | None
    recorded: tuple[e.Recorded, ...]
    ledgers: Mapping[str, UnitLedger]

    @property
    def changed(self) -> bool:
        return bool(self.recorded)


def decide(file: OwnerFile, batch: Batch, rules: Rules, now: datetime) -> Decision:
    """Decide a batch as a whole.

    Raises:
        CommandRefused | OrderNotFound: a rule said no to one of the commands; nothing is kept.
        CaseNotFound: the command needs a case and there is none.
        MoneyInvariantBroken: a defect; nothing is kept.
    """
    turn = Deliberation.of(file, batch, rules, now)
    for command in batch.commands:
        if turn.case is None and isinstance(command, _OPENING):
            start(turn)
        if turn.case is None:
            raise CaseNotFound(batch.ref.case_id)
        row = TABLE[type(command)]
        if turn.case.state in row.states:
            row.act(turn, command)
        else:
            turn.ignore(name_of(command))
    # Who wants a person gets one, even when what was chosen can no longer be quoted.
    if turn.by_customer and not any(isinstance(one, c.HandOff) for one in batch.commands):
        make_offer(turn)
        quote_when_complete(turn)
    return _decided(turn)


def decide_fact(
    file: OwnerFile, batch: Batch, fact: e.EffectEvent, rules: Rules, now: datetime
) -> Decision:
    """Decide what an effect's result means; it is accepted in every state.

    Raises:
        CaseNotFound: there is no such case.
        MoneyInvariantBroken: a defect; nothing is kept.
    """
    turn = Deliberation.of(file, batch, rules, now)
    facts.take_fact(turn, fact)
    return _decided(turn)


def name_of(command: c.Command) -> str:
    """Return a command's name as events record it, such as `grade_unit`."""
    words = type(command).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in words)[1:]


def _decided(turn: Deliberation) -> Decision:
    facts.follow(turn)
    changed = {
        order_id: ledger
        for order_id, ledger in turn.ledgers.items()
        if turn.file.ledgers.get(order_id) != ledger
    }
    if turn.case and turn.recorded:
        require_money(turn.case, turn.file, turn.ledgers)
    return Decision(turn.case, tuple(turn.recorded), changed)
