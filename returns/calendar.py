"""A shop's working days: which days it works, and what counts from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

# Further than any run of closed days; a calendar without a working day is refused at its border.
_LONGEST_REST = 366


@dataclass(frozen=True, slots=True)
class Calendar:
    """`working` holds weekdays, Monday being 0; `closed` single days and days of every year."""

    time_zone: str
    working: frozenset[int] = frozenset(range(5))
    closed: frozenset[date] = frozenset()
    closed_yearly: frozenset[tuple[int, int]] = frozenset()

    def day(self, moment: datetime) -> date:
        """Return the calendar day of a moment at the shop."""
        return self.local(moment).date()

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the shop's clocks show it."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def works(self, day: date) -> bool:
        """Whether the shop works on a day."""
        return (
            day.weekday() in self.working
            and day not in self.closed
            and (day.month, day.day) not in self.closed_yearly
        )

    def rolled(self, day: date) -> date:
        """Return the day itself, or the next working day when the shop is closed on it."""
        for _ in range(_LONGEST_REST):
            if self.works(day):
                break
            day += timedelta(days=1)
        return day

    def after_working_days(self, moment: datetime, days: int) -> datetime:
        """Return the same time of day, `days` working days after a moment, in UTC.

        A clock change moves the time of day by nothing: the shop's own clock is what counts.
        """
        zone = ZoneInfo(self.time_zone)
        local = moment.astimezone(zone)
        day = local.date()
        for _ in range(days):
            day = self.rolled(day + timedelta(days=1))
        there = datetime.combine(day, local.timetz().replace(tzinfo=None), zone)
        return there.astimezone(moment.tzinfo)
