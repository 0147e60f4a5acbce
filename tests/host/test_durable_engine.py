"""Episodes, activities, retries, generations and endings, on the SDK's own replay."""

import asyncio
from datetime import timedelta

import azure.durable_functions as df
import pytest

from tests.host.durable_harness import FakeWorker, Hub, eventually


@pytest.fixture
def worker():
    return FakeWorker()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "durable.db"


async def test_activities_run_in_order_and_their_results_come_back(worker, path):
    worker.activity(doubled)

    @worker.orchestrator
    def two_steps(context):
        first = yield context.call_activity("doubled", context.get_input())
        second = yield context.call_activity("doubled", first)
        return {"first": first, "second": second}

    async with Hub(worker, path) as hub:
        await hub.start("two_steps", "a", 5)
        ended = await hub.until("a", "Completed")
    assert ended["output"] == {"first": 10, "second": 20}
    assert worker.ran == [("doubled", 5), ("doubled", 10)]


async def test_a_fan_out_runs_together_up_to_the_limit(worker, path):
    together, most = 0, 0
    release = asyncio.Event()

    @worker.activity
    async def slow(number):
        nonlocal together, most
        together += 1
        most = max(most, together)
        await release.wait()
        together -= 1
        return number

    @worker.orchestrator
    def fan_out(context):
        return (yield context.task_all([context.call_activity("slow", i) for i in range(9)]))

    async with Hub(worker, path, max_activities=3) as hub:
        await hub.start("fan_out", "a")
        await eventually(lambda: asyncio.sleep(0, together == 3))
        release.set()
        ended = await hub.until("a", "Completed")
    assert ended["output"] == list(range(9))
    assert most == 3


async def test_a_retry_waits_between_attempts_and_then_succeeds(worker, path):
    attempts = []

    @worker.activity
    def flaky(_input):
        attempts.append(1)
        if len(attempts) < 3:
            raise ValueError("not yet")
        return len(attempts)

    worker.orchestrator(patient)
    async with Hub(worker, path) as hub:
        await hub.start("patient", "a")
        await hub.settle()
        assert len(attempts) == 1
        await hub.pass_time(61)
        assert len(attempts) == 2
        await hub.pass_time(61)
        ended = await hub.until("a", "Completed")
    assert ended["output"] == 3


async def test_an_exhausted_retry_fails_only_after_one_delay_more(worker, path):
    @worker.activity
    def flaky(_input):
        raise ValueError("never")

    worker.orchestrator(patient)
    async with Hub(worker, path) as hub:
        await hub.start("patient", "a")
        await hub.settle()
        for _ in range(2):
            await hub.pass_time(61)
        assert worker.count("flaky") == 3
        assert (await hub.status("a"))["runtimeStatus"] == "Running"
        await hub.pass_time(61)
        ended = await hub.until("a", "Failed")
    assert worker.count("flaky") == 3
    assert "Activity function 'flaky' failed:  ValueError: never" in ended["output"]


async def test_a_failure_is_raised_in_the_orchestrator_with_its_reason(worker, path):
    @worker.activity
    def broken(_input):
        raise ValueError("x" * 20_000)

    @worker.orchestrator
    def careful(context):
        try:
            yield context.call_activity("broken")
        except Exception as error:  # noqa: BLE001 - the SDK raises nothing narrower
            return str(error)

    async with Hub(worker, path) as hub:
        await hub.start("careful", "a")
        text = (await hub.until("a", "Completed"))["output"]
    assert text.startswith("Activity function 'broken' failed:  ValueError: xxx")
    assert "characters more]" in text
    assert len(text) < 5_000


async def test_a_failed_orchestrator_says_which_and_why(worker, path):
    @worker.orchestrator
    def doomed(context):
        context.set_custom_status("near the end")
        yield context.create_timer(context.current_utc_datetime)
        raise RuntimeError("nothing left")

    async with Hub(worker, path) as hub:
        await hub.start("doomed", "a")
        ended = await hub.until("a", "Failed")
    assert ended["output"] == "Orchestrator function 'doomed' failed: nothing left"
    assert ended["customStatus"] == "near the end"


async def test_an_unknown_activity_fails_its_call_by_name(worker, path):
    @worker.orchestrator
    def hopeful(context):
        yield context.call_activity("missing")

    async with Hub(worker, path) as hub:
        await hub.start("hopeful", "a")
        ended = await hub.until("a", "Failed")
    assert "The function 'missing' doesn't exist" in ended["output"]


async def test_an_orchestrator_without_yield_ends_at_once(worker, path):
    @worker.orchestrator
    def plain(context):
        return context.instance_id

    async with Hub(worker, path) as hub:
        await hub.start("plain", "a")
        assert (await hub.until("a", "Completed"))["output"] == "a"


async def test_a_new_generation_keeps_creation_time_and_custom_status(worker, path):
    worker.activity(doubled)

    @worker.orchestrator
    def counter(context):
        number = context.get_input()
        if number == 0:
            context.set_custom_status({"seen": "zero"})
        yield context.call_activity("doubled", number)
        if number < 3:
            context.continue_as_new(number + 1)
            return None
        yield context.wait_for_external_event("end")
        return number

    async with Hub(worker, path) as hub:
        await hub.start("counter", "a", 0)
        created = (await hub.status("a"))["createdTime"]
        await hub.settle()
        status = await hub.status("a")
        started = [event for event in await hub.history("a") if event["EventType"] == 0]
        hub.clock.advance(3_600)
        await hub.ring("a", "end")
        ended = await hub.until("a", "Completed")
    assert status["customStatus"] == {"seen": "zero"}
    assert ended["createdTime"] == created != ended["lastUpdatedTime"]
    assert ended["output"] == 3
    assert len(started) == 1
    assert worker.count("doubled") == 4
    executions = {p["history"][1]["OrchestrationInstance"]["ExecutionId"] for p in worker.payloads}
    assert len(executions) == 4


async def test_a_done_reply_with_continue_as_new_is_not_an_ending(worker, path):
    @worker.orchestrator
    def restless(context):
        context.continue_as_new((context.get_input() or 0) + 1)
        if context.get_input() == 2:
            yield context.wait_for_external_event("never")

    async with Hub(worker, path) as hub:
        await hub.start("restless", "a")
        await eventually(lambda: asyncio.sleep(0, len(worker.replies) > 3))
        status = await hub.status("a")
    assert status["runtimeStatus"] == "Running"
    assert all(reply["isDone"] for reply in worker.replies)


async def test_a_result_ordered_by_an_old_generation_is_discarded(worker, path):
    release = asyncio.Event()

    @worker.activity
    async def late(_input):
        await release.wait()
        return "late"

    @worker.orchestrator
    def impatient(context):
        if context.get_input() == "second":
            return (yield context.wait_for_external_event("go"))
        go = context.wait_for_external_event("go")
        yield context.task_any([context.call_activity("late"), go])
        context.continue_as_new("second")

    async with Hub(worker, path) as hub:
        await hub.start("impatient", "a")
        await eventually(lambda: asyncio.sleep(0, worker.count("late") == 1))
        await hub.ring("a", "go", 1)
        await eventually(lambda: asyncio.sleep(0, len(worker.payloads) >= 3))
        release.set()
        await hub.settle()
        history = await hub.history("a")
        await hub.ring("a", "go", 2)
        ended = await hub.until("a", "Completed")
    assert [event["EventType"] for event in history] == [12, 0, 13]
    assert ended["output"] == 2


async def test_falsy_custom_status_does_not_clear_the_one_before(worker, path):
    @worker.orchestrator
    def mumbling(context):
        context.set_custom_status({"loud": True})
        yield context.wait_for_external_event("go")
        context.set_custom_status({})
        yield context.wait_for_external_event("end")

    async with Hub(worker, path) as hub:
        await hub.start("mumbling", "a")
        await hub.settle()
        await hub.ring("a", "go")
        await hub.settle()
        assert (await hub.status("a"))["customStatus"] == {"loud": True}


async def test_the_loser_of_a_race_is_canceled_and_never_fires(worker, path):
    @worker.orchestrator
    def racing(context):
        bell = context.wait_for_external_event("bell")
        timer = context.create_timer(context.current_utc_datetime + timedelta(hours=1))
        winner = yield context.task_any([bell, timer])
        if winner is bell:
            timer.cancel()
        yield context.wait_for_external_event("end")
        return "bell" if winner is bell else "timer"

    async with Hub(worker, path) as hub:
        await hub.start("racing", "a")
        await hub.settle()
        await hub.ring("a", "bell")
        await hub.settle()
        await hub.pass_time(7_200)
        kinds = [event["EventType"] for event in await hub.history("a")]
        await hub.ring("a", "end")
        ended = await hub.until("a", "Completed")
    assert 11 not in kinds
    assert ended["output"] == "bell"


async def test_a_timer_canceled_before_it_was_reported_takes_an_id_and_never_fires(worker, path):
    worker.activity(doubled)

    @worker.orchestrator
    def hasty(context):
        yield context.create_timer(context.current_utc_datetime)
        bell = context.wait_for_external_event("bell")
        timer = context.create_timer(context.current_utc_datetime + timedelta(hours=1))
        winner = yield context.task_any([bell, timer])
        if winner is bell:
            timer.cancel()
        return (yield context.call_activity("doubled", 4))

    async with Hub(worker, path) as hub:
        await hub.start("hasty", "a")
        await hub.ring("a", "bell")
        ended = await hub.until("a", "Completed")
        history = await hub.history("a")
    assert ended["output"] == 8
    assert [e["EventId"] for e in history if e["EventType"] in (4, 10)] == [0, 2]


async def test_an_error_inside_the_host_is_retried_and_loses_nothing(path, caplog):
    class Unreliable(FakeWorker):
        failures = 2

        async def invoke(self, function, trigger, **options):
            if self.failures:
                self.failures -= 1
                raise OSError("the worker went away")
            return await super().invoke(function, trigger, **options)

    worker = Unreliable()
    worker.activity(doubled)

    @worker.orchestrator
    def one_step(context):
        return (yield context.call_activity("doubled", 1))

    async with Hub(worker, path) as hub:
        await hub.start("one_step", "a")
        ended = await hub.until("a", "Completed")
    assert ended["output"] == 2
    assert caplog.text.count("failed in the host; it will retry") == 2


async def test_an_error_of_the_host_around_an_activity_runs_it_again(path):
    class Unreliable(FakeWorker):
        failures = 1

        async def invoke(self, function, trigger, **options):
            if function.kind == "activityTrigger" and self.failures:
                self.failures -= 1
                raise OSError("the worker went away")
            return await super().invoke(function, trigger, **options)

    worker = Unreliable()
    worker.activity(doubled)
    worker.orchestrator(one_doubling)
    async with Hub(worker, path) as hub:
        await hub.start("one_doubling", "a")
        assert (await hub.until("a", "Completed"))["output"] == 2


def doubled(number):
    return number * 2


def one_doubling(context):
    return (yield context.call_activity("doubled", 1))


def patient(context):
    retry = df.RetryOptions(60_000, 3)
    return (yield context.call_activity_with_retry("flaky", retry, {"any": "thing"}))
