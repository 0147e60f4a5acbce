"""Whether a whole text is nothing but an answer, a greeting or thanks."""

from __future__ import annotations

import re
from typing import Literal

from backends.understanding_lexicon import Lexicon
from backends.understanding_text import Said
from returns.interpretation import Screen
from returns.matching import fold

_BETWEEN = re.compile(r"[\s.,!;:\"'()*~-]*")


def read_answer(said: Said, lexicon: Lexicon) -> Literal["yes", "no", ""]:
    """Return yes or no only where nothing else was said; a question is never a yes."""
    if _is_nothing_but(said, "yes", lexicon) and "?" not in said.folded:
        return "yes"
    return "no" if _is_nothing_but(said, "no", lexicon) else ""


def opens_with_no(said: Said, lexicon: Lexicon) -> bool:
    found = lexicon["opening_no"].match(said.folded)
    return found is not None


def read_variant(said: Said, screen: Screen) -> str:
    """Return the one variant that is named, such as "M" in "size M instead"; "" for two or none."""
    spans = {
        found.span(): option.code
        for option in screen.variants
        for found in re.finditer(
            rf"(?<![\w'-]){re.escape(fold(option.label))}(?![\w'-])", said.folded
        )
    }
    named = {
        code
        for span, code in spans.items()
        if not any(other != span and other[0] <= span[0] <= span[1] <= other[1] for other in spans)
    }
    return named.pop() if len(named) == 1 else ""


def is_greeting(said: Said, lexicon: Lexicon) -> bool:
    return _is_nothing_but(said, "greetings", lexicon, ignoring="?")


def is_thanks(said: Said, lexicon: Lexicon) -> bool:
    return _is_nothing_but(said, "thanks", lexicon)


def _is_nothing_but(said: Said, part: str, lexicon: Lexicon, *, ignoring: str = "") -> bool:
    """Whether phrases of one part and courtesies cover the whole text."""
    words = said.folded.translate({ord(mark): " " for mark in ignoring})
    at, found_any = _skip(words, 0), False
    while at < len(words):
        ends = [(found.end(), True) for found in [lexicon[part].match(words, at)] if found]
        ends += [(found.end(), False) for found in [lexicon["courtesy"].match(words, at)] if found]
        if not ends:
            return False
        end, counts = max(ends)
        if end == at:
            return False
        found_any = found_any or counts
        at = _skip(words, end)
    return found_any


def _skip(words: str, at: int) -> int:
    found = _BETWEEN.match(words, at)
    return found.end() if found else at
