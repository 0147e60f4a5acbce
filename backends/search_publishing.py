"""Brings the indexes of a shop to what its folder says: what changed is embedded and sent."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING

from backends import search_documents as d
from backends import search_indexes as i

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backends.embeddings import Embeddings
    from backends.search_azure import AzureIndex
    from backends.search_index_changes import AzureIndexes, Change
    from returns.ports import PastCase, PolicyClause
    from returns.shop import Shop

# About two megabytes with their vectors, of the sixteen a request may have.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a shelf: documents sent, left as they were, and taken away."""

    sent: int
    unchanged: int
    deleted: int


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What became of an index, and how many documents of other editions it holds."""

    name: str
    change: Change
    published: Published
    others: int


async def publish_shop(
    indexes: AzureIndexes,
    open_index: Callable[[str], AzureIndex],
    embeddings: Embeddings,
    shop: Shop,
    clauses: Sequence[PolicyClause],
    cases: Sequence[PastCase],
    *,
    prefix: str,
    only_this_edition: bool = False,
) -> list[IndexReport]:
    """Make the three indexes, and put the editions of a shop folder on their shelves.

    Other editions stay, since a desk may still be reading one, unless `only_this_edition` says
    that none does. Safe to repeat: what is there already is left as it is.

    Raises:
        IndexIncompatible: an index differs in what cannot be changed; nothing was changed in it.
        BackendUnavailable: a service failed midway; publish again to finish.
    """
    sections = d.policy_contents(shop, clauses)
    products = d.product_contents(shop)
    shelves = {
        i.POLICY: (d.Shelf.of(shop, sections, version=shop.policy_version), sections),
        i.PRODUCTS: (d.Shelf.of(shop, products), products),
        i.PAST_CASES: (d.Shelf.of_past_cases(shop), d.past_case_contents(shop, cases)),
    }
    reports: list[IndexReport] = []
    for kind, (shelf, contents) in shelves.items():
        change = await indexes.ensure(i.definition(prefix, kind, embeddings.dimensions))
        index = open_index(i.index_name(prefix, kind))
        try:
            published = await publish(index, shelf, contents, embeddings)
            others = await _other_editions(index, shelf)
            if only_this_edition:
                await index.delete(others)
            reports.append(IndexReport(index.name, change, published, len(others)))
        finally:
            await index.close()
    return reports


async def publish(
    index: AzureIndex, shelf: d.Shelf, contents: d.Contents, embeddings: Embeddings
) -> Published:
    """Make a shelf hold these contents and nothing else.

    Safe to repeat: what stands there already, with vectors of the same model, is left as it is.

    Raises:
        BackendUnavailable: a service failed midway; publish again to finish.
    """
    model = await embeddings.model()
    stored = await index.every_document(shelf.where, ["fingerprint"])
    known = {document["id"]: document["fingerprint"] for document in stored}
    wanted = [
        document | {"fingerprint": d.fingerprint(document, model)}
        for document in shelf.documents(contents)
    ]
    changed = [one for one in wanted if known.get(one["id"]) != one["fingerprint"]]
    for batch in batched(changed, _AT_ONCE, strict=False):
        await index.upload(await _with_vectors(shelf, batch, embeddings))
    gone = sorted(known.keys() - {document["id"] for document in wanted})
    await index.delete(gone)
    return Published(len(changed), len(wanted) - len(changed), len(gone))


async def _other_editions(index: AzureIndex, shelf: d.Shelf) -> list[str]:
    """Return the ids of the shop's documents in all editions but this one."""
    return [one["id"] for one in await index.every_document(shelf.where_others, [])]


async def _with_vectors(
    shelf: d.Shelf, documents: Sequence[d.Document], embeddings: Embeddings
) -> list[d.Document]:
    entries = [shelf.entry_of(document) for document in documents]
    vectors = await embeddings.embed([f"{entry.title}\n{entry.text}" for entry in entries])
    return [
        document | {i.VECTOR: list(vector)}
        for document, vector in zip(documents, vectors, strict=True)
    ]
