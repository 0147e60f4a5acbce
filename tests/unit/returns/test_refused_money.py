"""Money that a provider refuses for good: what takes its place, and what nothing can."""

from dataclasses import replace

from returns import commands as c
from returns import events as e
from returns.case import CaseState, Flag
from returns.effects import Effect, effect_key
from returns.movements import MoneyState
from returns.rulebook import SettleAt
from tests.builders import a_shop, a_story, all_slots

BONUS = effect_key("case-1", Effect.ISSUE_CREDIT, "bonus")
CREDIT = effect_key("case-1", Effect.ISSUE_CREDIT, "O-1/principal")


async def a_credit_at_approval():
    shop = a_shop()
    early = replace(shop.resolutions["STORE_CREDIT"], settle_at=SettleAt.APPROVAL)
    shop = replace(shop, resolutions=shop.resolutions | {"STORE_CREDIT": early})
    story = a_story(shop=shop)
    await story.say(*all_slots(resolution="STORE_CREDIT"))
    await story.say(c.Confirm())
    return story


async def test_a_refused_bonus_is_left_to_staff_since_no_tender_can_take_it():
    """Found by a random life: the refusal could not be recorded, and was tried for ever."""
    story = await a_credit_at_approval()

    assert await story.told(e.MoneyRefused(BONUS, "closed"))

    case = await story.case()
    assert case.movement("bonus").state is MoneyState.FAILED
    assert Flag.ESCALATED in case.flags
    answer = await story.say(c.ReplaceMovement("bonus"), source="staff", actor="nora")
    assert answer.refusal.code == "nothing_to_replace"


async def test_a_refused_bonus_can_be_tried_again():
    story = await a_credit_at_approval()
    await story.told(e.MoneyRefused(BONUS, "closed"))

    await story.say(c.RetryEffect(BONUS), source="staff", actor="nora")
    await story.settle()

    assert (await story.case()).movement("bonus").state is MoneyState.SETTLED


async def test_a_refused_credit_that_was_replaced_owes_no_reversal():
    """Found by a random life: what never happened was reversed, and counted as reversed."""
    story = await a_credit_at_approval()
    await story.told(e.MoneyRefused(CREDIT, "closed"))

    case = await story.case()
    assert case.movement("O-1/principal").state is MoneyState.REPLACED
    assert case.movement("O-1/T1").state is MoneyState.PLANNED
    assert "reverse_credit" not in {one.effect for one in await story.owed()}


async def test_a_credit_nobody_knows_of_is_reversed_when_the_return_is_off():
    story = await a_credit_at_approval()
    await story.told(e.EffectFailed(CREDIT, 5, None, "down"))

    await story.say(c.Cancel())

    case = await story.case()
    assert case.state is CaseState.CANCELLED
    assert "reverse_credit" in {one.effect for one in await story.owed()}
