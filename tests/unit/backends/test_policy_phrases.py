from pathlib import Path

import pytest

from backends.policy_file import read_policy
from backends.policy_phrases import in_policy_words
from backends.policy_search_embedded import EmbeddedPolicySearch

ZAVA = Path(__file__).parents[3] / "shops" / "zava"


@pytest.fixture(scope="module")
def search():
    return EmbeddedPolicySearch(read_policy(ZAVA).clauses)


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("How long do I have to return something?", "2.1"),
        ("What is the return policy?", "2.1"),
        ("what is the return window", "2.1"),
        ("do I have to pay shipping?", "6.2"),
        ("how long do refunds take", "10.1"),
        ("when do I get my money", "10.1"),
        ("what happens if I lose the label", "7.1"),
        ("how do I start a return?", "1.2"),
        ("what is your policy on damaged items?", "4.1"),
        ("what about earrings", "3.2"),
    ],
)
async def test_a_common_question_finds_its_section_first(search, question, section):
    found = await search.find(question, 2)
    assert found[0].section == section


async def test_a_product_in_a_common_question_still_counts(search):
    found = await search.find("how many days do I have to send back a display", 2)
    assert {clause.section for clause in found} == {"2.1", "2.2"}


def test_other_questions_keep_their_own_words():
    assert in_policy_words("what about earrings") is None
