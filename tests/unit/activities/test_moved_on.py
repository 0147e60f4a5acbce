"""What the orchestration hears of an effect: whether the case it read is the case there is."""

import pytest

from activities.jobs import moved_on
from returns.errors import BackendUnavailable
from tests.fakes import DyingStore
from tests.unit.activities.edge import ACTIVITIES, with_cases

EFFECTS = [effect for effect in ACTIVITIES if effect != "pass_deadline"]


@pytest.mark.parametrize("effect", EFFECTS)
async def test_a_repeat_after_a_death_says_that_the_case_has_moved_on(edge, effect):
    job = await edge.owing(effect)
    dying = with_cases(edge.backends, DyingStore(edge.backends.cases, after=1))
    with pytest.raises(BackendUnavailable):
        await moved_on(job, ACTIVITIES[effect], dying)

    assert await moved_on(job, ACTIVITIES[effect], edge.backends)


async def test_what_is_owed_as_before_is_no_news_so_that_nothing_spins(edge):
    job = await edge.owing("make_label")

    async def nothing(_job, _backends):
        return False

    assert not await moved_on(job, nothing, edge.backends)
