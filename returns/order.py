"""An order, its customer and its products, as a return sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OrderStatus(StrEnum):
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


# What the order system is told once a return of the order has been approved.
RETURN_INITIATED = "RETURN_INITIATED"


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class Customer:
    """An order owner. `tier` is a code of the shop's settings; `locale` a language tag."""

    customer_id: str
    name: str
    email: str
    tier: str
    member_since: datetime
    address: Address
    phone: str = ""
    locale: str = "en"

    @property
    def first_name(self) -> str:
        return self.name.split(" ", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Product:
    """A catalog entry. `sealed` matters only to hygiene categories."""

    product_id: str
    name: str
    category: str
    description: str
    price_minor: int
    stock: int = 0
    variants: tuple[str, ...] = ()
    final_sale: bool = False
    personalized: bool = False
    digital: bool = False
    weight_grams: int = 500


class TenderKind(StrEnum):
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    CARD = "card"
    WALLET = "wallet"


@dataclass(frozen=True, slots=True)
class Tender:
    """One way the order was paid, and how much was captured on it."""

    tender_id: str
    kind: TenderKind
    label: str
    captured_minor: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`net_paid_minor` and `tax_minor` are what was stored at purchase, for all units."""

    line_id: str
    product_id: str
    quantity: int
    unit_price_minor: int
    net_paid_minor: int
    name: str | None = None
    category: str | None = None
    tax_minor: int = 0
    final_sale: bool = False
    personalized: bool = False
    digital: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """An order of one owner. `delivered_at` is None until the carrier delivered it.

    `unreadable` names fields the source had but nobody could read; such an order is never
    eligible (`data_incomplete`).
    """

    order_id: str
    owner_id: str
    status: OrderStatus
    currency: str
    placed_at: datetime
    delivered_at: datetime | None
    lines: tuple[OrderLine, ...]
    tenders: tuple[Tender, ...]
    return_status: str | None = None
    unreadable: tuple[str, ...] = field(default=())

    def line(self, line_id: str) -> OrderLine | None:
        """Return the line with this id, or None."""
        return next((line for line in self.lines if line.line_id == line_id), None)
