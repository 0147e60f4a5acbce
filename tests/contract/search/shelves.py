"""A small shop's searches, once per implementation: in this process, and over the stub."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from backends.embeddings_embedded import HashedEmbeddings
from backends.policy_search_embedded import EmbeddedPolicySearch
from backends.product_search_embedded import EmbeddedProductSearch
from backends.search_azure import AzureIndex, Patience
from backends.search_index_changes import AzureIndexes
from backends.search_publishing import IndexReport, publish_shop
from backends.searches_azure import open_searches
from backends.similar_cases_embedded import EmbeddedSimilarCases
from returns.order import Product
from returns.ports import PastCase, PolicyClause, PolicySearch, ProductSearch, SimilarCases
from tests.harness.search_service.transport import Credential
from tests.zava import zava

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from backends.searches_azure import AzureSearches
    from returns.shop import Shop

PREFIX = "returns"
LOOPBACK = (pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1", "::1"]))
WIRE = (pytest.mark.wire, *LOOPBACK)
# Tries again at once, and blames no busy machine.
QUICK = Patience(deadline_seconds=30, repeats=2, pause_seconds=0.002)


def clause(section: str, title: str, text: str) -> PolicyClause:
    return PolicyClause(section, title, text, "3")


CLAUSES = (
    clause("1.2", "How to start a return", "Tell us in the chat what you would like to return."),
    clause("2.1", "Standard window", "You can return an item within 30 days from delivery."),
    clause("3.2", "Hygiene", "Underwear, swimwear and earrings cannot be returned."),
    clause("4.1", "Damaged or defective", "If an item arrived damaged, the fault is ours."),
    clause("4.10", "Gifts", "Whoever received a gift can return it for store credit."),
    clause("6.1", "Restocking fee", "It is 15% for a change of mind and 10% otherwise."),
    clause("6.2", "Return shipping fee", "A prepaid label costs 6.95 and a pickup 9.95."),
    clause("10.1", "When you are paid", "Cards show the money within 5 working days."),
)


def product(number: int, name: str, category: str, description: str) -> Product:
    return Product(f"P{number}", name, category, description, 1000, variants=("Blue",))


PRODUCTS = (
    product(1, "Smart Home Hub", "smart_home", "Connects lights, locks and sensors."),
    product(2, "Ultra HD Smart Display", "displays", "Touch display for video calls."),
    product(3, "Noise-Canceling Headphones", "audio", "Over-ear headphones."),
    product(4, "Smart Plug (2-Pack)", "smart_home", "Two Wi-Fi outlets."),
    product(5, "Merino Crew Sweater", "apparel", "Fine merino wool."),
)

CASES = (
    PastCase("A", "Smart Home Hub", "smart_home", "DAMAGED", "EXCHANGE",
             "The corner was cracked.", "Replaced."),
    PastCase("B", "Smart Home Hub", "smart_home", "CHANGED_MIND", "REFUND",
             "Never used it.", "Refunded."),
    PastCase("C", "Merino Crew Sweater", "apparel", "WRONG_SIZE", "EXCHANGE",
             "Too tight.", "Replaced."),
)  # fmt: skip


@dataclass(frozen=True)
class Searches:
    """The three ports of a shop, whoever keeps them."""

    policy: PolicySearch
    products: ProductSearch
    similar_cases: SimilarCases


def a_shop(shop_id: str = "corner", locale: str = "en", version: str = "3") -> Shop:
    """Return a shop of eight sections, five products and three settled returns."""
    catalog = {product.product_id: product for product in PRODUCTS}
    return replace(
        zava(), shop_id=shop_id, locales=(locale,), policy_version=version, catalog=catalog
    )


def in_this_process() -> Searches:
    return Searches(
        EmbeddedPolicySearch(CLAUSES),
        EmbeddedProductSearch(PRODUCTS),
        EmbeddedSimilarCases(CASES),
    )


@dataclass(frozen=True)
class Stub:
    """Where the stub is and how the SDK's clients reach it."""

    endpoint: str
    options: dict[str, Any]
    patience: Patience = QUICK

    def index(self, name: str, credential: Any = None) -> AzureIndex:
        credential = credential or Credential()
        return AzureIndex.open(
            self.endpoint, credential, name, patience=self.patience, **self.options
        )

    def indexes(self) -> AzureIndexes:
        return AzureIndexes.open(self.endpoint, Credential(), self.patience, **self.options)

    async def publish(
        self,
        shop: Shop,
        clauses: Sequence[PolicyClause] = CLAUSES,
        cases: Sequence[PastCase] = CASES,
        **options: Any,
    ) -> list[IndexReport]:
        """Fill the indexes as provisioning does."""
        indexes = self.indexes()
        embeddings = options.pop("embeddings", HashedEmbeddings())
        try:
            return await publish_shop(
                indexes, self.index, embeddings, shop, clauses, cases, prefix=PREFIX, **options
            )
        finally:
            await indexes.close()

    @asynccontextmanager
    async def searches(
        self, shop: Shop, clauses: Sequence[PolicyClause] = CLAUSES, **options: Any
    ) -> AsyncIterator[AzureSearches]:
        """Open the searches of a shop as the desk does."""
        credential = options.pop("credential", Credential())
        embeddings = options.pop("embeddings", HashedEmbeddings())
        searches = open_searches(
            self.endpoint, credential, PREFIX, embeddings, shop, clauses,
            **{"patience": self.patience} | self.options | options,
        )  # fmt: skip
        yield searches
        await searches.close()

    @asynccontextmanager
    async def met(self, shop: Shop, **options: Any) -> AsyncIterator[AzureSearches]:
        """Open the searches of a shop that was asked before, so that its shelves are known."""
        async with self.searches(shop, **options) as searches:
            await searches.policy.find("section 4.1", 1)
            await searches.products.find("hub", 1)
            yield searches
