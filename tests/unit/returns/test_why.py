"""Asking why explains what is on screen, and nothing else."""

import pytest

from returns.case import CaseState
from returns.owner_file import OwnerFile
from returns.why import why
from tests.builders import NOW, a_customer, a_file, a_line, a_shop, a_story_in, an_order

SHOP = a_shop()


async def asked(state, locale="en", **slots):
    story = await a_story_in(state, **slots)
    file = await story.desk.cases.open(story.ref.owner_id, story.ref.case_id)
    return why(file, SHOP, NOW, locale)


async def test_the_recap_is_explained_row_by_row_with_its_sections():
    said = await asked(CaseState.QUOTED, reason="CHANGED_MIND")

    assert "- The restocking fee: −" in said
    assert "(policy 6.1)" in said
    assert "Free if you choose" in said
    assert said.endswith(f"Policy version {SHOP.policy_version}.")


async def test_a_fee_that_is_not_charged_says_why():
    assert "It is our fault" in await asked(CaseState.QUOTED, reason="DAMAGED")


@pytest.mark.parametrize(
    ("locale", "words"), [("de", "Die Rücknahmegebühr: −"), ("fr", "Les frais de remise en stock")]
)
async def test_it_is_explained_in_the_language_asked_in(locale, words):
    assert words in await asked(CaseState.QUOTED, locale, reason="CHANGED_MIND")


def test_before_anything_is_chosen_what_cannot_come_back_is_explained():
    final = a_line(line_id="2", name="Wool Socks", final_sale=True)
    file = a_file(an_order(lines=(a_line(line_id="1"), final)))

    said = why(file, SHOP, NOW, "en")

    assert said.startswith("- **Wool Socks**: It was a final sale")
    assert said.count("\n- ") == 0


def test_where_everything_may_come_back_the_days_left_are_told():
    file = a_file(an_order(lines=(a_line(),)))

    assert "days left, until" in why(file, SHOP, NOW, "en")


def test_nothing_to_explain_says_nothing():
    assert why(OwnerFile(a_customer(), {}, {}), SHOP, NOW, "en") == ""


async def test_every_confirmed_state_can_be_asked_about():
    for state in (CaseState.APPROVED, CaseState.IN_TRANSIT, CaseState.CLOSED):
        assert "What you paid for the goods" in await asked(state)
