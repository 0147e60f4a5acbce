"""What each card shows; which of them comes next is decided in `cards.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from returns.case import CaseState, CaseUnit
from returns.choice_events import OffersMade, SelectedLine, ShippingChosen
from returns.effect_events import LabelMade, PickupBooked
from returns.order import Customer, Order
from returns.policy import Verdict
from returns.quote import Quote
from returns.rulebook import Reason, Resolution, RetentionOffer, ShippingMethod, Tier


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An order line on the items card; without a button when it may not come back."""

    verdict: Verdict
    unit_price_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderGroup:
    order: Order
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class ItemsCard:
    """The customer's profile, and what may come back, grouped by order (P1 and P2).

    `hidden` counts lines beyond the longest list a card holds.
    """

    customer: Customer
    tier: Tier
    groups: tuple[OrderGroup, ...]
    returnable: int
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class ReasonCard:
    """Why, with the quantity of a single line still adjustable (P6).

    `lines` are those it is asked for; `separable` says that each may get an answer of its own.
    """

    lines: tuple[SelectedLine, ...]
    reasons: tuple[Reason, ...]
    separable: bool = False


@dataclass(frozen=True, slots=True)
class OfferCard:
    """A discount for keeping the goods, before any resolution is asked for (P8)."""

    lines: tuple[SelectedLine, ...]
    offer: OffersMade
    label: RetentionOffer | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class ResolutionOption:
    """A resolution with its exact amounts; `stock` is set for an exchange."""

    resolution: Resolution
    quote: Quote
    stock: int | None = None

    @property
    def possible(self) -> bool:
        return self.stock is None or self.stock > 0


@dataclass(frozen=True, slots=True)
class ResolutionCard:
    """What is wanted for `lines` (P7), each option priced for them alone.

    `part` says that they are not everything that was selected.
    """

    options: tuple[ResolutionOption, ...]
    lines: tuple[SelectedLine, ...] = ()
    separable: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class VariantOption:
    product_id: str
    name: str
    variant: str
    in_stock: bool


@dataclass(frozen=True, slots=True)
class VariantCard:
    """What goes out in exchange for a line."""

    line: SelectedLine
    options: tuple[VariantOption, ...]


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A way of sending with its cost; the shop's cheapest and the climate's best are marked."""

    method: ShippingMethod
    cost_minor: int
    cheapest: bool = False
    greenest: bool = False


@dataclass(frozen=True, slots=True)
class ShippingCard:
    options: tuple[ShippingOption, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class RecapLine:
    """One line of the recap with its own reason, resolution and what goes out for it."""

    line: SelectedLine
    reason: Reason
    details: str
    resolution: Resolution
    variant: str = ""


@dataclass(frozen=True, slots=True)
class RecapCard:
    """Everything chosen and every amount, before the explicit yes (P10)."""

    lines: tuple[RecapLine, ...]
    shipping: ShippingMethod | None
    quote: Quote
    needs_photos: bool

    @property
    def uniform(self) -> bool:
        """Whether one reason and one resolution hold for everything."""
        return len({(row.reason.code, row.resolution.code) for row in self.lines}) == 1


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    until: datetime


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A confirmed case: number, state, amount and what to do next (P11 and P12).

    `dispute_until` is set while the customer may accept or dispute a deduction.
    """

    lines: tuple[SelectedLine, ...]
    state: CaseState
    return_number: str | None
    resolutions: tuple[Resolution, ...]
    shipping: ShippingMethod | None
    chosen: ShippingChosen | None
    quote: Quote | None
    settlement: Quote | None
    units: tuple[CaseUnit, ...]
    labels: tuple[LabelMade, ...]
    pickup: PickupBooked | None
    until: datetime | None
    can_cancel: bool
    dispute_until: datetime | None = None


type Card = (
    ItemsCard
    | ReasonCard
    | OfferCard
    | ResolutionCard
    | VariantCard
    | ShippingCard
    | RecapCard
    | EvidenceCard
    | CaseCard
)
