"""One return, folded from its events: everything that is true about it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from returns import events as e
from returns.basis import LineKey
from returns.ledger import UnitState
from returns.movements import MoneyRow
from returns.ports import Movement
from returns.quote import Quote
from returns.rulebook import Timers


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
# From the first scan or receipt on, the goods are in the shop's hands or on their way to them.
SHIPPED = frozenset(
    {
        CaseState.IN_TRANSIT,
        CaseState.RECEIVED,
        CaseState.INSPECTING,
        CaseState.DECIDED,
        CaseState.SETTLING,
        CaseState.CLOSED,
    }
)


class Flag(StrEnum):
    """What is true beside the state; `cancelling` is derived and never stored."""

    HOLD = "hold"
    ESCALATED = "escalated"
    DISPUTED = "disputed"
    PARTIALLY_RECEIVED = "partially_received"
    EARLY_SETTLED = "early_settled"
    SLA_BREACHED = "sla_breached"
    GOODS_ARRIVED = "goods_arrived"
    FEES_WAIVED = "fees_waived"
    CANCELLING = "cancelling"


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
class CaseUnit:
    """One piece of the case, from the moment it is held (the unit machine, domain 4.3)."""

    ref: e.UnitRef
    state: UnitState = UnitState.HELD
    grade: str = ""
    deduction: str = "0"
    disposition: str = ""
    section: str = ""
    serial: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    inspector: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A return case. `version` counts saves, `revision` choices the customer sees.

    `reason` and `resolution` hold for every line that `reasons` and `resolutions` do not name.
    `entered_at` is when the present state began, and `reminded` which timers came round since.
    """

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
    entered_at: datetime | None = None
    recipient: e.Recipient | None = None
    lines: tuple[e.SelectedLine, ...] = ()
    apart: tuple[str, ...] = ()
    reason: e.ReasonChosen | None = None
    reasons: tuple[e.ReasonChosen, ...] = ()
    resolution: e.ResolutionChosen | None = None
    resolutions: tuple[e.ResolutionChosen, ...] = ()
    variants: tuple[e.VariantChosen, ...] = ()
    offer: e.OffersMade | None = None
    offer_answer: bool | None = None
    shipping: e.ShippingChosen | None = None
    quote: Quote | None = None
    confirmed: bool = False
    photos: tuple[str, ...] = ()
    review: e.ReviewRequested | None = None
    return_number: str | None = None
    shop_version: str = ""
    approved_at: datetime | None = None
    until: datetime | None = None
    accept_at: datetime | None = None
    flags: tuple[str, ...] = ()
    nudged: bool = False
    reminded: tuple[str, ...] = ()
    decline: e.Declined | None = None
    proposals: tuple[tuple[str, str], ...] = ()
    effects: tuple[EffectRecord, ...] = ()
    clauses: tuple[e.FoundClause, ...] = ()
    similar: tuple[e.FoundCase, ...] = ()
    labels: tuple[e.LabelMade, ...] = ()
    pickup: e.PickupBooked | None = None
    pickups_missed: int = 0
    units: tuple[CaseUnit, ...] = ()
    scans: tuple[e.ParcelScanned, ...] = ()
    last_scan_at: datetime | None = None
    first_receipt_at: datetime | None = None
    early_at: datetime | None = None
    reclaimed: bool = False
    settlement: Quote | None = None
    money: tuple[MoneyRow, ...] = ()
    loyalty: tuple[e.LoyaltyDue, ...] = ()
    movements: tuple[Movement, ...] = ()
    receivable_minor: int = 0
    exchange_orders: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    recent_commands: tuple[str, ...] = ()
    purged: bool = False

    @property
    def ended(self) -> bool:
        return self.state in ENDS

    @property
    def on_hold(self) -> bool:
        return Flag.HOLD in self.flags

    @property
    def gift(self) -> bool:
        return self.recipient is not None

    @property
    def keeps_goods(self) -> bool:
        """Whether nothing travels: a resolution is known for each line, and all keep the goods."""
        chosen = [self.resolution_of(line.key) for line in self.lines]
        return bool(chosen) and all(one is not None and one.keeps_goods for one in chosen)

    @property
    def order_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.order_id for line in self.lines))

    @property
    def approved(self) -> bool:
        """Whether a return number was issued; an undone approval keeps its number."""
        return self.return_number is not None

    @property
    def final(self) -> Quote | None:
        """Return the settlement, or the quote while there is none."""
        return self.settlement or self.quote

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the resolutions of the lines, each once."""
        found = (self.resolution_of(line.key) for line in self.lines)
        return tuple(dict.fromkeys(one.code for one in found if one))

    def reason_of(self, key: LineKey) -> e.ReasonChosen | None:
        """Return why a line comes back: its own reason, or the one of the case."""
        own = (one for one in reversed(self.reasons) if key in one.lines)
        return next(own, self.reason)

    def resolution_of(self, key: LineKey) -> e.ResolutionChosen | None:
        """Return what a line is settled with: its own resolution, or the one of the case."""
        own = (one for one in reversed(self.resolutions) if key in one.lines)
        return next(own, self.resolution)

    def variant_of(self, key: LineKey) -> e.VariantChosen | None:
        """Return what goes out in exchange for a line, if that has been said."""
        return next((one for one in reversed(self.variants) if one.line == key), None)

    def line(self, key: LineKey) -> e.SelectedLine | None:
        return next((line for line in self.lines if line.key == key), None)

    def effect(self, key: str) -> EffectRecord | None:
        """Return what is known of an effect, or None when it was never tried."""
        return next((record for record in self.effects if record.key == key), None)

    def with_effect(self, record: EffectRecord) -> Case:
        """Keep what is known of an effect, in place of what was known before."""
        return replace(self, effects=(*_others(self.effects, record.key), record))

    def movement(self, plan_id: str) -> MoneyRow | None:
        """Return a planned movement by its id."""
        return next((row for row in self.money if row.planned.plan_id == plan_id), None)


def _others(effects: tuple[EffectRecord, ...], key: str) -> tuple[EffectRecord, ...]:
    return tuple(known for known in effects if known.key != key)


def awaiting(case: Case) -> str | None:
    """Return what the case waits for: the first missing slot, or what must happen next.

    None means that nothing outside is awaited: the orchestration is at work, or it is over.
    """
    if case.state in CHOOSING:
        return missing_slot(case)
    if case.state is CaseState.DECIDED and case.until:
        return "decision"
    return {
        CaseState.AWAITING_EVIDENCE: "photos",
        CaseState.IN_REVIEW: "review",
        CaseState.AWAITING_SHIPMENT: "parcel",
        CaseState.IN_TRANSIT: "receipt",
        CaseState.RECEIVED: "inspection",
        CaseState.INSPECTING: "inspection",
    }.get(case.state)


def missing_slot(case: Case) -> str:
    """Return the first slot that is not filled, in the order of domain 3."""
    if not case.lines:
        return "item"
    if lines_without(case, "reason"):
        return "reason"
    if case.offer and case.offer_answer is None:
        return "offer"
    if lines_without(case, "resolution"):
        return "resolution"
    if lines_without(case, "variant"):
        return "variant"
    if case.shipping is None and not case.keeps_goods:
        return "shipping"
    return "confirm"


def lines_without(case: Case, slot: str) -> tuple[e.SelectedLine, ...]:
    """Return the lines a slot is still to be answered for; one at a time once taken apart."""
    match slot:
        case "reason":
            missing = [line for line in case.lines if case.reason_of(line.key) is None]
        case "resolution":
            missing = [line for line in case.lines if case.resolution_of(line.key) is None]
        case _:
            missing = [line for line in case.lines if _needs_variant(case, line)]
    return tuple(missing[:1] if slot in case.apart or slot == "variant" else missing)


def _needs_variant(case: Case, line: e.SelectedLine) -> bool:
    chosen = case.resolution_of(line.key)
    return bool(
        chosen and chosen.exchange and line.has_variants and case.variant_of(line.key) is None
    )
