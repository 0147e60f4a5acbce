"""What the shop sells: the products of its folder, and over them what its own system has sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from backends.publications import SHOP
from backends.wire import decode
from returns.order import Product

if TYPE_CHECKING:
    from backends.documents import Document, Documents

# Counts the products that were sent; whoever sees it move reads them anew.
CATALOG = "catalog"
PRODUCT = "product"
_PAGE = 1_000


class Catalog:
    """The products by id. The mapping is a new one only when something has changed."""

    def __init__(
        self, documents: Documents, shop_id: str, of_folder: Mapping[str, Product]
    ) -> None:
        self._documents = documents
        self._shop_id = shop_id
        self._of_folder = of_folder
        self._products: Mapping[str, Product] = dict(of_folder)
        self._number = 0

    @property
    def products(self) -> Mapping[str, Product]:
        return self._products

    async def follow(self, counter: Document | None) -> bool:
        """Read what was sent since, by the counter just read; return whether anything was.

        Raises:
            BackendUnavailable: the store does not answer.
        """
        number = int(counter.body["number"]) if counter else 0
        if number == self._number:
            return False
        sent: dict[str, Product] = {}
        continuation: str | None = None
        while True:
            page = await self._documents.query(
                "by_kind",
                self._shop_id,
                {"collection": SHOP, "kinds": [PRODUCT]},
                limit=_PAGE,
                continuation=continuation,
            )
            for document in page.documents:
                product = decode(Product, document.body["row"])
                sent[product.product_id] = product
            continuation = page.continuation
            if continuation is None:
                break
        self._products = {**self._of_folder, **sent}
        self._number = number
        return True
