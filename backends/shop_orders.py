"""The rows of a shop's orders: what was paid for each line, and what came back before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, field_validator, model_validator

from backends import wire
from backends.shop_data import HOW_TO_DATE, Key, LoadDay, Minor, Moment, Name, Row
from returns.errors import UnknownCurrency
from returns.ledger import LedgerUnit, TenderRefund, UnitLedger, UnitState
from returns.money import allocated, exponent_of, unit_share
from returns.order import Order, OrderLine, OrderStatus, Product, Tender, TenderKind
from returns.tenders import tender_plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

type Count = Annotated[int, Field(ge=1)]

# With every unit returned, the ledger of so many stays below the size of one document.
_MAX_UNITS = 10_000


class TenderRow(Row):
    tender_id: Key
    kind: TenderKind
    label: Name
    captured_minor: Minor

    def to_tender(self) -> Tender:
        return wire.decode(Tender, self.model_dump())


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

    @model_validator(mode="after")
    def _returns_no_more_than_bought(self) -> Self:
        if self.returned > self.quantity:
            raise ValueError(f"{self.returned} units returned of {self.quantity} bought")
        return self

    def to_line(self, net_paid_minor: int, product: Product | None) -> OrderLine:
        """Return the line; what it does not say itself is taken from the catalog."""
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
        _refuse_repeats("line", [line.line_id for line in self.lines])
        _refuse_repeats("tender", [tender.tender_id for tender in self.tenders])
        captured = sum(tender.captured_minor for tender in self.tenders)
        owed = sum(self.net_paid()) + sum(line.tax_minor for line in self.lines)
        if captured != owed:
            raise ValueError(f"{captured} captured by tenders, but the lines come to {owed}")
        return self

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
        return Order(
            order_id=self.order_id,
            owner_id=self.customer_id,
            status=self.status,
            currency=self.currency,
            placed_at=placed_at,
            delivered_at=delivered_at,
            lines=tuple(
                line.to_line(net, catalog.get(line.product_id))
                for line, net in zip(self.lines, self.net_paid(), strict=True)
            ),
            tenders=tuple(tender.to_tender() for tender in self.tenders),
            unreadable=unreadable,
        )

    def to_ledger(self, order: Order) -> UnitLedger:
        """Return the ledger in which the units returned earlier are taken and paid back."""
        case_id = f"earlier-{self.order_id}"
        units: list[LedgerUnit] = []
        paid_back = 0
        for row, line in zip(self.lines, order.lines, strict=True):
            for unit in range(1, row.returned + 1):
                units.append(LedgerUnit(row.line_id, unit, case_id, UnitState.SETTLED))
                paid_back += unit_share(line.net_paid_minor, line.quantity, unit)
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


def _refuse_repeats(what: str, ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        raise ValueError(f"two {what}s have the same id")
