"""When a timer trigger is due: NCRONTAB expressions and constant intervals."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from local_host.duration import parse_time_span


class ScheduleInvalid(ValueError):
    """The text is no schedule; the message quotes the part that is wrong."""


class Schedule(Protocol):
    """Tells when a timer is next due."""

    def after(self, instant: datetime) -> datetime:
        """Return the first due time later than `instant`; both aware, in UTC."""
        ...


_MONTHS = tuple(name.upper() for name in calendar.month_abbr)
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_EVERY_HOUR = 24

# Both day fields can disagree for long: 29 February falls on one weekday each 40 years at worst.
_YEARS_AHEAD = 41

_FIVE_FIELDS, _SIX_FIELDS = 5, 6


@dataclass(frozen=True)
class _Field:
    name: str
    first: int
    last: int
    names: tuple[str, ...] = ()

    def parse(self, text: str) -> tuple[int, ...]:
        chosen: set[int] = set()
        for part in text.split(","):
            chosen.update(self._part(part))
        return tuple(sorted(chosen))

    def _part(self, part: str) -> range:
        span, slash, step_text = part.partition("/")
        step = self._step(step_text, part) if slash else 1
        if span == "*":
            start, end = self.first, self.last
        else:
            low, dash, high = span.partition("-")
            start = self._value(low, part)
            # `5/10` counts on from 5 to the end of the field; `5` is 5 alone.
            end = self._value(high, part) if dash else (self.last if slash else start)
        if end < start:
            raise ScheduleInvalid(f"{part!r} in the {self.name} field runs backwards")
        return range(start, end + 1, step)

    def _step(self, text: str, part: str) -> int:
        if not (text.isascii() and text.isdigit()) or int(text) == 0:
            raise ScheduleInvalid(f"{part!r} in the {self.name} field has no step above zero")
        return int(text)

    def _value(self, text: str, part: str) -> int:
        # Names may be written in full: only the first three letters count.
        if self.names and text[:3].upper() in self.names and text.isalpha():
            return self.names.index(text[:3].upper())
        if text.isascii() and text.isdigit() and self.first <= int(text) <= self.last:
            return int(text)
        raise ScheduleInvalid(
            f"{part!r} in the {self.name} field is not within {self.first} to {self.last}"
        )


_FIELDS = (
    _Field("second", 0, 59),
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day-of-week", 0, 6, _DAYS),
)


@dataclass(frozen=True)
class Cron:
    """An NCRONTAB expression in one time zone.

    Both day fields must match when both are restricted, unlike in cron.
    """

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    zone: tzinfo = UTC

    def after(self, instant: datetime) -> datetime:
        """Return the first due time later than `instant`, in UTC."""
        local = instant.astimezone(self.zone)
        if len(self.hours) == _EVERY_HOUR:
            # A schedule for every hour follows real time, so a repeated hour is not skipped.
            offset = local.utcoffset() or timedelta()
            wall = self._wall_after(local.replace(tzinfo=None))
            return (wall - offset).replace(tzinfo=UTC)
        for wall in self._walls_after(local.replace(tzinfo=None)):
            due = wall.replace(tzinfo=self.zone).astimezone(UTC)
            if due > instant:
                return due
        raise AssertionError  # _walls_after ends by raising

    def _walls_after(self, wall: datetime) -> Iterator[datetime]:
        while True:
            wall = self._wall_after(wall)
            yield wall

    def _wall_after(self, wall: datetime) -> datetime:
        wall = wall.replace(microsecond=0, fold=0) + timedelta(seconds=1)
        clock = self._clock_from(wall.time())
        for day in self._days_from(wall.date()):
            if day > wall.date():
                clock = time(self.hours[0], self.minutes[0], self.seconds[0])
            if clock is not None:
                return datetime.combine(day, clock)
        raise ScheduleInvalid("the day and month fields never meet")

    def _clock_from(self, earliest: time) -> time | None:
        for hour in (h for h in self.hours if h >= earliest.hour):
            for minute in self.minutes:
                if (hour, minute) < (earliest.hour, earliest.minute):
                    continue
                for second in self.seconds:
                    if (clock := time(hour, minute, second)) >= earliest:
                        return clock
        return None

    def _days_from(self, start: date) -> Iterator[date]:
        for year in range(start.year, start.year + _YEARS_AHEAD):
            for month in self.months:
                length = calendar.monthrange(year, month)[1]
                for day in self.days:
                    if day > length or (found := date(year, month, day)) < start:
                        continue
                    if found.isoweekday() % 7 in self.weekdays:
                        yield found


@dataclass(frozen=True)
class Interval:
    """A constant time between runs."""

    length: timedelta

    def after(self, instant: datetime) -> datetime:
        """Return `instant` plus the interval."""
        return instant + self.length


def parse_schedule(text: str, zone: tzinfo = UTC) -> Schedule:
    """Return the schedule that `text` describes.

    Args:
        text: six fields with seconds first, five without seconds, or an `hh:mm:ss` interval.
        zone: the zone the fields are read in.

    Raises:
        ScheduleInvalid: the text is none of these, or describes no day that exists.
    """
    try:
        if ":" in text:
            return _interval(text)
        return _cron(text, zone)
    except ScheduleInvalid as error:
        raise ScheduleInvalid(f"{text!r} is not a timer schedule: {error}.") from None


def _interval(text: str) -> Interval:
    try:
        length = parse_time_span(text)
    except ValueError:
        raise ScheduleInvalid("an interval is written hh:mm:ss") from None
    if not length:
        raise ScheduleInvalid("an interval must be longer than zero")
    return Interval(length)


def _cron(text: str, zone: tzinfo) -> Cron:
    parts = text.split()
    if len(parts) == _FIVE_FIELDS:
        parts.insert(0, "0")
    if len(parts) != _SIX_FIELDS:
        raise ScheduleInvalid("it needs six fields, or five without seconds")
    fields = (field.parse(part) for field, part in zip(_FIELDS, parts, strict=True))
    cron = Cron(*fields, zone=zone)
    # A leap year within reach shows at once whether any day matches.
    _ = cron.after(datetime(2000, 1, 1, tzinfo=UTC))
    return cron
