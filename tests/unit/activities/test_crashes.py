"""Every effect, killed at every place: it happens once outside and is recorded once."""

import pytest

from activities.case import record_failure
from returns.case import EffectStatus
from returns.effects import UNDO_OF, Effect, done_key, undo_key
from returns.errors import BackendUnavailable
from returns.order import RETURN_INITIATED
from returns.owed import Job
from tests.builders import HUB
from tests.fakes import DyingStore
from tests.unit.activities.edge import ACTIVITIES, SEARCHES, UNDOS, Edge, with_cases

EFFECTS = [effect for effect in ACTIVITIES if effect != "pass_deadline"]
OUTSIDE = [effect for effect in EFFECTS if effect not in SEARCHES]


async def times_done(edge: Edge, effect: str, key: str) -> int:
    """Return how often an effect has really happened at its provider."""
    b = edge.backends
    match effect:
        case "update_order":
            return int(await b.orders.return_status("ann", "O-1") == RETURN_INITIATED)
        case "reserve_inbound":
            return len(await b.inventory.inbound_slots(key))
        case "make_label":
            return len(await b.carrier.shipments(key))
        case "book_pickup":
            return len(await b.carrier.pickups(key))
        case "send_notice":
            return await b.notices.copies(key)
        case "pay_refund":
            return len(await b.payments.movements(key))
        case "issue_credit" | "collect_difference":
            return len(await b.payments.movements(key))
        case "adjust_loyalty":
            return int(await b.orders.find_adjustment(key) is not None)
        case "send_back":
            return len(await b.carrier.shipments(key))
        case "purge_case":
            made = (await b.cases.history(edge.story.ref))[0:]
            labels = [one.event.file for one in made if one.event.type == "label_made"]
            return int(not any([await b.label_files.get(file) for file in labels]))
        case "create_exchange":
            return len(await b.orders.exchanges(f"{key}/O-1/1"))
        case "restock":
            return await b.inventory.stock(HUB) - 5
        case _:
            return await times_undone(edge, effect, done_key(key))


async def times_undone(edge: Edge, effect: str, key: str) -> int:
    b = edge.backends
    match effect:
        case "restore_order":
            return int(await b.orders.return_status("ann", "O-1") is None)
        case "release_inbound":
            return sum(slot.released for slot in await b.inventory.inbound_slots(key))
        case "void_label":
            return sum(parcel.voided for parcel in await b.carrier.shipments(key))
        case "reverse_credit":
            return int(await b.payments.find_reversal(undo_key(key)) is not None)
        case "cancel_exchange":
            return sum(order.cancelled for order in await b.orders.exchanges(f"{key}/O-1/1"))
        case _:
            return sum(slot.cancelled for slot in await b.carrier.pickups(key))


def is_recorded(case, key: str) -> bool:
    known = case.effect(key)
    return known is not None and known.status is EffectStatus.DONE


def test_every_effect_has_an_activity():
    assert set(ACTIVITIES) == set(Effect)
    assert set(UNDOS) == set(UNDO_OF.values())


@pytest.mark.parametrize("effect", EFFECTS)
async def test_an_effect_that_is_owed_is_done_recorded_and_owed_no_more(edge, effect):
    job = await edge.owing(effect)

    assert await ACTIVITIES[effect](job, edge.backends)

    assert is_recorded(await edge.case(), job.key)
    if effect in OUTSIDE:
        assert await times_done(edge, effect, job.key) == 1


@pytest.mark.parametrize("effect", EFFECTS)
async def test_an_effect_done_already_changes_nothing(edge, effect):
    job = await edge.owing(effect)
    await ACTIVITIES[effect](job, edge.backends)
    before = await edge.case()

    assert not await ACTIVITIES[effect](job, edge.backends)

    assert await edge.case() == before


@pytest.mark.parametrize("effect", EFFECTS)
async def test_dying_between_acting_and_saving_acts_once(edge, effect):
    job = await edge.owing(effect)
    edge.forget_keys()
    dying = with_cases(edge.backends, DyingStore(edge.backends.cases, before=1))
    with pytest.raises(BackendUnavailable):
        await ACTIVITIES[effect](job, dying)
    assert not is_recorded(await edge.case(), job.key)

    assert await ACTIVITIES[effect](job, dying)

    assert is_recorded(await edge.case(), job.key)
    if effect in OUTSIDE:
        assert await times_done(edge, effect, job.key) == 1


@pytest.mark.parametrize("effect", EFFECTS)
async def test_losing_the_answer_after_saving_changes_nothing(edge, effect):
    job = await edge.owing(effect)
    edge.forget_keys()
    dying = with_cases(edge.backends, DyingStore(edge.backends.cases, after=1))
    with pytest.raises(BackendUnavailable):
        await ACTIVITIES[effect](job, dying)
    before = await edge.case()
    assert is_recorded(before, job.key)

    assert not await ACTIVITIES[effect](job, dying)

    assert await edge.case() == before
    if effect in OUTSIDE:
        assert await times_done(edge, effect, job.key) == 1


@pytest.mark.parametrize("effect", OUTSIDE)
async def test_losing_the_answer_of_the_provider_acts_once(edge, effect):
    job = await edge.owing(effect)
    edge.forget_keys()
    for trouble in edge.troubles():
        trouble.answers_lost = 1
    failures = 0
    while not is_recorded(await edge.case(), job.key):
        try:
            await ACTIVITIES[effect](job, edge.backends)
        except BackendUnavailable:
            failures += 1

    assert failures > 0
    assert await times_done(edge, effect, job.key) == 1


@pytest.mark.parametrize("effect", OUTSIDE)
async def test_a_provider_that_is_down_leaves_the_effect_owed(edge, effect):
    job = await edge.owing(effect)
    before = await edge.case()
    for trouble in edge.troubles():
        trouble.down = 1
    with pytest.raises(BackendUnavailable):
        await ACTIVITIES[effect](job, edge.backends)
    assert await edge.case() == before

    for trouble in edge.troubles():
        trouble.down = 0
    assert await ACTIVITIES[effect](job, edge.backends)


@pytest.mark.parametrize("effect", OUTSIDE)
async def test_a_look_up_that_is_behind_never_leaves_an_effect_done_twice_or_not_at_all(
    edge, effect
):
    job = await edge.owing(effect)
    dying = with_cases(edge.backends, DyingStore(edge.backends.cases, before=1))
    with pytest.raises(BackendUnavailable):
        await ACTIVITIES[effect](job, dying)
    for trouble in edge.troubles():
        trouble.lookups_behind = 9

    assert await ACTIVITIES[effect](job, dying)

    for trouble in edge.troubles():
        trouble.lookups_behind = 0
    assert await times_done(edge, effect, job.key) == 1


@pytest.mark.parametrize("effect", UNDOS)
async def test_an_undo_with_a_look_up_that_is_behind_still_undoes(edge, effect):
    job = await edge.owing(effect)
    for trouble in edge.troubles():
        trouble.lookups_behind = 9
    await ACTIVITIES[effect](job, edge.backends)
    for trouble in edge.troubles():
        trouble.lookups_behind = 0
    assert await times_done(edge, effect, job.key) == 1


@pytest.mark.parametrize("effect", EFFECTS)
async def test_a_failure_is_counted_once_and_tried_again_later(edge, effect):
    job = await edge.owing(effect)
    assert await record_failure(job, "no answer", edge.backends)
    case = await edge.case()
    assert (case.effect(job.key).attempts, case.effect(job.key).status) == (1, "failed")

    later = Job(job.ref, job.key, case.effect(job.key).next_try)
    assert await record_failure(later, "no answer", edge.backends)
    assert (await edge.case()).effect(job.key).attempts == 2
    assert await ACTIVITIES[effect](later, edge.backends)
    assert is_recorded(await edge.case(), job.key)
