"""The host's clock: the machine's time plus an offset a developer may advance."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

OFFSET_VARIABLE = "LOCAL_CLOCK_OFFSET_SECONDS"


class ClockRefused(Exception):
    """The clock was asked to go back, to stand still, or to pass the last date there is."""


class HostClock:
    """Tells the host's time, keeps its offset in a file and publishes it to the app.

    The app reads the offset from the environment variable `LOCAL_CLOCK_OFFSET_SECONDS`, which
    is absent while the offset is zero, so host and app jump together.

    Args:
        path: where the offset is kept between starts; None keeps it in memory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.offset_seconds = _read_offset(path)
        self._publish()

    def now(self) -> datetime:
        """Return the host's time, aware and in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.offset_seconds)

    def advance(self, seconds: float) -> None:
        """Move the clock forward.

        Raises:
            ClockRefused: `seconds` is not positive, or too far.
        """
        if not seconds > 0:
            raise ClockRefused("The clock only moves forward: give a time above zero.")
        self._set(self.offset_seconds + seconds)

    def set_offset(self, seconds: float) -> None:
        """Put the clock `seconds` ahead of the machine's. Safe to repeat: it names the target.

        Raises:
            ClockRefused: the clock is already further ahead, or the time is too far.
        """
        if seconds < self.offset_seconds:
            raise ClockRefused(
                f"The clock only moves forward: it is {self.offset_seconds:g} seconds ahead"
                f" and cannot go back to {seconds:g}."
            )
        self._set(seconds)

    def _set(self, seconds: float) -> None:
        try:
            _ = datetime.now(UTC) + timedelta(seconds=seconds)
        except (OverflowError, ValueError):
            raise ClockRefused(f"No date lies {seconds} seconds ahead.") from None
        if self._path is not None:
            fresh = self._path.with_suffix(".new")
            fresh.write_text(_text(seconds), encoding="ascii")
            fresh.replace(self._path)
        self.offset_seconds = seconds
        self._publish()

    def _publish(self) -> None:
        if self.offset_seconds:
            os.environ[OFFSET_VARIABLE] = _text(self.offset_seconds)
        else:
            os.environ.pop(OFFSET_VARIABLE, None)


def _text(seconds: float) -> str:
    return str(seconds if seconds % 1 else int(seconds))


def _read_offset(path: Path | None) -> float:
    if path is None or not path.exists():
        return 0.0
    try:
        return float(path.read_text(encoding="ascii"))
    except ValueError:
        raise ClockRefused(f"{path} does not hold a number of seconds; delete it.") from None
