"""Working days where an address is: Monday to Friday of its own time zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from returns.order import Address

_SATURDAY = 5
# The zone most of a country or a state lives in; an unknown one is served in UTC.
_COUNTRIES = {
    "AT": "Europe/Vienna", "AU": "Australia/Sydney", "BE": "Europe/Brussels",
    "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CH": "Europe/Zurich",
    "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen",
    "ES": "Europe/Madrid", "FI": "Europe/Helsinki", "FR": "Europe/Paris",
    "GB": "Europe/London", "IE": "Europe/Dublin", "IN": "Asia/Kolkata", "IT": "Europe/Rome",
    "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "MX": "America/Mexico_City",
    "NL": "Europe/Amsterdam", "NO": "Europe/Oslo", "NZ": "Pacific/Auckland",
    "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "SE": "Europe/Stockholm",
    "SG": "Asia/Singapore", "US": "America/New_York", "ZA": "Africa/Johannesburg",
}  # fmt: skip
_STATES = {
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
}
_ZONE_OF_STATE = {state: zone for zone, states in _STATES.items() for state in states.split()}


def zone_of(address: Address) -> tzinfo:
    """Return the time zone of an address, or UTC when nobody can tell."""
    country = address.country.strip().upper()
    name = _COUNTRIES.get({"USA": "US", "UK": "GB"}.get(country, country), "UTC")
    if name == _COUNTRIES["US"]:
        name = _ZONE_OF_STATE.get(address.region.strip().upper(), name)
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:  # a machine without time zone data
        return UTC


def next_working_day(after: datetime, zone: tzinfo, at: time) -> datetime:
    """Return a time of day, in UTC, on the first working day that begins after a moment."""
    day = after.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, at, zone).astimezone(UTC)
