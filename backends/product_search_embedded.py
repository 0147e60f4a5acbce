"""Finds products by what customers call them, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.ranking import Entry, Ranking
from returns.ports import ProductHit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from returns.order import Product

_SHARE_TO_ANSWER = 0.3
_LAST_WORD_COUNTS = 2.0
# What customers say around a product's name when they talk about returning it.
_IGNORED = (
    "return", "returns", "returning", "returned", "refund", "exchange", "bought", "buy", "purchase",
    "purchased", "order", "ordered", "orders", "send", "back", "item", "items", "product",
    "products", "stuff", "new", "last", "week", "month", "yesterday", "today", "recent", "recently",
    "broken", "damaged", "defective", "arrived", "received", "delivered", "work", "works",
    "working", "wrong", "size",
)  # fmt: skip


class EmbeddedProductSearch:
    """Searches the catalog by name, category, variants and description."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = tuple(products)
        self._ranking = Ranking(
            [_entry(product) for product in self._products],
            ignored=_IGNORED,
            share_to_answer=_SHARE_TO_ANSWER,
            last_word_counts=_LAST_WORD_COUNTS,
        )

    async def find(self, query: str, limit: int) -> tuple[ProductHit, ...]:
        """Return the products a customer may mean, best first; none when it is none of them."""
        return tuple(
            ProductHit(product.product_id, product.name, found.score)
            for found in self._ranking.best(query, limit)
            for product in (self._products[found.position],)
        )


def _entry(product: Product) -> Entry:
    return Entry(product.name, " ".join((product.category, *product.variants, product.description)))
