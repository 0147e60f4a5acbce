"""What the rules need from the outside, as promises; `backends/` keeps them.

Every method may raise `BackendUnavailable`: the outcome is unknown, look before trying again.
Providers are asked by *our* reference (`case:effect:seq`), because their own idempotency keys may
be forgotten: look up, act only when nothing is found, record, reconcile (design, backends 11).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from returns.money import Money
from returns.order import Address


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the time, aware and in UTC."""
        ...


# --- Payments ---------------------------------------------------------------------------------


class MovementKind(StrEnum):
    REFUND = "refund"
    CREDIT_PRINCIPAL = "credit_principal"
    CREDIT_BONUS = "credit_bonus"
    COLLECTION = "collection"


class MovementStatus(StrEnum):
    """What the provider says of a movement; a submitted one is looked up again."""

    SUBMITTED = "submitted"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Movement:
    """One transfer the provider knows, found by our reference."""

    reference: str
    provider_id: str
    kind: MovementKind
    amount: Money
    target: str  # a tender id, or whose credit it is
    status: MovementStatus = MovementStatus.SETTLED


@dataclass(frozen=True, slots=True)
class CreditReversal:
    """Credit taken back from one movement: what was unspent of it, and what was spent."""

    reference: str
    reversed_minor: int
    spent_minor: int


class Payments(Protocol):
    """Moves money. One reference moves money once, whatever is repeated."""

    async def find(self, reference: str) -> Movement | None:
        """Return the movement made under our reference, or None when there is none."""
        ...

    async def refund(self, *, reference: str, tender_id: str, amount: Money) -> Movement:
        """Pay an amount back to a tender.

        Raises:
            PaymentRefused: the provider said no for good; another tender or staff must decide.
        """
        ...

    async def issue_credit(
        self, *, reference: str, owner_id: str, amount: Money, kind: MovementKind
    ) -> Movement:
        """Issue store credit; principal and bonus are separate movements (rule 8)."""
        ...

    async def collect(self, *, reference: str, owner_id: str, amount: Money) -> Movement:
        """Collect what an exchange costs on top, from how the customer paid (rule 12).

        Raises:
            PaymentRefused: as for a refund.
        """
        ...

    async def find_reversal(self, reference: str) -> CreditReversal | None: ...

    async def reverse_credit(self, *, reference: str, issued: str) -> CreditReversal:
        """Take back what is unspent of the credit issued under the reference `issued` (E14).

        One that was never issued has nothing to take back.
        """
        ...


# --- Carrier and labels -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parcel:
    """A shipment bought at the carrier under our reference."""

    reference: str
    tracking_number: str
    carrier: str
    service: str
    voided: bool = False


@dataclass(frozen=True, slots=True)
class PickupSlot:
    reference: str
    confirmation: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False


class Carrier(Protocol):
    async def find(self, reference: str) -> Parcel | None: ...

    async def buy(self, *, reference: str, sender: Address, service: str) -> Parcel:
        """Buy a return shipment; its tracking number is final."""
        ...

    async def void(self, reference: str) -> Parcel:
        """Void a bought shipment; voiding it again, or one never bought, changes nothing.

        Raises:
            ParcelInUse: the carrier has already scanned it.
        """
        ...

    async def find_pickup(self, reference: str) -> PickupSlot | None: ...

    async def book_pickup(
        self, *, reference: str, sender: Address, not_before: datetime
    ) -> PickupSlot:
        """Book the first free slot after a moment: a working day, 09:00-13:00 of the sender."""
        ...

    async def cancel_pickup(self, reference: str) -> None: ...


class LabelKind(StrEnum):
    PARCEL = "parcel"
    STORE_PASS = "store_pass"  # noqa: S105 - a document for the till, not a secret


@dataclass(frozen=True, slots=True)
class LabelContent:
    """Everything printed on a 4x6 inch return document."""

    kind: LabelKind
    shop_name: str
    return_number: str
    code: str  # what both bar codes carry: the tracking number, or the return number at a till
    service: str
    sender: Address
    recipient: Address
    order_ids: tuple[str, ...]
    items: tuple[str, ...]
    valid_until: datetime


class LabelPrinter(Protocol):
    def render(self, content: LabelContent) -> bytes:
        """Return the PDF; the same content gives the same bytes."""
        ...


class LabelFiles(Protocol):
    async def put(self, name: str, content: bytes) -> None:
        """Store a document. Safe to repeat: an existing one of that name is left as it is."""
        ...

    async def get(self, name: str) -> bytes | None: ...

    async def delete(self, name: str) -> None:
        """Delete a document. Safe to repeat: one that is gone stays gone."""
        ...

    async def link(self, name: str, now: datetime) -> str | None:
        """Return an address that hands out a document for minutes; None when only `get` does.

        Whoever has the address has the document: ask on behalf of its owner, and keep it nowhere.
        """
        ...


# --- Notices ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to the customer. `message_id` is derived from our reference."""

    message_id: str
    case_id: str
    to: str
    subject: str
    text: str
    at: datetime


class Notices(Protocol):
    async def find(self, message_id: str) -> Notice | None: ...

    async def send(self, notice: Notice) -> None: ...


# --- Orders and stock -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InboundSlot:
    reference: str
    dock: str
    expected_on: datetime
    released: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeOrder:
    """A replacement placed in the order system under our reference."""

    reference: str
    order_id: str
    product_id: str
    quantity: int
    cancelled: bool = False
    variant: str = ""


@dataclass(frozen=True, slots=True)
class LoyaltyAdjustment:
    """Points taken back, never below zero, and a coupon given again (rule 18)."""

    reference: str
    points: int
    coupon: str


class OrderSystem(Protocol):
    async def return_status(self, owner_id: str, order_id: str) -> str | None: ...

    async def set_return_status(self, owner_id: str, order_id: str, status: str | None) -> None:
        """Set what the order says about its return; setting it twice changes nothing."""
        ...

    async def find_exchange(self, reference: str) -> ExchangeOrder | None: ...

    async def create_exchange(
        self,
        *,
        reference: str,
        owner_id: str,
        product_id: str,
        quantity: int,
        variant: str = "",
    ) -> ExchangeOrder: ...

    async def cancel_exchange(self, reference: str) -> ExchangeOrder | None: ...

    async def find_adjustment(self, reference: str) -> LoyaltyAdjustment | None: ...

    async def adjust_loyalty(
        self, *, reference: str, owner_id: str, points: int, coupon: str
    ) -> LoyaltyAdjustment: ...


class Inventory(Protocol):
    async def stock(self, product_id: str) -> int: ...

    async def find_inbound(self, reference: str) -> InboundSlot | None: ...

    async def reserve_inbound(
        self, *, reference: str, units: int, not_before: datetime
    ) -> InboundSlot: ...

    async def release_inbound(self, reference: str) -> None: ...

    async def restocked(self, reference: str) -> bool: ...

    async def restock(self, *, reference: str, product_id: str, quantity: int) -> None: ...


# --- Search -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PolicyClause:
    """A section of the shop's policy; `version` is the policy's, `score` falls with rank."""

    section: str
    title: str
    text: str
    version: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class PastCase:
    """A settled case without anything that tells whose it was."""

    case_id: str
    item: str
    category: str
    reason: str
    resolution: str
    text: str
    outcome: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class ProductHit:
    product_id: str
    name: str
    score: float


class PolicySearch(Protocol):
    async def find(self, query: str, limit: int) -> tuple[PolicyClause, ...]:
        """Return the sections that answer a question, best first; none when it is silent."""
        ...


class SimilarCases(Protocol):
    async def find(self, query: str, limit: int) -> tuple[PastCase, ...]: ...


class ProductSearch(Protocol):
    async def find(self, query: str, limit: int) -> tuple[ProductHit, ...]: ...
