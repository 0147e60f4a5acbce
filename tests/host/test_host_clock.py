"""The movable clock."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from local_host.clock import OFFSET_VARIABLE, ClockRefused, HostClock


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    monkeypatch.delenv(OFFSET_VARIABLE, raising=False)


def test_an_unmoved_clock_tells_the_machines_time_and_publishes_nothing():
    machine = datetime.now(UTC)  # noqa: TID251 - what the clock is measured against
    assert abs(HostClock().now() - machine) < timedelta(seconds=1)
    assert OFFSET_VARIABLE not in os.environ


def test_steps_add_up_and_are_published():
    clock = HostClock()
    clock.advance(90)
    clock.advance(0.5)
    assert clock.offset_seconds == 90.5
    assert os.environ[OFFSET_VARIABLE] == "90.5"


def test_a_large_step_loses_no_second(tmp_path):
    HostClock(tmp_path / "offset").advance(123_456_789)
    assert HostClock(tmp_path / "offset").offset_seconds == 123_456_789
    assert os.environ[OFFSET_VARIABLE] == "123456789"


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 1e300])
def test_it_only_moves_forward_and_not_past_the_calendar(tmp_path, seconds):
    clock = HostClock(tmp_path / "offset")
    with pytest.raises(ClockRefused):
        clock.advance(seconds)
    assert clock.offset_seconds == 0
    assert not (tmp_path / "offset").exists()


def test_a_target_behind_is_refused_and_the_same_target_changes_nothing():
    clock = HostClock()
    clock.set_offset(60)
    clock.set_offset(60)
    with pytest.raises(ClockRefused, match="cannot go back to 59"):
        clock.set_offset(59)
    assert clock.offset_seconds == 60


def test_a_file_that_holds_no_number_is_named(tmp_path):
    (tmp_path / "offset").write_text("soon")
    with pytest.raises(ClockRefused, match="delete it"):
        HostClock(tmp_path / "offset")
