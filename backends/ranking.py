"""Ranks short texts for a question by words, then by vectors; says nothing when off topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backends.embeddings_embedded import embedded
from backends.ranking_terms import SHARE_TO_ANSWER, Entry, Term, Terms, answering

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RRF_K = 60
_VECTOR_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Ranked:
    """The position of an entry among those given, and a score in (0, 1] that falls with rank."""

    position: int
    score: float


class Ranking:
    """Entries indexed once, in memory. Any thread may ask.

    `ignored` are words that tell nothing among these entries; `share_to_answer` is how much of a
    question an entry must share; `last_word_counts` makes a phrase be about its last word, as a
    "plug hub" is a hub.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        ignored: Iterable[str] = (),
        share_to_answer: float = SHARE_TO_ANSWER,
        last_word_counts: float = 1.0,
    ) -> None:
        self._share_to_answer = share_to_answer
        self._last_word_counts = last_word_counts
        self._vectors = embedded([f"{entry.title} {entry.text}" for entry in entries])
        self._terms = Terms(entries, ignored=ignored)

    def best(self, question: str, limit: int) -> list[Ranked]:
        """Return the entries that answer a question, best first; none when all are silent."""
        terms = self._terms.of(question)
        candidates = answering(terms, self._share_to_answer)
        if not candidates or limit <= 0:
            return []
        by_words = self._by_words(terms, candidates)
        by_vectors = self._by_vectors(terms, candidates)
        fused = {
            position: 1 / (_RRF_K + by_words[position])
            + _VECTOR_WEIGHT / (_RRF_K + by_vectors[position])
            for position in candidates
        }
        top = max(fused.values())
        ordered = sorted(fused, key=lambda position: (-fused[position], position))
        return [Ranked(position, fused[position] / top) for position in ordered[:limit]]

    def _by_words(self, terms: Sequence[Term], candidates: Sequence[int]) -> dict[int, int]:
        *others, last = terms
        return _ranks(
            {
                position: sum(term.bm25_of(position) for term in others)
                + last.bm25_of(position) * self._last_word_counts
                for position in candidates
            }
        )

    def _by_vectors(self, terms: Sequence[Term], candidates: Sequence[int]) -> dict[int, int]:
        (question,) = embedded([" ".join(term.word for term in terms)])
        near = self._vectors[np.array(candidates)] @ question
        return _ranks({position: float(near[row]) for row, position in enumerate(candidates)})


def _ranks(scores: dict[int, float]) -> dict[int, int]:
    ordered = sorted(scores, key=lambda position: (-scores[position], position))
    return {position: rank for rank, position in enumerate(ordered, start=1)}
