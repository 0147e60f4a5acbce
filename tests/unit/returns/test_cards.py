"""Which card comes next, and the facts on it: a pure function of case, file, shop and time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from returns import cards as k
from returns import commands as c
from returns.case import CaseState
from returns.desk import Desk
from returns.shop import Shop
from tests.builders import (
    CABLE,
    DISPLAY,
    HUB,
    NOW,
    SOCKS,
    Story,
    a_file,
    a_line,
    a_shop,
    a_story,
    a_story_in,
    all_slots,
    an_order,
    hubs,
)

# They last no longer than the decision they are part of.
PASSING = {CaseState.INSPECTING, CaseState.DECIDED}


async def card_of(story: Story, stock: dict[str, int] | None = None) -> k.Card | None:
    file = await story.desk.cases.open(story.ref.owner_id, story.ref.case_id)
    return k.next_card(file, story.shop, story.now, stock)


# --- Which -----------------------------------------------------------------------------------


async def test_the_card_is_the_first_missing_slots():
    story = a_story()
    assert await card_of(story) is None
    expected = (k.ItemsCard, k.ReasonCard, k.ResolutionCard, k.ShippingCard, k.RecapCard)
    for command, kind in zip((c.Start(), *all_slots()), expected, strict=True):
        await story.say(command)

        assert isinstance(await card_of(story), kind)


async def test_a_slot_filled_out_of_turn_is_not_asked_again():
    story = a_story()
    await story.say(c.Start(), c.ChooseShipping("PREPAID_LABEL"), c.ChooseReason("WRONG_SIZE"))
    await story.say(hubs())

    assert isinstance(await card_of(story), k.ResolutionCard)


async def test_goods_that_are_kept_need_no_shipping():
    story = a_story()
    await story.say(*all_slots(resolution="KEEP_WITH_DISCOUNT", shipping=None))

    card = await card_of(story)

    assert isinstance(card, k.RecapCard)
    assert card.shipping is None
    assert not card.needs_photos


@pytest.mark.parametrize("state", sorted(set(CaseState) - PASSING))
async def test_every_state_has_a_card(state: CaseState):
    card = await card_of(await a_story_in(state))

    if state is CaseState.AWAITING_EVIDENCE:
        assert isinstance(card, k.EvidenceCard)
    elif state in {CaseState.DRAFT, CaseState.QUOTED}:
        assert isinstance(card, k.ReasonCard | k.RecapCard)
    else:
        assert isinstance(card, k.CaseCard)
        assert card.state is state


async def test_a_return_given_up_before_its_choices_has_no_card():
    story = a_story()
    await story.say(hubs())
    await story.say(c.Cancel())

    assert await card_of(story) is None


@pytest.mark.parametrize(
    ("state", "can_cancel"),
    [
        (CaseState.APPROVED, True),
        (CaseState.IN_REVIEW, True),
        (CaseState.AWAITING_SHIPMENT, True),
        (CaseState.IN_TRANSIT, False),
        (CaseState.RECEIVED, False),
        (CaseState.SETTLING, False),
        (CaseState.CLOSED, False),
        (CaseState.CANCELLED, False),
        (CaseState.DECLINED, False),
        (CaseState.EXPIRED, False),
    ],
)
async def test_cancelling_is_offered_exactly_where_it_works(state: CaseState, *, can_cancel: bool):
    story = await a_story_in(state)
    card = await card_of(story)
    assert isinstance(card, k.CaseCard)
    assert card.can_cancel is can_cancel

    await story.say(c.Cancel())

    assert ((await story.case()).state is CaseState.CANCELLED) == (
        can_cancel or state is CaseState.CANCELLED
    )


# --- Items -----------------------------------------------------------------------------------


def items(*lines, shop: Shop | None = None, **rest) -> k.ItemsCard:
    return k.items_card(a_file(an_order(*lines, **rest)), shop or a_shop(), NOW)


def test_what_may_come_back_stands_first_and_is_counted():
    card = items(a_line("1", SOCKS), a_line("2", HUB), a_line("3", CABLE))
    rows = [(row.verdict.line.line_id, row.verdict.eligible) for row in card.groups[0].rows]

    assert rows == [("2", True), ("3", True), ("1", False)]
    assert card.returnable == 2


def test_an_order_with_something_to_return_stands_before_a_newer_one_without():
    newer = an_order(a_line("1", SOCKS), order_id="O-2", placed_at=NOW - timedelta(days=1))
    older = an_order(a_line("1", HUB), order_id="O-1")

    card = k.items_card(a_file(newer, older), a_shop(), NOW)

    assert [group.order.order_id for group in card.groups] == ["O-1", "O-2"]


def test_a_long_list_is_cut_and_says_how_much_is_missing():
    card = items(*(a_line(str(number), HUB, 1) for number in range(27)))

    assert sum(len(group.rows) for group in card.groups) == 20
    assert (card.hidden, card.returnable) == (7, 27)


def test_a_longer_tier_brings_late_goods_back():
    late = {"delivered_days_ago": 40}
    standard = items(a_line("1", HUB), **late)
    gold = k.items_card(a_file(an_order(a_line("1", HUB), **late), tier="gold"), a_shop(), NOW)

    assert (standard.returnable, gold.returnable) == (0, 1)
    assert gold.tier.code == "gold"


# --- Amounts ---------------------------------------------------------------------------------


async def offered(
    *, reason: str, product: str = HUB, stock: int = 0, tier: str = "standard"
) -> dict[str, k.ResolutionOption]:
    story = a_story(an_order(a_line("1", product, 2)), tier=tier)
    await story.say(c.SelectUnits((c.Units("O-1", "1", 1),)), c.ChooseReason(reason, "details"))
    card = await card_of(story, {product: stock})
    assert isinstance(card, k.ResolutionCard)
    return {option.resolution.code: option for option in card.options}


async def test_each_resolution_shows_what_it_would_give():
    options = await offered(reason="DAMAGED", stock=3)

    totals = {code: option.quote.total_minor for code, option in options.items()}

    assert totals["FULL_REFUND"] == 8_999
    assert totals["STORE_CREDIT"] == 9_899
    assert totals["KEEP_WITH_DISCOUNT"] == 1_800


async def test_a_fee_is_in_the_amount_where_the_reason_takes_one():
    changed = await offered(reason="CHANGED_MIND")
    exempt = await offered(reason="CHANGED_MIND", tier="gold")

    assert changed["FULL_REFUND"].quote.total_minor == 8_999 - 1_350
    assert exempt["FULL_REFUND"].quote.total_minor == 8_999


@pytest.mark.parametrize(("stock", "possible"), [(0, False), (1, True)])
async def test_an_exchange_needs_stock(stock: int, *, possible: bool):
    options = await offered(reason="DAMAGED", product=DISPLAY, stock=stock)

    assert options["EXCHANGE"].possible is possible
    assert all(option.possible for code, option in options.items() if code != "EXCHANGE")


async def test_the_exchange_of_two_needs_two():
    story = a_story()
    await story.say(hubs(2), c.ChooseReason("DAMAGED"))
    card = await card_of(story, {HUB: 1})
    assert isinstance(card, k.ResolutionCard)

    exchange = next(option for option in card.options if option.resolution.exchange)

    assert not exchange.possible


@pytest.mark.parametrize(("reason", "cost"), [("DAMAGED", 0), ("WRONG_SIZE", 695)])
async def test_shipping_costs_nothing_where_the_shop_is_at_fault(reason: str, cost: int):
    story = a_story()
    await story.say(*all_slots(reason=reason, shipping=None))
    card = await card_of(story)
    assert isinstance(card, k.ShippingCard)

    costs = {option.method.code: option.cost_minor for option in card.options}

    assert costs["PREPAID_LABEL"] == cost
    assert costs["RETURN_TO_STORE"] == 0


async def test_the_recap_shows_the_quote_that_will_be_paid():
    story = a_story()
    await story.say(*all_slots())
    case = await story.case()
    card = await card_of(story)

    assert isinstance(card, k.RecapCard)
    assert card.quote == case.quote
    assert card.quote.total_minor == sum(line.minor for line in card.quote.lines) == 8_304


async def test_a_quote_that_ran_out_is_priced_anew_before_it_is_shown():
    story = a_story()
    await story.say(*all_slots())
    await story.time_passes("quote", hours=73)
    case = await story.case()
    card = await card_of(story)

    assert case.quote is None
    assert isinstance(card, k.RecapCard)
    assert card.quote.expires_at > story.now


@pytest.mark.parametrize(
    ("quantity", "reason", "needed"),
    [(1, "DAMAGED", False), (2, "DAMAGED", True), (2, "WRONG_SIZE", False)],
)
async def test_photos_are_asked_for_damage_of_worth(quantity: int, reason: str, *, needed: bool):
    story = a_story()
    await story.say(*all_slots(quantity=quantity, reason=reason))
    card = await card_of(story)

    assert isinstance(card, k.RecapCard)
    assert card.needs_photos is needed


async def test_a_card_is_the_same_for_whoever_opens_it_next():
    story = a_story()
    await story.say(*all_slots())
    other = Story(Desk(story.desk.cases, story.desk.rules, story.desk.bell), story.ref)

    assert await card_of(story) == await card_of(other)


# --- Words -----------------------------------------------------------------------------------


def test_a_thing_without_words_goes_by_its_code():
    reason = replace(a_shop().reasons["DAMAGED"], label={})

    assert k.label_of(reason, "en") == "DAMAGED"
    assert k.label_of(a_shop().reasons["DAMAGED"], "de") == "Damaged"


def test_a_shop_without_prompts_has_none():
    assert k.prompts_of(a_shop(), "en") == ()
