"""Puts an explanation into sentences of a locale, for a card, a chat answer or staff alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from returns.explain import Change, Explanation, Fact
from returns.explained_english import ENGLISH
from returns.explained_french import FRENCH
from returns.explained_german import GERMAN
from returns.shop import Shop, localized
from returns.wording import Tables, day_text, fill, money_text, percent, words_of

TABLES: Tables = MappingProxyType({"en": ENGLISH, "de": GERMAN, "fr": FRENCH})

_DAYS = ("last_day", "until", "delivered")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one rule said, or one change would do; a change has no section."""

    code: str
    text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation in words, with the version of the policy it went by."""

    subject: str
    outcome: str
    version: str
    because: tuple[Sentence, ...]
    changes: tuple[Sentence, ...]


def told(explanation: Explanation, locale: str, shop: Shop) -> Told:
    """Return an explanation in sentences; facts are written as a locale's readers write them.

    Raises:
        KeyError: a rule or a change has no words.
    """
    return Told(
        explanation.subject,
        explanation.outcome,
        explanation.version,
        tuple(
            Sentence(one.rule, _sentence(f"rule.{one.rule}", one.facts, locale, shop), one.section)
            for one in explanation.findings
        ),
        tuple(change_of(one, locale, shop) for one in explanation.changes),
    )


def change_of(change: Change, locale: str, shop: Shop) -> Sentence:
    """Return what would change an outcome, such as "Free if you choose exchange."."""
    return Sentence(change.code, _sentence(f"change.{change.code}", change.facts, locale, shop))


def text_of(words: Told, locale: str) -> str:
    """Return everything as running text: each reason with its section, then what would change."""
    parts = [_cited(sentence, locale) for sentence in words.because]
    return " ".join([*parts, *(change.text for change in words.changes)])


def version_text(version: str, locale: str) -> str:
    """Return which version of the policy was gone by; "" when none was."""
    return fill(words_of(TABLES, locale)["version"], version=version) if version else ""


def _cited(sentence: Sentence, locale: str) -> str:
    if not sentence.section:
        return sentence.text
    template = words_of(TABLES, locale)["cited"]
    return fill(template, text=sentence.text.removesuffix("."), section=sentence.section)


def _sentence(key: str, facts: tuple[Fact, ...], locale: str, shop: Shop) -> str:
    words = words_of(TABLES, locale)
    given = dict(facts)
    text = fill(words[_counted(key, given)], **_written(given, locale, shop))
    # A fee that is not taken has no basis it was taken on.
    if given.get("basis_minor", "0") == "0":
        return text
    basis = money_text(int(given["basis_minor"]), given["currency"], locale)
    rate = percent(given["rate"], locale)
    return fill(words["rated"], text=text.removesuffix("."), rate=rate, basis=basis)


def _counted(key: str, given: Mapping[str, str]) -> str:
    """Return the key for a number of days, where the words differ by it."""
    if f"{key}.many" not in ENGLISH:
        return key
    number = {"0": "none", "1": "one"}.get(given["days"], "many")
    return f"{key}.{number}"


def _written(given: Mapping[str, str], locale: str, shop: Shop) -> dict[str, str]:
    """Return the facts as they stand in a sentence."""
    shown = dict(given)
    for name in _DAYS:
        if name in given:
            shown[name] = day_text(date.fromisoformat(given[name]), locale)
    if "minor" in given:
        currency = given.get("currency", shop.currency)
        shown["amount"] = money_text(int(given["minor"]), currency, locale)
    if "tier" in given:
        shown["tier"] = localized(shop.tier(given["tier"]).label, locale) or given["tier"]
    if "code" in given:
        choice = shop.resolutions.get(given["code"]) or shop.shipping.get(given["code"])
        shown["choice"] = localized(choice.label, locale) if choice else given["code"]
    return shown
