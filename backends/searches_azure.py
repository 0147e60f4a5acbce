"""The three searches of one shop over Azure AI Search, opened and closed together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backends import search_indexes as i
from backends.policy_search_azure import AzurePolicySearch
from backends.product_search_azure import AzureProductSearch
from backends.search_answers import ShelfSearch
from backends.search_azure import AzureIndex
from backends.search_documents import Shelf, policy_contents, product_contents
from backends.search_subjects import PAST_CASES, POLICY, PRODUCTS
from backends.similar_cases_azure import AzureSimilarCases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azure.core.credentials_async import AsyncTokenCredential

    from backends.embeddings import Embeddings
    from returns.ports import PolicyClause
    from returns.shop import Shop


@dataclass(frozen=True, slots=True)
class AzureSearches:
    """Ready to ask; nothing is connected before the first question."""

    policy: AzurePolicySearch
    products: AzureProductSearch
    similar_cases: AzureSimilarCases
    indexes: tuple[AzureIndex, ...]

    async def close(self) -> None:
        for index in self.indexes:
            await index.close()


def open_searches(
    endpoint: str,
    credential: AsyncTokenCredential,
    prefix: str,
    embeddings: Embeddings,
    shop: Shop,
    clauses: Sequence[PolicyClause],
    **options: Any,
) -> AzureSearches:
    """Return the searches of a shop, in the editions of the folder this process has.

    `options` are those of `AzureIndex.open`. A folder that was not provisioned yet is an outage to
    whoever asks, never an answer from another version.
    """
    policy, products, cases = (
        AzureIndex.open(endpoint, credential, i.index_name(prefix, index), **options)
        for index in (i.POLICY, i.PRODUCTS, i.PAST_CASES)
    )
    version = Shelf.of(shop, policy_contents(shop, clauses), version=shop.policy_version)
    catalog = Shelf.of(shop, product_contents(shop))
    settled = Shelf.of_past_cases(shop)
    return AzureSearches(
        AzurePolicySearch(ShelfSearch(policy, embeddings, version, POLICY)),
        AzureProductSearch(ShelfSearch(products, embeddings, catalog, PRODUCTS)),
        AzureSimilarCases(ShelfSearch(cases, embeddings, settled, PAST_CASES)),
        (policy, products, cases),
    )
