"""Opens the editions of a shop folder over the document store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from backends.catalog import Catalog
from backends.editions import Edition, Editions, Searches
from backends.observed import observe_searches
from backends.policy_file import parse_policy, read_policy
from backends.policy_search_embedded import EmbeddedPolicySearch
from backends.product_search_embedded import EmbeddedProductSearch
from backends.publications import Publications, ShopText, text_of
from backends.quote_key import quote_signer
from backends.shop_files import read_catalog, read_past_cases
from backends.shop_folder import read_shop, shop_of
from backends.similar_cases_embedded import EmbeddedSimilarCases
from returns.rules import Rules

if TYPE_CHECKING:
    from pathlib import Path

    from backends.documents import Documents
    from returns.ports import Clock, PolicyClause
    from returns.shop import Shop

type Search = Callable[[Shop, Sequence[PolicyClause]], Searches]


async def open_editions(
    documents: Documents, folder: Path, clock: Clock, search: Search
) -> Editions:
    """Return the editions of a shop; a folder that nobody has published yet becomes the live one.

    Products are those of the folder, and over them what was sent, in every edition alike.
    Safe to repeat: a folder that is known moves nothing.

    Raises:
        ShopSettingsUnusable | ShopUnreadable | PolicyUnreadable: what to correct, by path.
        BackendUnavailable: the store does not answer.
    """
    products = read_catalog(folder)
    checked = read_shop(folder, products, read_policy(folder).version)
    catalog = Catalog(documents, checked.shop_id, products)
    text = text_of(folder)

    def bound(text: ShopText) -> Edition:
        policy = parse_policy(text.policy)
        shop = shop_of(text.settings, catalog.products, policy.version)
        searches = observe_searches(search(shop, policy.clauses))
        return Edition(replace(shop, version=text.version), searches)

    first = bound(text)
    rules = Rules(first.shop, await quote_signer(documents, first.shop.shop_id))
    publications = Publications(documents, first.shop.shop_id)
    await publications.begin(text, clock.now(), by="the package")
    editions = Editions(documents, rules, clock, bound, first, catalog)
    await editions.refresh()
    return editions


def embedded_search(folder: Path) -> Search:
    """Return the searches of this process over the texts of a shop folder.

    Raises:
        ShopUnreadable: a past case is wrong.
    """
    past = EmbeddedSimilarCases(read_past_cases(folder))

    def search(shop: Shop, clauses: Sequence[PolicyClause]) -> Searches:
        products = EmbeddedProductSearch(tuple(shop.catalog.values()))
        return Searches(EmbeddedPolicySearch(tuple(clauses)), products, past)

    return search
