"""How the words of a locale are found, and how days, rates and lists are written in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from returns.amounts import amount_text
from returns.money import Money

type Words = Mapping[str, str]
type Tables = Mapping[str, Words]

FIRST = "en"

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_DAYS = {"en": "{month} {day}, {year}", "de": "{day}. {month} {year}", "fr": "{day} {month} {year}"}
_AND = {"en": "and", "de": "und", "fr": "et"}
_OR = {"en": "or", "de": "oder", "fr": "ou"}
_PERCENT = {"en": "%", "de": "\N{NO-BREAK SPACE}%", "fr": "\N{NO-BREAK SPACE}%"}
_NUMBERS = {
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "de": (
        "kein",
        "ein",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
    ),
    "fr": ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
}


def language_of(locale: str) -> str:
    """Return the language of a locale we have words in; the first one when there are none."""
    language = locale.partition("-")[0].lower()
    return language if language in _DAYS else FIRST


def words_of(tables: Tables, locale: str) -> Words:
    """Return the table of a locale's language."""
    return tables[language_of(locale)]


def fill(template: str, **facts: object) -> str:
    """Return a template with its facts; a fact is never read as a template itself.

    Raises:
        KeyError: the template asks for a fact that was not given.
    """
    return template.format_map(facts)


def day_text(day: date, locale: str = FIRST) -> str:
    """Return a day as it stands in a sentence, such as December 7, 2026 or 7. Dezember 2026."""
    language = language_of(locale)
    month = _MONTHS[language].split()[day.month - 1]
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return _DAYS[language].format(month=month, day=number, year=day.year)


def percent(rate: str, locale: str = FIRST) -> str:
    """Return a rate such as "0.15" as people of a locale read it, such as 15%."""
    number = f"{(Decimal(rate) * 100).normalize():f}"
    language = language_of(locale)
    mark = number if language == FIRST else number.replace(".", ",")
    return f"{mark}{_PERCENT[language]}"


def money_text(minor: int, currency: str, locale: str) -> str:
    """Return minor units of a currency as customers of a locale read them."""
    return amount_text(Money(minor, currency), locale)


def number_word(count: int, locale: str = FIRST) -> str:
    """Return a small number as a word."""
    words = _NUMBERS[language_of(locale)]
    return words[count] if count < len(words) else str(count)


def all_of(names: Sequence[str], locale: str = FIRST) -> str:
    """Return names as one list, such as "a, b and c"."""
    return _joined(names, _AND[language_of(locale)])


def one_of(names: Sequence[str], locale: str = FIRST) -> str:
    """Return names as a choice, such as "a or b or c"."""
    return f" {_OR[language_of(locale)]} ".join(names)


def _joined(names: Sequence[str], word: str) -> str:
    if len(names) < 2:  # noqa: PLR2004 - a list needs two
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
