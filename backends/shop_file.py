"""The format of `shop.toml`, version 2: every table and key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from backends.feed_signature import public_key
from returns.errors import UnknownCurrency
from returns.money import exponent_of
from returns.rulebook import BundleRule, Disposition, OfferRule, ResolutionKind, SettleAt

SCHEMA = 2

_WHOLE = 1
# A year that has every day a season may begin or end on.
LEAP_YEAR = 2024


def _rate(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError('a rate is a decimal string such as "0.15"') from None
    if not (value.is_finite() and 0 <= value <= _WHOLE):
        raise ValueError("a rate lies between 0 and 1")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{name!r} is not a time zone; use a name such as Europe/Berlin") from None
    return name


def _currency(code: str) -> str:
    try:
        exponent_of(code)
    except UnknownCurrency as unknown:
        raise ValueError(str(unknown)) from None
    return code


def _day_of_year(text: str) -> str:
    try:
        date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError:
        raise ValueError(f'{text!r} is not a day of the year such as "12-24"') from None
    return text


type RateText = Annotated[str, AfterValidator(_rate)]
type DayOfYear = Annotated[str, Field(pattern=r"^\d\d-\d\d$"), AfterValidator(_day_of_year)]
type Texts = Annotated[dict[str, str], Field(min_length=1)]
type Section = Annotated[str, Field(pattern=r"^\d+\.\d+$")]
type Minor = Annotated[int, Field(ge=0)]
type Days = Annotated[int, Field(ge=0, le=3650)]
type Length = Annotated[int, Field(gt=0, le=3650)]
type Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{1,39}$")]
type Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShopTable(Table):
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    name: str
    tagline: str
    currency: Annotated[str, AfterValidator(_currency)]
    locales: Annotated[list[str], Field(min_length=1)]
    time_zone: Annotated[str, AfterValidator(_zone)]
    contact: str
    colors: dict[Literal["light", "dark"], Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]]


class AddressTable(Table):
    name: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str


class CalendarTable(Table):
    working_days: Annotated[list[Weekday], Field(min_length=1)] = [
        "mon", "tue", "wed", "thu", "fri",
    ]  # fmt: skip
    closed: list[date] = []
    closed_yearly: list[DayOfYear] = []


class PromptTable(Table):
    label: str
    icon: str
    text: str
    command: Literal["start"] | None = None


class TierTable(Table):
    label: Texts
    badge: str
    extra_days: Days = 0
    fee_exempt: bool = False


class WindowTable(Table):
    days: Days
    section: Section


class SeasonTable(Table):
    name: str
    first: DayOfYear
    last: DayOfYear
    until: DayOfYear
    section: Section


class WindowsTable(Table):
    default_days: Days
    section: Section
    categories: dict[str, WindowTable] = {}
    seasons: list[SeasonTable] = []


class WarrantyTable(Table):
    months: Annotated[int, Field(ge=0, le=1200)] = 0
    section: Section
    categories: dict[str, Annotated[int, Field(ge=0, le=1200)]] = {}


class BlockTable(Table):
    code: str
    section: Section
    unless_sealed: bool = False


class ScopeTable(Table):
    """Where something is offered; what is left out allows everything."""

    categories: list[str] = []
    tiers: list[str] = []
    reasons: list[str] = []
    from_minor: Minor = 0
    below_minor: Annotated[int, Field(gt=0)] | None = None


class ReasonTable(Table):
    label: Texts
    said: Texts
    description: Texts
    section: Section
    merchant_fault: bool = False
    requires_details: bool = False
    withdrawal: bool = False
    defect: bool = False
    restocking: RateText = "0"
    restocking_of: dict[str, RateText] = {}
    only: ScopeTable = ScopeTable()


class ResolutionTable(Table):
    label: Texts
    description: Texts
    section: Section
    kind: ResolutionKind
    bonus: RateText = "0"
    bonus_cap_minor: Minor | None = None
    discount: RateText = "0"
    other_products: bool = False
    warranty: bool = False
    settle_at: SettleAt = SettleAt.INSPECTION
    processing: dict[str, str] = {}
    only: ScopeTable = ScopeTable()


class ShippingTable(Table):
    label: Texts
    description: Texts
    section: Section
    cost_minor: Minor
    service: str
    pickup: bool = False
    store: bool = False
    shop_cost_minor: Minor = 0
    grams_co2: Minor | None = None
    only: ScopeTable = ScopeTable()


class OfferTable(Table):
    code: Code
    label: Texts
    discount: RateText
    section: Section
    only: ScopeTable = ScopeTable()


class EvidenceTable(Table):
    reasons: Annotated[list[str], Field(min_length=1)]
    section: Section
    from_minor: Minor = 0


class GradeTable(Table):
    deduction: RateText
    disposition: Disposition


class OptionsTable(Table):
    tax_included: bool = False
    one_request_per_order: bool = False
    bundles: BundleRule = BundleRule.ALLOCATED
    offers: OfferRule = OfferRule.ALLOCATED
    outbound_on_fault: bool = False
    outbound_on_withdrawal: bool = False
    fee_tax: RateText = "0"
    tax_rate: RateText = "0"


class RiskTable(Table):
    review_from: Annotated[int, Field(ge=0)]
    section: Section
    points: dict[str, Annotated[int, Field(ge=0)]]
    recent_days: Length = 90
    many_returns: Length = 3
    new_customer_days: Days = 30
    high_share: RateText = "0.5"
    blocked: list[str] = []
    trusted: list[str] = []


class LimitsTable(Table):
    review_from_minor: Minor = 0
    override_minor: dict[Literal["agent", "lead"], Minor] = {}


class TimersTable(Table):
    nudge_minutes: Length
    draft_days: Length
    quote_hours: Length
    evidence_hours: Length
    label_days: Length
    evidence_reminder_hours: Length = 48
    review_working_days: Length = 2
    label_reminder_days: list[Length] = [7, 12]
    pickup_hours: Length = 4
    no_movement_days: Length = 10
    trace_days: Length = 7
    remaining_days: Length = 14
    inspection_working_days: Length = 3
    inspection_grace_working_days: Length = 2
    dispute_days: Length = 10
    recovery_days: Length = 21
    recovery_reminder_days: list[Length] = [7, 14]
    reopen_days: Length = 30
    retention_days: Length | None = None


class FeedsTable(Table):
    keys: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")], str] = {}

    @field_validator("keys")
    @classmethod
    def _keys_are_keys(cls, keys: dict[str, str]) -> dict[str, str]:
        for text in keys.values():
            public_key(text)
        return keys


# General rules that always have a section, and those that need one where the shop uses them.
SECTIONS = frozenset(
    {
        *("final_sale", "personalized", "digital", "already_returned", "not_delivered"),
        *("data_incomplete", "goods", "restocking", "return_shipping", "exempt", "photos"),
        *("review", "roll", "deduction", "missing"),
    }
)
OPTIONAL_SECTIONS = frozenset(
    {"tiers", "pause", "order_has_request", "bundle", "offer", "outbound"}
)


class ShopFile(Table):
    schema_: Annotated[Literal[2], Field(alias="schema")]
    shop: ShopTable
    warehouse: AddressTable
    calendar: CalendarTable = CalendarTable()
    texts: dict[str, dict[str, str]]
    prompts: dict[str, list[PromptTable]] = {}
    tiers: Annotated[dict[str, TierTable], Field(min_length=1)]
    windows: WindowsTable
    warranty: WarrantyTable | None = None
    blocks: dict[str, BlockTable] = {}
    reasons: Annotated[dict[Code, ReasonTable], Field(min_length=1)]
    resolutions: Annotated[dict[Code, ResolutionTable], Field(min_length=1)]
    shipping: Annotated[dict[Code, ShippingTable], Field(min_length=1)]
    offers: list[OfferTable] = []
    evidence: list[EvidenceTable] = []
    grades: Annotated[dict[str, GradeTable], Field(min_length=1)]
    options: OptionsTable = OptionsTable()
    risk: RiskTable | None = None
    sections: dict[str, Section]
    limits: LimitsTable = LimitsTable()
    timers: TimersTable
    feeds: FeedsTable = FeedsTable()
