"""Effects before a provider whose keys have expired: looking first is all that protects."""

from dataclasses import replace

import pytest

from returns.errors import BackendUnavailable
from tests.fakes import DyingStore
from tests.forgetful import Forgetful
from tests.unit.activities.edge import ACTIVITIES, with_cases

ACTS = {
    "reserve_inbound": [""],
    "make_label": [""],
    "book_pickup": [""],
    "send_notice": [""],
    "pay_refund": [""],
    "issue_credit": [""],
    "reverse_credit": [""],
    "collect_difference": [""],
    "adjust_loyalty": [""],
    "send_back": [""],
    "create_exchange": ["/O-1/1"],
    "restock": ["/O-1/1"],
}


@pytest.mark.parametrize("effect", ACTS)
async def test_dying_before_saving_acts_once_even_when_the_provider_forgets_its_keys(edge, effect):
    job = await edge.owing(effect)
    outside = Forgetful()
    dying = with_cases(
        replace(
            edge.backends,
            payments=outside,
            carrier=outside,
            notices=outside,
            inventory=outside,
            orders=outside,
        ),
        DyingStore(edge.backends.cases, before=1),
    )
    with pytest.raises(BackendUnavailable):
        await ACTIVITIES[effect](job, dying)

    assert await ACTIVITIES[effect](job, dying)

    assert outside.made == [f"{job.key}{part}" for part in ACTS[effect]]
