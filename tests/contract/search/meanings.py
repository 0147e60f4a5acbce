"""Embeddings whose cosines a test decides, and some that fail."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from backends.embeddings_embedded import HashedEmbeddings
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backends.embeddings import Vector


class Meanings:
    """Every text it has not met has a meaning of its own; `near` gives one to a question."""

    dimensions = 64

    def __init__(self, name: str = "meanings") -> None:
        self.asked: list[list[str]] = []
        self._name = name
        self._axes: dict[str, int] = {}
        self._near: dict[str, tuple[str, float]] = {}

    def near(self, question: str, title: str, cosine: float) -> None:
        """Give a question this cosine with the text of that title, and none with others."""
        self._near[question] = (title, cosine)

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked.append(list(texts))
        return [self._vector(text) for text in texts]

    async def model(self) -> str:
        return self._name

    def _vector(self, text: str) -> Vector:
        title, cosine = self._near.get(text, (text.partition("\n")[0], 1.0))
        vector = [0.0] * self.dimensions
        vector[self._axes.setdefault(title, len(self._axes))] = cosine
        vector[-1] = math.sqrt(1 - cosine**2)
        return vector


class Down(HashedEmbeddings):
    """Embeddings of a model that does not answer."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        raise BackendUnavailable("embeddings", f"no answer for {len(texts)}")
