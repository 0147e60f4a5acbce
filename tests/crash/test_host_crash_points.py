"""The engine dies at every named point between commits, and the story ends all the same."""

import ast
import random
from datetime import timedelta
from pathlib import Path

import azure.durable_functions as df
import pytest

from local_host import crash_points
from local_host.crash_points import ALL_POINTS, Crashed
from tests.host.durable_harness import FakeClock, FakeWorker, Hub

# Between these an activity has acted and its result is not stored: it must run again.
ACTED_IN_VAIN = {"activity.returned", "activity.committing"}

LAST_GENERATION = 2


class Death:
    """A crash-point hook: the engine is dead from the moment it is due until `rest`."""

    def __init__(self, due):
        self._due, self.dead, self.passed = due, False, []

    def __call__(self, point):
        self.passed.append(point)
        self.dead = self.dead or self._due(point)
        if self.dead:
            raise Crashed(point)

    def rest(self, due):
        self._due, self.dead = due, False


class World:
    """What outlives every process: the code, the time, and what was done outside."""

    def __init__(self, path):
        self.path = path
        self.clock = FakeClock()
        self.worker = FakeWorker()
        self.attempts = {}
        self.effects = {}
        self.deaths = 0
        self.worker.orchestrator(journey)
        self.worker.activity(self.flaky)
        self.worker.activity(self.effect)

    def flaky(self, key):
        self.attempts[key] = self.attempts.get(key, 0) + 1
        if self.attempts[key] == 1:
            raise ConnectionError("first time unlucky")
        return key

    def effect(self, key):
        self.effects[key] = self.effects.get(key, 0) + 1
        return key

    async def run(self, death, due_next=lambda _point: False):
        """Run the story through any number of deaths; return how it ended."""
        while True:
            hub = Hub(self.worker, self.path, self.clock)
            try:
                await hub.durable.recover()
                return await self.live(hub, death)
            except Crashed:
                self.deaths += 1
                death.rest(due_next)
            finally:
                await hub.durable.close(0)

    async def live(self, hub, death):
        for _ in range(60):
            # Whoever asks asks again when the process dies, so a request may come twice.
            if (await hub.call("GET", "instances/a")).status == 404:
                await hub.start("journey", "a", 0)
            await hub.settle()
            await hub.ring("a", "go")
            await hub.pass_time(61)
            if death.dead:
                raise Crashed
            status = await hub.status("a")
            if status["runtimeStatus"] not in ("Pending", "Running"):
                return status
        pytest.fail("the story does not end")


@pytest.fixture
def world(tmp_path):
    return World(tmp_path / "durable.db")


@pytest.fixture
def die():
    """Install a death and take it back at the end of the test."""
    installed = []

    def install(due):
        death = Death(due)
        crash_points.install(death)
        installed.append(death)
        return death

    yield install
    for _ in installed:
        crash_points.remove()


async def test_without_a_crash_every_point_is_passed(world, die):
    death = die(lambda _point: False)
    status = await world.run(death)
    assert_the_story_ended_well(world, status)
    assert set(death.passed) == set(ALL_POINTS)
    assert world.deaths == 0


@pytest.mark.parametrize("nth", [1, 2, 4])
@pytest.mark.parametrize("point", ALL_POINTS)
async def test_dying_at_a_point_changes_nothing_about_the_end(world, die, point, nth):
    left = nth

    def due(passed):
        nonlocal left
        left -= passed == point
        return left == 0

    status = await world.run(die(due))

    assert_the_story_ended_well(world, status)
    assert world.deaths == 1 or nth > 1
    if point not in ACTED_IN_VAIN:
        assert set(world.effects.values()) == {1}


@pytest.mark.parametrize("seed", range(12))
async def test_dying_again_and_again_changes_nothing_about_the_end(world, die, seed):
    chance = random.Random(seed)  # noqa: S311 - a test, not a secret

    def due(_point):
        return chance.random() < 0.02

    status = await world.run(die(due), due)

    assert_the_story_ended_well(world, status)


def test_every_point_named_is_in_the_engine_and_every_point_in_it_is_named():
    modules = Path(crash_points.__file__).parent.glob("*.py")
    calls = [
        node
        for module in modules
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "reached"
    ]
    found = [call.args[0].value for call in calls]
    assert sorted(found) == sorted(ALL_POINTS)


@pytest.mark.parametrize(
    "order", ["activity.returnd", "activity.returned:0", "activity.returned:x"]
)
def test_a_crash_ordered_where_there_is_no_point_is_refused(order):
    with pytest.raises(ValueError, match=r"no point|not a number|invalid literal"):
        crash_points.exit_at(order)


def assert_the_story_ended_well(world, status):
    assert status["runtimeStatus"] == "Completed"
    assert status["output"] == ["done", LAST_GENERATION]
    assert status["customStatus"] == {"generation": LAST_GENERATION}
    assert set(world.effects) == set(range(LAST_GENERATION + 1))
    assert set(world.attempts) == set(range(LAST_GENERATION + 1))


def journey(context):
    generation = context.get_input()
    retry = df.RetryOptions(30_000, 3)
    yield context.call_activity_with_retry("flaky", retry, generation)
    yield context.create_timer(context.current_utc_datetime + timedelta(seconds=30))
    bell = context.wait_for_external_event("go")
    limit = context.create_timer(context.current_utc_datetime + timedelta(days=30))
    if (yield context.task_any([bell, limit])) is bell:
        limit.cancel()
    yield context.call_activity("effect", generation)
    context.set_custom_status({"generation": generation})
    if generation < LAST_GENERATION:
        context.continue_as_new(generation + 1)
        return None
    return ["done", generation]
