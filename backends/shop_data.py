"""The rows of a shop's JSON Lines files, and the order data they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from backends import wire
from returns.errors import UnknownCurrency
from returns.ledger import LedgerUnit, TenderRefund, UnitLedger, UnitState
from returns.money import allocated, exponent_of, unit_share
from returns.order import (
    Address,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Tender,
    TenderKind,
)
from returns.ports import PastCase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

type Text = Annotated[str, Field(min_length=1, max_length=2000)]
type Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
type Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
type Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
type Minor = Annotated[int, Field(ge=0)]
type Count = Annotated[int, Field(ge=1, le=10_000)]
type Role = Literal["agent", "lead", "warehouse", "ops"]

_HOW_TO_DATE = 'write an ISO date such as "2026-01-31", or {"days_ago": 3}'


class _Row(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class DaysAgo(_Row):
    days_ago: Annotated[int, Field(ge=0, le=36_500)]


type Moment = DaysAgo | str


@dataclass(frozen=True, slots=True)
class LoadDay:
    """The moment a shop is loaded, at the shop: what its relative dates count back from."""

    now: datetime
    zone: ZoneInfo

    def read(self, moment: Moment) -> datetime:
        """Return a moment in UTC; a date or time without a zone is the shop's own.

        Days count on the shop's calendar, so a change of its clocks moves no date.

        Raises:
            ValueError: it is neither a date nor a time.
        """
        if isinstance(moment, DaysAgo):
            local = self.now.astimezone(self.zone) - timedelta(days=moment.days_ago)
            return local.astimezone(UTC)
        try:
            stated = datetime.fromisoformat(moment)
            return (stated if stated.tzinfo else stated.replace(tzinfo=self.zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError(_HOW_TO_DATE) from None


class AddressRow(_Row):
    name: Text
    street: Text
    city: Text
    region: str = ""
    postal_code: Text
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]


class CustomerRow(_Row):
    """`shows` tells on the sign-in page what this customer is good for."""

    customer_id: Key
    name: Text
    email: Email
    phone: str = ""
    tier: Code
    member_since: str
    locale: Annotated[str, Field(pattern="^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    address: AddressRow
    shows: str = ""

    def to_customer(self, day: LoadDay) -> Customer:
        """Return the order owner of this row.

        Raises:
            ValueError: the membership date cannot be read.
        """
        return Customer(
            customer_id=self.customer_id,
            name=self.name,
            email=self.email,
            tier=self.tier,
            member_since=day.read(self.member_since),
            address=wire.decode(Address, self.address.model_dump()),
            phone=self.phone,
            locale=self.locale,
        )


class StaffRow(_Row):
    staff_id: Key
    name: Text
    email: Email
    roles: Annotated[list[Role], Field(min_length=1)]
    shows: str = ""


class ProductRow(_Row):
    product_id: Key
    name: Text
    category: Code
    description: str = ""
    price_minor: Minor
    stock: Minor = 0
    variants: list[Text] = []
    final_sale: bool = False
    personalized: bool = False
    digital: bool = False
    weight_grams: Minor = 500

    def to_product(self) -> Product:
        return wire.decode(Product, self.model_dump())


class PastCaseRow(_Row):
    case_id: Key
    item: Text
    category: Code
    reason: Annotated[str, Field(pattern="^[A-Z_]+$")]
    resolution: Annotated[str, Field(pattern="^[A-Z_]+$")]
    text: Text
    outcome: Text
    days_ago: Annotated[int, Field(ge=0)]

    def to_past_case(self) -> PastCase:
        return wire.decode(PastCase, self.model_dump())


class TenderRow(_Row):
    tender_id: Key
    kind: TenderKind
    label: Text
    captured_minor: Minor

    def to_tender(self) -> Tender:
        return wire.decode(Tender, self.model_dump())


class LineRow(_Row):
    """`returned` counts units that came back before this system knew the order."""

    line_id: Key
    product_id: Key
    name: Text | None = None
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


class OrderRow(_Row):
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
        placed_at = day.read(self.placed)
        delivered_at, unreadable = self._delivery(day)
        if delivered_at and delivered_at < placed_at:
            raise ValueError("delivered before it was placed")
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
        refunds = _earlier_refunds(case_id, paid_back, order.tenders)
        return UnitLedger(self.order_id, tuple(units), refunds)

    def _delivery(self, day: LoadDay) -> tuple[datetime | None, tuple[str, ...]]:
        if self.delivered is None:
            missing = self.status is OrderStatus.DELIVERED
            return None, ("delivered_at",) if missing else ()
        try:
            delivered_at = day.read(self.delivered)
        except ValueError:
            return None, ("delivered_at",)
        # A delivery yet to come would keep a window open for as long as somebody mistyped it.
        return (delivered_at, ()) if delivered_at <= day.now else (None, ("delivered_at",))


def gaps(order: Order) -> tuple[str, ...]:
    """Return what the record of an order lacks, so that it can never be returned as it is."""
    unreadable = (
        f"{name} is missing, unreadable or yet to come; nobody can return this order until it is corrected"
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


# Gift cards and credit first, then cards, then wallets (rule 10): the order TenderKind lists them.
def _earlier_refunds(
    case_id: str, minor: int, tenders: tuple[Tender, ...]
) -> tuple[TenderRefund, ...]:
    kinds = list(TenderKind)
    refunds: list[TenderRefund] = []
    for tender in sorted(tenders, key=lambda tender: kinds.index(tender.kind)):
        share = min(minor, tender.captured_minor)
        if share:
            refunds.append(TenderRefund(f"{case_id}:{tender.tender_id}", tender.tender_id, share))
        minor -= share
    return tuple(refunds)
