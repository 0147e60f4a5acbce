from datetime import UTC, datetime, timedelta

from doors.clock import OFFSET_SECONDS, SystemClock


def test_the_clock_is_aware_and_in_utc(monkeypatch):
    monkeypatch.delenv(OFFSET_SECONDS, raising=False)
    assert SystemClock().now().tzinfo is UTC


def test_the_clock_is_as_far_ahead_as_the_local_host_says(monkeypatch):
    monkeypatch.setenv(OFFSET_SECONDS, "86400.5")
    ahead = SystemClock().now() - datetime.now(UTC)  # noqa: TID251 - what it is measured against
    assert timedelta(days=1) <= ahead <= timedelta(days=1, seconds=60)
