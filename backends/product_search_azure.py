"""Finds products by what customers call them, in Azure AI Search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from returns.ports import ProductHit

if TYPE_CHECKING:
    from backends.search_answers import ShelfSearch


class AzureProductSearch:
    """Searches one edition of the catalog by name, category, variants and description."""

    def __init__(self, search: ShelfSearch) -> None:
        self._search = search

    async def find(self, query: str, limit: int) -> tuple[ProductHit, ...]:
        """Return the products a customer may mean, best first; none when it is none of them.

        Raises:
            BackendUnavailable: it is not known whether there is one.
        """
        answers = await self._search.answers(query, ["product_id"], limit)
        return tuple(
            ProductHit(
                product_id=answer.fields["product_id"],
                name=self._search.shelf.entry_of(answer.fields).title,
                score=answer.score,
            )
            for answer in answers
        )
