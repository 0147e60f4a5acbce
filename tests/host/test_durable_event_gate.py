"""External events: what SDK 1.7 delivers, and what the gate lets through all the same."""

from datetime import timedelta

import pytest

from tests.host.durable_harness import FakeWorker, Hub

pytestmark = pytest.mark.parametrize("carry_events", [False, True])


@pytest.fixture
def worker():
    worker = FakeWorker()
    for orchestrator in (two_waits, three_waits, serving, hurried, racing, phases, unique_names):
        worker.orchestrator(orchestrator)
    worker.activity(served)
    return worker


@pytest.fixture
def path(tmp_path):
    return tmp_path / "durable.db"


async def test_one_early_event_does_not_satisfy_two_waits(worker, path, carry_events, caplog):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("two_waits", "a")
        await hub.settle()
        await hub.ring("a", "msg", "A")
        await hub.ring("a", "go")
        await hub.settle()
        assert worker.replies[-1]["output"] == ["A", "A"]
        assert (await hub.status("a"))["runtimeStatus"] == "Running"
        assert "wait on 'msg' has no event; the SDK reused an old one" in caplog.text
        await hub.ring("a", "msg", "B")
        assert (await hub.until("a", "Completed"))["output"] == ["A", "A"]
    assert caplog.text.count("reused an old one") == 1


async def test_a_reused_event_fails_the_instance_where_tests_ask_for_it(worker, path, carry_events):
    async with Hub(worker, path, carry_events=carry_events, fail_on_reused_event=True) as hub:
        await hub.start("two_waits", "a")
        await hub.settle()
        await hub.ring("a", "msg", "A")
        await hub.ring("a", "go")
        ended = await hub.until("a", "Failed")
    assert "wait on 'msg' has no event" in ended["output"]


async def test_two_early_events_satisfy_two_waits(worker, path, carry_events, caplog):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("two_waits", "a")
        await hub.settle()
        await hub.ring("a", "msg", "A")
        await hub.ring("a", "msg", "B")
        await hub.ring("a", "go")
        ended = await hub.until("a", "Completed")
    # The SDK keeps one event per name, so the first payload is lost; nothing runs twice.
    assert ended["output"] == ["B", "B"]
    assert "reused" not in caplog.text


async def test_events_under_names_of_their_own_are_delivered_in_any_order(
    worker, path, carry_events
):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("unique_names", "a")
        await hub.settle()
        for name in ("msg2", "msg0", "msg0", "msg1"):
            await hub.ring("a", name, name)
            await hub.settle()
        ended = await hub.until("a", "Completed")
    assert ended["output"] == ["msg0", "msg1", "msg2"]


async def test_three_events_in_one_episode_satisfy_three_waits(worker, path, carry_events):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("three_waits", "a")
        await hub.settle()
        for payload in "ABC":
            await hub.ring("a", "msg", payload)
        ended = await hub.until("a", "Completed")
    assert ended["output"] == ["A", "B", "C"]


async def test_after_a_timer_won_the_next_wait_has_the_next_event(
    worker, path, carry_events, caplog
):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("racing", "a")
        await hub.settle()
        await hub.pass_time(61)
        await hub.ring("a", "msg", "A")
        ended = await hub.until("a", "Completed")
    assert ended["output"] == ["timer", "A"]
    assert "reused" not in caplog.text


async def test_a_timer_and_an_event_in_one_episode_go_to_one_wait_each(
    worker, path, carry_events, caplog
):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("racing", "a")
        await hub.settle()
        hub.clock.advance(61)
        await hub.ring("a", "msg", "A")
        ended = await hub.until("a", "Completed")
    assert ended["output"] == ["timer", "A"]
    assert "reused" not in caplog.text


async def test_an_activity_runs_once_per_event_however_often_the_sdk_orders_it(
    worker, path, carry_events, caplog
):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("serving", "a", 3)
        await hub.settle()
        await hub.ring("a", "msg", "A")
        await hub.ring("a", "msg", "B")
        await hub.settle()
        assert worker.count("served") == 2
        assert "wait on 'msg' has no event" in caplog.text
        await hub.pass_time(3_600)
        assert worker.count("served") == 2
        await hub.ring("a", "msg", "C")
        await hub.until("a", "Completed")
    assert worker.count("served") == 3


async def test_the_gate_holds_across_a_restart(worker, path, carry_events):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("serving", "a", 3)
        await hub.settle()
        await hub.ring("a", "msg", "A")
        await hub.ring("a", "msg", "B")
        await hub.settle()
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.settle()
        assert worker.count("served") == 2
        await hub.ring("a", "msg", "C")
        await hub.until("a", "Completed")
    assert worker.count("served") == 3


async def test_a_reused_event_cannot_win_a_race_either(worker, path, carry_events):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("hurried", "a")
        await hub.settle()
        await hub.ring("a", "msg", "A")
        await hub.ring("a", "go")
        await hub.settle()
        assert worker.count("served") == 1
        await hub.pass_time(61)
        assert worker.count("served") == 1
        await hub.ring("a", "msg", "B")
        await hub.until("a", "Completed")
    assert worker.count("served") == 2


async def test_a_task_reported_earlier_ends_a_race_it_is_left_out_of(
    worker, path, carry_events, caplog
):
    @worker.orchestrator
    def verifying(context):
        limit = context.create_timer(context.current_utc_datetime + timedelta(minutes=5))
        tries = []
        while True:
            answer = context.wait_for_external_event("answer")
            if (yield context.task_any([answer, limit])) is limit:
                break
            tries.append(answer.result)
        return (yield context.call_activity("served", tries))

    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("verifying", "a")
        await hub.settle()
        for answer in ("one", "two"):
            await hub.ring("a", "answer", answer)
            await hub.settle()
        await hub.pass_time(301)
        ended = await hub.until("a", "Completed")
    assert ended["output"] == ["one", "two"]
    assert "reused" not in caplog.text


async def test_events_nobody_consumed_are_carried_over_only_when_asked(worker, path, carry_events):
    async with Hub(worker, path, carry_events=carry_events) as hub:
        await hub.start("phases", "a", 0)
        await hub.settle()
        for payload in "ABC":
            await hub.ring("a", "msg", payload)
        await hub.settle()
        assert (await hub.status("a"))["customStatus"] == (3 if carry_events else 1)
        if not carry_events:
            for payload in "DE":
                await hub.ring("a", "msg", payload)
                await hub.settle()
        await hub.until("a", "Completed")


def two_waits(context):
    yield context.wait_for_external_event("go")
    first = yield context.wait_for_external_event("msg")
    second = yield context.wait_for_external_event("msg")
    return [first, second]


def three_waits(context):
    heard = []
    while len(heard) < 3:
        heard.append((yield context.wait_for_external_event("msg")))
    return heard


def unique_names(context):
    heard = []
    while len(heard) < 3:
        heard.append((yield context.wait_for_external_event(f"msg{len(heard)}")))
    return heard


def serving(context):
    for _ in range(context.get_input()):
        payload = yield context.wait_for_external_event("msg")
        yield context.call_activity("served", payload)


def hurried(context):
    yield context.wait_for_external_event("go")
    for _ in range(2):
        message = context.wait_for_external_event("msg")
        limit = context.create_timer(context.current_utc_datetime + timedelta(minutes=1))
        yield context.task_any([message, limit])
        yield context.call_activity("served", "job")


def racing(context):
    heard = []
    for _ in range(2):
        message = context.wait_for_external_event("msg")
        limit = context.create_timer(context.current_utc_datetime + timedelta(minutes=1))
        winner = yield context.task_any([message, limit])
        if winner is message:
            limit.cancel()
        heard.append("timer" if winner is limit else message.result)
    return heard


def phases(context):
    done = context.get_input()
    context.set_custom_status(done)
    if done == 3:
        return
    yield context.wait_for_external_event("msg")
    context.continue_as_new(done + 1)


def served(payload):
    return payload
