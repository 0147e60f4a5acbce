"""Whatever becomes of a batch is recorded once, with who sent it and no word of theirs."""

import pytest

from doors.apply import applied
from returns import commands as c
from returns.case import CaseRef
from returns.desk import Outcome
from returns.errors import BackendUnavailable, CaseNotFound, StaleCase
from tests.builders import NOW, a_batch, a_desk, hubs


class Tally:
    """Notes what is recorded."""

    def __init__(self):
        self.noted = []

    def __call__(self, outcome, case_id, *, source, reason_code=None):
        self.noted.append((outcome, case_id, source, reason_code))


class FailingDesk:
    """Fails as it is told to."""

    def __init__(self, error):
        self.error = error

    async def apply(self, _batch, _now, _file=None):
        raise self.error


async def asked(desk, *batches):
    tally = Tally()
    for batch in batches:
        await applied(desk, batch, NOW, tally=tally)
    return tally.noted


async def test_what_is_applied_or_changes_nothing_was_accepted():
    noted = await asked(a_desk(), a_batch(hubs(), source="click"), a_batch(command_id="nothing"))

    assert noted == [
        ("accepted", "case-1", "click", None),
        ("accepted", "case-1", a_batch().source, None),
    ]


async def test_a_repeated_command_and_a_late_one_are_told_apart():
    late = a_batch(c.ChooseReason("DAMAGED"), command_id="late", revision=0)

    noted = await asked(a_desk(), a_batch(hubs()), a_batch(hubs()), late)

    assert [outcome for outcome, *_ in noted] == ["accepted", "duplicate", "stale"]


async def test_a_refused_command_tells_its_code():
    desk, tally = a_desk(), Tally()

    answer = await applied(desk, a_batch(hubs(400), source="staff"), NOW, tally=tally)

    assert answer.outcome is Outcome.REFUSED
    assert answer.refusal
    assert tally.noted == [("rejected", "case-1", "staff", answer.refusal.code)]


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [
        (StaleCase("case-1", 3), "stale", None),
        (CaseNotFound("case-1"), "rejected", "case_not_found"),
        (BackendUnavailable("documents", "down"), "unknown", None),
    ],
    ids=["five rivals", "another owner's", "outage"],
)
async def test_what_ends_in_an_error_is_recorded_and_still_raised(error, outcome, code):
    tally = Tally()

    with pytest.raises(type(error)):
        await applied(FailingDesk(error), a_batch(hubs(), source="text"), NOW, tally=tally)

    assert tally.noted == [(outcome, "case-1", "text", code)]


async def test_a_stranger_is_counted_under_the_case_they_asked_for():
    tally = Tally()
    batch = a_batch(hubs(), ref=CaseRef("eve", "case-1"))

    with pytest.raises(CaseNotFound):
        await applied(a_desk(), batch, NOW, tally=tally)

    assert tally.noted == [("rejected", "case-1", batch.source, "case_not_found")]
