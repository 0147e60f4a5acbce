"""The Durable extension of the local host: orchestrations on one SQLite file."""

import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local_host.clock import HostClock
from local_host.crash_points import reached
from local_host.durable_activities import Activities
from local_host.durable_alarm import Alarm
from local_host.durable_answers import Answer
from local_host.durable_dispatch import Dispatcher
from local_host.durable_episodes import Episodes
from local_host.durable_management import Management
from local_host.durable_store import InstanceStore
from local_host.durable_urls import Addresses
from local_host.worker import Function, Worker

__all__ = ["Answer", "Durable", "DurableSettings"]


@dataclass(frozen=True, slots=True)
class DurableSettings:
    """What host.json and the command line say about orchestrations.

    `carry_events` keeps events a generation did not consume for the next one, which Azure does
    not. `fail_on_reused_event` fails an instance when the SDK delivers one event to two waits;
    without it the instance is held, with a warning, until a real event comes.
    """

    hub: str
    max_activities: int = 10
    max_orchestrations: int = 20
    default_version: str = ""
    carry_events: bool = False
    fail_on_reused_event: bool = False


class Durable:
    """Runs the orchestrations of one app and serves their management API.

    Everything that matters is in the file before it is acted upon, so a process killed at any
    moment loses nothing; an activity that was running then runs again.
    """

    def __init__(
        self,
        worker: Worker,
        database_path: Path,
        base_url: str,
        settings: DurableSettings,
        clock: HostClock,
    ) -> None:
        # The SDK warns of a second completion, which a lost race between waits makes normal.
        warnings.filterwarnings("ignore", message="Potential duplicate Task completion")
        self._store = InstanceStore(database_path)
        self._addresses = Addresses(base_url, settings.hub)
        orchestrators = _by_durable_name(worker, "orchestrationTrigger")
        self._dispatcher = Dispatcher(self._run_episode, settings.max_orchestrations)
        self._alarm = Alarm(self._store, clock, self._dispatcher.wake)
        self._activities = Activities(
            store=self._store,
            worker=worker,
            functions=_by_durable_name(worker, "activityTrigger"),
            clock=clock,
            wake=self._dispatcher.wake,
            limit=settings.max_activities,
        )
        self._episodes = Episodes(
            store=self._store,
            worker=worker,
            functions=orchestrators,
            clock=clock,
            ordered=self._activities.start_more,
            timed=self._alarm.arm,
            carry_events=settings.carry_events,
            fail_on_reused_event=settings.fail_on_reused_event,
        )
        self._management = Management(
            store=self._store,
            addresses=self._addresses,
            orchestrators=frozenset(orchestrators),
            clock=clock,
            wake=self._dispatcher.wake,
            default_version=settings.default_version,
        )

    def client_binding(self) -> str:
        """Return what a `durableClient` parameter is bound to, as JSON text."""
        return self._addresses.client_binding()

    async def recover(self) -> None:
        """Take up whatever the last process left: messages, ordered activities, timers.

        Idle instances are not touched, so ten thousand of them cost nothing.
        """
        for instance_id in self._store.unread():
            self._dispatcher.wake(instance_id)
        self._activities.start_more()
        self._alarm.check()
        reached("recovery.done")

    async def handle(
        self, method: str, path: str, query: dict[str, str], content_type: str, body: bytes
    ) -> Answer:
        """Answer one request to the management API, from either of its two prefixes."""
        return self._management.handle(method, path, query, content_type, body)

    def clock_moved(self) -> None:
        """Fire the timers an advanced clock has made overdue."""
        self._alarm.check()

    async def close(self, grace_seconds: float) -> None:
        """Let what runs finish for a while, then stop and close the file.

        Safe to repeat with the next process: what did not finish runs again there.
        """
        started = time.monotonic()
        self._alarm.close()
        await self._activities.close(grace_seconds)
        left = max(0.0, grace_seconds - (time.monotonic() - started))
        await self._dispatcher.close(left)
        self._alarm.close()
        self._store.close()

    async def _run_episode(self, instance_id: str) -> bool:
        return await self._episodes.run(instance_id)


def _by_durable_name(worker: Worker, kind: str) -> Mapping[str, Function]:
    functions = worker.functions.values()
    return {function.durable_name: function for function in functions if function.kind == kind}
