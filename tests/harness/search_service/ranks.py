"""How the stub ranks: BM25 over the searched fields, the cosine of vectors, and both fused.

Like the service it is never silent: whatever has one word of a question is found, and there is
always a nearest vector.
"""

from __future__ import annotations

import math
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RRF_K = 60
type Documents = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Found:
    """A document's id, its fused score and the scores that were fused."""

    key: str
    score: float
    words: float | None
    cosine: float | None


def fused(
    documents: Documents, text: str, fields: Sequence[str], vector: Sequence[float], k: int
) -> list[Found]:
    """Return the documents that words or vectors find, best first."""
    by_words = _by_words(documents, text, fields)
    cosines = {key: _cosine(vector, one["vector"]) for key, one in documents.items()}
    nearest = dict(sorted(cosines.items(), key=lambda item: (-item[1], item[0]))[:k])
    scores: dict[str, float] = {}
    for ranked in (by_words, nearest):
        for rank, key in enumerate(ranked, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (_RRF_K + rank)
    ordered = sorted(scores, key=lambda key: (-scores[key], key))
    return [Found(key, scores[key], by_words.get(key), nearest.get(key)) for key in ordered]


def _by_words(documents: Documents, text: str, fields: Sequence[str]) -> dict[str, float]:
    """Return the documents that have any of the words, with their scores, best first."""
    words = re.findall(r"\w+", text)
    if not words:
        return {}
    title, body = fields
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(
            "create virtual table d using fts5(key unindexed, title, body, tokenize='porter')"
        )
        index.executemany(
            "insert into d values (?, ?, ?)",
            [(key, one.get(title) or "", one.get(body) or "") for key, one in documents.items()],
        )
        rows = index.execute(
            "select key, -bm25(d, 0, 2, 1) as score from d where d match ? order by 2 desc, 1",
            (" OR ".join(f'"{word}"' for word in words),),
        )
        return dict(rows.fetchall())


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    lengths = math.hypot(*one) * math.hypot(*other)
    return product / lengths if lengths else 0.0
