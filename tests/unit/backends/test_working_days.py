from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from backends.working_days import next_working_day, zone_of
from returns.order import Address


def address(region: str, country: str) -> Address:
    return Address("A", "1 Elm St", "X", region, "1", country)


@pytest.mark.parametrize(
    ("region", "country", "zone"),
    [
        ("ca", "us", "America/Los_Angeles"),
        ("NY", "USA", "America/New_York"),
        ("", "DE", "Europe/Berlin"),
        ("CA", "GB", "Europe/London"),
        ("", "UK", "Europe/London"),
    ],
)
def test_an_address_tells_its_time_zone(region: str, country: str, zone: str):
    assert zone_of(address(region, country)) == ZoneInfo(zone)


def test_an_unknown_country_is_served_in_utc():
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)

    assert noon.astimezone(zone_of(address("", "XX"))).hour == 12


@pytest.mark.parametrize(("day", "expected"), [(2, 3), (5, 6), (6, 9), (7, 9), (8, 9)])
def test_a_weekend_is_skipped(day: int, expected: int):
    found = next_working_day(datetime(2026, 3, day, 8, tzinfo=UTC), UTC, time(9))

    assert found == datetime(2026, 3, expected, 9, tzinfo=UTC)


def test_the_day_is_the_one_of_the_place():
    late_friday_there = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)  # Saturday in Tokyo

    found = next_working_day(late_friday_there, ZoneInfo("Asia/Tokyo"), time(9))

    assert found == datetime(2026, 3, 9, 0, 0, tzinfo=UTC)
