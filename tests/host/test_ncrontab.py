"""NCRONTAB against next times worked out by hand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from local_host.ncrontab import ScheduleInvalid, parse_schedule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "instant", "due"),
    [
        # Six fields, seconds first; five fields mean second 0.
        ("*/10 * * * * *", "2026-01-01 00:00:09", "2026-01-01 00:00:10"),
        ("*/10 * * * * *", "2026-01-01 00:00:10", "2026-01-01 00:00:20"),
        ("*/10 * * * * *", "2026-12-31 23:59:55", "2027-01-01 00:00:00"),
        ("*/5 * * * *", "2026-01-01 00:04:59", "2026-01-01 00:05:00"),
        ("30 9 * * *", "2026-01-01 09:30:00", "2026-01-02 09:30:00"),
        ("0 30 9 * * *", "2026-01-01 09:29:59.9", "2026-01-01 09:30:00"),
        # Lists, ranges, steps; a bare start with a step counts to the end of the field.
        ("0 0 8,12,18 * * *", "2026-01-01 12:00:00", "2026-01-01 18:00:00"),
        ("0 0 9-17/4 * * *", "2026-01-01 13:00:01", "2026-01-01 17:00:00"),
        ("0 50/5 * * * *", "2026-01-01 10:56:00", "2026-01-01 11:50:00"),
        ("0 0,30 22-23 * * *", "2026-01-01 23:30:00", "2026-01-02 22:00:00"),
        # Names, also in full and in any case.
        ("0 0 9 * * Mon-Fri", "2026-01-02 09:00:00", "2026-01-05 09:00:00"),
        ("0 0 9 * Jan,jul *", "2026-01-31 09:00:00", "2026-07-01 09:00:00"),
        ("0 0 9 * * Sunday", "2026-01-01 00:00:00", "2026-01-04 09:00:00"),
        ("0 0 9 * * 0", "2026-01-01 00:00:00", "2026-01-04 09:00:00"),
        # Ends of months.
        ("0 0 12 31 * *", "2026-01-31 12:00:00", "2026-03-31 12:00:00"),
        ("0 0 0 30 * *", "2026-01-30 00:00:00", "2026-03-30 00:00:00"),
        ("0 0 0 1 * *", "2026-12-01 00:00:00", "2027-01-01 00:00:00"),
        ("59 59 23 28-31 2 *", "2026-02-28 23:59:59", "2027-02-28 23:59:59"),
        # Leap days, over a century year that has none.
        ("0 0 0 29 2 *", "2024-02-29 00:00:00", "2028-02-29 00:00:00"),
        ("0 0 0 29 2 *", "2096-02-29 00:00:00", "2104-02-29 00:00:00"),
        # Both day fields restricted: both must match. Friday the 13th, and Monday the 1st.
        ("0 0 0 13 * 5", "2026-01-01 00:00:00", "2026-02-13 00:00:00"),
        ("0 0 0 13 * Fri", "2026-03-13 00:00:00", "2026-11-13 00:00:00"),
        ("0 0 0 1 * Mon", "2026-01-01 00:00:00", "2026-06-01 00:00:00"),
        ("0 0 0 29 2 Mon", "2016-02-29 00:00:00", "2044-02-29 00:00:00"),
        # Constant intervals.
        ("00:05:00", "2026-01-01 00:00:01", "2026-01-01 00:05:01"),
        ("1.00:00:00", "2026-02-28 06:00:00", "2026-03-01 06:00:00"),
    ],
)
def test_the_next_time_is_the_one_worked_out_by_hand(schedule, instant, due):
    assert parse_schedule(schedule).after(at(instant)) == at(due)


@pytest.mark.parametrize(
    ("schedule", "instant", "due"),
    [
        # Winter and summer in Berlin: 09:00 is 08:00 and 07:00 UTC.
        ("0 0 9 * * *", "2026-01-15 00:00:00", "2026-01-15 08:00:00"),
        ("0 0 9 * * *", "2026-07-15 00:00:00", "2026-07-15 07:00:00"),
        # 02:30 does not exist on 29 March 2026: it runs once, an hour later by the wall.
        ("0 30 2 * * *", "2026-03-28 12:00:00", "2026-03-29 01:30:00"),
        ("0 30 2 * * *", "2026-03-29 01:30:00", "2026-03-30 00:30:00"),
        # 02:30 comes twice on 25 October 2026: it runs the first time only.
        ("0 30 2 * * *", "2026-10-24 12:00:00", "2026-10-25 00:30:00"),
        ("0 30 2 * * *", "2026-10-25 00:30:00", "2026-10-26 01:30:00"),
        # A schedule for every hour also runs in the hour that comes twice.
        ("0 0 * * * *", "2026-10-25 00:00:00", "2026-10-25 01:00:00"),
        ("0 */20 * * * *", "2026-03-29 00:40:00", "2026-03-29 01:00:00"),
    ],
)
def test_fields_are_read_in_the_time_zone(schedule, instant, due):
    berlin = ZoneInfo("Europe/Berlin")
    assert parse_schedule(schedule, berlin).after(at(instant)) == at(due)


@pytest.mark.parametrize(
    ("schedule", "part"),
    [
        ("", "six fields"),
        ("* * * *", "six fields"),
        ("* * * * * * *", "six fields"),
        ("60 * * * * *", "'60' in the second field is not within 0 to 59"),
        ("0 0 24 * * *", "'24' in the hour field is not within 0 to 23"),
        ("0 0 0 0 * *", "'0' in the day field is not within 1 to 31"),
        ("0 0 0 * 13 *", "'13' in the month field"),
        ("0 0 0 * * 7", "'7' in the day-of-week field is not within 0 to 6"),
        ("0 0 0 * * Fri-Mon", "'Fri-Mon' in the day-of-week field runs backwards"),
        ("0 */0 * * * *", "'*/0' in the minute field has no step above zero"),
        ("0 1,,2 * * * *", "'' in the minute field"),
        ("0 0 0 30 2 *", "the day and month fields never meet"),
        ("00:00:00", "longer than zero"),
        ("25:00:00", "hh:mm:ss"),
    ],
)
def test_what_is_no_schedule_is_said_with_the_part_that_is_wrong(schedule, part):
    with pytest.raises(ScheduleInvalid, match="is not a timer schedule") as refusal:
        parse_schedule(schedule)
    assert part in str(refusal.value)
