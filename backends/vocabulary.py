"""What a language's words mean to the embedded interpreter: data, and nothing else.

Phrases are small patterns over lower-case text without accents. A space stands for one space,
an apostrophe form ("doesn't", "it's") also for its long and its careless spelling, `{n}` for a
number. Where a phrase fits inside a longer one, the longer one counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import cast

type Phrases = tuple[str, ...]
type PhrasesByCode = Mapping[str, Phrases]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language. Every part may be empty; parts of two languages are joined by name."""

    reasons: PhrasesByCode = field(default_factory=dict[str, Phrases])
    resolutions: PhrasesByCode = field(default_factory=dict[str, Phrases])
    shipping: PhrasesByCode = field(default_factory=dict[str, Phrases])
    # "I changed my mind" is a reason early on, and second thoughts when a recap is on screen.
    second_thoughts: Phrases = ()
    other: Phrases = ()

    negations: Phrases = ()
    # These deny only what follows at once.
    close_negations: Phrases = ()
    # What may stand between a negation and the thing denied: "don't *want a* refund".
    negation_bridges: Phrases = ()
    alternatives: Phrases = ()

    return_verbs: Phrases = ()
    corrections: Phrases = ()
    additions: Phrases = ()
    removals: Phrases = ()
    # Behind a thing, these say that it may stay: "the cable is fine".
    praise: Phrases = ()

    determiners: Phrases = ()
    prepositions: Phrases = ()
    fillers: Phrases = ()
    generic_things: Phrases = ()
    verbs: Phrases = ()
    joints: Phrases = ()
    breaks: Phrases = ()

    numbers: Mapping[str, int] = field(default_factory=dict[str, int])
    both: Phrases = ()
    all: Phrases = ()
    everything: Phrases = ()
    quantities: Phrases = ()

    yes: Phrases = ()
    no: Phrases = ()
    opening_no: Phrases = ()
    courtesy: Phrases = ()
    without_photos: Phrases = ()

    questions: Phrases = ()
    inversions: Phrases = ()
    requests: Phrases = ()
    conditions: Phrases = ()
    statements: Phrases = ()

    policy: Phrases = ()
    domain: Phrases = ()
    status: Phrases = ()
    status_questions: Phrases = ()
    # These ask about what is on screen only as a whole text.
    why: Phrases = ()
    # Policy before a return exists, status after.
    when_money: Phrases = ()
    show_items: Phrases = ()
    show_orders: Phrases = ()
    show_returns: Phrases = ()
    find: Phrases = ()
    cancel: Phrases = ()
    # These cancel only where the same text asks for nothing else.
    soft_cancel: Phrases = ()

    hand_off: Phrases = ()
    hand_off_alone: Phrases = ()
    injections: Phrases = ()
    abuse: Phrases = ()
    off_topic: Phrases = ()
    greetings: Phrases = ()
    thanks: Phrases = ()


def joined(first: Vocabulary, second: Vocabulary) -> Vocabulary:
    """Understand both languages; where one word means two numbers, the first language counts."""
    phrases = {
        part: (*phrases_of(first, part), *phrases_of(second, part)) for part in phrase_parts()
    }
    return replace(
        Vocabulary(**phrases),  # pyright: ignore[reportArgumentType] - no mapping is among them
        numbers={**second.numbers, **first.numbers},
        reasons=_by_code(first.reasons, second.reasons),
        resolutions=_by_code(first.resolutions, second.resolutions),
        shipping=_by_code(first.shipping, second.shipping),
    )


def phrases_of(vocabulary: Vocabulary, part: str) -> Phrases:
    return cast("Phrases", getattr(vocabulary, part))


def phrase_parts() -> tuple[str, ...]:
    """Return the names of the parts that are plain lists of phrases."""
    return tuple(part.name for part in fields(Vocabulary) if part.name not in _MAPPINGS)


def _by_code(one: PhrasesByCode, two: PhrasesByCode) -> PhrasesByCode:
    return {code: (*one.get(code, ()), *two.get(code, ())) for code in {**one, **two}}


_MAPPINGS = frozenset({"numbers", "reasons", "resolutions", "shipping"})


# A code that a shop does not offer is read as the one beside it.
STAND_INS: Mapping[str, str] = {
    "DEFECTIVE": "DAMAGED",
    "REPLACEMENT": "EXCHANGE",
    "RETURNLESS_REFUND": "FULL_REFUND",
}
