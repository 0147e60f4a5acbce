"""Lets a failing service rest, so that an outage does not cost everybody the wait for it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

_FAILURES_IN_A_ROW = 5
_REST_S = 30.0
_LONGEST_REST_S = 60.0


class Circuit:
    """Admits calls until some fail in a row; then none for a while, then one that finds out.

    `stopwatch` returns seconds that only grow.
    """

    def __init__(
        self,
        *,
        failures: int = _FAILURES_IN_A_ROW,
        rest_s: float = _REST_S,
        stopwatch: Callable[[], float] = monotonic,
    ) -> None:
        self._limit, self._rest_s, self._stopwatch = failures, rest_s, stopwatch
        self._failures = 0
        self._resting_until = 0.0
        self._probing = False

    def admits(self) -> bool:
        """Return whether a call may be made now; whoever is told so says how it went."""
        if self._failures < self._limit:
            return True
        if self._probing or self._stopwatch() < self._resting_until:
            return False
        self._probing = True
        return True

    def worked(self) -> None:
        """The service answered."""
        self._failures, self._probing = 0, False

    def failed(self, asked_to_wait_s: float = 0.0) -> None:
        """The service did not answer; one that names a time is left alone for that long."""
        self._failures = self._limit if asked_to_wait_s else self._failures + 1
        self._probing = False
        rest_s = min(asked_to_wait_s, _LONGEST_REST_S) or self._rest_s
        self._resting_until = self._stopwatch() + rest_s

    def abandoned(self) -> None:
        """Nobody waited for the answer, so the next call finds out."""
        self._probing = False
