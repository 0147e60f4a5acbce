"""The one alarm behind all durable timers; the timers themselves are rows in the inbox."""

import asyncio
import logging
from collections.abc import Callable

from local_host.clock import HostClock
from local_host.crash_points import reached
from local_host.durable_events import microseconds
from local_host.durable_store import InstanceStore

_LOG = logging.getLogger("local_host.durable")

# A sleeping laptop or a changed clock is noticed within this time.
_LONGEST_SLEEP_SECONDS = 3_600.0
_SHORTEST_SLEEP_SECONDS = 0.0005
_RETRY_SECONDS = 1.0


class Alarm:
    """Wakes instances whose timers are due. Ten thousand timers cost one timer of the loop."""

    def __init__(self, store: InstanceStore, clock: HostClock, wake: Callable[[str], None]) -> None:
        self._store = store
        self._clock = clock
        self._wake = wake
        self._handle: asyncio.TimerHandle | None = None
        self._next: int | None = None
        self._checked = 0

    def arm(self, instance_id: str, visible: int) -> None:
        """Take note of a timer just stored; one that is overdue wakes its instance at once."""
        if visible <= self._checked:
            self._wake(instance_id)
        elif self._next is None or visible < self._next:
            self._sleep_until(visible)

    def check(self) -> None:
        """Wake what became due since the last check and sleep until the next timer."""
        now = microseconds(self._clock.now())
        due = self._store.due(self._checked, now)
        self._checked = now
        reached("timer.due")
        for instance_id in due:
            self._wake(instance_id)
        if due:
            reached("timer.woken")
        self._sleep_until(self._store.next_visible(now))

    def close(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _sleep_until(self, visible: int | None) -> None:
        self.close()
        self._next = visible
        if visible is None:
            return
        seconds = (visible - microseconds(self._clock.now())) / 1_000_000
        seconds = min(max(seconds, _SHORTEST_SLEEP_SECONDS), _LONGEST_SLEEP_SECONDS)
        self._handle = asyncio.get_running_loop().call_later(seconds, self._ring)

    def _ring(self) -> None:
        try:
            self.check()
        except Exception:  # noqa: BLE001 - nothing the host stumbles over may lose an instance
            _LOG.exception("The durable timers could not be read; trying again")
            loop = asyncio.get_running_loop()
            self._handle = loop.call_later(_RETRY_SECONDS, self._ring)
