"""Why it is so can be said of every rule, in every language, with its facts and its section."""

import re
from pathlib import Path

import pytest

from returns.basis import Waiver
from returns.explain import Change, Explanation, Finding, facts
from returns.explained import TABLES, change_of, text_of, told, version_text
from returns.policy import verdicts
from tests.builders import NOW, a_file, a_line, a_shop, an_order

SHOP = a_shop()


def stated(pattern):
    sources = "".join(path.read_text() for path in Path("returns").glob("*.py"))
    return set(re.findall(pattern, sources))


def test_every_rule_and_every_change_the_core_states_has_words():
    rules = stated(r'\bFinding\(\s*"([a-z_.]+)"') | stated(r'_no\(look, "([a-z_]+)"')
    rules |= stated(r'\bQuoteLine\(\s*"([a-z_]+)"') | stated(r'"(window\.[a-z]+)"')
    rules |= {"data_incomplete", "digital", "personalized", "final_sale", "bundle", "offer"}
    rules |= {"goods", "tax", "deduction", "rejection", "exchange", "replacement", "restocking"}
    rules |= {f"waived.{waiver}" for waiver in Waiver if waiver}
    changes = stated(r'\bChange\(\s*"([a-z_]+)"')
    words = {re.sub(r"\.(none|one|many)$", "", key) for key in TABLES["en"]}

    assert {f"rule.{rule}" for rule in rules} <= words
    assert {f"change.{change}" for change in changes} <= words


@pytest.mark.parametrize("locale", TABLES)
def test_every_verdict_can_be_said_in_every_language(locale):
    file = a_file(an_order(lines=(a_line(),)))

    for found in verdicts(tuple(file.orders.values()), {}, SHOP.tier("standard"), SHOP, NOW):
        words = told(found.explanation, locale, SHOP)
        assert words.version == SHOP.policy_version
        assert all(sentence.text for sentence in (*words.because, *words.changes))
        assert text_of(words, locale).endswith(".")


def test_a_rule_is_cited_with_its_section_and_a_change_stands_behind_it():
    fee = facts(minor=-643, currency="USD", rate="0.15", basis_minor=4_286)
    spare = Change("free_with_resolution", facts(code="EXCHANGE"))
    why = Explanation(
        "restocking", "restocking", "v7", (Finding("restocking", "5.1", fee),), (spare,)
    )

    said = text_of(told(why, "en", SHOP), "en")

    assert said.startswith("The restocking fee: −$6.43 (15% of $42.86) (policy 5.1).")
    assert "Free if you choose" in said
    assert version_text("v7", "en") == "Policy version v7."


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "Today is the last day."),
        (1, "1 day left, until March 6, 2026."),
        (2, "2 days left, until March 6, 2026."),
    ],
)
def test_days_left_are_counted_in_words(days, text):
    change = Change("window_ends", facts(days=days, last_day="2026-03-06"))

    assert change_of(change, "en", SHOP).text == text


def test_amounts_and_days_are_written_in_the_language():
    change = Change("cheaper_shipping", facts(code="DROP_OFF", minor=250))

    assert "2,50" in change_of(change, "de", SHOP).text
    assert (
        "6 mars 2026"
        in change_of(
            Change("higher_tier", facts(tier="gold", last_day="2026-03-06")), "fr", SHOP
        ).text
    )
