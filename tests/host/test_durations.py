"""Lengths of time as people write them."""

from datetime import timedelta

import pytest

from local_host.duration import parse_iso_duration, parse_time_span


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("P14D", 14 * 86_400),
        ("P2W", 14 * 86_400),
        ("PT90S", 90),
        ("PT1.5S", 1.5),
        ("P1DT2H3M4S", 86_400 + 2 * 3_600 + 3 * 60 + 4),
        ("p1dt12h", 36 * 3_600),
    ],
)
def test_an_iso_duration_is_understood(text, seconds):
    assert parse_iso_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "P1M", "P1Y", "14D", "P-1D", "P9999999999D"]
)
def test_what_has_no_length_is_refused(text):
    with pytest.raises(ValueError, match="is not a duration"):
        parse_iso_duration(text)


def test_a_time_span_is_understood():
    assert parse_time_span("00:10:00") == timedelta(minutes=10)
    assert parse_time_span("1.02:03:04") == timedelta(days=1, hours=2, minutes=3, seconds=4)


@pytest.mark.parametrize("text", ["10", "10:00", "24:00:00", "00:60:00", "-1:00:00"])
def test_what_is_no_time_span_is_refused(text):
    with pytest.raises(ValueError, match="is not a time span"):
        parse_time_span(text)
