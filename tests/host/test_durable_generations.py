"""A case of many generations, woken by a bell that may be lost, doubled or early."""

import asyncio
import random
from datetime import timedelta

import pytest

from tests.host.durable_harness import FakeWorker, Hub, eventually

STEPS = 60


class Cases:
    """What cases owe, in a store outside the engine; bells only say that there is something."""

    def __init__(self):
        self.worker = FakeWorker()
        self.owed = {}
        self.done = {}
        self.worker.orchestrator(case)
        self.worker.activity(self.read_case)
        self.worker.activity(self.effect)

    def order(self, ref, *, end=False):
        self.owed.setdefault(ref, []).append("end" if end else "step")

    def read_case(self, ref):
        owed, done = self.owed.get(ref, []), self.done.get(ref, [])
        over = bool(owed) and owed[-1] == "end" and len(done) == len(owed)
        return {"owed": list(range(len(done), len(owed))), "done": len(done), "over": over}

    def effect(self, job):
        self.done.setdefault(job["ref"], []).append(job["number"])


def case(context):
    ref = context.get_input()
    step = yield context.call_activity("read_case", ref)
    for number in step["owed"]:
        yield context.call_activity("effect", {"ref": ref, "number": number})
    context.set_custom_status({"done": step["done"]})
    if step["over"]:
        return step["done"]
    if not step["owed"]:
        bell = context.wait_for_external_event("doorbell")
        limit = context.create_timer(context.current_utc_datetime + timedelta(seconds=0.05))
        if (yield context.task_any([bell, limit])) is bell:
            limit.cancel()
    context.continue_as_new(ref)
    return None


@pytest.fixture
def cases():
    return Cases()


async def test_the_last_step_costs_what_the_first_one_did(cases, tmp_path):
    cost, longest = [], 0
    async with Hub(cases.worker, tmp_path / "durable.db") as hub:
        await hub.start("case", "c", "c")
        for number in range(STEPS):
            await hub.settle()
            before = len(cases.worker.payloads)
            cases.order("c")
            await hub.ring("c", "doorbell")
            await hub.until_custom("c", {"done": number + 1})
            cost.append(len(cases.worker.payloads) - before)
        longest = max(len(payload["history"]) for payload in cases.worker.payloads)
    assert cases.done["c"] == list(range(STEPS))
    # Three episodes to read and act, two or three to read again; the timer may wake it between.
    assert sorted(cost)[STEPS // 2] <= 7
    assert longest <= 12


@pytest.mark.parametrize("carry_events", [False, True])
async def test_bells_lost_doubled_and_tripled_change_nothing(cases, tmp_path, carry_events):
    chance = random.Random(7)  # noqa: S311 - a test, not a secret
    refs = [f"c{number}" for number in range(12)]

    async def drive(hub, ref):
        await hub.start("case", ref, ref)
        for number in range(10):
            cases.order(ref, end=number == 9)
            for _ in range(chance.choice([0, 1, 1, 2, 3])):
                await hub.ring(ref, "doorbell")
            await asyncio.sleep(chance.random() * 0.02)
        await hub.until(ref, "Completed")

    async with Hub(cases.worker, tmp_path / "durable.db", carry_events=carry_events) as hub:
        await asyncio.gather(*(drive(hub, ref) for ref in refs))
    assert cases.done == {ref: list(range(10)) for ref in refs}


async def test_a_bell_rung_between_two_generations_is_heard_by_the_second(cases, tmp_path):
    reading = asyncio.Event()
    go_on = asyncio.Event()

    @cases.worker.activity
    async def pause(_input):
        reading.set()
        await go_on.wait()

    @cases.worker.orchestrator
    def paused(context):
        if context.get_input() == "second":
            return (yield context.wait_for_external_event("doorbell"))
        yield context.call_activity("pause")
        context.continue_as_new("second")

    async with Hub(cases.worker, tmp_path / "durable.db") as hub:
        await hub.start("paused", "p", "first")
        await reading.wait()
        go_on.set()
        await eventually(lambda: asyncio.sleep(0, len(cases.worker.payloads) == 3))
        await hub.ring("p", "doorbell", "heard")
        assert (await hub.until("p", "Completed"))["output"] == "heard"


async def test_two_hundred_cases_run_together(cases, tmp_path):
    async with Hub(cases.worker, tmp_path / "durable.db") as hub:
        for number in range(200):
            cases.order(f"c{number}", end=True)
            await hub.start("case", f"c{number}", f"c{number}")
        for number in range(200):
            await hub.until(f"c{number}", "Completed")
    assert cases.done == {f"c{number}": [0] for number in range(200)}
