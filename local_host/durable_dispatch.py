"""Decides which instance runs its next episode: one at a time each, a limited number together."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

_LOG = logging.getLogger("local_host.durable")

_FIRST_DELAY_SECONDS = 0.1
_LONGEST_DELAY_SECONDS = 30.0

type RunEpisode = Callable[[str], Awaitable[bool]]


def delay_after(failures: int) -> float:
    """Return the seconds to wait after a number of failures in a row."""
    return min(_FIRST_DELAY_SECONDS * 2 ** min(failures - 1, 16), _LONGEST_DELAY_SECONDS)


class Dispatcher:
    """Runs episodes of the instances that were woken; an idle instance costs nothing.

    Args:
        run: runs one episode of an instance; True when it should run again at once.
        limit: how many instances run together.
    """

    def __init__(self, run: RunEpisode, limit: int) -> None:
        self._run = run
        self._limit = limit
        self._queue: deque[str] = deque()
        self._queued: set[str] = set()
        # True when the instance was woken while it ran.
        self._running: dict[str, bool] = {}
        self._failures: dict[str, int] = {}
        self._retries: dict[str, asyncio.TimerHandle] = {}
        self._runners: set[asyncio.Task[None]] = set()
        self._closed = False

    def wake(self, instance_id: str) -> None:
        """Run an episode soon. Safe to repeat: waking twice before it starts runs one."""
        if self._closed or instance_id in self._queued:
            return
        if instance_id in self._running:
            self._running[instance_id] = True
            return
        self._queue.append(instance_id)
        self._queued.add(instance_id)
        if len(self._runners) < self._limit:
            runner = asyncio.get_running_loop().create_task(self._drain())
            self._runners.add(runner)
            runner.add_done_callback(self._retire)

    async def close(self, grace_seconds: float) -> None:
        """Start nothing more, let running episodes finish, then cancel them."""
        self._closed = True
        self._queue.clear()
        for retry in self._retries.values():
            retry.cancel()
        await finish(self._runners, grace_seconds)

    def _retire(self, runner: asyncio.Task[None]) -> None:
        self._runners.discard(runner)
        if not runner.cancelled() and (error := runner.exception()):
            _LOG.error("An orchestration runner ended: %r", error)

    async def _drain(self) -> None:
        while self._queue:
            instance_id = self._queue.popleft()
            self._queued.discard(instance_id)
            self._running[instance_id] = False
            again = False
            try:
                again = await self._run(instance_id)
            except Exception:  # noqa: BLE001 - nothing the host stumbles over may lose an instance
                _LOG.exception("An episode of '%s' failed in the host; it will retry", instance_id)
                self._retry_later(instance_id)
            else:
                self._failures.pop(instance_id, None)
            finally:
                woken = self._running.pop(instance_id)
            if (again or woken) and instance_id not in self._retries:
                self.wake(instance_id)
            # An orchestrator that continues as new for ever must not stop the rest of the host.
            await asyncio.sleep(0)

    def _retry_later(self, instance_id: str) -> None:
        failures = self._failures.get(instance_id, 0) + 1
        self._failures[instance_id] = failures
        loop = asyncio.get_running_loop()
        self._retries[instance_id] = loop.call_later(
            delay_after(failures), self._retry_now, instance_id
        )

    def _retry_now(self, instance_id: str) -> None:
        self._retries.pop(instance_id, None)
        self.wake(instance_id)


async def finish(tasks: set[asyncio.Task[None]], grace_seconds: float) -> None:
    """Wait for tasks to end, cancel those that do not, and leave none running."""
    if tasks and grace_seconds > 0:
        await asyncio.wait(set(tasks), timeout=grace_seconds)
    left = set(tasks)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
