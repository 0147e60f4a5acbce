"""Timers, suspension, termination, purging and restarts of the engine."""

import asyncio
import sqlite3
import tracemalloc
from datetime import timedelta

import pytest

from local_host.durable_events import execution_started, iso
from local_host.durable_store import Instance, InstanceStore
from tests.host.durable_harness import FakeClock, FakeWorker, Hub, eventually


@pytest.fixture
def worker():
    worker = FakeWorker()
    worker.orchestrator(sleeper)
    worker.orchestrator(listener)
    worker.activity(noted)
    return worker


@pytest.fixture
def path(tmp_path):
    return tmp_path / "durable.db"


async def test_a_timer_fires_when_the_clock_is_advanced_past_it(worker, path):
    async with Hub(worker, path) as hub:
        await hub.start("sleeper", "a", 3_600)
        await hub.settle()
        await hub.pass_time(3_599)
        assert (await hub.status("a"))["runtimeStatus"] == "Running"
        await hub.pass_time(1)
        assert (await hub.until("a", "Completed"))["output"] == "awake"


async def test_a_timer_fires_by_itself_in_real_time(worker, path):
    async with Hub(worker, path) as hub:
        await hub.start("sleeper", "a", 0.05)
        await hub.until("a", "Completed")


async def test_a_time_already_past_fires_at_once(worker, path):
    async with Hub(worker, path) as hub:
        await hub.start("sleeper", "a", -3_600)
        await hub.until("a", "Completed")


async def test_the_time_seen_after_a_timer_is_never_before_it(worker, path):
    async with Hub(worker, path) as hub:
        for number in range(20):
            await hub.start("sleeper", f"s{number}", 0.001 * number)
        for number in range(20):
            await hub.until(f"s{number}", "Completed")
            history = await hub.history(f"s{number}")
            fired = next(e for e in history if e["EventType"] == 11)
            seen = [e["Timestamp"] for e in history if e["EventType"] == 12][-1]
            assert seen >= fired["FireAt"]


async def test_a_timer_overdue_while_the_host_was_down_fires_at_the_start(worker, path):
    clock = FakeClock()
    async with Hub(worker, path, clock) as hub:
        await hub.start("sleeper", "a", 3_600)
        await hub.settle()
    clock.advance(3_601)
    async with Hub(worker, path, clock) as hub:
        await hub.until("a", "Completed")


async def test_a_timer_set_before_a_restart_fires_after_it(worker, path):
    async with Hub(worker, path) as hub:
        await hub.start("sleeper", "a", 3_600)
        await hub.settle()
    async with Hub(worker, path) as hub:
        await hub.settle()
        assert (await hub.status("a"))["runtimeStatus"] == "Running"
        await hub.pass_time(3_601)
        await hub.until("a", "Completed")


async def test_ten_thousand_sleepers_cost_no_memory_and_no_episode_at_a_restart(worker, path):
    clock = FakeClock()
    async with Hub(worker, path, clock) as hub:
        await hub.start("sleeper", "s1", 3_600)
        await hub.settle()
    multiply(path, 10_000)
    worker.payloads.clear()
    hub = Hub(worker, path, clock)
    tracemalloc.start()
    async with hub:
        _size, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        await hub.settle()
        assert rows(path, "inbox") == 10_000
        assert worker.payloads == []
        assert peak < 100_000
        armed = hub.durable._alarm._handle.when() - asyncio.get_running_loop().time()
        assert 3_590 < armed <= 3_600
        await hub.pass_time(3_601)
        await hub.until("s1", "Completed")
        assert len(worker.payloads) == 1


async def test_a_suspended_instance_keeps_its_events_and_hears_them_when_resumed(worker, path):
    async with Hub(worker, path) as hub:
        await hub.start("listener", "a", 2)
        await hub.settle()
        await hub.call("POST", "instances/a/suspend", reason="lunch")
        await hub.until("a", "Suspended")
        await hub.ring("a", "note", "one")
        await hub.ring("a", "note", "two")
        await hub.settle()
        assert worker.count("noted") == 0
        await hub.call("POST", "instances/a/resume", reason="back")
        ended = await hub.until("a", "Completed")
        history = await hub.history("a")
    assert ended["output"] == ["one", "two"]
    assert [e["Reason"] for e in history if e["EventType"] in (19, 20)] == ["lunch", "back"]


async def test_a_suspension_survives_a_restart_and_a_timer_waits_for_its_end(worker, path):
    async with Hub(worker, path) as hub:
        await hub.start("sleeper", "a", 3_600)
        await hub.settle()
        await hub.call("POST", "instances/a/suspend")
        await hub.until("a", "Suspended")
    async with Hub(worker, path) as hub:
        await hub.pass_time(7_200)
        assert (await hub.status("a"))["runtimeStatus"] == "Suspended"
        await hub.call("POST", "instances/a/resume")
        await hub.until("a", "Completed")


async def test_an_instance_suspended_before_it_began_begins_when_resumed(worker, path):
    store = InstanceStore(path)
    store.start(*pending("a", "sleeper"))
    store.close()
    hub = Hub(worker, path)
    await hub.call("POST", "instances/a/suspend")
    async with hub:
        await hub.until("a", "Suspended")
        assert worker.payloads == []
        await hub.call("POST", "instances/a/resume")
        await hub.until("a", "Completed")


async def test_a_terminated_instance_ends_with_the_reason_and_its_activity_is_ignored(worker, path):
    release = asyncio.Event()

    @worker.activity
    async def slow(_input):
        await release.wait()

    @worker.orchestrator
    def working(context):
        yield context.call_activity("slow")

    async with Hub(worker, path) as hub:
        await hub.start("working", "a")
        await eventually(lambda: asyncio.sleep(0, worker.count("slow") == 1))
        await hub.call("POST", "instances/a/terminate", reason="enough")
        ended = await hub.until("a", "Terminated")
        release.set()
        await hub.settle()
        assert await hub.status("a") == ended
        assert ended["output"] == "enough"
        assert rows(path, "inbox") == rows(path, "work") == 0


async def test_a_purge_during_an_episode_does_not_bring_the_instance_back(path):
    class Slow(FakeWorker):
        entered = asyncio.Event()
        release = asyncio.Event()

        async def invoke(self, function, trigger, **options):
            self.entered.set()
            await self.release.wait()
            return await super().invoke(function, trigger, **options)

    worker = Slow()
    worker.orchestrator(sleeper)
    async with Hub(worker, path) as hub:
        await hub.start("sleeper", "a", 3_600)
        await worker.entered.wait()
        assert (await hub.call("DELETE", "instances/a")).status == 200
        worker.release.set()
        await hub.settle()
        assert (await hub.call("GET", "instances/a")).status == 404
    for table in ("instances", "history", "inbox", "work"):
        assert rows(path, table) == 0


async def test_an_activity_of_a_purged_instance_is_not_started_again(worker, path):
    release = asyncio.Event()

    @worker.activity
    async def slow(_input):
        await release.wait()

    @worker.orchestrator
    def working(context):
        yield context.call_activity("slow")

    async with Hub(worker, path) as hub:
        await hub.start("working", "a")
        await eventually(lambda: asyncio.sleep(0, worker.count("slow") == 1))
        await hub.call("DELETE", "instances/a")
    release.set()
    async with Hub(worker, path) as hub:
        await hub.settle()
    assert worker.count("slow") == 1


async def test_an_activity_in_flight_when_the_engine_closed_runs_again(worker, path):
    release = asyncio.Event()

    @worker.activity
    async def slow(_input):
        await release.wait()
        return "done"

    @worker.orchestrator
    def working(context):
        return (yield context.call_activity("slow"))

    async with Hub(worker, path) as hub:
        await hub.start("working", "a")
        await eventually(lambda: asyncio.sleep(0, worker.count("slow") == 1))
    release.set()
    async with Hub(worker, path) as hub:
        assert (await hub.until("a", "Completed"))["output"] == "done"
    assert worker.count("slow") == 2


async def test_closing_with_grace_lets_a_running_activity_finish(worker, path):
    entered = asyncio.Event()

    @worker.activity
    async def brief(_input):
        entered.set()
        await asyncio.sleep(0.02)
        return "done"

    @worker.orchestrator
    def working(context):
        return (yield context.call_activity("brief"))

    hub = Hub(worker, path)
    await hub.durable.recover()
    await hub.start("working", "a")
    await entered.wait()
    await hub.durable.close(5)
    async with Hub(worker, path) as hub:
        assert (await hub.until("a", "Completed"))["output"] == "done"
    assert worker.count("brief") == 1


async def test_a_full_disk_holds_an_instance_up_and_loses_nothing(worker, path, caplog):
    @worker.activity
    def long_winded(_input):
        return "word " * 100_000

    @worker.orchestrator
    def reading(context):
        return len((yield context.call_activity("long_winded")))

    async with Hub(worker, path) as hub:
        db = hub.durable._store._db
        await hub.start("reading", "a")
        db.execute("PRAGMA max_page_count=30")
        await eventually(lambda: asyncio.sleep(0, "disk is full" in caplog.text))
        assert (await hub.status("a"))["runtimeStatus"] == "Running"
        db.execute("PRAGMA max_page_count=1000000")
        assert (await hub.until("a", "Completed"))["output"] == 500_000
    assert worker.count("long_winded") == 1


async def test_starting_anew_on_an_ended_id_forgets_the_old_run(worker, path):
    async with Hub(worker, path) as hub:
        await hub.start("listener", "a", 1)
        await hub.ring("a", "note", "first")
        await hub.until("a", "Completed")
        await hub.start("listener", "a", 1)
        await hub.ring("a", "note", "second")
        ended = await hub.until("a", "Completed")
        starts = [e for e in await hub.history("a") if e["EventType"] == 0]
    assert ended["output"] == ["second"]
    assert len(starts) == 1


def sleeper(context):
    seconds = context.get_input() or 0
    yield context.create_timer(context.current_utc_datetime + timedelta(seconds=seconds))
    return "awake"


def listener(context):
    heard = []
    for _ in range(context.get_input()):
        note = yield context.wait_for_external_event("note")
        heard.append((yield context.call_activity("noted", note)))
    return heard


def noted(note):
    return note


def pending(instance_id, name):
    now = FakeClock().now()
    started = execution_started(
        now, name=name, version="", input_text=None, instance=instance_id, execution="e"
    )
    moment = iso(now)
    instance = Instance(instance_id, "e", name, "", None, None, None, "Pending", moment, moment)
    return instance, started


def multiply(path, count):
    """Make an instance that waits into many, each with its own history and timer."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i+1 FROM n WHERE i<?)"
    db = sqlite3.connect(path)
    columns = {
        "instances": "execution_id, name, version, input, output, custom_status, status,"
        " created, updated",
        "history": "position, event",
        "inbox": "execution_id, visible + 86400000000, timer_id, event",
    }
    for table, copied in columns.items():
        key = "id" if table == "instances" else "instance_id"
        names = copied.replace(" + 86400000000", "")
        insert = f"INSERT INTO {table}({key}, {names}) SELECT 's' || i, {copied} FROM {table}, n"  # noqa: S608
        db.execute(f"{numbers} {insert}", (count,))
    db.commit()
    db.close()


def rows(path, table):
    db = sqlite3.connect(path)
    try:
        return db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - table names
    finally:
        db.close()
