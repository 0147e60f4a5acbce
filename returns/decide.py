"""The decision: a case, some commands and the time give events, or one refusal. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from returns import choices, happenings
from returns import commands as c
from returns import events as e
from returns.case import CHOOSING, Case, CaseState
from returns.commands import Batch
from returns.deliberation import Deliberation
from returns.errors import CaseNotFound
from returns.ledger import UnitLedger
from returns.owner_file import OwnerFile
from returns.shop import Shop

_ANYWHERE = frozenset(CaseState)

# The states in which a command has a place; anywhere else it is recorded as ignored.
ALLOWED: Mapping[type, frozenset[CaseState]] = {
    c.Start: _ANYWHERE,
    c.SelectUnits: CHOOSING,
    c.SetQuantity: CHOOSING,
    c.ChooseReason: CHOOSING,
    c.ChooseResolution: CHOOSING,
    c.ChooseShipping: CHOOSING,
    c.Confirm: CHOOSING,
    c.ContinueWithoutPhotos: frozenset({CaseState.AWAITING_EVIDENCE}),
    c.Cancel: _ANYWHERE,
    c.HandOff: _ANYWHERE,
    c.Approve: frozenset({CaseState.IN_REVIEW}),
    c.Decline: frozenset({CaseState.IN_REVIEW}),
    c.Scan: _ANYWHERE,
    c.Receive: frozenset({CaseState.AWAITING_SHIPMENT, CaseState.IN_TRANSIT}),
    c.Grade: frozenset({CaseState.RECEIVED, CaseState.INSPECTING}),
    c.PassDeadline: _ANYWHERE,
}

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


def decide(file: OwnerFile, batch: Batch, shop: Shop, now: datetime) -> Decision:
    """Decide a batch as a whole.

    Raises:
        CommandRefused | OrderNotFound: a rule said no to one of the commands; nothing is kept.
        CaseNotFound: the command needs a case and there is none.
    """
    turn = Deliberation.of(file, batch, shop, now)
    for command in batch.commands:
        if turn.case is None and isinstance(command, _OPENING):
            choices.start(turn)
        if turn.case is None:
            raise CaseNotFound(batch.ref.case_id)
        if turn.case.state in ALLOWED[type(command)]:
            _decide_one(turn, command)
        else:
            turn.ignore(_name(command))
    # Who wants a person gets one, even when what was chosen can no longer be quoted.
    if turn.by_customer and c.HandOff() not in batch.commands:
        choices.quote_when_complete(turn)
    return _decided(turn)


def decide_fact(
    file: OwnerFile, batch: Batch, fact: e.EffectEvent, shop: Shop, now: datetime
) -> Decision:
    """Decide what an effect's result means; it is accepted in every state.

    Raises:
        CaseNotFound: there is no such case.
    """
    turn = Deliberation.of(file, batch, shop, now)
    happenings.take_fact(turn, fact)
    return _decided(turn)


def _decided(turn: Deliberation) -> Decision:
    happenings.follow(turn)
    changed = {
        order_id: ledger
        for order_id, ledger in turn.ledgers.items()
        if turn.file.ledgers.get(order_id) != ledger
    }
    return Decision(turn.case, tuple(turn.recorded), changed)


def _decide_one(turn: Deliberation, command: c.Command) -> None:
    match command:
        case c.Start():
            choices.start(turn)
        case c.SelectUnits():
            choices.select_units(turn, command)
        case c.SetQuantity():
            choices.set_quantity(turn, command)
        case c.ChooseReason():
            choices.choose_reason(turn, command)
        case c.ChooseResolution():
            choices.choose_resolution(turn, command)
        case c.ChooseShipping():
            choices.choose_shipping(turn, command)
        case c.Confirm():
            choices.confirm(turn)
        case c.ContinueWithoutPhotos():
            choices.continue_without_photos(turn)
        case c.Cancel():
            choices.cancel(turn)
        case c.HandOff():
            turn.record(e.HandedOff())
        case c.Approve():
            choices.approve(turn)
        case c.Decline():
            happenings.decline(turn, command)
        case c.Scan():
            happenings.scan(turn, command)
        case c.Receive():
            happenings.receive(turn)
        case c.Grade():
            happenings.grade(turn, command)
        case c.PassDeadline():
            happenings.pass_deadline(turn, command)


def _name(command: c.Command) -> str:
    words = type(command).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in words)[1:]
