"""Finds products by what customers call them, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.ranking import Ranking
from backends.search_subjects import PRODUCTS, product_entry
from returns.ports import ProductHit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from returns.order import Product

_LAST_WORD_COUNTS = 2.0


class EmbeddedProductSearch:
    """Searches the catalog by name, category, variants and description."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = tuple(products)
        self._ranking = Ranking(
            [product_entry(product) for product in self._products],
            ignored=PRODUCTS.ignored,
            share_to_answer=PRODUCTS.share_to_answer,
            last_word_counts=_LAST_WORD_COUNTS,
        )

    async def find(self, query: str, limit: int) -> tuple[ProductHit, ...]:
        """Return the products a customer may mean, best first; none when it is none of them."""
        return tuple(
            ProductHit(product.product_id, product.name, found.score)
            for found in self._ranking.best(query, limit)
            for product in (self._products[found.position],)
        )
