"""Any sequence of commands, facts and timers: the events rebuild the case, and the sums hold."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from returns import commands as c
from returns import events as e
from returns.case import CaseState
from returns.errors import CaseNotFound
from returns.fold import folded
from returns.order import Tender, TenderKind
from returns.owed import due_at, owed
from returns.ports import MovementKind
from tests.builders import (
    CABLE,
    REF,
    WALL,
    a_line,
    a_story,
    a_story_in,
    all_slots,
    an_order,
)
from tests.facts import fact_of

SETTINGS = settings(max_examples=100, deadline=None)
ORDERS = (
    an_order(
        a_line(net_paid_minor=8_571, tax_minor=761),
        a_line("2", WALL, 1),
        tenders=(
            Tender("G", TenderKind.GIFT_CARD, "Gift card", 5_000),
            Tender("T1", TenderKind.CARD, "Visa", 64_332),
        ),
    ),
    an_order(a_line("1", CABLE, 3, net_paid_minor=2_147, tax_minor=191), order_id="O-2"),
)
CAPTURED = {"O-1": 69_332, "O-2": 2_338}
UNITS = st.sampled_from(
    [
        c.Units("O-1", "1", 1),
        c.Units("O-1", "1", 2),
        c.Units("O-1", "2", 1),
        c.Units("O-2", "1", 2),
        c.Units("O-2", "1", 9),
        c.Units("O-9", "1", 1),
    ]
)
CHOICES = st.one_of(
    st.just(c.Start()),
    st.builds(lambda units, add: c.SelectUnits((units,), add=add), UNITS, st.booleans()),
    st.builds(c.SetQuantity, st.integers(0, 3)),
    st.builds(
        c.ChooseReason,
        st.sampled_from(["DAMAGED", "CHANGED_MIND", "WRONG_SIZE", "OTHER", "BORED"]),
        st.sampled_from(["", "scratched"]),
    ),
    st.builds(
        c.ChooseResolution,
        st.sampled_from(["FULL_REFUND", "STORE_CREDIT", "EXCHANGE", "KEEP_WITH_DISCOUNT"]),
    ),
    st.builds(
        c.ChooseShipping,
        st.sampled_from(["PREPAID_LABEL", "SCHEDULE_PICKUP", "RETURN_TO_STORE", "PIGEON"]),
    ),
)
OTHERS = st.sampled_from(
    [
        c.Confirm(),
        c.ContinueWithoutPhotos(),
        c.Cancel(),
        c.HandOff(),
        c.Approve(),
        c.Decline("worn", "It shows wear."),
        c.Scan("ZV-case-1-1"),
        c.Receive(),
        c.Grade("A"),
        c.Grade("D"),
    ]
)
# A step is a batch of commands, "work" (one effect succeeds), "settle" (all of them do), "fail"
# (one fails), or hours that pass.
STEP = st.one_of(
    st.tuples(CHOICES, CHOICES),
    st.tuples(CHOICES),
    st.tuples(OTHERS),
    st.sampled_from(["work", "settle", "fail"]),
    st.integers(1, 500),
)
SLOTS = st.builds(
    all_slots,
    quantity=st.sampled_from([1, 2]),
    reason=st.sampled_from(["DAMAGED", "CHANGED_MIND"]),
    resolution=st.sampled_from(["FULL_REFUND", "STORE_CREDIT", "EXCHANGE"]),
    shipping=st.sampled_from(["PREPAID_LABEL", "SCHEDULE_PICKUP", "RETURN_TO_STORE"]),
)
KEPT = st.just(all_slots(resolution="KEEP_WITH_DISCOUNT", shipping=None))
ADDED = st.just((c.SelectUnits((c.Units("O-2", "1", 2),), add=True),))


@st.composite
def stories(draw):
    """A return that goes well up to some point, with anything at all in between."""
    steps = [draw(st.one_of(SLOTS, SLOTS, KEPT)), (c.Confirm(),), "settle", (c.Receive(),)]
    steps += [(c.Grade(draw(st.sampled_from("AD"))),), "settle"]
    if draw(st.booleans()):
        steps.insert(1, draw(ADDED))
    steps = steps[: draw(st.integers(0, len(steps)))]
    for disturbance in draw(st.lists(STEP, max_size=8)):
        steps.insert(draw(st.integers(0, len(steps))), disturbance)
    return steps


STEPS = stories()


def finished(coroutine):
    """Run a coroutine that waits for nothing outside."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waited")


async def take(story, step):
    """Take one step; return what was refused, if it was."""
    if isinstance(step, int):
        story.now += timedelta(hours=step)
        return None
    if isinstance(step, tuple):
        return (await story.say(*step)).refusal
    while True:
        file = await story.desk.cases.open(REF.owner_id, REF.case_id)
        todo = owed(file.case, story.now) if file.case else ()
        if todo:
            await work_on(story, todo[0], file, fails=step == "fail")
        if not todo or step != "settle":
            return None


async def work_on(story, one, file, *, fails):
    if one.effect == "pass_deadline":
        code = one.key.split(":")[2].partition("-")[0]
        await story.say(c.PassDeadline(code), source="system")
    elif fails:
        known = file.case.effect(one.key)
        attempts = (known.attempts if known else 0) + 1
        retry = story.now + timedelta(minutes=5) if attempts < 3 else None
        await story.told(e.EffectFailed(one.key, attempts, retry, "no answer"))
    else:
        await story.told(fact_of(one.key, file, story.now))


async def played(steps, after):
    """Take the steps one by one and check after each."""
    story = a_story(*ORDERS)
    for step in steps:
        before = await story.desk.cases.open(REF.owner_id, REF.case_id)
        try:
            refused = await take(story, step)
        except CaseNotFound:
            continue
        await after(story, before, refused)


@SETTINGS
@given(STEPS)
def test_a_case_rebuilt_from_its_events_is_the_case_that_was_stored(steps):
    async def check(story, *_):
        events = await story.desk.cases.history(REF)
        if events:
            stored = await story.case()
            rebuilt = folded(REF, events)
            bookkeeping = {"version": stored.version, "recent_commands": stored.recent_commands}
            assert replace(rebuilt, **bookkeeping) == stored

    finished(played(steps, check))


@SETTINGS
@given(STEPS)
def test_a_refusal_changes_nothing(steps):
    async def check(story, before, refused):
        if refused:
            after = await story.desk.cases.open(REF.owner_id, REF.case_id)
            assert after == before

    finished(played(steps, check))


@SETTINGS
@given(STEPS)
def test_no_sequence_pays_more_than_was_captured(steps):
    async def check(story, *_):
        for order_id, captured in CAPTURED.items():
            ledger = await story.ledger(order_id)
            order = (await story.desk.cases.open(REF.owner_id, None)).order(order_id)
            assert sum(refund.minor for refund in ledger.refunds) <= captured
            for tender in order.tenders:
                assert 0 <= ledger.refunded(tender.tender_id) <= tender.captured_minor
            numbers = [(unit.line_id, unit.unit) for unit in ledger.units]
            assert len(numbers) == len(set(numbers))
        case = (await story.desk.cases.open(REF.owner_id, REF.case_id)).case
        if case and case.movements:
            paid = {m.reference: m.amount.minor for m in case.movements}
            assert len(paid) == len(case.movements)
            assert sum(paid.values()) <= case.quote.total_minor
            principal = [m for m in case.movements if m.kind is not MovementKind.CREDIT_BONUS]
            assert sum(m.amount.minor for m in principal) <= case.quote.principal_minor

    finished(played(steps, check))


@SETTINGS
@given(STEPS)
def test_a_case_that_owes_something_is_always_due(steps):
    async def check(story, *_):
        file = await story.desk.cases.open(REF.owner_id, REF.case_id)
        if file.case is None:
            return
        todo, due = owed(file.case, story.now), due_at(file.case, story.now)
        assert due == story.now if todo else due is None or due > story.now
        if due is None:
            escalated = "escalated" in file.case.flags
            assert file.case.ended or escalated or _with_people(file.case.state)

    finished(played(steps, check))


def _with_people(state):
    return state in {
        CaseState.IN_REVIEW,
        CaseState.IN_TRANSIT,
        CaseState.RECEIVED,
    }


@SETTINGS
@given(st.data())
def test_facts_doubled_and_shuffled_end_in_the_same_state(data):
    def approved():
        return finished(a_story_in(CaseState.APPROVED, shipping="SCHEDULE_PICKUP"))

    straight, shuffled = approved(), approved()
    file = finished(straight.desk.cases.open(REF.owner_id, REF.case_id))
    facts = [fact_of(one.key, file, straight.now) for one in owed(file.case, straight.now)]
    for fact in facts:
        finished(straight.told(fact))
    for fact in data.draw(st.permutations(facts + facts)):
        finished(shuffled.told(fact))
    one, other = finished(straight.case()), finished(shuffled.case())
    assert one.state is other.state is CaseState.AWAITING_SHIPMENT
    assert set(one.effects) == set(other.effects)
    assert (one.labels, one.pickup, one.until) == (other.labels, other.pickup, other.until)
    assert owed(one, straight.now) == owed(other, shuffled.now)


def test_a_case_does_not_begin_in_the_middle():
    with pytest.raises(ValueError, match="start"):
        folded(REF, (e.Recorded(1, 1, ORDERS[0].placed_at, "ann", "click", e.Cancelled()),))


def test_no_events_are_no_case():
    assert folded(REF, ()) is None
