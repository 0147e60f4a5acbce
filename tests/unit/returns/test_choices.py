"""What the customer chooses, how a correction keeps the rest, and what is refused."""

from datetime import timedelta

import pytest

from returns import commands as c
from returns.case import CaseState, awaiting
from returns.desk import Outcome
from tests.builders import (
    CABLE,
    DISPLAY,
    a_line,
    a_story,
    a_story_in,
    all_slots,
    an_order,
    hubs,
)

KEEP = "KEEP_WITH_DISCOUNT"


def shown(case):
    return (case.state, awaiting(case), case.revision)


async def a_recap(**slots):
    story = a_story(an_order(a_line(), a_line("2", CABLE, 1), a_line("3", DISPLAY, 1)))
    await story.say(*all_slots(**slots))
    return story


# --- Slots ------------------------------------------------------------------------------------


async def test_each_choice_asks_for_the_next_missing_slot():
    story = a_story()
    told = [shown((await story.say(command)).case) for command in (c.Start(), *all_slots())]
    assert told == [
        (CaseState.DRAFT, "item", 1),
        (CaseState.DRAFT, "reason", 2),
        (CaseState.DRAFT, "resolution", 3),
        (CaseState.DRAFT, "shipping", 4),
        (CaseState.QUOTED, "confirm", 5),
    ]


async def test_all_facts_of_one_sentence_are_one_revision():
    answer = await a_story().say(*all_slots(), source="text")
    assert shown(answer.case) == (CaseState.QUOTED, "confirm", 1)


async def test_slots_may_be_filled_in_any_order_and_the_first_missing_one_is_asked():
    story = a_story()
    answer = await story.say(c.ChooseResolution("STORE_CREDIT"), c.ChooseReason("DAMAGED"))
    assert shown(answer.case) == (CaseState.DRAFT, "item", 1)


async def test_starting_again_goes_on_with_the_open_case():
    story = await a_story_in(CaseState.DRAFT)
    answer = await story.say(c.Start())
    assert answer.outcome is Outcome.UNCHANGED


async def test_a_case_keeps_the_locale_its_thread_and_the_customers_words():
    story = a_story()
    await story.say(c.Start(), locale="de-AT", thread_id="t-1")
    await story.say(hubs(), c.ChooseReason("DAMAGED", text="completely damaged"))
    case = await story.case()
    assert (case.locale, case.thread_id, case.reason.text) == ("de", "t-1", "completely damaged")


# --- Quantity ---------------------------------------------------------------------------------


async def test_a_quantity_nobody_named_is_one_and_said_to_be_assumed():
    answer = await a_story().say(hubs(None))
    line = answer.case.lines[0]
    assert (line.quantity, line.available, line.assumed) == (1, 2, True)


async def test_of_a_single_unit_nothing_is_assumed():
    answer = await a_story(an_order(a_line(quantity=1))).say(hubs(None))
    assert answer.case.lines[0].assumed is False


async def test_the_quantity_may_change_until_the_yes():
    story = await a_recap()
    answer = await story.say(c.SetQuantity(2))
    line = answer.case.lines[0]
    assert (line.quantity, line.assumed) == (2, False)
    assert shown(answer.case) == (CaseState.QUOTED, "confirm", 2)
    assert answer.case.quote.total_minor == 17_998 - 695
    assert len((await story.ledger()).units) == 2


@pytest.mark.parametrize("quantity", [0, -1, 3, 99_999])
async def test_a_quantity_the_order_does_not_have_is_refused(quantity):
    story = await a_recap()
    before = await story.case()
    answer = await story.say(c.SetQuantity(quantity))
    assert answer.refusal.code == "qty_exceeds_remaining"
    assert await story.case() == before


async def test_a_quantity_for_several_lines_asks_which():
    story = await a_recap()
    await story.say(c.SelectUnits((c.Units("O-1", "2"),), add=True))
    assert (await story.say(c.SetQuantity(1))).refusal.code == "which_item"


# --- Selection --------------------------------------------------------------------------------


async def test_adding_an_item_keeps_the_one_chosen_before():
    story = await a_story_in(CaseState.DRAFT)
    answer = await story.say(c.SelectUnits((c.Units("O-1", "2"),), add=True))
    assert [line.line_id for line in answer.case.lines] == ["1", "2"]


async def test_naming_an_item_takes_the_place_of_the_one_chosen_before():
    story = await a_story_in(CaseState.DRAFT)
    answer = await story.say(c.SelectUnits((c.Units("O-1", "2"),)))
    assert [line.line_id for line in answer.case.lines] == ["2"]


async def test_choosing_the_same_item_again_changes_nothing():
    story = await a_story_in(CaseState.DRAFT)
    assert (await story.say(hubs())).outcome is Outcome.UNCHANGED


async def test_choosing_nothing_is_refused():
    assert (await a_story().say(c.SelectUnits(()))).refusal.code == "nothing_selected"


async def test_an_item_past_its_window_is_refused_with_its_section():
    story = a_story(an_order(delivered_days_ago=31))
    answer = await story.say(hubs())
    assert (answer.refusal.code, answer.refusal.section) == ("window_over", "2.1")
    assert answer.case is None


async def test_one_refused_item_refuses_the_whole_sentence():
    story = a_story(an_order(a_line(), a_line("2", final_sale=True)))
    answer = await story.say(c.SelectUnits((c.Units("O-1", "1"), c.Units("O-1", "2"))))
    assert answer.refusal.code == "final_sale"
    assert answer.case is None


# --- Codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.ChooseReason("BORED"), "unknown_reason"),
        (c.ChooseResolution("GOLD_BAR"), "unknown_resolution"),
        (c.ChooseShipping("PIGEON"), "unknown_shipping"),
        (c.ChooseReason("OTHER"), "details_required"),
        (c.ChooseReason("OTHER", details="  "), "details_required"),
    ],
)
async def test_what_the_shop_does_not_offer_is_refused_and_nothing_moves(command, code):
    story = await a_story_in(CaseState.DRAFT)
    before = await story.case()
    answer = await story.say(command)
    assert (answer.outcome, answer.refusal.code) == (Outcome.REFUSED, code)
    assert await story.case() == before


async def test_a_reason_with_its_details_is_taken():
    answer = await (await a_story_in(CaseState.DRAFT)).say(c.ChooseReason("OTHER", " smells "))
    assert answer.case.reason.details == "smells"


async def test_goods_that_are_kept_have_nothing_to_ship():
    story = await a_recap(resolution=KEEP, shipping=None)
    assert (await story.say(c.ChooseShipping("PREPAID_LABEL"))).refusal.code == "nothing_to_ship"


# --- Corrections ------------------------------------------------------------------------------


async def test_another_item_keeps_reason_resolution_and_shipping():
    story = await a_recap(reason="CHANGED_MIND", resolution="STORE_CREDIT")
    answer = await story.say(c.SelectUnits((c.Units("O-1", "2"),)))
    case = answer.case
    assert (case.reason.code, case.resolution.code) == ("CHANGED_MIND", "STORE_CREDIT")
    assert case.shipping.code == "PREPAID_LABEL"
    assert shown(case) == (CaseState.QUOTED, "confirm", 2)
    # 1499 less 15% (225) and the label (695), and 10% on top.
    assert (case.quote.principal_minor, case.quote.bonus_minor) == (579, 58)


async def test_another_item_frees_the_units_of_the_first():
    story = await a_recap()
    await story.say(c.SelectUnits((c.Units("O-1", "2"),)))
    assert [(unit.line_id, unit.unit) for unit in (await story.ledger()).units] == [("2", 1)]


async def test_another_reason_keeps_the_rest_and_its_fees_are_new():
    story = await a_recap(reason="CHANGED_MIND")
    before = (await story.case()).quote.total_minor
    answer = await story.say(c.ChooseReason("DAMAGED"))
    assert before == 8_999 - 1_350 - 695
    assert answer.case.quote.total_minor == 8_999
    assert answer.case.resolution.code == "FULL_REFUND"
    assert answer.case.lines[0].line_id == "1"


async def test_another_resolution_keeps_item_reason_and_shipping():
    story = await a_recap()
    answer = await story.say(c.ChooseResolution("EXCHANGE"))
    assert answer.case.quote.total_minor == 0
    assert answer.case.shipping.code == "PREPAID_LABEL"


async def test_keeping_the_goods_drops_the_shipping_and_going_back_asks_for_it():
    story = await a_recap()
    kept = (await story.say(c.ChooseResolution(KEEP))).case
    assert (kept.shipping, shown(kept)) == (None, (CaseState.QUOTED, "confirm", 2))
    back = (await story.say(c.ChooseResolution("FULL_REFUND"))).case
    assert shown(back) == (CaseState.DRAFT, "shipping", 3)
    assert (await story.ledger()).units == ()


async def test_another_way_of_sending_changes_the_fee_only():
    story = await a_recap()
    answer = await story.say(c.ChooseShipping("SCHEDULE_PICKUP"))
    assert answer.case.quote.total_minor == 8_999 - 995
    assert answer.case.shipping.pickup


async def test_a_correction_that_is_refused_leaves_the_recap_as_it_was():
    story = await a_recap()
    before, units = await story.case(), await story.ledger()
    answer = await story.say(c.ChooseReason("DAMAGED"), c.ChooseShipping("PIGEON"))
    assert answer.outcome is Outcome.REFUSED
    assert (await story.case(), await story.ledger()) == (before, units)


async def test_a_window_that_ends_before_the_last_slot_refuses_the_quote():
    story = a_story(an_order(delivered_days_ago=30))
    await story.say(*all_slots(shipping=None))
    story.now += timedelta(days=1)
    answer = await story.say(c.ChooseShipping("PREPAID_LABEL"))
    assert answer.refusal.code == "window_over"
    assert (await story.ledger()).units == ()


async def test_a_quote_made_inside_the_window_is_honored_after_it():
    story = a_story(an_order(delivered_days_ago=30))
    await story.say(*all_slots())
    story.now += timedelta(days=2)
    assert (await story.say(c.Confirm())).case.state is CaseState.APPROVED


async def test_a_person_can_be_asked_for_when_the_choice_can_no_longer_be_quoted():
    story = a_story(an_order(delivered_days_ago=30))
    await story.say(*all_slots())
    await story.time_passes("quote", hours=72)
    answer = await story.say(c.HandOff())
    assert answer.outcome is Outcome.APPLIED
    assert "escalated" in answer.case.flags


async def test_asking_for_a_person_leaves_the_card_as_it_is():
    story = await a_recap()
    before = await story.case()
    answer = await story.say(c.HandOff())
    assert (answer.case.revision, answer.case.quote) == (before.revision, before.quote)
