"""A statement cut into the stretches that can each name one thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backends.understanding_lexicon import Lexicon
from backends.understanding_text import READ, Said

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_MARK = re.compile(r"[|,;.!?()\n:/\"]+")
_SENTENCE_END = frozenset(".!?;\n")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words in a row; `aside` when they explain ("because …"), `after_read` after a choice."""

    words: tuple[Word, ...]
    aside: bool
    after_read: bool


def segments(said: Said, lexicon: Lexicon) -> tuple[Segment, ...]:
    """Cut at marks, at joints ("and") and at explanations ("because")."""
    cuts = sorted(
        [
            *((found.start(), found.end(), "mark") for found in _MARK.finditer(said.folded)),
            *((f.start(), f.end(), "joint") for f in lexicon["joints"].finditer(said.folded)),
            # "The display, not the hub": what is denied is another thing.
            *((f.start(), f.start(), "joint") for f in lexicon["negations"].finditer(said.folded)),
            *((f.start(), f.end(), "break") for f in lexicon["breaks"].finditer(said.folded)),
        ]
    )
    found: list[Segment] = []
    at, aside, after_read = 0, False, False
    for start, end, kind in [*cuts, (len(said.folded), len(said.folded), "mark")]:
        words = _words(said.folded, at, start)
        if words:
            found.append(Segment(words, aside, after_read))
        cut = said.folded[start:end]
        aside = (aside or kind == "break") and not (kind == "mark" and set(cut) & _SENTENCE_END)
        after_read = READ in cut or (after_read and not words)
        at = max(at, end)
    return tuple(found)


def _words(folded: str, start: int, end: int) -> tuple[Word, ...]:
    if end <= start:
        return ()
    return tuple(Word(w.group(), *w.span()) for w in _WORD.finditer(folded, start, end))
