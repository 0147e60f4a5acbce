"""A shop's own settings: who it is, what it says, and the rules it has set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from returns.calendar import Calendar
from returns.order import Address, Product
from returns.rulebook import (
    CategoryRule,
    EvidenceRule,
    GradeRule,
    Localized,
    Options,
    Reason,
    Resolution,
    RetentionOffer,
    RiskRules,
    Season,
    ShippingMethod,
    Tier,
    Timers,
    Warranty,
)


def localized(texts: Localized, locale: str) -> str:
    """Return the text in a locale, else in its language, else in the shop's first one."""
    return (
        texts.get(locale) or texts.get(locale.partition("-")[0]) or next(iter(texts.values()), "")
    )


@dataclass(frozen=True, slots=True)
class Prompt:
    """A button of the start screen; with a `command` it is a click, else its text is typed."""

    label: str
    icon: str
    text: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Shop:
    """One version of a shop, named by `version`, with the policy it cites.

    `sections` names the policy section behind each general rule; `feeds` are the public keys whose
    signed rows are believed, by their ids. `override_limits` says by role up to which amount, in
    minor units, one person of staff may decide against the rules.
    """

    shop_id: str
    name: str
    tagline: str
    currency: str
    locales: tuple[str, ...]
    calendar: Calendar
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
    grades: Mapping[str, GradeRule]
    review_from_minor: int
    timers: Timers
    catalog: Mapping[str, Product]
    evidence: tuple[EvidenceRule, ...] = ()
    offers: tuple[RetentionOffer, ...] = ()
    seasons: tuple[Season, ...] = ()
    warranty: Warranty = field(default_factory=Warranty)
    options: Options = field(default_factory=Options)
    risk: RiskRules = field(default_factory=RiskRules)
    version: str = ""
    feeds: Mapping[str, str] = field(default_factory=dict[str, str])
    override_limits: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def time_zone(self) -> str:
        return self.calendar.time_zone

    def section(self, rule: str) -> str:
        """Return the policy section behind a general rule; "" for one the shop never applies."""
        return self.sections.get(rule, "")

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
        return self.calendar.day(moment)

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the shop's clocks show it."""
        return self.calendar.local(moment)
