"""Every language says everything, with the same facts in it."""

import string
from datetime import date

import pytest

from returns import explained, notices, phrases, timeline
from returns.wording import all_of, day_text, fill, language_of, one_of, percent

TABLES = {
    "explained": explained.TABLES,
    "phrases": phrases.TABLES,
    "notices": notices.TABLES,
    "timeline": timeline.TABLES,
}


def placeholders(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("table", TABLES)
def test_every_language_has_every_sentence(table):
    english = TABLES[table]["en"]

    assert set(TABLES[table]) == {"en", "de", "fr"}
    for words in TABLES[table].values():
        assert words.keys() == english.keys()
        assert all(words.values())


@pytest.mark.parametrize("table", TABLES)
def test_a_sentence_tells_the_same_facts_in_every_language(table):
    english = TABLES[table]["en"]
    for words in TABLES[table].values():
        for key, template in words.items():
            assert placeholders(template) == placeholders(english[key]), key


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "December 7, 2026"),
        ("de-AT", "7. Dezember 2026"),
        ("fr", "7 décembre 2026"),
        ("nl", "December 7, 2026"),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(locale, text):
    assert day_text(date(2026, 12, 7), locale) == text


def test_the_first_of_a_month_is_an_ordinal_in_french():
    assert day_text(date(2026, 12, 1), "fr") == "1er décembre 2026"


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "12.5%"), ("de", "12,5\xa0%"), ("fr", "12,5\xa0%")]
)
def test_a_rate_is_written_as_its_readers_write_it(locale, text):
    assert percent("0.125", locale) == text


def test_names_are_listed_and_offered_in_the_language():
    assert all_of(["a", "b", "c"], "de") == "a, b und c"
    assert all_of(["a"], "fr") == "a"
    assert one_of(["a", "b"], "fr") == "a ou b"
    assert not all_of([])


def test_a_fact_with_braces_is_no_template():
    assert fill("Only {name}.", name="{contact}") == "Only {contact}."


def test_a_language_without_words_is_answered_in_the_first():
    assert language_of("pt-BR") == "en"
