"""The explicit yes: what it needs, and what follows from it."""

from datetime import timedelta

import pytest

from returns import commands as c
from returns.case import CaseState
from returns.desk import Outcome
from returns.identity import return_number
from tests.builders import (
    TIMERS,
    WALL,
    a_line,
    a_rule_book,
    a_shop,
    a_story,
    a_story_in,
    all_slots,
    an_order,
)

PRICE = 8_999


async def confirmed(price: int = PRICE, shop=None, **slots):
    order = an_order(a_line(quantity=1, unit_price_minor=price))
    story = a_story(order, shop=shop)
    await story.say(*all_slots(**slots))
    await story.say(c.Confirm())
    return await story.case()


async def test_a_yes_issues_the_return_number():
    case = await confirmed()
    assert (case.state, case.confirmed) == (CaseState.APPROVED, True)
    assert case.return_number == return_number("case-1")
    assert case.approved


async def test_nothing_is_confirmed_before_the_recap_is_complete():
    story = await a_story_in(CaseState.DRAFT)
    answer = await story.say(c.Confirm())
    assert answer.outcome is Outcome.UNCHANGED
    assert not answer.case.confirmed


async def test_a_yes_in_the_sentence_that_completes_the_slots_confirms_nothing():
    story = a_story()
    answer = await story.say(*all_slots(), c.Confirm(), source="text")
    assert answer.case.state is CaseState.QUOTED
    assert not answer.case.confirmed


async def test_a_yes_with_a_correction_shows_the_new_recap_first():
    story = await a_story_in(CaseState.QUOTED)
    answer = await story.say(c.ChooseReason("DAMAGED"), c.Confirm())
    assert answer.case.state is CaseState.QUOTED
    assert not answer.case.confirmed


@pytest.mark.parametrize(
    ("price", "state"),
    [
        (14_999, CaseState.APPROVED),
        (15_000, CaseState.AWAITING_EVIDENCE),
        (60_000, CaseState.AWAITING_EVIDENCE),
    ],
)
async def test_goods_worth_photos_need_them_when_the_shop_is_at_fault(price, state):
    assert (await confirmed(price, reason="DAMAGED")).state is state


@pytest.mark.parametrize(
    ("price", "state"),
    [
        (15_000, CaseState.APPROVED),
        (49_999, CaseState.APPROVED),
        (50_000, CaseState.IN_REVIEW),
    ],
)
async def test_goods_worth_a_review_get_one_whatever_the_reason(price, state):
    assert (await confirmed(price, reason="WRONG_SIZE")).state is state


async def test_evidence_may_be_sent_for_as_long_as_the_shop_says():
    case = await confirmed(15_000, reason="DAMAGED")
    assert case.until == case.updated_at + TIMERS.evidence


async def test_going_on_without_photos_leads_to_a_review():
    story = await a_story_in(CaseState.AWAITING_EVIDENCE)
    answer = await story.say(c.ContinueWithoutPhotos())
    assert answer.case.state is CaseState.IN_REVIEW


async def test_goods_that_are_kept_need_no_photos_and_no_parcel():
    case = await confirmed(20_000, reason="DAMAGED", resolution="KEEP_WITH_DISCOUNT", shipping=None)
    assert case.state is CaseState.SETTLING


async def test_goods_that_are_kept_and_worth_a_review_get_one():
    case = await confirmed(60_000, resolution="KEEP_WITH_DISCOUNT", shipping=None)
    assert case.state is CaseState.IN_REVIEW


async def test_a_review_ends_in_an_approval_or_a_refusal():
    approved = await a_story_in(CaseState.IN_REVIEW)
    await approved.say(c.Approve(), source="staff", actor="staff-1")
    declined = await a_story_in(CaseState.DECLINED)
    assert (await approved.case()).state is CaseState.APPROVED
    assert (await declined.case()).decline.text == "It shows wear."
    assert (await declined.ledger()).units == ()


async def test_the_threshold_counts_what_was_paid_not_what_was_listed():
    order = an_order(a_line("1", WALL, 1, net_paid_minor=49_999))
    story = a_story(order)
    await story.say(*all_slots())
    assert (await story.say(c.Confirm())).case.state is CaseState.APPROVED


async def test_a_quote_is_good_until_its_hour_and_no_longer():
    in_time, late = await a_story_in(CaseState.QUOTED), await a_story_in(CaseState.QUOTED)
    in_time.now += TIMERS.quote - timedelta(seconds=1)
    late.now += TIMERS.quote
    assert (await in_time.say(c.Confirm())).case.state is CaseState.APPROVED
    answer = await late.say(c.Confirm())
    assert answer.case.state is CaseState.QUOTED
    assert answer.case.quote.expires_at == late.now + TIMERS.quote
    assert answer.case.revision == 2


async def test_a_yes_to_an_expired_quote_shows_the_amount_as_it_now_is():
    story = await a_story_in(CaseState.QUOTED)
    story.now += TIMERS.quote
    dearer = a_shop(shipping={"PREPAID_LABEL": _with_cost(999)})
    story.desk = type(story.desk)(story.desk.cases, a_rule_book(dearer), story.desk.bell)
    answer = await story.say(c.Confirm())
    assert answer.case.quote.total_minor == PRICE - 999
    assert not answer.case.confirmed


async def test_a_confirmed_return_can_no_longer_be_corrected():
    story = await a_story_in(CaseState.APPROVED)
    answer = await story.say(c.ChooseReason("DAMAGED"))
    assert answer.case.reason.code == "WRONG_SIZE"
    assert (await story.desk.cases.history(story.ref))[-1].event.type == "ignored"


async def test_the_units_of_an_approved_return_are_in_return():
    story = await a_story_in(CaseState.APPROVED)
    assert [unit.state for unit in (await story.ledger()).units] == ["in_return"]


def _with_cost(minor: int):
    method = a_shop().shipping["PREPAID_LABEL"]
    return type(method)(
        method.code, method.label, method.description, method.section, minor, method.service
    )
