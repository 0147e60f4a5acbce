"""Finds settled returns like this one, in Azure AI Search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from returns.ports import PastCase

if TYPE_CHECKING:
    from backends.search_answers import ShelfSearch

_FACTS = ("case_id", "category", "reason", "resolution", "said", "outcome")


class AzureSimilarCases:
    """Searches settled returns by item, category, reason and what was said."""

    def __init__(self, search: ShelfSearch) -> None:
        self._search = search

    async def find(self, query: str, limit: int) -> tuple[PastCase, ...]:
        """Return the most similar settled returns, best first; none when none is.

        Raises:
            BackendUnavailable: it is not known whether there is one.
        """
        answers = await self._search.answers(query, _FACTS, limit)
        return tuple(
            PastCase(
                case_id=answer.fields["case_id"],
                item=self._search.shelf.entry_of(answer.fields).title,
                category=answer.fields["category"],
                reason=answer.fields["reason"],
                resolution=answer.fields["resolution"],
                text=answer.fields["said"],
                outcome=answer.fields["outcome"],
                score=answer.score,
            )
            for answer in answers
        )
