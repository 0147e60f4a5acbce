"""Reads `shop.toml`; a bad file is refused with every mistake listed by its path."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from backends.shop_cross_check import cross_checked
from backends.shop_file import SCHEMA, RiskTable, ScopeTable, ShopFile, TimersTable
from returns import rulebook as r
from returns import shop as s
from returns.calendar import Calendar
from returns.money import Rate
from returns.order import Address, Product

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ShopSettingsUnusable(Exception):
    """The shop's settings cannot be used; `mistakes` lists each with its path in the file."""

    def __init__(self, file: str, mistakes: tuple[str, ...]) -> None:
        super().__init__(f"{file} cannot be used:\n" + "\n".join(f"- {m}" for m in mistakes))
        self.mistakes = mistakes


def read_shop(folder: Path, catalog: Mapping[str, Product], policy_version: str) -> s.Shop:
    """Return a shop's settings with its catalog.

    Raises:
        ShopSettingsUnusable: the file is not TOML, of another schema, or anything in it is
            missing, unknown or wrong.
    """
    path = folder / "shop.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as broken:
        raise ShopSettingsUnusable(path.name, (str(broken),)) from None
    return shop_of(text, catalog, policy_version)


def shop_of(text: str, catalog: Mapping[str, Product], policy_version: str) -> s.Shop:
    """Return the shop a `shop.toml` describes.

    Raises:
        ShopSettingsUnusable: as above.
    """
    name = "shop.toml"
    try:
        parsed = tomllib.loads(text)
    except ValueError as broken:
        raise ShopSettingsUnusable(name, (str(broken),)) from None
    if parsed.get("schema") != SCHEMA:
        told = f"schema: this release reads schema {SCHEMA}; docs/shop.md says what has changed"
        raise ShopSettingsUnusable(name, (told,))
    try:
        file = ShopFile.model_validate(parsed)
    except ValidationError as wrong:
        mistakes = tuple(_mistake(error) for error in wrong.errors())
        raise ShopSettingsUnusable(name, mistakes) from None
    mistakes = cross_checked(file)
    if mistakes:
        raise ShopSettingsUnusable(name, mistakes)
    return _shop(file, catalog, policy_version)


def _mistake(error: Mapping[str, Any]) -> str:
    path = ".".join(str(part) for part in error["loc"])
    return f"{path}: {error['msg']}"


def _shop(file: ShopFile, catalog: Mapping[str, Product], policy_version: str) -> s.Shop:
    about = file.shop
    return s.Shop(
        shop_id=about.id,
        name=about.name,
        tagline=about.tagline,
        currency=about.currency,
        locales=tuple(about.locales),
        calendar=_calendar(file),
        contact=about.contact,
        policy_version=policy_version,
        colors={str(scheme): color for scheme, color in about.colors.items()},
        warehouse=Address(**file.warehouse.model_dump()),
        texts=file.texts,
        prompts={
            locale: tuple(s.Prompt(**prompt.model_dump()) for prompt in prompts)
            for locale, prompts in file.prompts.items()
        },
        tiers={code: r.Tier(code, **tier.model_dump()) for code, tier in file.tiers.items()},
        window_days=file.windows.default_days,
        window_section=file.windows.section,
        windows={
            category: r.CategoryRule(window.section, window.days)
            for category, window in file.windows.categories.items()
        },
        blocks={
            category: r.CategoryRule(block.section, 0, block.code, block.unless_sealed)
            for category, block in file.blocks.items()
        },
        reasons=_reasons(file),
        resolutions=_resolutions(file),
        shipping=_shipping(file),
        sections=file.sections,
        grades={
            code: r.GradeRule(code, Rate(grade.deduction), grade.disposition)
            for code, grade in file.grades.items()
        },
        review_from_minor=file.limits.review_from_minor,
        timers=_timers(file.timers),
        catalog=catalog,
        feeds=file.feeds.keys,
        override_limits={str(role): limit for role, limit in file.limits.override_minor.items()},
        evidence=tuple(
            r.EvidenceRule(rule.section, frozenset(rule.reasons), rule.from_minor)
            for rule in file.evidence
        ),
        offers=_offers(file),
        seasons=_seasons(file),
        warranty=r.Warranty(**file.warranty.model_dump()) if file.warranty else r.Warranty(),
        options=_options(file),
        risk=_risk(file.risk) if file.risk else r.RiskRules(),
    )


def _calendar(file: ShopFile) -> Calendar:
    table = file.calendar
    return Calendar(
        file.shop.time_zone,
        frozenset(_WEEKDAYS.index(day) for day in table.working_days),
        frozenset(table.closed),
        frozenset(_day(text) for text in table.closed_yearly),
    )


def _day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _seasons(file: ShopFile) -> tuple[r.Season, ...]:
    return tuple(
        r.Season(one.name, one.section, _day(one.first), _day(one.last), _day(one.until))
        for one in file.windows.seasons
    )


def _scope(table: ScopeTable) -> r.Scope:
    return r.Scope(
        frozenset(table.categories),
        frozenset(table.tiers),
        frozenset(table.reasons),
        table.from_minor,
        table.below_minor,
    )


def _reasons(file: ShopFile) -> dict[str, r.Reason]:
    found: dict[str, r.Reason] = {}
    for code, table in file.reasons.items():
        values: dict[str, Any] = table.model_dump(exclude={"only"}) | {
            "restocking": Rate(table.restocking),
            "restocking_of": {name: Rate(rate) for name, rate in table.restocking_of.items()},
        }
        found[code] = r.Reason(code, scope=_scope(table.only), **values)
    return found


def _resolutions(file: ShopFile) -> dict[str, r.Resolution]:
    found: dict[str, r.Resolution] = {}
    for code, table in file.resolutions.items():
        rates = {"bonus": Rate(table.bonus), "discount": Rate(table.discount)}
        values: dict[str, Any] = table.model_dump(exclude={"only"}) | rates
        found[code] = r.Resolution(code, scope=_scope(table.only), **values)
    return found


def _shipping(file: ShopFile) -> dict[str, r.ShippingMethod]:
    return {
        code: r.ShippingMethod(code, scope=_scope(table.only), **table.model_dump(exclude={"only"}))
        for code, table in file.shipping.items()
    }


def _offers(file: ShopFile) -> tuple[r.RetentionOffer, ...]:
    return tuple(
        r.RetentionOffer(one.code, one.label, one.section, Rate(one.discount), _scope(one.only))
        for one in file.offers
    )


def _options(file: ShopFile) -> r.Options:
    table = file.options
    values: dict[str, Any] = table.model_dump() | {
        "fee_tax": Rate(table.fee_tax),
        "tax_rate": Rate(table.tax_rate),
    }
    return r.Options(**values)


def _risk(table: RiskTable) -> r.RiskRules:
    values: dict[str, Any] = table.model_dump() | {
        "high_share": Rate(table.high_share),
        "blocked": frozenset(table.blocked),
        "trusted": frozenset(table.trusted),
    }
    return r.RiskRules(**values)


def _timers(table: TimersTable) -> r.Timers:
    days = timedelta(days=1)
    hours = timedelta(hours=1)
    return r.Timers(
        nudge=timedelta(minutes=table.nudge_minutes),
        draft=table.draft_days * days,
        quote=table.quote_hours * hours,
        evidence=table.evidence_hours * hours,
        label=table.label_days * days,
        evidence_reminder=table.evidence_reminder_hours * hours,
        review_working_days=table.review_working_days,
        label_reminders=tuple(after * days for after in table.label_reminder_days),
        pickup=table.pickup_hours * hours,
        no_movement=table.no_movement_days * days,
        trace=table.trace_days * days,
        remaining=table.remaining_days * days,
        inspection_working_days=table.inspection_working_days,
        inspection_grace_working_days=table.inspection_grace_working_days,
        dispute=table.dispute_days * days,
        recovery=table.recovery_days * days,
        recovery_reminders=tuple(after * days for after in table.recovery_reminder_days),
        reopen=table.reopen_days * days,
        retention=table.retention_days * days if table.retention_days else None,
    )
