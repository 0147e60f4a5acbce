"""A shop's own settings: the values behind every rule, as its folder states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from returns.money import Rate
from returns.order import Address, Product

type Localized = Mapping[str, str]

_NOTHING = Rate("0")


def localized(texts: Localized, locale: str) -> str:
    """Return the text in a locale, else in its language, else in the shop's first one."""
    return (
        texts.get(locale) or texts.get(locale.partition("-")[0]) or next(iter(texts.values()), "")
    )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something comes back. Merchant fault pays no fee and no shipping."""

    code: str
    label: Localized
    said: Localized
    description: Localized
    section: str
    merchant_fault: bool = False
    requires_details: bool = False
    restocking: Rate = _NOTHING


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the customer gets. `bonus` is booked apart; `discount` keeps the goods with them."""

    code: str
    label: Localized
    description: Localized
    section: str
    bonus: Rate = _NOTHING
    discount: Rate = _NOTHING
    exchange: bool = False

    @property
    def keeps_goods(self) -> bool:
        return not self.discount.is_zero


@dataclass(frozen=True, slots=True)
class ShippingMethod:
    """How it travels. A store return needs no carrier; a pickup books a slot too."""

    code: str
    label: Localized
    description: Localized
    section: str
    cost_minor: int
    service: str
    pickup: bool = False
    store: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    code: str
    label: Localized
    badge: str
    extra_days: int = 0
    fee_exempt: bool = False


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """A category's own window (`days`), or the code it is refused with (`code`)."""

    section: str
    days: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Timers:
    nudge: timedelta
    draft: timedelta
    quote: timedelta
    evidence: timedelta
    label: timedelta


@dataclass(frozen=True, slots=True)
class Prompt:
    """A button of the start screen; with a `command` it is a click, else its text is typed."""

    label: str
    icon: str
    text: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Shop:
    shop_id: str
    name: str
    tagline: str
    currency: str
    locales: tuple[str, ...]
    time_zone: str
    contact: str
    policy_version: str
    colors: Mapping[str, str]
    warehouse: Address
    texts: Mapping[str, Mapping[str, str]]
    prompts: Mapping[str, tuple[Prompt, ...]]
    tiers: Mapping[str, Tier]
    window_days: int
    window_section: str
    windows: Mapping[str, CategoryRule]
    blocks: Mapping[str, CategoryRule]
    reasons: Mapping[str, Reason]
    resolutions: Mapping[str, Resolution]
    shipping: Mapping[str, ShippingMethod]
    sections: Mapping[str, str]
    photos_from_minor: int
    review_from_minor: int
    timers: Timers
    catalog: Mapping[str, Product]

    def text(self, key: str, locale: str) -> str:
        """Return one of the shop's own texts, in its first locale when there is no other."""
        return localized({code: texts.get(key, "") for code, texts in self.texts.items()}, locale)

    def tier(self, code: str) -> Tier:
        """Return a tier; an unknown one earns nothing."""
        return self.tiers.get(code) or Tier(code, {}, "secondary")

    def locale_for(self, wanted: str) -> str:
        """Return the shop's locale nearest to a wanted one; its first when none fits."""
        candidates = (wanted, wanted.partition("-")[0])
        return next((code for code in candidates if code in self.locales), self.locales[0])

    def day(self, moment: datetime) -> date:
        """Return the calendar day of a moment at the shop."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()
