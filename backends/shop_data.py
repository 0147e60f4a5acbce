"""The rows of a shop's customers, staff, products and past cases, and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from backends import wire
from returns.order import Address, Customer, Product
from returns.ports import PastCase

type Text = Annotated[str, Field(min_length=1, max_length=2000)]
type Name = Annotated[str, Field(min_length=1, max_length=200)]
type Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
type Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
type Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
type Minor = Annotated[int, Field(ge=0)]
type Role = Literal["agent", "lead", "warehouse", "ops"]

HOW_TO_DATE = 'write an ISO date such as "2026-01-31", or {"days_ago": 3}'


class Row(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class DaysAgo(Row):
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
            raise ValueError(HOW_TO_DATE) from None

    def can_read(self, moment: Moment) -> bool:
        try:
            self.read(moment)
        except ValueError:
            return False
        return True


class AddressRow(Row):
    name: Name
    street: Name
    city: Name
    region: str = ""
    postal_code: Text
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]


class CustomerRow(Row):
    """`shows` tells on the sign-in page what this customer is good for."""

    customer_id: Key
    name: Name
    email: Email
    phone: str = ""
    tier: Code
    member_since: str
    locale: Annotated[str, Field(pattern="^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    address: AddressRow
    version: Minor = 0
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


class StaffRow(Row):
    staff_id: Key
    name: Name
    email: Email
    roles: Annotated[list[Role], Field(min_length=1)]
    shows: str = ""


class ProductRow(Row):
    product_id: Key
    name: Name
    category: Code
    description: str = ""
    price_minor: Minor
    stock: Minor = 0
    variants: list[Text] = []
    final_sale: bool = False
    personalized: bool = False
    digital: bool = False
    weight_grams: Minor = 500
    serialized: bool = False
    warranty_months: Annotated[int, Field(ge=0, le=600)] | None = None
    salvage_minor: Minor | None = None
    parts: Annotated[list[Key], Field(max_length=50)] = []
    version: Minor = 0

    def to_product(self) -> Product:
        return wire.decode(Product, self.model_dump(exclude={"version"}))


class PastCaseRow(Row):
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
