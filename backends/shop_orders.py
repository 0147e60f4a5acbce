"""The rows of a shop's orders: what was paid for each line, and what came back before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, field_validator, model_validator

from backends import wire
from backends.shop_bundles import expanded
from backends.shop_data import HOW_TO_DATE, Key, LoadDay, Minor, Moment, Name, Row
from returns.errors import UnknownCurrency
from returns.ledger import LedgerUnit, TenderRefund, UnitLedger, UnitState
from returns.money import allocated, exponent_of, unit_share
from returns.order import (
    Bundle,
    Delivery,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Tender,
    TenderKind,
    ThresholdOffer,
)
from returns.tenders import tender_plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

type Count = Annotated[int, Field(ge=1)]

# With every unit returned, the ledger of so many stays below the size of one document.
_MAX_UNITS = 10_000
_TAXES = (False, True)


class TenderRow(Row):
    tender_id: Key
    kind: TenderKind
    label: Name
    captured_minor: Minor

    def to_tender(self) -> Tender:
        return wire.decode(Tender, self.model_dump())


class DeliveryRow(Row):
    quantity: Count
    status: OrderStatus
    delivered: Moment | None = None

    def to_delivery(self, day: LoadDay) -> Delivery:
        """Return when some units of a line came.

        Raises:
            ValueError: the day cannot be read or is yet to come.
        """
        if self.delivered is None:
            if self.status is OrderStatus.DELIVERED:
                raise ValueError("deliveries: a delivered one needs its day")
            return Delivery(self.quantity, self.status)
        moment = day.read(self.delivered)
        if moment > day.now:
            raise ValueError("deliveries: delivered is yet to come")
        return Delivery(self.quantity, self.status, moment)


class OfferRow(Row):
    """An order discount that asked for goods of a value; it is part of what the lines cost."""

    threshold_minor: Minor
    discount_minor: Minor


class LineRow(Row):
    """`returned` counts units that came back before this system knew the order."""

    line_id: Key
    product_id: Key
    name: Name | None = None
    quantity: Count
    unit_price_minor: Minor
    tax_minor: Minor = 0
    net_paid_minor: Minor | None = None
    final_sale: bool | None = None
    personalized: bool | None = None
    digital: bool | None = None
    returned: Annotated[int, Field(ge=0)] = 0
    list_price_minor: Minor | None = None
    serials: Annotated[tuple[Key, ...], Field(max_length=_MAX_UNITS)] = ()
    deliveries: Annotated[tuple[DeliveryRow, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _counts_no_more_than_bought(self) -> Self:
        if self.returned > self.quantity:
            raise ValueError(f"{self.returned} units returned of {self.quantity} bought")
        if len(self.serials) > self.quantity:
            raise ValueError(f"{len(self.serials)} serials for {self.quantity} units")
        refuse_repeats("unit", self.serials, "serial")
        apart = sum(one.quantity for one in self.deliveries)
        if apart > self.quantity:
            raise ValueError(f"{apart} units delivered of {self.quantity} bought")
        return self

    def to_line(self, net_paid_minor: int, product: Product | None, day: LoadDay) -> OrderLine:
        """Return the line; what it does not say itself is taken from the catalog.

        Raises:
            ValueError: the day of one of its deliveries cannot be read or is yet to come.
        """
        return OrderLine(
            line_id=self.line_id,
            product_id=self.product_id,
            quantity=self.quantity,
            unit_price_minor=self.unit_price_minor,
            net_paid_minor=net_paid_minor,
            name=self.name or (product.name if product else None),
            category=product.category if product else None,
            tax_minor=self.tax_minor,
            final_sale=_either(self.final_sale, product and product.final_sale),
            personalized=_either(self.personalized, product and product.personalized),
            digital=_either(self.digital, product and product.digital),
            list_price_minor=self.list_price_minor,
            serials=self.serials,
            deliveries=tuple(one.to_delivery(day) for one in self.deliveries),
        )


class OrderRow(Row):
    """`discount_minor` is shared once, here, over the lines that do not state their net."""

    order_id: Key
    customer_id: Key
    status: OrderStatus
    currency: str
    placed: Moment
    delivered: Moment | None = None
    tenders: list[TenderRow]
    discount_minor: Minor = 0
    lines: Annotated[list[LineRow], Field(min_length=1, max_length=500)]
    shipping_minor: Minor = 0
    express_minor: Minor = 0
    offer: OfferRow | None = None
    book_rate: Annotated[str, Field(pattern=r"^(0|[1-9]\d{0,5})(\.\d{1,6})?$|^$")] = ""
    gift_code: Annotated[str, Field(pattern=r"^[A-Z0-9-]{8,40}$|^$")] = ""
    points_earned: Minor = 0
    coupon: Annotated[str, Field(max_length=64)] = ""
    version: Minor = 0

    @field_validator("currency")
    @classmethod
    def _currency_is_known(cls, currency: str) -> str:
        try:
            exponent_of(currency)
        except UnknownCurrency as error:
            raise ValueError(str(error)) from None
        return currency

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(line.quantity for line in self.lines) > _MAX_UNITS:
            raise ValueError(f"more than {_MAX_UNITS} units; split the order")
        refuse_repeats("line", [line.line_id for line in self.lines])
        refuse_repeats("tender", [tender.tender_id for tender in self.tenders])
        refuse_repeats("unit", [one for line in self.lines for one in line.serials], "serial")
        if self.captured_minor not in {self.owed_minor(tax_included=gross) for gross in _TAXES}:
            raise ValueError(self.mismatch(tax_included=False))
        return self

    @property
    def captured_minor(self) -> int:
        return sum(tender.captured_minor for tender in self.tenders)

    def owed_minor(self, *, tax_included: bool) -> int:
        """Return what the tenders must have captured: goods, their tax, and delivery."""
        tax = 0 if tax_included else sum(line.tax_minor for line in self.lines)
        return sum(self.net_paid()) + tax + self.shipping_minor + self.express_minor

    def mismatch(self, *, tax_included: bool) -> str:
        """Return how captured and owed differ in a shop, or "" when they do not."""
        owed = self.owed_minor(tax_included=tax_included)
        if self.captured_minor == owed:
            return ""
        return f"{self.captured_minor} captured by tenders, but the lines come to {owed}"

    def net_paid(self) -> list[int]:
        """Return what each line cost after its share of the discount (rule 3).

        Raises:
            ValueError: the discount is larger than the lines it is shared over.
        """
        totals = [line.quantity * line.unit_price_minor for line in self.lines]
        weights = [
            total if line.net_paid_minor is None else 0
            for line, total in zip(self.lines, totals, strict=True)
        ]
        if self.discount_minor > sum(weights):
            raise ValueError(f"a discount of {self.discount_minor} on goods of {sum(weights)}")
        shares = allocated(self.discount_minor, weights)
        return [
            total - share if line.net_paid_minor is None else line.net_paid_minor
            for line, total, share in zip(self.lines, totals, shares, strict=True)
        ]

    def to_order(self, day: LoadDay, catalog: Mapping[str, Product]) -> Order:
        """Return the order; a delivery nobody can date is kept and named `unreadable`.

        Raises:
            ValueError: the day it was placed cannot be read, or is after its delivery.
        """
        if not day.can_read(self.placed):
            raise ValueError(f"placed: {HOW_TO_DATE}")
        placed_at = day.read(self.placed)
        delivered_at, unreadable = self._delivery(day)
        if delivered_at and delivered_at < placed_at:
            raise ValueError("delivered: that is before the order was placed")
        lines, bundles = self._lines(day, catalog)
        return Order(
            order_id=self.order_id,
            owner_id=self.customer_id,
            status=self.status,
            currency=self.currency,
            placed_at=placed_at,
            delivered_at=delivered_at,
            lines=lines,
            tenders=tuple(tender.to_tender() for tender in self.tenders),
            unreadable=unreadable,
            shipping_minor=self.shipping_minor,
            express_minor=self.express_minor,
            bundles=bundles,
            offer=wire.decode(ThresholdOffer, self.offer.model_dump()) if self.offer else None,
            book_rate=self.book_rate,
            gift_code=self.gift_code,
            points_earned=self.points_earned,
            coupon=self.coupon,
            version=self.version,
        )

    def _lines(
        self, day: LoadDay, catalog: Mapping[str, Product]
    ) -> tuple[tuple[OrderLine, ...], tuple[Bundle, ...]]:
        """Return the lines with every set in its parts, and the sets."""
        lines: list[OrderLine] = []
        bundles: list[Bundle] = []
        for row, net in zip(self.lines, self.net_paid(), strict=True):
            product = catalog.get(row.product_id)
            line = row.to_line(net, product, day)
            if product is None or not product.parts:
                lines.append(line)
                continue
            if row.returned or row.serials or row.deliveries:
                why = "a set has no returned units, serials or deliveries of its own"
                raise ValueError(f"line {row.line_id}: {why}")
            parts, bundle = expanded(line, product, catalog)
            lines += parts
            bundles.append(bundle)
        return tuple(lines), tuple(bundles)

    def to_ledger(self, order: Order, *, tax_included: bool = False) -> UnitLedger:
        """Return the ledger in which the units returned earlier are taken and paid back."""
        case_id = f"earlier-{self.order_id}"
        units: list[LedgerUnit] = []
        paid_back = 0
        returned = {row.line_id: row.returned for row in self.lines}
        for line in order.lines:
            for unit in range(1, returned.get(line.line_id, 0) + 1):
                units.append(LedgerUnit(line.line_id, unit, case_id, UnitState.SETTLED))
                paid_back += unit_share(line.net_paid_minor, line.quantity, unit)
                if not tax_included:
                    paid_back += unit_share(line.tax_minor, line.quantity, unit)
        plan = tender_plan(order, UnitLedger(self.order_id), paid_back)
        refunds = tuple(
            TenderRefund(f"{case_id}:{tender}", tender, minor) for tender, minor in plan
        )
        return UnitLedger(self.order_id, tuple(units), refunds)

    def _delivery(self, day: LoadDay) -> tuple[datetime | None, tuple[str, ...]]:
        if self.delivered is None:
            missing = self.status is OrderStatus.DELIVERED
            return None, ("delivered_at",) if missing else ()
        # A delivery yet to come would keep a window open for as long as somebody mistyped it.
        if not day.can_read(self.delivered) or day.read(self.delivered) > day.now:
            return None, ("delivered_at",)
        return day.read(self.delivered), ()


def gaps(order: Order) -> tuple[str, ...]:
    """Return what the record of an order lacks, so that it can never be returned as it is."""
    unreadable = (
        f"{name} is missing, unreadable or yet to come, so nobody can return this order"
        for name in order.unreadable
    )
    unknown = (
        f"line {line.line_id}: product {line.product_id} is not in the catalog, so nobody can"
        " return it"
        for line in order.lines
        if line.category is None
    )
    return (*unreadable, *unknown)


def _either(stated: bool | None, of_product: bool | None) -> bool:  # noqa: FBT001 - two flags of one kind
    return bool(of_product) if stated is None else stated


def refuse_repeats(what: str, ids: Sequence[str], named: str = "id") -> None:
    """Refuse two of a kind with the same name.

    Raises:
        ValueError: there are two.
    """
    if len(set(ids)) < len(ids):
        raise ValueError(f"two {what}s have the same {named}")
