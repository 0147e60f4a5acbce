"""Every event of a case by name: what a customer, staff, the outside and effects add to it.

Every event is a fact, and its name is stored for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAliasType, get_args, get_type_hints

from returns.choice_events import (
    Cancelled,
    CaseStarted,
    ChoiceDropped,
    Confirmed,
    CustomerEvent,
    DecisionAccepted,
    Disputed,
    EvidenceProvided,
    HandedOff,
    MethodChanged,
    OfferAnswered,
    OffersMade,
    Quoted,
    QuoteReleased,
    ReasonChosen,
    Recipient,
    Requoted,
    ResolutionChosen,
    SelectedLine,
    ShippingChosen,
    TakenApart,
    UnitsSelected,
    VariantChosen,
)
from returns.effect_events import (
    CasePurged,
    ClausesFound,
    CreditReversed,
    EffectDeferred,
    EffectEvent,
    EffectFailed,
    EffectUndone,
    ExchangePlaced,
    FoundCase,
    FoundClause,
    InboundReserved,
    LabelMade,
    LoyaltyAdjusted,
    MoneyMoved,
    MoneyRefused,
    MoneySubmitted,
    NoticeSent,
    OrderUpdated,
    PickupBooked,
    Restocked,
    SentBack,
    SimilarCasesFound,
)
from returns.goods_events import (
    Closed,
    Decided,
    Expired,
    FirstScanned,
    GoodsArrived,
    Ignored,
    InspectionStarted,
    LogisticsReady,
    LoyaltyDue,
    MovementsReplaced,
    Nudged,
    OutsideEvent,
    ParcelLost,
    ParcelScanned,
    PickupMissed,
    Received,
    Reclaimed,
    Reminded,
    SettledEarly,
    SettlementStarted,
    UnitGraded,
    UnitRef,
    UnitsGraded,
)
from returns.staff_events import (
    Approved,
    Declined,
    EffectRetried,
    Escalated,
    EvidenceRequested,
    HandedBack,
    Held,
    HoldReleased,
    Overridden,
    OverrideProposed,
    Reopened,
    ReviewRequested,
    RiskFactor,
    StaffEvent,
)

__all__ = [
    "DOORBELL",
    "EVENT_TYPES",
    "RETURN_CASE",
    "Approved",
    "Cancelled",
    "CasePurged",
    "CaseStarted",
    "ChoiceDropped",
    "ClausesFound",
    "Closed",
    "Confirmed",
    "CreditReversed",
    "CustomerEvent",
    "Decided",
    "DecisionAccepted",
    "Declined",
    "Disputed",
    "EffectDeferred",
    "EffectEvent",
    "EffectFailed",
    "EffectRetried",
    "EffectUndone",
    "Escalated",
    "Event",
    "EvidenceProvided",
    "EvidenceRequested",
    "ExchangePlaced",
    "Expired",
    "FirstScanned",
    "FoundCase",
    "FoundClause",
    "GoodsArrived",
    "HandedBack",
    "HandedOff",
    "Held",
    "HoldReleased",
    "Ignored",
    "InboundReserved",
    "InspectionStarted",
    "LabelMade",
    "LogisticsReady",
    "LoyaltyAdjusted",
    "LoyaltyDue",
    "MethodChanged",
    "MoneyMoved",
    "MoneyRefused",
    "MoneySubmitted",
    "MovementsReplaced",
    "NoticeSent",
    "Nudged",
    "OfferAnswered",
    "OffersMade",
    "OrderUpdated",
    "OutsideEvent",
    "Overridden",
    "OverrideProposed",
    "ParcelLost",
    "ParcelScanned",
    "PickupBooked",
    "PickupMissed",
    "QuoteReleased",
    "Quoted",
    "ReasonChosen",
    "Received",
    "Recipient",
    "Reclaimed",
    "Recorded",
    "Reminded",
    "Reopened",
    "Requoted",
    "ResolutionChosen",
    "Restocked",
    "ReviewRequested",
    "RiskFactor",
    "SelectedLine",
    "SentBack",
    "SettledEarly",
    "SettlementStarted",
    "ShippingChosen",
    "SimilarCasesFound",
    "StaffEvent",
    "TakenApart",
    "UnitGraded",
    "UnitRef",
    "UnitsGraded",
    "UnitsSelected",
    "VariantChosen",
]

# The one external event that wakes an orchestration, and the orchestrator's name.
DOORBELL = "doorbell"
RETURN_CASE = "return_case"

type Event = CustomerEvent | StaffEvent | OutsideEvent | EffectEvent


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
