"""A number said by itself, and whether things are added to those already chosen."""

from __future__ import annotations

import re

from backends.understanding_lexicon import Lexicon
from backends.understanding_text import Said
from returns.interpretation import Screen

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
# "That one", "the wrong one": not a number.
_NOT_A_COUNT_BEHIND = re.compile(
    r"(?:the|this|that|which|other|another|new|wrong|option|number|that's|it's"
    r"|das|der|die|le|la|ce) $"
)


def read_quantity(said: Said, screen: Screen, lexicon: Lexicon) -> int | None:
    """Return a number that counts units but stands beside no thing ("make it two", "both")."""
    for pattern in lexicon.quantities:
        found = pattern.search(said.folded)
        if found:
            return _number(found["n"], screen, lexicon)
    return _alone(said, screen, lexicon)


def adds(said: Said, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether "also" stands before the first thing named, or "too" right behind the last."""
    before, behind = said.folded[:first], said.folded[last : last + 16]
    return lexicon.has("additions", before) or lexicon.has("additions", behind)


def _alone(said: Said, screen: Screen, lexicon: Lexicon) -> int | None:
    """The only word that says anything is a number."""
    counts: list[str] = []
    for word in _WORD.finditer(said.folded):
        if lexicon.number.fullmatch(word.group()):
            if not _NOT_A_COUNT_BEHIND.search(said.folded[: word.start()]):
                counts.append(word.group())
        elif not lexicon.is_word("fillers", word.group()):
            return None
    return _number(counts[0], screen, lexicon) if len(counts) == 1 else None


def _number(word: str, screen: Screen, lexicon: Lexicon) -> int | None:
    if lexicon.is_word("both", word):
        return 2
    if not lexicon.is_word("all", word):
        return lexicon.count(word)
    return screen.selected[0].remaining or None if len(screen.selected) == 1 else None
