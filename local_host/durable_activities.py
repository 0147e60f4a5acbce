"""Runs the activities orchestrations ordered: each at least once, a limited number together."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from local_host.clock import HostClock
from local_host.crash_points import reached
from local_host.durable_dispatch import delay_after, finish
from local_host.durable_events import Event, dumps, task_completed, task_failed
from local_host.durable_store import InstanceStore, Work
from local_host.protos import TypedData
from local_host.worker import Function, InvocationFailed, Worker

_LOG = logging.getLogger("local_host.durable")


class Activities:
    """Takes work rows in order and trades each for its result in one transaction.

    Safe to repeat: a row stays until its result is stored, so a killed process runs it again.

    Args:
        functions: activity functions by the name orchestrators call.
        wake: told the instance whose inbox has a result.
        limit: how many activities run together.
    """

    def __init__(
        self,
        *,
        store: InstanceStore,
        worker: Worker,
        functions: Mapping[str, Function],
        clock: HostClock,
        wake: Callable[[str], None],
        limit: int,
    ) -> None:
        self._store = store
        self._worker = worker
        self._functions = functions
        self._clock = clock
        self._wake = wake
        self._limit = limit
        self._taken = 0
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False

    def start_more(self) -> None:
        """Start work while there is room for it."""
        room = self._limit - len(self._running)
        if self._closed or room <= 0:
            return
        for work in self._store.work_after(self._taken, room):
            self._taken = work.seq
            reached("activity.taken")
            task = asyncio.get_running_loop().create_task(self._perform(work))
            self._running.add(task)
            task.add_done_callback(self._retire)

    async def close(self, grace_seconds: float) -> None:
        """Start nothing more and let running activities finish, then cancel them."""
        self._closed = True
        await finish(self._running, grace_seconds)

    def _retire(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        if error := task.exception():
            _LOG.error("An activity's runner ended: %r", error)
        else:
            self.start_more()

    async def _perform(self, work: Work) -> None:
        failures = 0
        event: Event | None = None
        while True:
            try:
                event = event or await self._result(work)
                self._store_result(work, event)
            except Exception:  # noqa: BLE001 - nothing the host stumbles over may lose an instance
                failures += 1
                _LOG.exception("Activity '%s' failed in the host; it will retry", work.name)
                await asyncio.sleep(delay_after(failures))
            else:
                return

    def _store_result(self, work: Work, event: Event) -> None:
        reached("activity.returned")
        wanted = self._store.post_result(work, event)
        reached("activity.committed")
        if wanted:
            self._wake(work.instance_id)

    async def _result(self, work: Work) -> Event:
        function = self._functions.get(work.name)
        if function is None:
            reason = (
                f"The function '{work.name}' doesn't exist, is disabled, or is not an"
                " activity function."
            )
            return task_failed(self._clock.now(), work.task_id, reason, "")
        try:
            response = await self._worker.invoke(function, TypedData(string=work.input or "null"))
        except InvocationFailed as failed:
            reason = f"Activity function '{work.name}' failed:  {failed.message}"
            return task_failed(self._clock.now(), work.task_id, reason, failed.stack)
        return task_completed(self._clock.now(), work.task_id, _json_text(response.return_value))


def _json_text(returned: TypedData | None) -> str | None:
    """Return an activity's result as the JSON text its orchestrator reads."""
    if returned is None or returned.kind is None:
        return None
    if returned.kind == "json":
        return returned.value
    return dumps(returned.value)
