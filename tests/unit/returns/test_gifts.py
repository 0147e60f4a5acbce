"""A gift comes back from who received it: credit in their name; nothing of the buyer's moves."""

import pytest

from returns import commands as c
from returns import events as e
from returns.choice_events import Recipient
from returns.ports import MovementKind
from tests.builders import a_line, a_story, all_slots, an_order
from tests.unit.returns.life import Life
from tests.unit.returns.test_lives import holds

MIA = Recipient("gift-mia", "Mia Berg", "mia@example.com")


async def a_gift(**rest):
    """Return the story of a gift whose recipient has chosen everything but the yes."""
    order = an_order(a_line(quantity=2, net_paid_minor=17_998, tax_minor=1_500))
    story = a_story(order)
    start, *chosen = (c.Start(), *all_slots(resolution="STORE_CREDIT", **rest))
    await story.say(start, recipient=MIA)
    await story.say(*chosen, recipient=MIA)
    return story


async def test_the_credit_is_the_recipients_for_what_the_unit_cost_with_its_tax():
    story = await a_gift(reason="WRONG_SIZE", shipping="RETURN_TO_STORE")
    await story.say(c.Confirm(), recipient=MIA)
    await story.settle()
    await story.say(c.Receive(), source="staff", actor="dock")
    await story.say(c.Grade("A"), source="staff", actor="dock")
    await story.settle()

    case = await story.case()
    paid = [row.planned for row in case.money]
    assert {row.target for row in paid} == {"gift-mia"}
    principal = [row.minor for row in paid if row.kind is MovementKind.CREDIT_PRINCIPAL]
    assert principal == [8_999 + 750]
    assert (await story.ledger()).refunded("T1") == 0


@pytest.mark.parametrize("resolution", ["FULL_REFUND", "EXCHANGE", "KEEP_WITH_DISCOUNT"])
async def test_nothing_but_credit_is_given_for_a_gift(resolution):
    story = await a_gift()
    answer = await story.say(c.ChooseResolution(resolution), recipient=MIA)

    assert answer.refusal.code == "gift_credit_only"
    assert (await story.case()).resolution.code == "STORE_CREDIT"


async def test_a_gift_stays_one_whoever_speaks_later():
    story = await a_gift()
    answer = await story.say(c.ChooseResolution("FULL_REFUND"))

    assert answer.refusal.code == "gift_credit_only"
    assert (await story.case()).recipient == MIA


async def test_nobody_is_offered_a_discount_for_keeping_a_gift():
    story = await a_gift(reason="CHANGED_MIND")

    assert not any(
        isinstance(one.event, e.OffersMade)
        for one in await story.desk.cases.history((await story.case()).ref)
    )


def test_what_was_a_gift_is_held_to_every_law():
    order = an_order(a_line(quantity=2))
    life = Life(a_story(order).desk.cases._files["ann"], a_story().shop, seen=holds)
    life.ask(c.Start(), recipient=MIA)
    life.live([(12, 4), (12, 33), (15, 0), (33, 0), (26, 0), (26, 5), (33, 0)])
    assert life.case.gift
