"""When timer functions run, with a clock the test moves and a worker that only notes."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from local_host.protos import Message
from local_host.settings import SettingsInvalid
from local_host.timer_status import TimerStatus, TimerStatusStore
from local_host.timers import Timers
from local_host.worker import Function, InvocationFailed

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class NotingWorker:
    """Notes each run; a run lasts until `finish` is set."""

    def __init__(self, *functions: Function) -> None:
        self.functions = {function.name: function for function in functions}
        self.runs: list[dict] = []
        self.most_at_once = 0
        self.finish = asyncio.Event()
        self.finish.set()
        self.fails = False
        self._running = 0

    async def invoke(self, _function, trigger):
        self.runs.append(json.loads(trigger.value))
        self._running += 1
        self.most_at_once = max(self.most_at_once, self._running)
        await self.finish.wait()
        self._running -= 1
        if self.fails:
            raise InvocationFailed("ValueError: no")
        return Message()


class HandClock:
    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time


def a_timer(schedule: str = "0 0 * * * *", **trigger: object) -> Function:
    properties = {"name": "timer", "schedule": schedule, **trigger}
    return Function("sweep", "1", "timerTrigger", properties)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "host.db"


@asynccontextmanager
async def following(worker, clock, path):
    timers = Timers(worker, TimerStatusStore(path), clock, {})
    timers.start()
    await settle()
    yield timers
    worker.finish.set()
    await timers.close(1)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def move(timers: Timers, clock: HandClock, **by: float) -> None:
    clock.time += timedelta(**by)
    timers.clock_moved()
    await settle()


async def test_a_timer_waits_for_its_time(path):
    worker, clock = NotingWorker(a_timer()), HandClock()
    async with following(worker, clock, path) as timers:
        await move(timers, clock, minutes=59)
        assert worker.runs == []
        await move(timers, clock, minutes=1)
        assert [run["IsPastDue"] for run in worker.runs] == [False]


async def test_a_jump_over_many_times_is_one_run_past_due(path):
    worker, clock = NotingWorker(a_timer()), HandClock()
    async with following(worker, clock, path) as timers:
        await move(timers, clock, days=14, minutes=5)
        assert [run["IsPastDue"] for run in worker.runs] == [True]
        assert worker.runs[0]["ScheduleStatus"]["Next"] == "2026-05-15T13:00:00+00:00"
        await move(timers, clock, minutes=55)
        assert [run["IsPastDue"] for run in worker.runs] == [True, False]


async def test_two_runs_of_one_timer_never_overlap(path):
    worker, clock = NotingWorker(a_timer()), HandClock()
    async with following(worker, clock, path) as timers:
        worker.finish.clear()
        await move(timers, clock, hours=1)
        timers.run_now(worker.functions["sweep"])
        await move(timers, clock, hours=1)
        assert len(worker.runs) == 1
        worker.finish.set()
        await settle()
        assert len(worker.runs) == 2
        assert worker.most_at_once == 1


async def test_a_run_that_fails_does_not_stop_the_timer(path):
    worker, clock = NotingWorker(a_timer()), HandClock()
    worker.fails = True
    async with following(worker, clock, path) as timers:
        await move(timers, clock, hours=1)
        await move(timers, clock, hours=1)
        assert len(worker.runs) == 2


async def test_what_was_missed_while_down_runs_once_past_due(path):
    store = TimerStatusStore(path)
    store.write("sweep", TimerStatus(NOON - timedelta(hours=5), NOON - timedelta(hours=5)))
    store.close()
    worker = NotingWorker(a_timer())
    async with following(worker, HandClock(), path):
        assert [run["IsPastDue"] for run in worker.runs] == [True]
        assert worker.runs[0]["ScheduleStatus"]["Last"] == "2026-05-01T07:00:00+00:00"


async def test_a_run_made_just_now_is_not_made_again_after_a_restart(path):
    worker, clock = NotingWorker(a_timer()), HandClock()
    async with following(worker, clock, path) as timers:
        await move(timers, clock, hours=1)
    async with following(worker, clock, path):
        assert len(worker.runs) == 1


async def test_a_timer_that_is_not_monitored_forgets_downtime(path):
    store = TimerStatusStore(path)
    store.write("sweep", TimerStatus(NOON - timedelta(hours=5), NOON - timedelta(hours=5)))
    store.close()
    worker = NotingWorker(a_timer(useMonitor=False))
    async with following(worker, HandClock(), path) as timers:
        assert worker.runs == []
        timers.run_now(worker.functions["sweep"])
        await settle()
        assert worker.runs[0]["ScheduleStatus"] is None


async def test_a_timer_may_ask_to_run_at_start_up(path):
    worker = NotingWorker(a_timer(runOnStartup=True))
    async with following(worker, HandClock(), path):
        assert [run["IsPastDue"] for run in worker.runs] == [False]


async def test_a_status_from_a_clock_once_ahead_does_not_hold_the_timer_back(path):
    store = TimerStatusStore(path)
    store.write("sweep", TimerStatus(NOON + timedelta(days=30), NOON + timedelta(days=30)))
    store.close()
    worker, clock = NotingWorker(a_timer()), HandClock()
    async with following(worker, clock, path) as timers:
        await move(timers, clock, hours=1)
        assert len(worker.runs) == 1


@pytest.mark.parametrize(
    ("schedule", "environment", "complaint"),
    [
        ("often", {}, "Timer function sweep: 'often' is not a timer schedule"),
        ("%WHEN%", {}, "Timer function sweep: '%WHEN%' has no value"),
        ("0 0 * * * *", {"WEBSITE_TIME_ZONE": "Mars/Base"}, "'Mars/Base' is no time zone"),
    ],
)
def test_a_schedule_that_cannot_be_followed_is_named(path, schedule, environment, complaint):
    store = TimerStatusStore(path)
    with pytest.raises(SettingsInvalid, match=complaint):
        Timers(NotingWorker(a_timer(schedule)), store, HandClock(), environment)
    store.close()
