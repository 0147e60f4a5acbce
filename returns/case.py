"""One return, folded from its events: everything that is true about it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from returns import events as e
from returns.ports import Movement
from returns.refund import Quote
from returns.shop import Timers


class CaseState(StrEnum):
    """The spellings are stored."""

    DRAFT = "DRAFT"
    QUOTED = "QUOTED"
    AWAITING_EVIDENCE = "AWAITING_EVIDENCE"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"
    AWAITING_SHIPMENT = "AWAITING_SHIPMENT"
    IN_TRANSIT = "IN_TRANSIT"
    RECEIVED = "RECEIVED"
    INSPECTING = "INSPECTING"
    DECIDED = "DECIDED"
    SETTLING = "SETTLING"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"


ENDS = frozenset({CaseState.CLOSED, CaseState.CANCELLED, CaseState.DECLINED, CaseState.EXPIRED})
CHOOSING = frozenset({CaseState.DRAFT, CaseState.QUOTED})


@dataclass(frozen=True, slots=True)
class CaseRef:
    """Where a case is found: its order owner's partition and its id, the instance id too."""

    owner_id: str
    case_id: str


class EffectStatus(StrEnum):
    DONE = "done"
    UNDONE = "undone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EffectRecord:
    """What is known of one effect, by its key `case:effect:subject.n`.

    `memo` keeps what an undo needs. A failed effect is owed again at `next_try`; without one it
    waits for staff.
    """

    key: str
    status: EffectStatus
    attempts: int = 0
    next_try: datetime | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something the customer is told even when nobody was in the conversation."""

    sequence: int
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A return case. `version` counts saves, `revision` choices the customer sees."""

    ref: CaseRef
    state: CaseState
    locale: str
    thread_id: str
    timers: Timers
    started_at: datetime
    last_turn_at: datetime
    version: int = 0
    revision: int = 0
    sequence: int = 0
    updated_at: datetime | None = None
    lines: tuple[e.SelectedLine, ...] = ()
    reason: e.ReasonChosen | None = None
    resolution: e.ResolutionChosen | None = None
    shipping: e.ShippingChosen | None = None
    quote: Quote | None = None
    confirmed: bool = False
    return_number: str | None = None
    approved_at: datetime | None = None
    until: datetime | None = None
    flags: tuple[str, ...] = ()
    nudged: bool = False
    decline: e.Declined | None = None
    effects: tuple[EffectRecord, ...] = ()
    clauses: tuple[e.FoundClause, ...] = ()
    similar: tuple[e.FoundCase, ...] = ()
    labels: tuple[e.LabelMade, ...] = ()
    pickup: e.PickupBooked | None = None
    movements: tuple[Movement, ...] = ()
    exchange_orders: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()
    grade: str | None = None
    milestones: tuple[Milestone, ...] = ()
    recent_commands: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        return self.state in ENDS

    @property
    def on_hold(self) -> bool:
        return "hold" in self.flags

    @property
    def keeps_goods(self) -> bool:
        return self.resolution is not None and self.resolution.keeps_goods

    @property
    def order_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.order_id for line in self.lines))

    @property
    def approved(self) -> bool:
        """Whether a return number was issued; an undone approval keeps its number."""
        return self.return_number is not None

    def effect(self, key: str) -> EffectRecord | None:
        """Return what is known of an effect, or None when it was never tried."""
        return next((record for record in self.effects if record.key == key), None)

    def with_effect(self, record: EffectRecord) -> Case:
        """Keep what is known of an effect, in place of what was known before."""
        others = tuple(known for known in self.effects if known.key != record.key)
        return replace(self, effects=(*others, record))


def awaiting(case: Case) -> str | None:
    """Return what the case waits for: the first missing slot, or what must happen next.

    None means that nothing outside is awaited: the orchestration is at work, or it is over.
    """
    if case.state in CHOOSING:
        return _missing_slot(case)
    return {
        CaseState.AWAITING_EVIDENCE: "photos",
        CaseState.IN_REVIEW: "review",
        CaseState.AWAITING_SHIPMENT: "parcel",
        CaseState.IN_TRANSIT: "receipt",
        CaseState.RECEIVED: "inspection",
        CaseState.INSPECTING: "inspection",
    }.get(case.state)


def _missing_slot(case: Case) -> str:
    if not case.lines:
        return "item"
    if case.reason is None:
        return "reason"
    if case.resolution is None:
        return "resolution"
    if case.shipping is None and not case.keeps_goods:
        return "shipping"
    return "confirm"
