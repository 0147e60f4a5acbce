"""What happened to the goods and the clock, and the settlement that follows from it.

Event names are stored for ever and are never renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from returns.basis import LineKey
from returns.movements import PlannedMovement
from returns.quote import Quote


@dataclass(frozen=True, slots=True)
class Nudged:
    type: Literal["nudged"] = "nudged"


@dataclass(frozen=True, slots=True)
class Reminded:
    """A timer came round that changes no state; `code` names it, and it comes round once."""

    code: str
    type: Literal["reminded"] = "reminded"


@dataclass(frozen=True, slots=True)
class Expired:
    why: str
    type: Literal["expired"] = "expired"


@dataclass(frozen=True, slots=True)
class LogisticsReady:
    """Everything the customer needs to send the goods is there."""

    until: datetime
    type: Literal["logistics_ready"] = "logistics_ready"


@dataclass(frozen=True, slots=True)
class ParcelScanned:
    """A carrier's scan, whatever it changes; `rank` grows along the way."""

    tracking_number: str
    code: str
    rank: int
    type: Literal["parcel_scanned"] = "parcel_scanned"


@dataclass(frozen=True, slots=True)
class FirstScanned:
    tracking_number: str
    type: Literal["first_scanned"] = "first_scanned"


@dataclass(frozen=True, slots=True)
class PickupMissed:
    """The courier did not come; another pickup is booked, and nobody pays twice."""

    type: Literal["pickup_missed"] = "pickup_missed"


@dataclass(frozen=True, slots=True)
class ParcelLost:
    """The carrier's trace has failed; the customer is paid as if everything had arrived."""

    type: Literal["parcel_lost"] = "parcel_lost"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """One physical piece of an order line."""

    line: LineKey
    unit: int


@dataclass(frozen=True, slots=True)
class Received:
    """Goods taken in at the dock or the till; without `units` all that were still expected.

    They are to be inspected by `until`, and are accepted as they are at `accept_at`.
    """

    units: tuple[UnitRef, ...] = ()
    until: datetime | None = None
    accept_at: datetime | None = None
    type: Literal["received"] = "received"


@dataclass(frozen=True, slots=True)
class GoodsArrived:
    """A parcel of a case that had ended; people decide what becomes of it."""

    until: datetime
    type: Literal["goods_arrived"] = "goods_arrived"


@dataclass(frozen=True, slots=True)
class InspectionStarted:
    type: Literal["inspection_started"] = "inspection_started"


@dataclass(frozen=True, slots=True)
class UnitGraded:
    """The inspection of one piece. `deduction` is the share of its goods that is taken off."""

    ref: UnitRef
    grade: str
    deduction: str
    disposition: str
    section: str = ""
    serial: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    type: Literal["unit_graded"] = "unit_graded"


@dataclass(frozen=True, slots=True)
class UnitsGraded:
    """One grade for every piece; recorded until each piece had an event of its own."""

    grade: str
    type: Literal["units_graded"] = "units_graded"


@dataclass(frozen=True, slots=True)
class Decided:
    """The inspection is over; `until` is when a deduction stands, None without any."""

    until: datetime | None = None
    type: Literal["decided"] = "decided"


@dataclass(frozen=True, slots=True)
class LoyaltyDue:
    """Points to take back and a coupon to give again, for one order (rule 18)."""

    order_id: str
    points: int
    coupon: str = ""


@dataclass(frozen=True, slots=True)
class SettledEarly:
    """Money moves before the goods are inspected, because the shop grants it."""

    plan: tuple[PlannedMovement, ...]
    type: Literal["settled_early"] = "settled_early"


@dataclass(frozen=True, slots=True)
class SettlementStarted:
    """The final amount, line by line, and the movements that pay it."""

    settlement: Quote
    plan: tuple[PlannedMovement, ...]
    loyalty: tuple[LoyaltyDue, ...] = ()
    type: Literal["settlement_started"] = "settlement_started"


@dataclass(frozen=True, slots=True)
class Reclaimed:
    """Goods paid for early never came: credit is taken back (domain 4.4)."""

    type: Literal["reclaimed"] = "reclaimed"


@dataclass(frozen=True, slots=True)
class MovementsReplaced:
    """A movement that failed for good, and those that take its place."""

    plan_id: str
    plan: tuple[PlannedMovement, ...]
    type: Literal["movements_replaced"] = "movements_replaced"


@dataclass(frozen=True, slots=True)
class Closed:
    type: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A command or an outside event that the state has no place for; recorded, never an error."""

    what: str
    state: str
    type: Literal["ignored"] = "ignored"


type OutsideEvent = (
    Nudged
    | Reminded
    | Expired
    | LogisticsReady
    | ParcelScanned
    | FirstScanned
    | PickupMissed
    | ParcelLost
    | Received
    | GoodsArrived
    | InspectionStarted
    | UnitGraded
    | UnitsGraded
    | Decided
    | SettledEarly
    | SettlementStarted
    | Reclaimed
    | MovementsReplaced
    | Closed
    | Ignored
)
