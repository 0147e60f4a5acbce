"""Whole returns, one per way of ending, from the first item to the last owed effect."""

import pytest

from returns import commands as c
from returns.case import CaseState
from returns.effects import effect_of
from returns.owed import step_of
from returns.ports import MovementKind
from tests.builders import CABLE, a_line, a_story, all_slots, an_order


async def a_whole_return(grade: str = "A", **slots):
    """Confirm, send, receive and grade a return as far as it goes."""
    story = a_story()
    await story.say(*all_slots(**slots))
    await story.say(c.Confirm())
    await story.settle()
    if (await story.case()).state is CaseState.AWAITING_SHIPMENT:
        await story.say(c.Receive(), source="staff")
        await story.say(c.Grade(grade), source="staff")
        await story.settle()
    assert step_of(await story.case(), story.now).over
    return story


async def done(story):
    return {effect_of(record.key) for record in (await story.case()).effects}


def money(case):
    return {(m.kind, m.target): m.amount.minor for m in case.movements}


async def test_a_refund_pays_its_quote_back_to_the_card():
    story = await a_whole_return()
    case = await story.case()
    assert case.state is CaseState.CLOSED
    assert money(case) == {(MovementKind.REFUND, "T1"): 8_999 - 695}
    assert (await story.ledger()).refunded("T1") == 8_304


async def test_store_credit_books_principal_and_bonus_apart():
    case = await (await a_whole_return(reason="DAMAGED", resolution="STORE_CREDIT")).case()
    assert money(case) == {
        (MovementKind.CREDIT_PRINCIPAL, "ann"): 8_999,
        (MovementKind.CREDIT_BONUS, "ann"): 900,
    }


async def test_credit_touches_no_tender():
    story = await a_whole_return(resolution="STORE_CREDIT")
    ledger = await story.ledger()
    assert (ledger.refunded("T1"), ledger.returned_minor) == (0, 8_999 - 695)


async def test_keeping_with_a_discount_pays_it_and_closes_without_shipping():
    story = await a_whole_return(resolution="KEEP_WITH_DISCOUNT", shipping=None)
    case = await story.case()
    assert case.state is CaseState.CLOSED
    assert money(case) == {(MovementKind.REFUND, "T1"): 1_800}
    assert await done(story) == {
        "find_policy_clauses",
        "find_similar_cases",
        "update_order",
        "pay_refund",
        "send_notice",
    }
    assert case.labels == ()
    ledger = await story.ledger()
    assert (ledger.units, ledger.conceded("1", 1)) == ((), (1_800, 0))


async def test_an_exchange_moves_goods_and_no_money():
    story = await a_whole_return(resolution="EXCHANGE")
    case = await story.case()
    assert (case.state, case.movements) == (CaseState.CLOSED, ())
    assert case.exchange_orders == ("EX-1",)
    assert "pay_refund" not in await done(story)


async def test_a_store_return_has_a_pass_and_no_tracking_number():
    story = await a_whole_return(shipping="RETURN_TO_STORE")
    case = await story.case()
    assert [label.tracking_number for label in case.labels] == [""]
    assert "book_pickup" not in await done(story)


async def test_a_pickup_is_booked_before_the_customer_is_told():
    story = a_story()
    await story.say(*all_slots(shipping="SCHEDULE_PICKUP"))
    await story.say(c.Confirm())
    await story.settle("make_label", "reserve_inbound", "update_order")
    assert (await story.case()).state is CaseState.APPROVED
    await story.settle("book_pickup")
    case = await story.case()
    assert (case.state, case.pickup.confirmation) == (CaseState.AWAITING_SHIPMENT, "PU1")


@pytest.mark.parametrize("grade", ["A", "B", "C", "D"])
async def test_damage_we_were_told_of_takes_nothing_off_whatever_the_grade(grade):
    case = await (await a_whole_return(grade, reason="DAMAGED")).case()
    assert sum(m.amount.minor for m in case.movements) == case.quote.total_minor


async def test_a_fee_that_eats_the_refund_closes_without_a_movement():
    story = a_story(an_order(a_line(product_id=CABLE, quantity=1, unit_price_minor=500)))
    await story.say(*all_slots())
    await story.say(c.Confirm())
    await story.settle()
    await story.say(c.Receive(), source="staff")
    await story.say(c.Grade("A"), source="staff")
    await story.settle()
    case = await story.case()
    assert (case.state, case.movements, case.quote.total_minor) == (CaseState.CLOSED, (), 0)


async def test_the_second_unit_later_pays_the_rest_and_never_more_than_was_paid():
    first = await a_whole_return(reason="DAMAGED")
    second = type(first)(first.desk, type(first.ref)("ann", "case-2"))
    await second.say(*all_slots(reason="DAMAGED"))
    await second.say(c.Confirm())
    await second.settle()
    await second.say(c.Receive(), source="staff")
    await second.say(c.Grade("D"), source="staff")
    await second.settle()
    assert (await second.case()).quote.total_minor == 8_999
    assert (await first.ledger()).refunded("T1") == 17_998


async def test_a_cancelled_return_frees_its_units_for_the_next_one():
    story = a_story()
    await story.say(*all_slots(quantity=2))
    await story.say(c.Confirm())
    await story.settle()
    await story.say(c.Cancel())
    await story.settle()
    again = type(story)(story.desk, type(story.ref)("ann", "case-2"))
    assert (await again.say(*all_slots(quantity=2))).case.state is CaseState.QUOTED
