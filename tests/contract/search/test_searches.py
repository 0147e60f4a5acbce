"""What the desk may expect of the three searches, whoever keeps them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.contract.search.shelves import CASES, CLAUSES, PRODUCTS

if TYPE_CHECKING:
    from tests.contract.search.shelves import Searches


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("how long is the return window?", "2.1"),
        ("can I send back swimwear", "3.2"),
        ("it came broken", "4.1"),
        ("restoking fees", "6.1"),
        ("Is there a fee for a CHANGE of mind?", "6.1"),
        ("how long do refunds take", "10.1"),
        ("how do I start a return?", "1.2"),
    ],
)
async def test_a_question_finds_its_section_first(searches: Searches, question: str, section: str):
    found = await searches.policy.find(question, 3)

    assert found[0].section == section


@pytest.mark.parametrize(
    "question",
    ["section 4.1", "What does §4.1 say about fees?", "4.1", "Section 4.1, restocking fee"],
)
async def test_a_section_named_by_its_number_comes_first(searches: Searches, question: str):
    found = await searches.policy.find(question, 3)

    assert (found[0].section, found[0].score) == ("4.1", 1.0)
    assert len({clause.section for clause in found}) == len(found)


@pytest.mark.parametrize(
    ("question", "sections"),
    [("chapter 6", ["6.1", "6.2"]), ("sections 6.2, section 2.1", ["6.2", "2.1"])],
)
async def test_chapters_and_sections_are_found_in_the_order_they_are_named(
    searches: Searches, question: str, sections: list[str]
):
    assert [found.section for found in await searches.policy.find(question, 3)] == sections


@pytest.mark.parametrize(
    "question",
    [
        "Who will win the election?", "do you sell pizza", "tell me a joke", "hello", "", " ?!",
        "the policy", "section 9.9", "7.7", "' or 1 eq 1",
    ],
)  # fmt: skip
async def test_the_policy_is_silent_on_what_it_does_not_regulate(searches: Searches, question: str):
    assert await searches.policy.find(question, 3) == ()


async def test_a_clause_comes_back_as_it_was_written_with_its_version(searches: Searches):
    (found,) = await searches.policy.find("hygiene", 1)

    assert (found.section, found.title, found.text, found.version, found.score) == (
        CLAUSES[2].section, CLAUSES[2].title, CLAUSES[2].text, "3", 1.0,
    )  # fmt: skip


@pytest.mark.parametrize("question", ['fee" OR title:*', "-fee +restocking", "restocking fee*~^2"])
async def test_a_question_is_never_read_as_a_query_language(searches: Searches, question: str):
    found = await searches.policy.find(question, 2)

    assert {clause.section for clause in found} <= {"6.1", "6.2"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the hub I bought last week", "Smart Home Hub"),
        ("headfones", "Noise-Canceling Headphones"),
        ("my broken headset", "Noise-Canceling Headphones"),
        ("I want to return the pullover", "Merino Crew Sweater"),
        ("Smart Plug", "Smart Plug (2-Pack)"),
    ],
)
async def test_a_customers_own_words_find_the_product(searches: Searches, words: str, name: str):
    found = await searches.products.find(words, 3)

    expected = next(product for product in PRODUCTS if product.name == name)
    assert (found[0].product_id, found[0].name) == (expected.product_id, name)


@pytest.mark.parametrize("words", ["sofa", "I want to return my order", "a bike", ""])
async def test_what_the_shop_does_not_sell_is_not_found(searches: Searches, words: str):
    assert await searches.products.find(words, 3) == ()


async def test_similar_returns_are_of_the_same_item_and_come_back_whole(searches: Searches):
    found = await searches.similar_cases.find("Smart Home Hub DAMAGED the case has a crack", 2)

    assert [case.case_id for case in found] == ["A", "B"]
    assert found[0].score == 1.0 > found[1].score
    assert (found[0].reason, found[0].text, found[0].outcome) == (
        CASES[0].reason, CASES[0].text, CASES[0].outcome,
    )  # fmt: skip
    assert (found[0].item, found[0].category, found[0].resolution) == (
        CASES[0].item, CASES[0].category, CASES[0].resolution,
    )  # fmt: skip


async def test_an_item_nobody_returned_has_no_similar_returns(searches: Searches):
    assert await searches.similar_cases.find("bicycle pump", 3) == ()


async def test_scores_fall_from_one_and_no_more_than_the_limit_is_found(searches: Searches):
    found = await searches.products.find("smart home hub display plug", 2)

    scores = [hit.score for hit in found]
    assert len(found) == 2
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert await searches.products.find("smart home hub", 0) == ()


async def test_many_may_ask_at_once(searches: Searches):
    asked = ["restocking fee", "earrings", "start a return"] * 4

    found = await asyncio.gather(*(searches.policy.find(question, 1) for question in asked))

    assert [clause.section for (clause,) in found] == ["6.1", "3.2", "1.2"] * 4
