"""Recorded histories replayed through the SDK alone, without a host."""

import json
from datetime import timedelta

import azure.durable_functions as df
import pytest

from tests.host.durable_harness import FakeWorker, Hub


@pytest.fixture
def worker():
    worker = FakeWorker()
    for orchestrator in (checkout, patient, serving):
        worker.orchestrator(orchestrator)
    worker.activity(flaky())
    worker.activity(echoed)
    return worker


@pytest.mark.parametrize("name", ["checkout", "patient", "serving"])
async def test_each_prefix_of_a_history_asks_for_a_prefix_of_the_actions(worker, tmp_path, name):
    async with Hub(worker, tmp_path / "durable.db") as hub:
        await hub.start(name, "a", 2)
        await hub.settle()
        for _ in range(2):
            await hub.ring("a", "approved", "yes")
            await hub.settle()
        while (await hub.status("a"))["runtimeStatus"] == "Running":
            await hub.pass_time(120)
        history = await hub.history("a")
        assert (await hub.status("a"))["runtimeStatus"] == "Completed"

    whole = actions_after(worker, name, history)
    for length in range(2, len(history)):
        part = actions_after(worker, name, history[:length])
        assert part == whole[: len(part)]
    assert len(whole) >= 3


async def test_a_history_shown_holds_what_the_sdk_needs_to_replay_it(worker, tmp_path):
    async with Hub(worker, tmp_path / "durable.db") as hub:
        await hub.start("checkout", "a", 2)
        await hub.settle()
        history = await hub.history("a")
        brief = await hub.status("a", showHistory="true")
    assert history[:2] == [event | {"IsPlayed": True} for event in worker.payloads[0]["history"]]
    assert all("Result" not in event for event in brief["historyEvents"])


async def test_orchestrators_see_the_same_identity_and_time_in_each_replay(worker, tmp_path):
    seen = []

    @worker.orchestrator
    def curious(context):
        seen.append((context.new_uuid(), context.current_utc_datetime, context.version))
        yield context.call_activity("echoed", 1)
        assert context.current_utc_datetime.tzinfo is not None
        return context.instance_id

    async with Hub(worker, tmp_path / "durable.db", default_version="7") as hub:
        await hub.start("curious", "a")
        assert (await hub.until("a", "Completed"))["output"] == "a"
    assert seen[0] == seen[1]
    assert seen[0][2] == "7"


async def test_only_the_new_events_of_an_episode_count_as_new(worker, tmp_path):
    replaying = []

    @worker.orchestrator
    def watching(context):
        replaying.append(context.is_replaying)
        yield context.call_activity("echoed", 1)
        replaying.append(context.is_replaying)

    async with Hub(worker, tmp_path / "durable.db") as hub:
        await hub.start("watching", "a")
        await hub.until("a", "Completed")
    assert replaying == [False, True, False]


def actions_after(worker, name, history):
    payload = {
        "history": history,
        "input": "2",
        "instanceId": "a",
        "isReplaying": True,
        "parentInstanceId": None,
        "upperSchemaVersion": 1,
        "upperSchemaVersionNew": 2,
    }
    context = df.DurableOrchestrationContext.from_json(json.dumps(payload))
    reply = json.loads(df.Orchestrator(worker._bodies[name]).handle(context))
    # A timer canceled later is reported with the flag from then on.
    return [json.loads(json.dumps(a).replace("true", "false")) for a in reply["actions"][0]]


def checkout(context):
    first = yield context.call_activity("echoed", context.get_input())
    approved = context.wait_for_external_event("approved")
    limit = context.create_timer(context.current_utc_datetime + timedelta(hours=1))
    winner = yield context.task_any([approved, limit])
    if winner is approved:
        limit.cancel()
    calls = [context.call_activity("echoed", number) for number in range(3)]
    numbers = yield context.task_all(calls)
    yield context.create_timer(context.current_utc_datetime + timedelta(seconds=30))
    return [first, numbers]


def patient(context):
    retry = df.RetryOptions(1_000, 3)
    calls = [context.call_activity_with_retry("sometimes", retry, n) for n in range(2)]
    yield context.task_all(calls)
    yield context.call_activity("echoed", "then")
    yield context.call_activity("echoed", "last")


def serving(context):
    for _ in range(context.get_input()):
        payload = yield context.wait_for_external_event("approved")
        yield context.call_activity("echoed", payload)


def flaky():
    attempts = []

    def sometimes(number):
        attempts.append(number)
        if attempts.count(number) < 2 + number:
            raise ValueError(number)

    return sometimes


def echoed(value):
    return value
