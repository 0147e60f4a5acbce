"""A vocabulary compiled once per language, with English always understood beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from backends.vocabulary import (
    STAND_INS,
    Phrases,
    PhrasesByCode,
    Vocabulary,
    joined,
    phrase_parts,
    phrases_of,
)
from backends.vocabulary_english import ENGLISH_WORDS
from backends.vocabulary_english_choices import ENGLISH_CHOICES
from backends.vocabulary_english_talk import ENGLISH_TALK
from backends.vocabulary_french import FRENCH
from backends.vocabulary_german import GERMAN
from returns.interpretation import Option
from returns.matching import fold

type Choices = tuple[tuple[str, re.Pattern[str]], ...]

_ENGLISH = joined(joined(ENGLISH_CHOICES, ENGLISH_WORDS), ENGLISH_TALK)
_BESIDE_ENGLISH = {"de": GERMAN, "fr": FRENCH}
_NOTHING = re.compile(r"(?!)")
_SHORT_FORMS = (
    ("can't", "(?:can'?t|cannot|can not)"),
    ("won't", "(?:won'?t|will not)"),
    ("n't", "(?:n'?t| not)"),
    ("'s", "(?:'?s| is| was| has)"),
    ("'m", "(?:'?m| am)"),
    ("'d", "(?:'?d| would)"),
    ("'ll", "(?:'?ll| will)"),
    ("'ve", "(?:'?ve| have)"),
    ("'re", "(?:'?re| are| were)"),
)
# A code's own label is read too, except where it is an everyday word.
_SPECIAL = "OTHER"
_SHORTEST_LABEL = 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled phrases of one locale, by the part of the vocabulary they come from."""

    vocabulary: Vocabulary
    patterns: Mapping[str, re.Pattern[str]]
    quantities: tuple[re.Pattern[str], ...]
    number: re.Pattern[str]
    denial: re.Pattern[str]

    def __getitem__(self, part: str) -> re.Pattern[str]:
        return self.patterns[part]

    def has(self, part: str, words: str) -> bool:
        return self.patterns[part].search(words) is not None

    def is_word(self, part: str, word: str) -> bool:
        return self.patterns[part].fullmatch(word) is not None

    def count(self, word: str) -> int | None:
        """Read a number word or up to three digits; nothing is never a quantity."""
        if word.isdecimal() and word.isascii():
            return int(word) or None
        return self.vocabulary.numbers.get(word)

    def denied(self, folded: str, start: int) -> bool:
        """Whether the words just before a place deny what begins there."""
        return self.denial.search(folded[max(0, start - 60) : start]) is not None


@cache
def lexicon_for(language: str) -> Lexicon:
    """Compile a language ("de"); one that is unknown is English."""
    beside = _BESIDE_ENGLISH.get(language)
    words = joined(_ENGLISH, beside) if beside else _ENGLISH
    parts = {
        part: compiled(phrases_of(words, part)) for part in phrase_parts() if part != "quantities"
    }
    counts = "|".join([r"\d{1,3}", *words.numbers, *words.both, *words.all])
    return Lexicon(
        vocabulary=words,
        patterns=parts,
        quantities=tuple(
            re.compile(_whole(_expanded(each).replace("{n}", f"(?P<n>{counts})")))
            for each in words.quantities
        ),
        number=re.compile(_whole(counts)),
        denial=_denial(words),
    )


def language_of(locale: str) -> str:
    return re.split(r"[-_]", locale.casefold(), maxsplit=1)[0]


@lru_cache(maxsize=256)
def choices_for(language: str, slot: str, options: tuple[Option, ...]) -> Choices:
    """Compile what chooses each option on screen, in the vocabulary's order of weight."""
    known: PhrasesByCode = getattr(lexicon_for(language).vocabulary, slot)
    offered = {option.code: option for option in options if option.code != _SPECIAL}
    ordered = [
        *(code for code in known if code in offered),
        *(c for c in offered if c not in known),
    ]
    return tuple(
        (code, compiled((*_phrases(code, known, offered), *_names(offered[code]))))
        for code in ordered
    )


def compiled(phrases: Phrases) -> re.Pattern[str]:
    """Compile phrases that begin and end at word borders."""
    return re.compile(_whole("|".join(map(_expanded, phrases)))) if phrases else _NOTHING


def _phrases(code: str, known: PhrasesByCode, offered: Mapping[str, Option]) -> Phrases:
    borrowed = [
        phrase
        for missing, stand_in in STAND_INS.items()
        if stand_in == code and missing not in offered
        for phrase in known.get(missing, ())
    ]
    return (*known.get(code, ()), *borrowed)


def _names(option: Option) -> Phrases:
    """Return the code in any spelling, the label, and the label's halves ("Damaged/Defective")."""
    code = "[ _-]?".join(map(re.escape, option.code.lower().split("_")))
    halves = [part.strip() for part in option.label.split("/")]
    labels = [part for part in (option.label, *halves) if len(part) >= _SHORTEST_LABEL]
    return (code, *(re.escape(fold(label)).replace(r"\ ", " ") for label in labels))


def _whole(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"


def _expanded(phrase: str) -> str:
    plain = "".join(fold(letter) if ord(letter) > 127 else letter for letter in phrase)  # noqa: PLR2004 - ASCII
    for short, long in _SHORT_FORMS:
        plain = plain.replace(short, long)
    # A bounded repetition keeps the time linear in a text made to be slow.
    return plain.replace(")*", "){0,4}")


def _denial(words: Vocabulary) -> re.Pattern[str]:
    denials = "|".join(map(_expanded, words.negations))
    bridges = "|".join(map(_expanded, words.negation_bridges))
    close = "|".join(map(_expanded, words.close_negations))
    return re.compile(rf"(?<!\w)(?:(?:{denials})(?: (?:{bridges}))*|{close}) $")
