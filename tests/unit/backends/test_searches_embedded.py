from __future__ import annotations

import pytest

from backends.policy_search_embedded import EmbeddedPolicySearch
from backends.product_search_embedded import EmbeddedProductSearch
from backends.similar_cases_embedded import EmbeddedSimilarCases
from returns.order import Product
from returns.ports import PastCase, PolicyClause


def clause(section: str, title: str, text: str) -> PolicyClause:
    return PolicyClause(section, title, text, "3")


POLICY = EmbeddedPolicySearch(
    [
        clause("2.1", "Standard window", "You can return an item within 30 days from delivery."),
        clause("3.2", "Hygiene", "Underwear, swimwear and earrings cannot be returned."),
        clause("4.1", "Damaged or defective", "If an item arrived damaged, the fault is ours."),
        clause("4.10", "Gifts", "Whoever received a gift can return it for store credit."),
        clause("6.1", "Restocking fee", "It is 15% for a change of mind and 10% otherwise."),
        clause("6.2", "Return shipping fee", "A prepaid label costs 6.95 and a pickup 9.95."),
    ]
)


def product(number: int, name: str, category: str, description: str) -> Product:
    return Product(f"P{number}", name, category, description, 1000, variants=("Blue",))


PRODUCTS = EmbeddedProductSearch(
    [
        product(1, "Smart Home Hub", "smart_home", "Connects lights, locks and sensors."),
        product(2, "Ultra HD Smart Display", "displays", "Touch display for video calls."),
        product(3, "Noise-Canceling Headphones", "audio", "Over-ear headphones."),
        product(4, "Smart Plug (2-Pack)", "smart_home", "Two Wi-Fi outlets."),
        product(5, "Merino Crew Sweater", "apparel", "Fine merino wool."),
    ]
)

CASES = EmbeddedSimilarCases(
    [
        PastCase("A", "Smart Home Hub", "smart_home", "DAMAGED", "EXCHANGE",
                 "The corner was cracked.", "Replaced."),
        PastCase("B", "Smart Home Hub", "smart_home", "CHANGED_MIND", "REFUND",
                 "Never used it.", "Refunded."),
        PastCase("C", "Merino Crew Sweater", "apparel", "WRONG_SIZE", "EXCHANGE",
                 "Too tight.", "Replaced."),
    ]
)  # fmt: skip


async def sections(query: str, limit: int = 3) -> list[str]:
    return [found.section for found in await POLICY.find(query, limit)]


async def names(query: str) -> list[str]:
    return [found.name for found in await PRODUCTS.find(query, 3)]


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ("how long is the return window?", "2.1"),
        ("can I send back swimwear", "3.2"),
        ("it came broken", "4.1"),
        ("restoking fees", "6.1"),
        ("what does postage cost me?", "6.2"),
        ("it was a present", "4.10"),
    ],
)
async def test_a_question_finds_its_section(query: str, section: str):
    assert (await sections(query))[0] == section


@pytest.mark.parametrize(
    "query", ["section 4.1", "What does §4.1 say about fees?", "4.1", "Section 4.1, restocking fee"]
)
async def test_a_section_named_by_its_number_comes_first(query: str):
    assert (await sections(query))[0] == "4.1"


async def test_a_chapter_named_by_its_number_gives_its_sections():
    assert await sections("chapter 6") == ["6.1", "6.2"]


@pytest.mark.parametrize("query", ["section 9.9", "7.7", "my 4.1 speaker"])
async def test_a_number_of_no_section_finds_nothing(query: str):
    assert await sections(query) == []


@pytest.mark.parametrize(
    "query", ["Who will win the election?", "do you sell pizza", "tell me a joke", "hello", ""]
)
async def test_the_policy_is_silent_on_what_it_does_not_regulate(query: str):
    assert await sections(query) == []


async def test_a_clause_is_found_as_it_was_written_with_its_version():
    (found,) = await POLICY.find("hygiene", 1)

    assert (found.title, found.version, found.score) == ("Hygiene", "3", 1.0)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("smart plug hub", "Smart Home Hub"),
        ("the hub I bought last week", "Smart Home Hub"),
        ("headfones", "Noise-Canceling Headphones"),
        ("my broken headset", "Noise-Canceling Headphones"),
        ("I want to return the pullover", "Merino Crew Sweater"),
        ("smart screen", "Ultra HD Smart Display"),
        ("Smart Plug", "Smart Plug (2-Pack)"),
    ],
)
async def test_a_customers_own_words_find_the_product(query: str, name: str):
    assert (await names(query))[0] == name


@pytest.mark.parametrize("query", ["sofa", "I want to return my order", "a bike", ""])
async def test_what_the_shop_does_not_sell_is_not_found(query: str):
    assert await names(query) == []


async def test_a_similar_return_is_one_of_the_same_item_and_reason():
    found = await CASES.find("Smart Home Hub DAMAGED the case has a crack in it", 2)

    assert [case.case_id for case in found] == ["A", "B"]
    assert found[0].score == 1.0 > found[1].score


async def test_an_item_nobody_returned_has_no_similar_returns():
    assert await CASES.find("bicycle pump", 3) == ()
