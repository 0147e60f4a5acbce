import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns import commands as c
from returns.desk import Outcome
from returns.errors import CommandRefused, OrderNotFound
from returns.ledger import TenderRefund, UnitLedger, UnitState
from tests.builders import CABLE, a_line, a_story, all_slots, an_order, hubs

LINE = a_line(quantity=3)


def holding(**cases: tuple[int, ...]) -> UnitLedger:
    """Return a ledger in which each case has taken these units of the line."""
    ledger = UnitLedger("O-1")
    for case_id, units in cases.items():
        ledger = ledger.hold(LINE, units, case_id)
    return ledger


def test_units_a_case_has_taken_are_free_to_nobody_but_itself():
    ledger = holding(a=(1, 2))
    assert ledger.units_of("a", "1") == (1, 2)
    assert ledger.free(LINE) == (3,)
    assert ledger.free(LINE, by="a") == (1, 2, 3)


def test_a_released_unit_is_free_again():
    ledger = holding(a=(1,), b=(2,)).release("a")
    assert ledger.free(LINE) == (1, 3)
    assert ledger.holders("1") == ("b",)


def test_more_units_than_are_left_are_refused_and_the_other_case_is_named():
    with pytest.raises(CommandRefused) as refusal:
        holding(a=(1, 2), b=(2, 3))
    assert (refusal.value.code, refusal.value.cases) == ("qty_exceeds_remaining", ("a",))


def test_a_line_without_units_left_is_refused_as_returned_already():
    with pytest.raises(CommandRefused) as refusal:
        holding(a=(1, 2, 3), b=(1,))
    assert (refusal.value.code, refusal.value.cases) == ("already_returned", ("a",))


def test_moving_the_units_of_one_case_leaves_those_of_another():
    ledger = holding(a=(1,), b=(2,)).moved("a", UnitState.GRADED)
    assert [unit.state for unit in ledger.units] == ["graded", "held"]


def test_a_refund_known_by_its_reference_is_booked_once():
    ledger = UnitLedger("O-1")
    for _ in range(2):
        ledger = ledger.with_refund(TenderRefund("r", "T1", 100))
    assert ledger.refunded("T1") == 100
    assert ledger.refunded("T2") == 0


taken = st.sets(st.integers(1, 3), min_size=1).map(tuple)


@given(st.lists(st.tuples(st.sampled_from("abc"), taken, st.booleans()), max_size=20))
def test_no_unit_is_ever_held_twice(steps):
    ledger = UnitLedger("O-1")
    for case_id, units, release in steps:
        if release:
            ledger = ledger.release(case_id)
            continue
        try:
            ledger = ledger.hold(LINE, units, case_id)
        except CommandRefused:
            assert not set(units) <= set(ledger.free(LINE))
    numbers = [unit.unit for unit in ledger.units]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= {1, 2, 3}


# --- Through the desk -------------------------------------------------------------------------


async def a_second_case(story):
    second = type(story)(story.desk, type(story.ref)("ann", "case-2"))
    second.now = story.now
    return second


async def test_the_second_unit_can_come_back_in_a_second_case():
    first = a_story()
    await first.say(*all_slots(quantity=1))
    second = await a_second_case(first)
    answer = await second.say(*all_slots(quantity=None))
    assert answer.outcome is Outcome.APPLIED
    ledger = await first.ledger()
    assert [(unit.unit, unit.case_id) for unit in ledger.units] == [(1, "case-1"), (2, "case-2")]


async def test_both_units_cannot_come_back_once_one_of_them_has():
    first = a_story()
    await first.say(*all_slots(quantity=1))
    answer = await (await a_second_case(first)).say(hubs(2))
    assert answer.refusal.code == "qty_exceeds_remaining"
    assert answer.refusal.subject == "Smart Home Hub|1"
    assert answer.refusal.cases == ("case-1",)


async def test_a_returned_unit_cannot_come_back_again_and_the_earlier_case_is_named():
    first = a_story()
    await first.say(*all_slots(quantity=2))
    answer = await (await a_second_case(first)).say(hubs(1))
    assert (answer.refusal.code, answer.refusal.section) == ("already_returned", "3.5")
    assert answer.refusal.subject == "Smart Home Hub|case-1"
    assert answer.refusal.cases == ("case-1",)


async def test_of_two_drafts_that_want_the_last_unit_the_first_complete_one_gets_it():
    first = a_story(an_order(a_line(quantity=1)))
    second = await a_second_case(first)
    await second.say(*all_slots(shipping=None))
    await first.say(*all_slots())
    answer = await second.say(c.ChooseShipping("PREPAID_LABEL"))
    assert answer.refusal.code == "already_returned"
    assert answer.refusal.subject == "Smart Home Hub|case-1"
    assert (await second.case()).shipping is None


async def test_another_customers_order_is_not_found_and_nothing_is_kept():
    story = a_story()
    answer = await story.say(c.SelectUnits((c.Units("O-9", "1"),)))
    assert isinstance(answer.refusal, OrderNotFound)
    assert answer.refusal.order_id == "O-9"
    assert answer.case is None


async def test_a_line_the_order_does_not_have_is_not_found():
    answer = await a_story().say(c.SelectUnits((c.Units("O-1", "9"),)))
    assert isinstance(answer.refusal, OrderNotFound)


async def test_lines_of_two_orders_are_held_each_on_its_own_ledger():
    story = a_story(an_order(), an_order(a_line(product_id=CABLE), order_id="O-2"))
    units = (c.Units("O-1", "1", 1), c.Units("O-2", "1", 2))
    await story.say(c.SelectUnits(units), *all_slots()[1:])
    assert len((await story.ledger("O-1")).units) == 1
    assert len((await story.ledger("O-2")).units) == 2
