"""What the customer chose and said: the first part of every case.

Event names are stored for ever and are never renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from returns.basis import LineKey
from returns.quote import Quote
from returns.rulebook import Timers


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who returns a gift: they get the credit and the notices, the buyer gets neither."""

    person_id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CaseStarted:
    """`shop_version` is the version of the shop that decides the case from here to its end."""

    locale: str
    thread_id: str
    timers: Timers
    recipient: Recipient | None = None
    shop_version: str = ""
    type: Literal["case_started"] = "case_started"


@dataclass(frozen=True, slots=True)
class SelectedLine:
    """Units of an order line. `assumed` says that nobody named the quantity.

    `units` are particular pieces the customer named by serial number; otherwise the rules choose.
    `branch` is `warranty` once only a defect brings it back; `sealed` is the customer's word;
    `has_variants` says that an exchange has to know which one.
    """

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
    units: tuple[int, ...] = ()
    branch: Literal["return", "warranty"] = "return"
    sealed: bool = False
    has_variants: bool = False

    @property
    def key(self) -> LineKey:
        return LineKey(self.order_id, self.line_id)


@dataclass(frozen=True, slots=True)
class UnitsSelected:
    """The whole selection as it now stands."""

    lines: tuple[SelectedLine, ...]
    type: Literal["units_selected"] = "units_selected"


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A slot is answered for each line by itself from here on."""

    slot: Literal["reason", "resolution"]
    type: Literal["taken_apart"] = "taken_apart"


@dataclass(frozen=True, slots=True)
class ReasonChosen:
    """`text` keeps the customer's own words, for the people who inspect the goods.

    Without `lines` it holds for every line of the case.
    """

    code: str
    merchant_fault: bool
    details: str = ""
    text: str = ""
    lines: tuple[LineKey, ...] = ()
    type: Literal["reason_chosen"] = "reason_chosen"


@dataclass(frozen=True, slots=True)
class ResolutionChosen:
    """`discount` and `section` are an accepted offer's, in place of the resolution's own."""

    code: str
    keeps_goods: bool
    lines: tuple[LineKey, ...] = ()
    discount: str = ""
    section: str = ""
    exchange: bool = False
    type: Literal["resolution_chosen"] = "resolution_chosen"


@dataclass(frozen=True, slots=True)
class VariantChosen:
    """What goes out in exchange for a line: a variant of the same product, or another product."""

    line: LineKey
    product_id: str
    variant: str = ""
    type: Literal["variant_chosen"] = "variant_chosen"


@dataclass(frozen=True, slots=True)
class OffersMade:
    """A discount was offered for keeping the goods; it is offered once in a case."""

    code: str
    discount: str
    section: str
    type: Literal["offers_made"] = "offers_made"


@dataclass(frozen=True, slots=True)
class OfferAnswered:
    accepted: bool
    type: Literal["offer_answered"] = "offer_answered"


@dataclass(frozen=True, slots=True)
class ShippingChosen:
    code: str
    service: str
    pickup: bool
    store: bool
    packages: int = 1
    type: Literal["shipping_chosen"] = "shipping_chosen"


@dataclass(frozen=True, slots=True)
class MethodChanged:
    """Another way of sending, after approval and before the first scan; the former is undone."""

    shipping: ShippingChosen
    type: Literal["method_changed"] = "method_changed"


@dataclass(frozen=True, slots=True)
class ChoiceDropped:
    """An answer that fits no longer, because an earlier one changed; the slot is asked again."""

    slot: Literal["reason", "resolution", "shipping"]
    type: Literal["choice_dropped"] = "choice_dropped"


@dataclass(frozen=True, slots=True)
class Quoted:
    """The amount promised until `quote.expires_at`; the units are held from here on."""

    quote: Quote
    type: Literal["quoted"] = "quoted"


@dataclass(frozen=True, slots=True)
class Requoted:
    """A better amount in place of the promised one, which never falls (rule 17)."""

    quote: Quote
    type: Literal["requoted"] = "requoted"


@dataclass(frozen=True, slots=True)
class QuoteReleased:
    """The held units are free again, because a choice changed or the quote ran out."""

    why: Literal["corrected", "expired"]
    type: Literal["quote_released"] = "quote_released"


@dataclass(frozen=True, slots=True)
class Confirmed:
    type: Literal["confirmed"] = "confirmed"


@dataclass(frozen=True, slots=True)
class EvidenceProvided:
    photos: tuple[str, ...]
    type: Literal["evidence_provided"] = "evidence_provided"


@dataclass(frozen=True, slots=True)
class Cancelled:
    type: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True, slots=True)
class HandedOff:
    """A person is wanted; the flag stays until staff hand the case back."""

    why: str = ""
    type: Literal["handed_off"] = "handed_off"


@dataclass(frozen=True, slots=True)
class Disputed:
    reason: str
    type: Literal["disputed"] = "disputed"


@dataclass(frozen=True, slots=True)
class DecisionAccepted:
    how: Literal["customer", "clock"]
    type: Literal["decision_accepted"] = "decision_accepted"


type CustomerEvent = (
    CaseStarted
    | UnitsSelected
    | TakenApart
    | ReasonChosen
    | ResolutionChosen
    | VariantChosen
    | OffersMade
    | OfferAnswered
    | ShippingChosen
    | MethodChanged
    | ChoiceDropped
    | Quoted
    | Requoted
    | QuoteReleased
    | Confirmed
    | EvidenceProvided
    | Cancelled
    | HandedOff
    | Disputed
    | DecisionAccepted
)
