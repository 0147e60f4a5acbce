"""Which of the offered reasons, resolutions and ways of shipping a statement chooses."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from backends.understanding_lexicon import Lexicon, choices_for
from backends.understanding_text import Said
from returns.interpretation import Option, Screen

_SLOT_OF = {"reason": "reasons", "resolution": "resolutions", "shipping": "shipping"}
_EARLY = frozenset({None, "item", "reason"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A code that was named at a place; `denied` when it was named to be refused."""

    slot: str
    code: str
    rank: int
    start: int
    end: int
    denied: bool


@dataclass(frozen=True, slots=True)
class Slots:
    """The codes chosen, empty where none was, and the words left to read."""

    reason: str
    resolution: str
    shipping: str
    second_thoughts: bool
    rest: Said
    chosen: tuple[Choice, ...] = ()


def read_slots(said: Said, screen: Screen, lexicon: Lexicon, language: str) -> Slots:
    """Read the choices of a statement; a longer phrase counts before one inside it."""
    named = _longest_first(
        _SLOT_OF.get(screen.awaiting or "", ""),
        [
            *_named(said, "reasons", screen.reasons, lexicon, language),
            *_named(said, "resolutions", screen.resolutions, lexicon, language),
            *_named(said, "shipping", screen.shipping, lexicon, language),
        ],
    )
    doubts = [each for each in named if _is_doubt(each, said, screen, lexicon)]
    rest = said
    for each in named:
        rest = rest.without(each.start, each.end)
    chosen = sorted((n for n in named if not n.denied and n not in doubts), key=lambda n: n.start)
    return Slots(
        reason=_reason([n for n in chosen if n.slot == "reasons"], said, lexicon),
        resolution=_last([n for n in chosen if n.slot == "resolutions"], said, lexicon),
        shipping=_last([n for n in chosen if n.slot == "shipping"], said, lexicon),
        second_thoughts=bool(doubts),
        rest=rest,
        chosen=tuple(chosen),
    )


def _named(
    said: Said, slot: str, options: tuple[Option, ...], lexicon: Lexicon, language: str
) -> list[Choice]:
    return [
        Choice(slot, code, rank, *found.span(), lexicon.denied(said.folded, found.start()))
        for rank, (code, pattern) in enumerate(choices_for(language, slot, options))
        for found in pattern.finditer(said.folded)
    ]


def _longest_first(awaited: str, named: list[Choice]) -> list[Choice]:
    """Keep the longest of what overlaps; of equals, the answer to the open question."""
    kept: list[Choice] = []
    for each in sorted(named, key=lambda n: (n.start - n.end, n.slot != awaited, n.start, n.rank)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return kept


def _is_doubt(each: Choice, said: Said, screen: Screen, lexicon: Lexicon) -> bool:
    """Whether "I changed my mind" answers a recap rather than the question for a reason."""
    if each.slot != "reasons" or screen.awaiting in _EARLY:
        return False
    return lexicon.is_word("second_thoughts", said.folded[each.start : each.end])


def _reason(chosen: list[Choice], said: Said, lexicon: Lexicon) -> str:
    """Of several reasons the weightiest counts, unless the last one corrects the others."""
    if not chosen:
        return ""
    if _corrected(chosen, said, lexicon):
        return chosen[-1].code
    return min(chosen, key=lambda n: n.rank).code


def _last(chosen: list[Choice], said: Said, lexicon: Lexicon) -> str:
    """The last word counts; "a refund or an exchange" chooses nothing yet."""
    if not chosen:
        return ""
    undecided = any(
        lexicon.has("alternatives", said.folded[one.end : two.start])
        for one, two in pairwise(chosen)
        if one.code != two.code
    )
    return "" if undecided and not _corrected(chosen, said, lexicon) else chosen[-1].code


def _corrected(chosen: list[Choice], said: Said, lexicon: Lexicon) -> bool:
    between = said.folded[chosen[0].end : chosen[-1].start]
    return len(chosen) > 1 and lexicon.has("corrections", between)
