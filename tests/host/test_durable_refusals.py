"""What ends an instance because the host will not, or cannot, run it any further."""

import azure.durable_functions as df
import pytest

from tests.host.durable_harness import FakeWorker, Hub


@pytest.fixture
def worker():
    worker = FakeWorker()
    worker.activity(doubled)
    return worker


@pytest.fixture
def path(tmp_path):
    return tmp_path / "durable.db"


async def test_changed_code_is_reported_as_non_deterministic(worker, path):
    names = ["doubled", "wait", "other"]

    @worker.orchestrator
    def changing(context):
        yield context.call_activity(names[0], 1)
        yield context.wait_for_external_event("go")

    async with Hub(worker, path) as hub:
        await hub.start("changing", "a")
        await hub.settle()
        names[0] = "other"
        await hub.ring("a", "go")
        ended = await hub.until("a", "Failed")
    assert "Non-Deterministic workflow detected" in ended["output"]
    assert "'doubled' as task 0" in ended["output"]
    assert worker.count("other") == 0


async def test_code_that_asks_for_less_is_reported_as_non_deterministic(worker, path):
    shortened = []

    @worker.orchestrator
    def shrinking(context):
        if not shortened:
            yield context.call_activity("doubled", 1)
        yield context.wait_for_external_event("go")

    async with Hub(worker, path) as hub:
        await hub.start("shrinking", "a")
        await hub.settle()
        shortened.append(True)
        await hub.ring("a", "go")
        ended = await hub.until("a", "Failed")
    assert "does not ask for it any more" in ended["output"]


async def test_an_instance_whose_orchestrator_is_gone_fails_by_name(worker, path):
    @worker.orchestrator
    def leaving(context):
        yield context.wait_for_external_event("go")

    async with Hub(worker, path) as hub:
        await hub.start("leaving", "a")
        await hub.settle()
    async with Hub(FakeWorker(), path) as hub:
        await hub.ring("a", "go")
        ended = await hub.until("a", "Failed")
    assert "The function 'leaving' doesn't exist" in ended["output"]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda c: c.call_sub_orchestrator("child"), "sub-orchestrations"),
        (
            lambda c: c.call_sub_orchestrator_with_retry("child", df.RetryOptions(5, 2)),
            "sub-orchestrations",
        ),
        (lambda c: c.call_http("GET", "http://localhost"), "durable HTTP calls (call_http)"),
        (lambda c: c.call_entity(df.EntityId("counter", "k"), "add"), "entities"),
    ],
)
async def test_what_the_host_does_not_run_is_refused_in_one_sentence(worker, path, call, named):
    @worker.orchestrator
    def ambitious(context):
        yield call(context)

    async with Hub(worker, path) as hub:
        await hub.start("ambitious", "a")
        output = (await hub.until("a", "Failed"))["output"]
    assert f"The local host does not run {named}, which orchestrator 'ambitious' used" in output
    assert "\n" not in output


async def test_a_signal_to_an_entity_is_refused_too(worker, path):
    @worker.orchestrator
    def signaling(context):
        context.signal_entity(df.EntityId("counter", "k"), "add")
        yield context.wait_for_external_event("never")

    async with Hub(worker, path) as hub:
        await hub.start("signaling", "a")
        output = (await hub.until("a", "Failed"))["output"]
    assert "does not run entities" in output
    assert "to call 'add'" in output


def doubled(number):
    return number * 2
