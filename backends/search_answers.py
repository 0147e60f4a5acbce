"""Asks a shelf of an index, and keeps of what is nearest only what answers.

A fused score says which of the documents is best and never whether it is good: the best of fifty
sections has it too when none of them is about the question. So the hits are judged once more, each
by itself. One answers when it shares enough of what the question says, by the rule of the embedded
search, or when its meaning is near enough.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backends.ranking_terms import Terms, answering
from backends.search_azure import AzureIndex, Hit, HybridQuery
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backends.embeddings import Embeddings
    from backends.search_documents import Shelf
    from backends.search_subjects import Subject

# A cosine of text-embedding-3 models: questions about a text are told to have 0.4 and more with
# it, others under 0.25. Measured by others, on other texts: docs/deploy.md.
NEAR = 0.45
# As many are judged at least: how rare a word is shows among them.
_JUDGED = 12
_LONGEST_QUESTION = 1_000  # characters
# All else could be an operator of the query language, such as a minus before a word.
_NO_WORD = re.compile(r"[^\w'\u2019]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """A document that answers; `score` is 1 for the best and falls with rank."""

    fields: Mapping[str, Any]
    score: float


class ShelfSearch:
    """One shelf, asked about its subject; `near` is the cosine from which a meaning answers.

    A shelf that was not filled, or not to its end, is an outage: what is missing from it could be
    the answer. It is counted until it is whole, and then never again, since it cannot change.
    """

    def __init__(
        self,
        index: AzureIndex,
        embeddings: Embeddings,
        shelf: Shelf,
        subject: Subject,
        *,
        near: float = NEAR,
    ) -> None:
        self.index = index
        self.shelf = shelf
        self._embeddings = embeddings
        self._subject = subject
        self._near = near
        self._is_whole = shelf.size == 0

    async def answers(self, question: str, select: Sequence[str], limit: int) -> tuple[Answer, ...]:
        """Return the documents that answer, best first; none when all are silent.

        Raises:
            BackendUnavailable: a service does not answer, or the shelf is not filled.
        """
        words = " ".join(_NO_WORD.split(question[:_LONGEST_QUESTION])).strip()
        if limit <= 0 or not self._subject.is_asked_by(words):
            return ()
        (vector,) = await self._embeddings.embed([words])
        query = HybridQuery(
            words=words,
            vector=vector,
            where=self.shelf.where,
            locale=self.shelf.locale,
            select=[*self.shelf.words, *select],
            top=max(_JUDGED, 2 * limit),
        )
        hits, _ = await asyncio.gather(self.index.hybrid(query), self._see_that_it_is_whole())
        kept = self._kept(words, hits)
        return tuple(Answer(hit.fields, hit.score / kept[0].score) for hit in kept[:limit])

    async def named(
        self, condition: str, select: Sequence[str], *, order_by: str
    ) -> list[Mapping[str, Any]]:
        """Return the documents of the shelf that fulfill a condition, in an order.

        Raises:
            BackendUnavailable: as `answers`.
        """
        found, _ = await asyncio.gather(
            self.index.documents(
                f"{self.shelf.where} and ({condition})",
                [*self.shelf.words, *select],
                order_by=order_by,
            ),
            self._see_that_it_is_whole(),
        )
        return found

    def _kept(self, words: str, hits: Sequence[Hit]) -> list[Hit]:
        terms = Terms(
            [self.shelf.entry_of(hit.fields) for hit in hits], ignored=self._subject.ignored
        )
        sharing = set(answering(terms.of(words), self._subject.share_to_answer))
        return [
            hit
            for position, hit in enumerate(hits)
            if position in sharing or (hit.nearness or 0.0) >= self._near
        ]

    async def _see_that_it_is_whole(self) -> None:
        if self._is_whole:
            return
        found = await self.index.count(self.shelf.where)
        if found < self.shelf.size:
            raise BackendUnavailable(
                "search",
                f"{self.index.name} has {found} of the {self.shelf.size} documents of "
                f"{self.shelf.shop_id} in edition {self.shelf.edition}; run make provision-data",
            )
        self._is_whole = True
