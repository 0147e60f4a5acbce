import logging

import pytest

from doors.bell import DurableBell, Woken
from tests.builders import REF
from tests.fakes import MemoryInstances

RING = ("doorbell", "case-1")
START = ("return_case", "case-1")


@pytest.mark.parametrize(
    ("instances", "woken", "calls"),
    [
        (MemoryInstances(running=True), Woken.RUNG, [RING]),
        (MemoryInstances(), Woken.STARTED, [RING, START]),
        (MemoryInstances(gone=True), Woken.STARTED, [RING, START]),
        (MemoryInstances(raced=True), Woken.RUNG, [RING, START, RING]),
    ],
    ids=["running", "never started", "completed or failed", "started by another"],
)
async def test_waking_rings_else_starts_else_rings_again(instances, woken, calls):
    assert await DurableBell(instances).ring(REF) is woken
    assert instances.calls == calls


async def test_a_started_instance_is_told_its_case_and_nothing_more():
    instances = MemoryInstances()
    await DurableBell(instances).wake(REF)
    assert instances.inputs == [{"owner_id": "ann", "case_id": "case-1"}]


async def test_an_outage_loses_the_bell_and_says_so(caplog):
    instances = MemoryInstances(running=True)
    instances.down = True
    with caplog.at_level(logging.ERROR):
        assert await DurableBell(instances).ring(REF) is Woken.LOST
    assert "bell of case-1 lost" in caplog.text


async def test_an_outage_never_fails_the_command_that_rang():
    instances = MemoryInstances(running=True)
    instances.down = True
    await DurableBell(instances).wake(REF)
    assert instances.calls == [RING]


async def test_an_instance_that_goes_away_between_two_rings_is_lost_to_the_sweep():
    class Vanishing(MemoryInstances):
        async def start_new(self, orchestration_function_name, instance_id, client_input):
            try:
                return await super().start_new(
                    orchestration_function_name, instance_id, client_input
                )
            finally:
                self.running, self.gone = False, True

    assert await DurableBell(Vanishing(raced=True)).ring(REF) is Woken.LOST
