"""Texts indexed by their words, and which of them share enough of a question to answer it."""

from __future__ import annotations

import math
import sqlite3
import weakref
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from backends.ranking_words import same_meaning, telling_words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SCHEMA = "create virtual table entries using fts5(title, text, tokenize = 'porter unicode61')"
_HAVING = "select rowid, bm25(entries, 2.0, 1.0) from entries where entries match ?"
# A text answers when the words it shares with the question carry this much of what it says.
SHARE_TO_ANSWER = 0.45
# What a match counts, against one of the word itself.
_SYNONYM_WORTH = 0.7
_CORRECTED_WORTH = 0.8
# A word no entry has says more than any other, and is missing from every answer.
_ENTRIES_OF_UNKNOWN_WORD = 0.3
_LONGEST_QUESTION = 60  # telling words; what follows is not a question
_SHORTEST_TO_CORRECT = 5
_LONG_WORD = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A text to be found; words of the title count twice."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Match:
    """An entry that has a word of the question, or one that counts as it."""

    worth: float
    bm25: float


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question, how much of it that word is, and the entries that have it."""

    word: str
    weight: float
    matches: dict[int, _Match]

    def bm25_of(self, position: int) -> float:
        match = self.matches.get(position)
        return match.bm25 if match else 0.0


class Terms:
    """The words of entries, in memory. Any thread may ask.

    `ignored` are words that tell nothing among these entries.
    """

    def __init__(self, entries: Sequence[Entry], *, ignored: Iterable[str] = ()) -> None:
        self._count = len(entries)
        self._ignored = frozenset(ignored)
        self._vocabulary = _vocabulary(entries)
        self._lock = Lock()
        self._index = sqlite3.connect(":memory:", check_same_thread=False)
        # Nobody closes an index: it goes when its owner does.
        weakref.finalize(self, self._index.close)
        self._index.execute(_SCHEMA)
        self._index.executemany(
            "insert into entries(rowid, title, text) values (?, ?, ?)",
            [
                (row, " ".join(words_of(entry.title)), " ".join(words_of(entry.text)))
                for row, entry in enumerate(entries)
            ],
        )

    def of(self, question: str) -> list[Term]:
        """Return the words that say what a question is about, in order."""
        words = [word for word in telling_words(question) if word not in self._ignored]
        return [self._term(word) for word in words[:_LONGEST_QUESTION]]

    def _term(self, word: str) -> Term:
        matches = self._matches({word: 1.0} | dict.fromkeys(same_meaning(word), _SYNONYM_WORTH))
        if not matches:
            corrected = self._corrected(word)
            matches = self._matches(dict.fromkeys(corrected, _CORRECTED_WORTH))
            word = " ".join(corrected) or word
        entries = len(matches) or _ENTRIES_OF_UNKNOWN_WORD
        return Term(word, math.log(1 + self._count / entries), matches)

    def _matches(self, worth: dict[str, float]) -> dict[int, _Match]:
        best: dict[int, _Match] = {}
        for word, value in worth.items():
            for position, bm25 in self._having(word):
                known = best.get(position)
                # bm25() is the better the more it is below zero.
                if known is None or known.bm25 < -bm25 * value:
                    best[position] = _Match(
                        max(value, known.worth if known else 0.0), -bm25 * value
                    )
        return best

    def _having(self, word: str) -> list[tuple[int, float]]:
        with self._lock:
            return self._index.execute(_HAVING, (f'"{word}"',)).fetchall()

    def _corrected(self, word: str) -> list[str]:
        """Return the known words a misspelled one may have been meant to be."""
        if len(word) < _SHORTEST_TO_CORRECT or not word.isalpha():
            return []
        slips = 1 if len(word) < _LONG_WORD else 2
        near: dict[int, list[str]] = {}
        for known in self._vocabulary:
            # People rarely miss the first letter.
            if known[0] == word[0]:
                distance = OSA.distance(word, known, score_cutoff=slips)
                near.setdefault(distance, []).append(known)
        return near[least] if near and (least := min(near)) <= slips else []


def answering(terms: Sequence[Term], share: float) -> list[int]:
    """Return the positions of the entries that share this much of what the terms say."""
    said = sum(term.weight for term in terms)
    shared: dict[int, float] = {}
    for term in terms:
        for position, match in term.matches.items():
            shared[position] = shared.get(position, 0.0) + term.weight * match.worth
    return [position for position, part in shared.items() if part >= said * share]


def _vocabulary(entries: Sequence[Entry]) -> tuple[str, ...]:
    texts = (f"{entry.title} {entry.text}" for entry in entries)
    words = dict.fromkeys(word for text in texts for word in telling_words(text))
    return tuple(word for word in words if len(word) >= _SHORTEST_TO_CORRECT - 1)
