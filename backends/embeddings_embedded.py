"""Vectors of texts without a model: hashed words and character n-grams."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from backends.ranking_words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from backends.embeddings import Vector

DIMENSIONS = 1024
_WORD_WEIGHT = 1.0
_GRAM_WEIGHT = 0.35
_GRAMS = (3, 4)


class HashedEmbeddings:
    """The vectors below as the searches take them."""

    dimensions = DIMENSIONS

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [row.tolist() for row in embedded(texts)]

    async def model(self) -> str:
        return f"hashed words and n-grams, {DIMENSIONS}"


def embedded(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one row of length one per text; an empty text is a row of zeros.

    The same text has the same row on every machine. Rows of texts with like words, or like
    spellings of them, have a large product; meaning beyond the letters is not seen.
    """
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for feature, weight in _features(text):
            code = crc32(feature.encode())
            # The sign keeps features that share a column from adding up.
            row[code % DIMENSIONS] += weight if code & 0x80000000 else -weight
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=rows, where=lengths > 0)


def _features(text: str) -> Iterator[tuple[str, float]]:
    for word in words_of(text):
        yield f"w:{word}", _WORD_WEIGHT
        edged = f"<{word}>"
        for size in _GRAMS:
            for start in range(len(edged) - size + 1):
                yield f"g:{edged[start : start + size]}", _GRAM_WEIGHT
