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
    """A catalog entry.

    `parts` are the product ids a bundle consists of, one for each piece. `serialized` products
    carry a serial number each. `salvage_minor` is what a returned one is worth to the shop; None
    when nobody has said so.
    """

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
    serialized: bool = False
    warranty_months: int | None = None
    salvage_minor: int | None = None
    parts: tuple[str, ...] = ()


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
class Delivery:
    """Units of a line that travelled together, apart from the rest of the order.

    Deliveries number the units of their line in the order they stand.
    """

    quantity: int
    status: OrderStatus
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of one physical piece."""

    unit: int
    status: OrderStatus
    delivered_at: datetime | None
    serial: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`net_paid_minor` and `tax_minor` are what was stored at purchase, for all units.

    In a shop whose prices include tax, `net_paid_minor` is the gross amount and `tax_minor` the
    part of it that is tax. `list_price_minor` is one unit's price before every discount.
    `bundle` names the set a part was bought in; `serials` number its pieces in unit order.
    """

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
    list_price_minor: int | None = None
    bundle: str = ""
    serials: tuple[str, ...] = ()
    deliveries: tuple[Delivery, ...] = ()

    @property
    def list_minor(self) -> int:
        """Return one unit's price before discounts."""
        return self.unit_price_minor if self.list_price_minor is None else self.list_price_minor


@dataclass(frozen=True, slots=True)
class Bundle:
    """A set sold at one price: its parts are lines of the order."""

    bundle_id: str
    name: str
    line_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThresholdOffer:
    """An order discount that asked for goods of a value ("spend 100, save 20")."""

    threshold_minor: int
    discount_minor: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order of one owner. `delivered_at` is None until the carrier delivered it.

    `unreadable` names fields the source had but nobody could read; such an order is never
    eligible (`data_incomplete`). `shipping_minor` was paid for outbound delivery at the standard
    rate, `express_minor` on top of it. `book_rate` is what one unit of the order's currency was
    worth in the shop's when it was captured. `gift_code` lets its recipient return it. `version`
    counts what the order system has sent; zero for an imported order.
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
    shipping_minor: int = 0
    express_minor: int = 0
    bundles: tuple[Bundle, ...] = ()
    offer: ThresholdOffer | None = None
    book_rate: str = ""
    gift_code: str = ""
    points_earned: int = 0
    coupon: str = ""
    version: int = 0

    def line(self, line_id: str) -> OrderLine | None:
        """Return the line with this id, or None."""
        return next((line for line in self.lines if line.line_id == line_id), None)

    def units_of(self, line: OrderLine) -> tuple[UnitFacts, ...]:
        """Return what is known of each piece of a line, by unit number from 1."""
        apart = [one for one in line.deliveries for _ in range(one.quantity)]
        return tuple(
            UnitFacts(
                unit=index + 1,
                status=apart[index].status if index < len(apart) else self.status,
                delivered_at=(
                    apart[index].delivered_at if index < len(apart) else self.delivered_at
                ),
                serial=line.serials[index] if index < len(line.serials) else "",
            )
            for index in range(line.quantity)
        )

    @property
    def captured_minor(self) -> int:
        """Return everything that was charged, over all tenders."""
        return sum(tender.captured_minor for tender in self.tenders)
