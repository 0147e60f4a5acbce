"""Every case store keeps the same promises: the real one, and the one the unit tests use."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backends.case_store import DocumentCaseStore, stamp
from backends.documents_counting import CountingDocuments
from backends.shop_store import OrderFile, store_customer, store_orders
from returns import commands as c
from returns import events as e
from returns.case import CaseRef, CaseState
from returns.commands import Batch
from returns.decide import Decision, decide
from returns.desk import AlreadyApplied, Desk, Outcome
from returns.effects import Effect, effect_key
from returns.errors import BackendUnavailable, CaseNotFound, StaleCase
from returns.fold import folded
from tests.builders import (
    NOW,
    REF,
    Story,
    a_batch,
    a_file,
    a_line,
    a_rule_book,
    all_slots,
    an_order,
    hubs,
)
from tests.fakes import CountingBell, MemoryCaseStore

FILES = (
    a_file(an_order(), an_order(a_line(), order_id="O-2")),
    a_file(an_order(order_id="B-1", owner_id="bob")),
)


@pytest.fixture(params=["memory", "documents"])
async def store(request, documents):
    if request.param == "memory":
        return MemoryCaseStore(*FILES)
    for file in FILES:
        await store_customer(documents, file.customer)
        orders = [OrderFile(order, file.ledgers[order.order_id]) for order in file.orders.values()]
        await store_orders(documents, file.customer.customer_id, orders, reload=False)
    return DocumentCaseStore(documents)


@pytest.fixture
def story(store):
    return Story(Desk(store, a_rule_book(), CountingBell()))


def decided(file, *commands: c.Command, ref: CaseRef = REF) -> Decision:
    batch: Batch = a_batch(*commands, ref=ref)
    return decide(file, batch, a_rule_book().rules, NOW)


async def test_a_file_holds_what_the_rules_need_of_one_owner(store):
    file = await store.open("ann", "case-1")
    assert file.customer == FILES[0].customer
    assert file.orders == FILES[0].orders
    assert file.ledgers == FILES[0].ledgers
    assert file.case is None


async def test_an_owner_nobody_knows_has_no_file(store):
    with pytest.raises(CaseNotFound):
        await store.open("eve", "case-1")


async def test_nobody_sees_anothers_case(store, story):
    await story.say(*all_slots())
    assert (await store.open("bob", "case-1")).case is None
    with pytest.raises(CaseNotFound):
        await store.load(CaseRef("bob", "case-1"))
    assert await store.cases_of("bob") == ()


async def test_a_case_is_loaded_as_it_was_saved(store):
    file = await store.open("ann", "case-1")
    decision = decided(file, *all_slots())
    saved = await store.save(file, decision, "batch-1", None)
    assert saved == replace(decision.case, version=1)
    assert await store.load(REF) == saved
    assert (await store.open("ann", "case-1")).case == saved


async def test_the_held_units_are_saved_with_the_case(store):
    file = await store.open("ann", "case-1")
    decision = decided(file, *all_slots())
    await store.save(file, decision, "batch-1", None)
    again = await store.open("ann", None)
    assert again.ledgers["O-1"] == decision.ledgers["O-1"]
    assert again.ledgers["O-2"].units == ()


async def test_the_second_writer_of_one_version_is_refused_and_changes_nothing(store):
    start = await store.open("ann", "case-1")
    saved = await store.save(start, decided(start, hubs()), "batch-1", None)
    for stale in (start, replace(start, case=None)):
        with pytest.raises(StaleCase):
            await store.save(stale, decided(start, hubs(2)), "batch-2", None)
    assert await store.load(REF) == saved


async def test_two_cases_never_hold_the_same_unit(store):
    file = await store.open("ann", "case-1")
    other = CaseRef("ann", "case-2")
    await store.save(file, decided(file, *all_slots(quantity=2)), "batch-1", None)
    rival = decided(file, *all_slots(quantity=2), ref=other)
    with pytest.raises(StaleCase):
        await store.save(file, rival, "batch-2", None)
    with pytest.raises(CaseNotFound):
        await store.load(other)


async def test_one_batch_is_stored_once(store):
    file = await store.open("ann", "case-1")
    saved = await store.save(file, decided(file, hubs()), "batch-1", None)
    later = await store.open("ann", "case-1")
    with pytest.raises(AlreadyApplied):
        await store.save(later, decided(later, hubs(2)), "batch-1", None)
    assert await store.load(REF) == saved


async def test_the_history_holds_every_event_in_order_and_rebuilds_the_case(store, story):
    for command in (*all_slots(), c.Confirm()):
        await story.say(command)
    await story.settle()
    events = await store.history(REF)
    case = await store.load(REF)
    assert [one.sequence for one in events] == list(range(1, case.sequence + 1))
    rebuilt = folded(REF, events)
    bookkeeping = {"version": case.version, "recent_commands": case.recent_commands}
    assert replace(rebuilt, **bookkeeping) == case


async def test_a_history_of_more_than_a_page_is_read_whole(store, story):
    await story.say(hubs())
    for number in range(120):
        await story.say(c.ChooseReason("OTHER", details=f"{number}"))
    events = await store.history(REF)
    assert [one.event.details for one in events[2:]] == [f"{number}" for number in range(120)]


async def test_every_kind_of_event_survives_the_store(store, story):
    await story.say(*all_slots(shipping="SCHEDULE_PICKUP", resolution="STORE_CREDIT"))
    await story.say(c.Confirm())
    await story.settle()
    key = "case-1:send_notice:x.1"
    await story.told(e.EffectFailed(key, 1, NOW + timedelta(minutes=1), "no answer"))
    tracking = (await story.case()).labels[0].tracking_number
    for command in (c.Scan(tracking), c.Receive(), c.Grade("B"), c.HandOff(), c.Cancel()):
        await story.say(command, source="staff")
    await story.settle()
    case = await store.load(REF)
    rebuilt = folded(REF, await store.history(REF))
    assert case.state is CaseState.CLOSED
    assert (rebuilt.effects, rebuilt.movements) == (case.effects, case.movements)


async def test_the_cases_of_an_owner_come_latest_change_first(store, story):
    await story.say(hubs())
    later = Story(story.desk, CaseRef("ann", "case-2"), NOW + timedelta(minutes=1))
    await later.say(hubs())
    assert [case.ref.case_id for case in await store.cases_of("ann")] == ["case-2", "case-1"]
    story.now += timedelta(minutes=2)
    await story.say(c.ChooseReason("DAMAGED"))
    assert [case.ref.case_id for case in await store.cases_of("ann", limit=1)] == ["case-1"]


async def test_due_cases_come_oldest_first_up_to_a_limit(store):
    for number, minutes in enumerate((5, 1, 9)):
        ref = CaseRef("ann", f"case-{number}")
        file = await store.open("ann", ref.case_id)
        due = NOW + timedelta(minutes=minutes)
        await store.save(file, decided(file, c.Start(), ref=ref), f"b{number}", due)
    far = NOW + timedelta(hours=1)
    assert [ref.case_id for ref, _ in await store.due(far, 9)] == ["case-1", "case-0", "case-2"]
    assert await store.due(NOW + timedelta(minutes=1), 9) == (
        (CaseRef("ann", "case-1"), NOW + timedelta(minutes=1)),
    )
    assert len(await store.due(far, 2)) == 2


async def test_a_case_saved_without_a_moment_is_no_longer_due(store):
    file = await store.open("ann", "case-1")
    await store.save(file, decided(file, c.Start()), "batch-1", NOW)
    file = await store.open("ann", "case-1")
    await store.save(file, decided(file, c.Cancel()), "batch-2", None)
    assert await store.due(NOW + timedelta(days=999), 9) == ()


async def test_a_case_is_found_by_its_return_number_and_its_tracking_number(store, story):
    await story.say(*all_slots())
    await story.say(c.Confirm())
    await story.settle()
    case = await story.case()
    assert await store.find(f"rma:{case.return_number}") == REF
    assert await store.find(f"tracking:{case.labels[0].tracking_number}") == REF
    assert await store.find("rma:RMA-0000-0000") is None


async def test_an_ended_case_is_still_opened_by_its_id(store, story):
    await story.say(hubs())
    await story.say(c.Cancel())
    assert (await store.open("ann", "case-1")).case.state is CaseState.CANCELLED
    assert (await store.open("ann", "case-2")).case is None


# --- The real one alone -----------------------------------------------------------------------


@pytest.fixture
async def counted(documents):
    file = FILES[0]
    await store_customer(documents, file.customer)
    orders = [OrderFile(order, file.ledgers[order.order_id]) for order in file.orders.values()]
    await store_orders(documents, "ann", orders, reload=False)
    return CountingDocuments(documents)


async def test_a_click_is_one_read_and_one_write(counted):
    story = Story(Desk(DocumentCaseStore(counted), a_rule_book(), CountingBell()))
    await story.say(hubs())
    counted.reset()
    await story.say(c.ChooseReason("DAMAGED"))
    assert counted.trips == 2


async def test_an_approval_that_dies_leaves_a_harmless_lookup(counted):
    store = DocumentCaseStore(counted)
    story = Story(Desk(store, a_rule_book(), CountingBell()))
    await story.say(*all_slots())
    counted.reset()
    counted.script.down = {1}  # the case's own batch; its lookup is written beside it
    with pytest.raises(BackendUnavailable):
        await story.say(c.Confirm())
    assert (await store.load(REF)).return_number is None
    counted.reset()
    counted.script.down = set()
    answer = await story.say(c.Confirm())
    assert await store.find(f"rma:{answer.case.return_number}") == REF


async def test_a_lost_lookup_is_written_with_the_first_effect(counted):
    store = DocumentCaseStore(counted)
    desk = Desk(store, a_rule_book(), CountingBell())
    story = Story(desk)
    await story.say(*all_slots())
    counted.reset()
    counted.script.down = {2}  # the lookup beside the case's own batch
    with pytest.raises(BackendUnavailable):
        await story.say(c.Confirm())
    counted.reset()
    counted.script.down = set()
    number = (await store.load(REF)).return_number
    assert await store.find(f"rma:{number}") is None
    key = effect_key(REF.case_id, Effect.UPDATE_ORDER, "ORD-1")
    fact = e.OrderUpdated(key, "ORD-1", None)
    await desk.record(Batch(key, REF, "orchestration", "system", ()), fact, NOW)
    assert await store.find(f"rma:{number}") == REF


async def test_a_write_whose_answer_was_lost_is_found_by_its_repeat(counted):
    story = Story(Desk(DocumentCaseStore(counted), a_rule_book(), CountingBell()))
    await story.say(hubs())
    counted.reset()
    counted.script.answer_lost = {1}
    with pytest.raises(BackendUnavailable):
        await story.say(c.ChooseReason("DAMAGED"), command_id="click-1")
    counted.reset()
    counted.script.answer_lost = set()
    again = await story.say(c.ChooseReason("DAMAGED"), command_id="click-1")
    assert again.outcome is Outcome.DUPLICATE
    assert again.case.reason.code == "DAMAGED"
    assert again.case.version == 2


def test_moments_are_stored_as_text_that_sorts_as_they_do():
    whole = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    moments = [whole, whole + timedelta(microseconds=1), whole + timedelta(seconds=1)]
    assert sorted(map(stamp, reversed(moments))) == [stamp(moment) for moment in moments]
