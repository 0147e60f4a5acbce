"""What a case records. Event names are stored for ever and are never renamed.

Every event is a fact. Customer events carry choices; outside events say what happened to the
goods; effect events say what the orchestration did, failures included, and are accepted in every
state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAliasType, get_args, get_type_hints

from returns.ports import Movement
from returns.refund import Quote
from returns.shop import Timers

# The one external event that wakes an orchestration, and the orchestrator's name.
DOORBELL = "doorbell"
RETURN_CASE = "return_case"


@dataclass(frozen=True, slots=True)
class CaseStarted:
    locale: str
    thread_id: str
    timers: Timers
    type: Literal["case_started"] = "case_started"


@dataclass(frozen=True, slots=True)
class SelectedLine:
    """Units of an order line. `assumed` says that nobody named the quantity."""

    order_id: str
    line_id: str
    product_id: str
    name: str
    category: str
    quantity: int
    available: int
    unit_price_minor: int
    currency: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class UnitsSelected:
    """The whole selection as it now stands."""

    lines: tuple[SelectedLine, ...]
    type: Literal["units_selected"] = "units_selected"


@dataclass(frozen=True, slots=True)
class ReasonChosen:
    """`text` keeps the customer's own words, for the people who inspect the goods."""

    code: str
    merchant_fault: bool
    details: str = ""
    text: str = ""
    type: Literal["reason_chosen"] = "reason_chosen"


@dataclass(frozen=True, slots=True)
class ResolutionChosen:
    code: str
    keeps_goods: bool
    type: Literal["resolution_chosen"] = "resolution_chosen"


@dataclass(frozen=True, slots=True)
class ShippingChosen:
    code: str
    service: str
    pickup: bool
    store: bool
    type: Literal["shipping_chosen"] = "shipping_chosen"


@dataclass(frozen=True, slots=True)
class Quoted:
    """The amount promised until `quote.expires_at`; the units are held from here on."""

    quote: Quote
    type: Literal["quoted"] = "quoted"


@dataclass(frozen=True, slots=True)
class QuoteReleased:
    """The held units are free again, because a choice changed or the quote ran out."""

    why: Literal["corrected", "expired"]
    type: Literal["quote_released"] = "quote_released"


@dataclass(frozen=True, slots=True)
class Confirmed:
    type: Literal["confirmed"] = "confirmed"


@dataclass(frozen=True, slots=True)
class EvidenceRequested:
    until: datetime
    type: Literal["evidence_requested"] = "evidence_requested"


@dataclass(frozen=True, slots=True)
class ReviewRequested:
    why: str
    type: Literal["review_requested"] = "review_requested"


@dataclass(frozen=True, slots=True)
class Approved:
    return_number: str
    type: Literal["approved"] = "approved"


@dataclass(frozen=True, slots=True)
class Declined:
    code: str
    text: str
    type: Literal["declined"] = "declined"


@dataclass(frozen=True, slots=True)
class Cancelled:
    type: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True, slots=True)
class Expired:
    why: str
    type: Literal["expired"] = "expired"


@dataclass(frozen=True, slots=True)
class HandedOff:
    """The customer asked for a person; the flag stays until staff hand the case back."""

    type: Literal["handed_off"] = "handed_off"


@dataclass(frozen=True, slots=True)
class Nudged:
    type: Literal["nudged"] = "nudged"


@dataclass(frozen=True, slots=True)
class LogisticsReady:
    """Everything the customer needs to send the goods is there."""

    until: datetime
    type: Literal["logistics_ready"] = "logistics_ready"


@dataclass(frozen=True, slots=True)
class FirstScanned:
    tracking_number: str
    type: Literal["first_scanned"] = "first_scanned"


@dataclass(frozen=True, slots=True)
class Received:
    type: Literal["received"] = "received"


@dataclass(frozen=True, slots=True)
class InspectionStarted:
    type: Literal["inspection_started"] = "inspection_started"


@dataclass(frozen=True, slots=True)
class UnitsGraded:
    grade: str
    type: Literal["units_graded"] = "units_graded"


@dataclass(frozen=True, slots=True)
class Decided:
    """The inspection is over and nothing is disputed."""

    type: Literal["decided"] = "decided"


@dataclass(frozen=True, slots=True)
class SettlementStarted:
    type: Literal["settlement_started"] = "settlement_started"


@dataclass(frozen=True, slots=True)
class Closed:
    type: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A command or an outside event that the state has no place for; recorded, never an error."""

    what: str
    state: str
    type: Literal["ignored"] = "ignored"


# --- What the orchestration did ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundClause:
    section: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class ClausesFound:
    key: str
    clauses: tuple[FoundClause, ...]
    type: Literal["clauses_found"] = "clauses_found"


@dataclass(frozen=True, slots=True)
class FoundCase:
    case_id: str
    reason: str
    resolution: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SimilarCasesFound:
    key: str
    cases: tuple[FoundCase, ...]
    type: Literal["similar_cases_found"] = "similar_cases_found"


@dataclass(frozen=True, slots=True)
class OrderUpdated:
    """`former` is what the order said before, so that an undo can restore it."""

    key: str
    order_id: str
    former: str | None
    type: Literal["order_updated"] = "order_updated"


@dataclass(frozen=True, slots=True)
class InboundReserved:
    key: str
    dock: str
    expected_on: datetime
    type: Literal["inbound_reserved"] = "inbound_reserved"


@dataclass(frozen=True, slots=True)
class LabelMade:
    """Document `n` of the case. A store pass has no tracking number."""

    key: str
    n: int
    file: str
    tracking_number: str
    valid_until: datetime
    type: Literal["label_made"] = "label_made"


@dataclass(frozen=True, slots=True)
class PickupBooked:
    key: str
    confirmation: str
    starts_at: datetime
    ends_at: datetime
    type: Literal["pickup_booked"] = "pickup_booked"


@dataclass(frozen=True, slots=True)
class NoticeSent:
    key: str
    template: str
    type: Literal["notice_sent"] = "notice_sent"


@dataclass(frozen=True, slots=True)
class MoneyMoved:
    key: str
    movements: tuple[Movement, ...]
    type: Literal["money_moved"] = "money_moved"


@dataclass(frozen=True, slots=True)
class ExchangePlaced:
    key: str
    order_ids: tuple[str, ...]
    type: Literal["exchange_placed"] = "exchange_placed"


@dataclass(frozen=True, slots=True)
class Restocked:
    key: str
    type: Literal["restocked"] = "restocked"


@dataclass(frozen=True, slots=True)
class EffectUndone:
    key: str
    type: Literal["effect_undone"] = "effect_undone"


@dataclass(frozen=True, slots=True)
class EffectFailed:
    """Retries ran out. `next_try` is None once the effect waits for staff."""

    key: str
    attempts: int
    next_try: datetime | None
    error: str
    type: Literal["effect_failed"] = "effect_failed"


type EffectEvent = (
    ClausesFound
    | SimilarCasesFound
    | OrderUpdated
    | InboundReserved
    | LabelMade
    | PickupBooked
    | NoticeSent
    | MoneyMoved
    | ExchangePlaced
    | Restocked
    | EffectUndone
    | EffectFailed
)

type Event = (
    CaseStarted
    | UnitsSelected
    | ReasonChosen
    | ResolutionChosen
    | ShippingChosen
    | Quoted
    | QuoteReleased
    | Confirmed
    | EvidenceRequested
    | ReviewRequested
    | Approved
    | Declined
    | Cancelled
    | Expired
    | HandedOff
    | Nudged
    | LogisticsReady
    | FirstScanned
    | Received
    | InspectionStarted
    | UnitsGraded
    | Decided
    | SettlementStarted
    | Closed
    | Ignored
    | EffectEvent
)


def _members(union: Any) -> list[Any]:
    """Return the classes of a union of unions."""
    if isinstance(union, TypeAliasType):
        union = union.__value__
    nested = [_members(member) for member in get_args(union)]
    return [member for members in nested for member in members] or [union]


# The stored name of an event and its class.
EVENT_TYPES: Mapping[str, type[Any]] = {
    get_args(get_type_hints(kind)["type"])[0]: kind for kind in _members(Event)
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as stored: its place, the revision it left, when, by whom and through what."""

    sequence: int
    revision: int
    at: datetime
    actor: str
    source: Literal["text", "click", "system", "staff", "carrier"]
    event: Event
