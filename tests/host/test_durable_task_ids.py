"""The host numbers tasks exactly as the SDK does, whatever the orchestrator waits for."""

import asyncio
import json
import tempfile
from datetime import timedelta
from pathlib import Path

import azure.durable_functions as df
from azure.durable_functions.models.Task import CompoundTask
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.host.durable_harness import FakeWorker, Hub

# Leaves are [kind, ...]; a group is [kind, members]. Plain JSON, so it is the input itself.
WORK = st.tuples(st.just("work"), st.booleans(), st.integers(0, 3))
SOUND_WORK = st.tuples(st.just("work"), st.just(value=False), st.integers(0, 3))
RETRIED = st.tuples(st.just("retried"), st.integers(1, 3), st.integers(0, 3))
SOUND_RETRIED = st.integers(1, 3).flatmap(
    lambda attempts: st.tuples(st.just("retried"), st.just(attempts), st.integers(0, attempts - 1))
)
TIMER = st.tuples(st.just("timer"), st.integers(-1, 5))
WAIT = st.tuples(st.just("wait"))
SOUND = st.one_of(SOUND_WORK, SOUND_RETRIED, TIMER, WAIT)
LEAF = st.one_of(WORK, RETRIED, TIMER, WAIT)


def group(kind, members):
    return st.tuples(st.just(kind), st.lists(members, min_size=1, max_size=4))


# Inside another group an "all" has no failing member: the SDK ends such a group twice and raises.
INNER = st.recursive(
    SOUND, lambda members: group("all", members) | group("any", members), max_leaves=4
)
STEP = st.one_of(LEAF, group("all", LEAF | INNER), group("any", LEAF | INNER))
PROGRAM = st.lists(STEP, min_size=1, max_size=5)


class RecordingContext(df.DurableOrchestrationContext):
    """Notes which id the SDK gave to what."""

    def __init__(self, **fields):
        self.given = {}
        super().__init__(**fields)

    def _add_to_open_tasks(self, task):
        super()._add_to_open_tasks(task)
        if not isinstance(task, CompoundTask) and isinstance(task.id, int):
            self.given[task.id] = described(task)


class RecordingWorker(FakeWorker):
    """Keeps the ids of the last replay."""

    def __init__(self):
        super().__init__()
        self.given = {}

    def _replay(self, body, payload):
        context = RecordingContext.from_json(payload)
        self.given = context.given
        return df.Orchestrator(body).handle(context)


def described(task):
    action = task.action_repr
    if hasattr(action, "metadata"):
        if "timer" in action.metadata:
            return "timer"
        action = task.parent.actions
    return json.loads(action.input_)["label"] if hasattr(action, "input_") else "timer"


def interpret(context):
    labels = iter(range(1_000))
    for step in context.get_input():
        timers = []
        try:
            yield build(context, step, labels, timers)
        except Exception as error:  # noqa: BLE001 - the SDK raises nothing narrower
            context.set_custom_status(str(error)[:40])
        for timer in timers[1::2]:
            if not timer.is_completed:
                timer.cancel()
    return "over"


def build(context, step, labels, timers):
    kind, *rest = step
    label = f"leaf{next(labels)}"
    match kind:
        case "work":
            failing, naps = rest
            job = {"label": label, "failures": 99 if failing else 0, "naps": naps}
            return context.call_activity("work", job)
        case "retried":
            attempts, failures = rest
            job = {"label": label, "failures": failures, "naps": 0}
            retry = df.RetryOptions(1_000, attempts)
            return context.call_activity_with_retry("work", retry, job)
        case "timer":
            due = context.current_utc_datetime + timedelta(minutes=rest[0])
            timers.append(context.create_timer(due))
            return timers[-1]
        case "wait":
            return context.wait_for_external_event(label)
        case _:
            members = [build(context, member, labels, timers) for member in rest[0]]
            return context.task_all(members) if kind == "all" else context.task_any(members)


def waits_in(program):
    """Return the event names a program waits for, numbered as `build` numbers them."""
    names, count = [], 0

    def visit(step):
        nonlocal count
        if step[0] == "wait":
            names.append(f"leaf{count}")
        count += 1
        if step[0] in ("all", "any"):
            for member in step[1]:
                visit(member)

    for step in program:
        visit(step)
    return names


def working():
    attempts = {}

    async def work(job):
        attempts[job["label"]] = attempts.get(job["label"], 0) + 1
        for _ in range(job["naps"]):
            await asyncio.sleep(0)
        if attempts[job["label"]] <= job["failures"]:
            raise ValueError(job["label"])
        return job["label"]

    return work


async def ids_of(program, early, path):
    """Run a program to its end; return the SDK's ids and those in the host's history."""
    worker = RecordingWorker()
    worker.orchestrator(interpret)
    worker.activity(working())
    names = waits_in(program)
    async with Hub(worker, path, fail_on_reused_event=True) as hub:
        await hub.start("interpret", "a", program)
        for name in names[:early]:
            await hub.ring("a", name)
        await hub.settle()
        for name in names[early:]:
            await hub.ring("a", name)
            await hub.pass_time(2)
        while (await hub.status("a"))["runtimeStatus"] == "Running":
            await hub.pass_time(90)
        assert (await hub.status("a"))["output"] == "over"
        return worker.given, scheduled(await hub.history("a"))


def scheduled(history):
    ids = {}
    for past in history:
        if past["EventType"] == 4:
            ids[past["EventId"]] = json.loads(json.loads(past["Input"])[0])["label"]
        elif past["EventType"] == 10:
            ids[past["EventId"]] = "timer"
    return ids


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(program=PROGRAM, early=st.integers(0, 4))
def test_the_ids_of_the_host_are_the_ids_of_the_sdk(program, early):
    with tempfile.TemporaryDirectory() as folder:
        given_by_sdk, in_history = asyncio.run(ids_of(program, early, Path(folder) / "d.db"))
    event(f"{min(len(given_by_sdk) // 4, 3)} quarters of a dozen ids or more")
    # What the SDK numbered and the host never stored is a timer canceled before it was reported.
    assert given_by_sdk | in_history == given_by_sdk
    assert {given_by_sdk[task] for task in given_by_sdk.keys() - in_history.keys()} <= {"timer"}
