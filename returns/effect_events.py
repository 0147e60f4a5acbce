"""What the orchestration did for a case: facts, failures included, accepted in every state.

Event names are stored for ever and are never renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from returns.ports import Movement


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
class MoneySubmitted:
    """The provider has taken a movement and not finished it; it is looked up at `next_try`."""

    key: str
    provider_id: str
    next_try: datetime
    type: Literal["money_submitted"] = "money_submitted"


@dataclass(frozen=True, slots=True)
class MoneyMoved:
    key: str
    movements: tuple[Movement, ...]
    type: Literal["money_moved"] = "money_moved"


@dataclass(frozen=True, slots=True)
class MoneyRefused:
    """The provider said no for good; another tender, credit or staff must take its place."""

    key: str
    why: str
    type: Literal["money_refused"] = "money_refused"


@dataclass(frozen=True, slots=True)
class CreditReversed:
    """Credit taken back: what was unspent of it; `spent_minor` is a receivable (E14)."""

    key: str
    reversed_minor: int
    spent_minor: int
    type: Literal["credit_reversed"] = "credit_reversed"


@dataclass(frozen=True, slots=True)
class ExchangePlaced:
    key: str
    order_ids: tuple[str, ...]
    type: Literal["exchange_placed"] = "exchange_placed"


@dataclass(frozen=True, slots=True)
class LoyaltyAdjusted:
    key: str
    points: int
    coupon: str
    type: Literal["loyalty_adjusted"] = "loyalty_adjusted"


@dataclass(frozen=True, slots=True)
class Restocked:
    key: str
    type: Literal["restocked"] = "restocked"


@dataclass(frozen=True, slots=True)
class SentBack:
    """Rejected units are on their way to the customer again."""

    key: str
    tracking_number: str
    type: Literal["sent_back"] = "sent_back"


@dataclass(frozen=True, slots=True)
class CasePurged:
    """Personal data of the case has been erased; amounts and unit numbers stay."""

    key: str
    type: Literal["case_purged"] = "case_purged"


@dataclass(frozen=True, slots=True)
class EffectUndone:
    key: str
    type: Literal["effect_undone"] = "effect_undone"


@dataclass(frozen=True, slots=True)
class EffectDeferred:
    """The shop has paused what this effect does; it is owed again at `next_try`. No failure."""

    key: str
    next_try: datetime
    why: str
    type: Literal["effect_deferred"] = "effect_deferred"


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
    | MoneySubmitted
    | MoneyMoved
    | MoneyRefused
    | CreditReversed
    | ExchangePlaced
    | LoyaltyAdjusted
    | Restocked
    | SentBack
    | CasePurged
    | EffectUndone
    | EffectDeferred
    | EffectFailed
)
