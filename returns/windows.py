"""Until when a unit may come back: from its delivery, by category, tier, season and calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from returns.explain import Finding, facts
from returns.rulebook import Season, Tier
from returns.shop import Shop

_LAST_OF_MONTH = 28


@dataclass(frozen=True, slots=True)
class Window:
    """The last day of a window, the day it is honored until, and the rules that set it."""

    last: date
    honored: date
    findings: tuple[Finding, ...]


def window_of(
    delivered_at: datetime, category: str, tier: Tier, shop: Shop, paused: timedelta = timedelta()
) -> Window:
    """Return the return window of a unit (policy of the shop; domain 2.1.1).

    `paused` is how long it stood still while people of the shop reviewed a return.
    """
    delivered = shop.day(delivered_at)
    own = shop.windows.get(category)
    days, section = (own.days, own.section) if own else (shop.window_days, shop.window_section)
    rule = "window.category" if own else "window.default"
    found = [Finding(rule, section, facts(days=days, delivered=delivered, category=category))]
    last = delivered + timedelta(days=days)
    if tier.extra_days:
        last += timedelta(days=tier.extra_days)
        told = facts(days=tier.extra_days, tier=tier.code)
        found.append(Finding("window.tier", shop.section("tiers"), told))
    for season in shop.seasons:
        until = _until(season, delivered)
        if until and until > last:
            last = until
            told = facts(until=until, season=season.name)
            found.append(Finding("window.season", season.section, told))
    if paused >= timedelta(days=1):
        last += timedelta(days=paused.days)
        found.append(Finding("window.pause", shop.section("pause"), facts(days=paused.days)))
    honored = shop.calendar.rolled(last)
    if honored != last:
        told = facts(last_day=last, until=honored)
        found.append(Finding("window.roll", shop.section("roll"), told))
    return Window(last, honored, tuple(found))


def warranty_until(delivered: date, months: int) -> date:
    """Return the last day of a warranty: the same day `months` later, or that month's last."""
    year, month = divmod(delivered.month - 1 + months, 12)
    first = date(delivered.year + year, month + 1, 1)
    following = (first.replace(day=_LAST_OF_MONTH) + timedelta(days=4)).replace(day=1)
    return min(first + timedelta(days=delivered.day - 1), following - timedelta(days=1))


def _until(season: Season, delivered: date) -> date | None:
    """Return until when a season lets a delivery come back; None outside of it."""
    day = (delivered.month, delivered.day)
    spans_new_year = season.last < season.first
    inside = (
        day >= season.first or day <= season.last
        if spans_new_year
        else season.first <= day <= season.last
    )
    if not inside:
        return None
    # A season that spans the new year began last year for who was delivered after it.
    began = delivered.year - (1 if spans_new_year and day <= season.last else 0)
    ends = began + (1 if season.until <= season.first else 0)
    return date(ends, *season.until)
