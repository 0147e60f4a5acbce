"""Reads `shop.toml`; a bad file is refused with every mistake listed by its path."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from returns import shop as s
from returns.errors import UnknownCurrency
from returns.money import Rate, exponent_of
from returns.order import Address, Product

_PERCENT_LIMIT = 1


class ShopSettingsUnusable(Exception):
    """The shop's settings cannot be used; `mistakes` lists each with its path in the file."""

    def __init__(self, file: str, mistakes: tuple[str, ...]) -> None:
        super().__init__(f"{file} cannot be used:\n" + "\n".join(f"- {m}" for m in mistakes))
        self.mistakes = mistakes


def _rate(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError('a rate is a decimal string such as "0.15"') from None
    if not (value.is_finite() and 0 <= value <= _PERCENT_LIMIT):
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


type RateText = Annotated[str, AfterValidator(_rate)]
type Texts = Annotated[dict[str, str], Field(min_length=1)]
type Section = Annotated[str, Field(pattern=r"^\d+\.\d+$")]
type Minor = Annotated[int, Field(ge=0)]


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


class PromptTable(Table):
    label: str
    icon: str
    text: str
    command: Literal["start"] | None = None


class TierTable(Table):
    label: Texts
    badge: str
    extra_days: Annotated[int, Field(ge=0)] = 0
    fee_exempt: bool = False


class WindowTable(Table):
    days: Annotated[int, Field(ge=0)]
    section: Section


class WindowsTable(Table):
    default_days: Annotated[int, Field(ge=0)]
    section: Section
    categories: dict[str, WindowTable] = {}


class BlockTable(Table):
    code: str
    section: Section


class ReasonTable(Table):
    label: Texts
    said: Texts
    description: Texts
    section: Section
    merchant_fault: bool = False
    requires_details: bool = False
    restocking: RateText = "0"


class ResolutionTable(Table):
    label: Texts
    description: Texts
    section: Section
    bonus: RateText = "0"
    discount: RateText = "0"
    exchange: bool = False


class ShippingTable(Table):
    label: Texts
    description: Texts
    section: Section
    cost_minor: Minor
    service: str
    pickup: bool = False
    store: bool = False


class LimitsTable(Table):
    photos_from_minor: Minor
    review_from_minor: Minor


class TimersTable(Table):
    nudge_minutes: Annotated[int, Field(gt=0)]
    draft_days: Annotated[int, Field(gt=0)]
    quote_hours: Annotated[int, Field(gt=0)]
    evidence_hours: Annotated[int, Field(gt=0)]
    label_days: Annotated[int, Field(gt=0)]


_SECTIONS = {
    "final_sale", "personalized", "digital", "already_returned", "not_delivered",
    "data_incomplete", "restocking", "return_shipping", "exempt", "photos", "review",
}  # fmt: skip


class ShopFile(Table):
    schema_: Annotated[Literal[1], Field(alias="schema")]
    shop: ShopTable
    warehouse: AddressTable
    texts: dict[str, dict[str, str]]
    prompts: dict[str, list[PromptTable]] = {}
    tiers: Annotated[dict[str, TierTable], Field(min_length=1)]
    windows: WindowsTable
    blocks: dict[str, BlockTable] = {}
    reasons: Annotated[dict[str, ReasonTable], Field(min_length=1)]
    resolutions: Annotated[dict[str, ResolutionTable], Field(min_length=1)]
    shipping: Annotated[dict[str, ShippingTable], Field(min_length=1)]
    sections: dict[str, Section]
    limits: LimitsTable
    timers: TimersTable


def read_shop(folder: Path, catalog: Mapping[str, Product], policy_version: str) -> s.Shop:
    """Return a shop's settings with its catalog.

    Raises:
        ShopSettingsUnusable: the file is not TOML, or anything in it is missing, unknown or wrong.
    """
    path = folder / "shop.toml"
    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as broken:
        raise ShopSettingsUnusable(path.name, (str(broken),)) from None
    try:
        file = ShopFile.model_validate(parsed)
    except ValidationError as wrong:
        raise ShopSettingsUnusable(
            path.name, tuple(_mistake(error) for error in wrong.errors())
        ) from None
    missing = _missing(file)
    if missing:
        raise ShopSettingsUnusable(path.name, missing)
    return _shop(file, catalog, policy_version)


def _mistake(error: Mapping[str, Any]) -> str:
    path = ".".join(str(part) for part in error["loc"])
    return f"{path}: {error['msg']}"


def _missing(file: ShopFile) -> tuple[str, ...]:
    """Return what one table needs of another."""
    locales = [f"texts.{code}: no texts for this locale" for code in file.shop.locales
               if code not in file.texts]  # fmt: skip
    sections = [f"sections.{name}: a policy section is needed"
                for name in sorted(_SECTIONS - file.sections.keys())]  # fmt: skip
    return (*locales, *sections)


def _shop(file: ShopFile, catalog: Mapping[str, Product], policy_version: str) -> s.Shop:
    about = file.shop
    return s.Shop(
        shop_id=about.id,
        name=about.name,
        tagline=about.tagline,
        currency=about.currency,
        locales=tuple(about.locales),
        time_zone=about.time_zone,
        contact=about.contact,
        policy_version=policy_version,
        colors={str(scheme): color for scheme, color in about.colors.items()},
        warehouse=Address(**file.warehouse.model_dump()),
        texts=file.texts,
        prompts={
            locale: tuple(s.Prompt(**prompt.model_dump()) for prompt in prompts)
            for locale, prompts in file.prompts.items()
        },
        tiers={code: s.Tier(code, **tier.model_dump()) for code, tier in file.tiers.items()},
        window_days=file.windows.default_days,
        window_section=file.windows.section,
        windows={
            category: s.CategoryRule(window.section, window.days)
            for category, window in file.windows.categories.items()
        },
        blocks={
            category: s.CategoryRule(block.section, code=block.code)
            for category, block in file.blocks.items()
        },
        reasons={code: _reason(code, table) for code, table in file.reasons.items()},
        resolutions={code: _resolution(code, table) for code, table in file.resolutions.items()},
        shipping={
            code: s.ShippingMethod(code, **table.model_dump())
            for code, table in file.shipping.items()
        },
        sections=file.sections,
        photos_from_minor=file.limits.photos_from_minor,
        review_from_minor=file.limits.review_from_minor,
        timers=_timers(file.timers),
        catalog=catalog,
    )


def _reason(code: str, table: ReasonTable) -> s.Reason:
    values: dict[str, Any] = table.model_dump() | {"restocking": Rate(table.restocking)}
    return s.Reason(code, **values)


def _resolution(code: str, table: ResolutionTable) -> s.Resolution:
    rates = {"bonus": Rate(table.bonus), "discount": Rate(table.discount)}
    values: dict[str, Any] = table.model_dump() | rates
    return s.Resolution(code, **values)


def _timers(table: TimersTable) -> s.Timers:
    return s.Timers(
        nudge=timedelta(minutes=table.nudge_minutes),
        draft=timedelta(days=table.draft_days),
        quote=timedelta(hours=table.quote_hours),
        evidence=timedelta(hours=table.evidence_hours),
        label=timedelta(days=table.label_days),
    )
