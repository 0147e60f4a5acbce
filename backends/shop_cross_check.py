"""What one table of `shop.toml` needs of another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from backends.shop_file import (
    LEAP_YEAR,
    OPTIONAL_SECTIONS,
    SECTIONS,
    RiskTable,
    SeasonTable,
    ShopFile,
    TimersTable,
)
from returns.risk import FACTORS
from returns.rulebook import BundleRule, OfferRule, ResolutionKind


def cross_checked(file: ShopFile) -> tuple[str, ...]:
    """Return what one table needs of another and does not find, each with its path."""
    return (
        *(f"texts.{code}: no texts for this locale" for code in file.shop.locales
          if code not in file.texts),
        *_sections(file),
        *_scopes(file),
        *_resolutions(file),
        *_seasons(file.windows.seasons),
        *_timers(file.timers),
        *_risk(file.risk),
    )  # fmt: skip


def _sections(file: ShopFile) -> Iterable[str]:
    needed = set(SECTIONS)
    options = file.options
    for name, used in (
        ("tiers", any(tier.extra_days for tier in file.tiers.values())),
        ("order_has_request", options.one_request_per_order),
        ("bundle", options.bundles is not BundleRule.ALLOCATED),
        ("offer", options.offers is not OfferRule.ALLOCATED),
        ("outbound", options.outbound_on_fault or options.outbound_on_withdrawal),
    ):
        if used:
            needed.add(name)
    for name in sorted(needed - file.sections.keys()):
        yield f"sections.{name}: a policy section is needed"
    for name in sorted(file.sections.keys() - SECTIONS - OPTIONAL_SECTIONS):
        yield f"sections.{name}: no rule has this name"


def _scopes(file: ShopFile) -> Iterable[str]:
    scoped = {
        **{f"reasons.{code}": table.only for code, table in file.reasons.items()},
        **{f"resolutions.{code}": table.only for code, table in file.resolutions.items()},
        **{f"shipping.{code}": table.only for code, table in file.shipping.items()},
        **{f"offers.{table.code}": table.only for table in file.offers},
    }
    for path, scope in scoped.items():
        for tier in scope.tiers:
            if tier not in file.tiers:
                yield f"{path}.only.tiers: there is no tier {tier}"
        for reason in scope.reasons:
            if reason not in file.reasons:
                yield f"{path}.only.reasons: there is no reason {reason}"
    for index, rule in enumerate(file.evidence):
        for reason in rule.reasons:
            if reason not in file.reasons:
                yield f"evidence.{index}.reasons: there is no reason {reason}"


def _resolutions(file: ShopFile) -> Iterable[str]:
    for code, table in file.resolutions.items():
        path = f"resolutions.{code}"
        keeps = table.kind is ResolutionKind.KEEP
        if keeps == (Decimal(table.discount) == 0):
            yield f"{path}.discount: above zero for the kind keep, and only there"
        if Decimal(table.bonus) and table.kind is not ResolutionKind.CREDIT:
            yield f"{path}.bonus: only for the kind credit"
        if table.other_products and table.kind is not ResolutionKind.EXCHANGE:
            yield f"{path}.other_products: only for the kind exchange"
    if file.offers and not any(t.kind is ResolutionKind.KEEP for t in file.resolutions.values()):
        yield "offers: a resolution of the kind keep is needed to take one"
    if file.warranty and not any(t.warranty for t in file.resolutions.values()):
        yield "warranty: a resolution with warranty = true is needed"
    if file.warranty and not any(t.defect for t in file.reasons.values()):
        yield "warranty: a reason with defect = true is needed"


def _seasons(seasons: list[SeasonTable]) -> Iterable[str]:
    spans = [(_days(season), season.name) for season in seasons]
    for index, (days, name) in enumerate(spans):
        for earlier, other in spans[:index]:
            if days & earlier:
                yield f"windows.seasons.{index}: {name} overlaps {other}"


def _days(season: SeasonTable) -> frozenset[int]:
    """Return the days of the year a season covers, by their number in a leap year."""
    first, last = (
        date.fromisoformat(f"{LEAP_YEAR}-{text}").timetuple().tm_yday
        for text in (season.first, season.last)
    )
    if first <= last:
        return frozenset(range(first, last + 1))
    return frozenset((*range(first, 367), *range(1, last + 1)))


def _timers(timers: TimersTable) -> Iterable[str]:
    for name, end in (
        ("label_reminder_days", timers.label_days),
        ("recovery_reminder_days", timers.recovery_days),
    ):
        if any(days >= end for days in getattr(timers, name)):
            yield f"timers.{name}: a reminder comes before the end of {end} days"
    if timers.evidence_reminder_hours >= timers.evidence_hours:
        yield "timers.evidence_reminder_hours: a reminder comes before the end"


def _risk(risk: RiskTable | None) -> Iterable[str]:
    points = risk.points if risk else dict[str, int]()
    for factor in sorted(points.keys() - set(FACTORS)):
        yield f"risk.points.{factor}: the factors are {', '.join(FACTORS)}"
