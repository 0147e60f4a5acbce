"""Runs timer functions when they are due by the host's clock."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from local_host.clock import HostClock
from local_host.ncrontab import Schedule, ScheduleInvalid, parse_schedule
from local_host.protos import TypedData
from local_host.settings import SettingsInvalid, expand
from local_host.timer_status import TimerStatus, TimerStatusStore
from local_host.worker import Function, InvocationFailed, Worker

_log = logging.getLogger("local_host.timers")

# Re-armed at least this often, so that a long wait cannot drift.
_LONGEST_WAIT_SECONDS = 3600.0

# A run this much behind its due time counts as past due: the clock jumped or the machine slept.
_LATE = timedelta(seconds=5)

_NEVER = "0001-01-01T00:00:00+00:00"


@dataclass(frozen=True)
class Timer:
    """One timer function with its schedule read."""

    function: Function
    schedule: Schedule
    run_on_startup: bool
    monitored: bool
    running: asyncio.Lock = field(default_factory=asyncio.Lock, compare=False)


class Timers:
    """Every timer function of the app; two runs of one timer never overlap."""

    def __init__(
        self,
        worker: Worker,
        status: TimerStatusStore,
        clock: HostClock,
        environment: Mapping[str, str],
    ) -> None:
        """Read the schedules.

        Raises:
            SettingsInvalid: a schedule, a setting it names or the time zone is not usable.
        """
        zone = _zone(environment)
        found = [f for f in worker.functions.values() if f.kind == "timerTrigger"]
        self._timers = {f.name: _timer(f, zone, environment) for f in found}
        self._worker = worker
        self._status = status
        self._clock = clock
        self._moved = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self._runs: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to follow the schedules; call once the host answers requests."""
        self._loops = [
            asyncio.create_task(self._follow(timer), name=f"timer {name}")
            for name, timer in self._timers.items()
        ]
        for task in self._loops:
            task.add_done_callback(_report)

    def clock_moved(self) -> None:
        """Look again at what is due."""
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    def run_now(self, function: Function) -> None:
        """Run a timer at once, after a run that is under way; its schedule is not touched."""
        self._begin(self._timers[function.name], past_due=False, scheduled=False)

    async def close(self, grace_seconds: float) -> None:
        """Stop the schedules and give running functions `grace_seconds` to finish."""
        for task in self._loops:
            task.cancel()
        if self._runs:
            await asyncio.wait(tuple(self._runs), timeout=grace_seconds)
        self._status.close()

    async def _follow(self, timer: Timer) -> None:
        due = await self._catch_up(timer)
        while True:
            await self._until(due)
            past_due = self._clock.now() - due > _LATE
            # Shielded: a run that has begun outlives the schedule that began it.
            await asyncio.shield(self._begin(timer, past_due=past_due, scheduled=True))
            due = timer.schedule.after(self._clock.now())

    async def _catch_up(self, timer: Timer) -> datetime:
        now = self._clock.now()
        status = self._status.read(timer.function.name) if timer.monitored else None
        if timer.monitored and status is None:
            self._status.write(timer.function.name, TimerStatus(None, now))
        # A run later than now was made under a clock that has since been set back to zero.
        seen = min(now, status.last_run or status.updated) if status else now
        due = timer.schedule.after(seen)
        if due <= now or timer.run_on_startup:
            await asyncio.shield(self._begin(timer, past_due=due <= now, scheduled=True))
            return timer.schedule.after(self._clock.now())
        return due

    async def _until(self, due: datetime) -> None:
        while (remaining := (due - self._clock.now()).total_seconds()) > 0:
            moved = self._moved
            try:
                async with asyncio.timeout(min(remaining, _LONGEST_WAIT_SECONDS)):
                    await moved.wait()
            except TimeoutError:
                continue

    def _begin(self, timer: Timer, *, past_due: bool, scheduled: bool) -> asyncio.Task[None]:
        run = self._run(timer, past_due=past_due, scheduled=scheduled)
        task = asyncio.create_task(run, name=f"run of {timer.function.name}")
        self._runs.add(task)
        task.add_done_callback(self._runs.discard)
        return task

    async def _run(self, timer: Timer, *, past_due: bool, scheduled: bool) -> None:
        async with timer.running:
            started = self._clock.now()
            trigger = TypedData(json=json.dumps(self._trigger(timer, started, past_due=past_due)))
            try:
                await self._worker.invoke(timer.function, trigger)
            except InvocationFailed as failure:
                _log.error("Timer %s failed: %s\n%s", timer.function.name, failure, failure.stack)
            if scheduled and timer.monitored:
                status = TimerStatus(started, self._clock.now())
                self._status.write(timer.function.name, status)

    def _trigger(self, timer: Timer, now: datetime, *, past_due: bool) -> dict[str, Any]:
        status = self._status.read(timer.function.name) if timer.monitored else None
        known = status and {
            "Last": status.last_run.isoformat() if status.last_run else _NEVER,
            "Next": timer.schedule.after(now).isoformat(),
            "LastUpdated": status.updated.isoformat(),
        }
        return {
            "Schedule": {"AdjustForDST": True},
            "ScheduleStatus": known,
            "IsPastDue": past_due,
        }


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("The %s stopped", task.get_name(), exc_info=error)


def _timer(function: Function, zone: tzinfo, environment: Mapping[str, str]) -> Timer:
    trigger = function.trigger
    try:
        schedule = parse_schedule(expand(str(trigger.get("schedule", "")), environment), zone)
    except (ScheduleInvalid, SettingsInvalid) as error:
        raise SettingsInvalid(f"Timer function {function.name}: {error}") from None
    return Timer(
        function,
        schedule,
        run_on_startup=bool(trigger.get("runOnStartup")),
        monitored=trigger.get("useMonitor") is not False,
    )


def _zone(environment: Mapping[str, str]) -> tzinfo:
    name = environment.get("WEBSITE_TIME_ZONE", "").strip()
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsInvalid(
            f"WEBSITE_TIME_ZONE: {name!r} is no time zone here; name one like Europe/Berlin."
        ) from None
