"""The sweep wakes what is late, whatever became of its instance, and counts what it reached."""

from datetime import timedelta

from activities.sweep import count_cases, wake_overdue
from doors.bell import DurableBell
from returns import commands as c
from returns.case import ENDS, CaseRef, CaseState
from returns.desk import Desk
from tests.builders import NOW, REF, Story, all_slots
from tests.fakes import MemoryInstances

LATE = NOW + timedelta(minutes=2)


async def test_a_case_that_is_two_minutes_late_is_woken_and_not_before(edge):
    await edge.confirmed()
    instances = MemoryInstances(running=True)
    bell = DurableBell(instances)
    assert await wake_overdue(edge.backends, bell, LATE - timedelta(seconds=1)) == 0
    assert instances.calls == []
    assert await wake_overdue(edge.backends, bell, LATE) == 1
    assert instances.calls == [("doorbell", REF.case_id)]


async def test_a_case_that_waits_for_a_later_deadline_is_left_asleep(edge):
    await edge.story.say(*all_slots())
    await edge.perform("find_policy_clauses", "find_similar_cases")
    instances = MemoryInstances(running=True)
    assert await wake_overdue(edge.backends, DurableBell(instances), LATE) == 0
    nudge = NOW + timedelta(minutes=32)
    assert await wake_overdue(edge.backends, DurableBell(instances), nudge) == 1


async def test_a_case_without_an_instance_is_started(edge):
    await edge.confirmed()
    instances = MemoryInstances()
    assert await wake_overdue(edge.backends, DurableBell(instances), LATE) == 1
    assert [name for name, _ in instances.calls] == ["doorbell", "return_case"]


async def test_a_bell_that_is_lost_is_not_counted_as_reached(edge):
    await edge.confirmed()
    instances = MemoryInstances(running=True)
    instances.down = True
    assert await wake_overdue(edge.backends, DurableBell(instances), LATE) == 0
    instances.down = False
    assert await wake_overdue(edge.backends, DurableBell(instances), LATE) == 1


async def test_every_late_case_is_woken_oldest_first(edge):
    await edge.confirmed()
    desk = Desk(edge.backends.cases, edge.backends.rules, edge.story.desk.bell)
    second = Story(desk, CaseRef("ann", "case-2"), NOW + timedelta(minutes=1))
    await second.say(*all_slots())
    instances = MemoryInstances(running=True)
    late = LATE + timedelta(minutes=1)
    assert await wake_overdue(edge.backends, DurableBell(instances), late) == 2
    assert [instance for _, instance in instances.calls] == ["case-1", "case-2"]


async def test_a_case_that_is_over_is_never_woken(edge):
    await edge.story.say(*all_slots())
    await edge.story.say(c.Cancel())
    far = NOW + timedelta(days=29)  # its personal data is due to be erased on the thirtieth
    assert await wake_overdue(edge.backends, DurableBell(MemoryInstances()), far) == 0


async def test_every_quarter_of_an_hour_the_cases_are_counted_by_state(edge):
    await edge.confirmed()
    desk = Desk(edge.backends.cases, edge.backends.rules, edge.story.desk.bell)
    for number in range(3):
        story = Story(desk, CaseRef("ann", f"case-{number + 2}"))
        await story.say(c.Start())
    await story.say(c.Cancel())
    counted = []
    hour = NOW.replace(minute=0)

    for minute in range(60):
        await count_cases(edge.backends, hour + timedelta(minutes=minute), counted.append)

    assert len(counted) == 4
    assert {state: count for state, count in counted[0].items() if count} == {
        CaseState.APPROVED: 1, CaseState.DRAFT: 2,
    }  # fmt: skip
    assert counted[0].keys() == set(CaseState) - ENDS
