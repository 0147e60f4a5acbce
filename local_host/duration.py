"""Lengths of time as ISO 8601 durations and as .NET time spans."""

import re
from datetime import timedelta

_ISO = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_SPAN = re.compile(
    r"(?:(?P<days>\d+)\.)?(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d(?:\.\d+)?)"
)
_HOURS_A_DAY = 24


def parse_iso_duration(text: str) -> timedelta:
    """Return what `P14D`, `PT90S` or `P1DT12H` stands for; months and years have no length.

    Raises:
        ValueError: the text is no such duration.
    """
    return _sum(
        _ISO.fullmatch(text.strip().upper()),
        f"{text!r} is not a duration: write weeks, days, hours, minutes and seconds like P14D,"
        " PT90S or P1DT12H.",
    )


def parse_time_span(text: str) -> timedelta:
    """Return what `hh:mm:ss` or `d.hh:mm:ss` stands for.

    Raises:
        ValueError: the text is no such span, or its hours pass 23.
    """
    complaint = f"{text!r} is not a time span: write hh:mm:ss or d.hh:mm:ss."
    match = _SPAN.fullmatch(text.strip())
    if match is not None and int(match["hours"]) >= _HOURS_A_DAY:
        raise ValueError(complaint)
    return _sum(match, complaint)


def _sum(match: re.Match[str] | None, complaint: str) -> timedelta:
    if match is None:
        raise ValueError(complaint)
    try:
        return timedelta(**{unit: float(n) for unit, n in match.groupdict().items() if n})
    except OverflowError:
        raise ValueError(complaint) from None
