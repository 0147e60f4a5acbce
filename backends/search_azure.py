"""One index of Azure AI Search: a hybrid query, a lookup, and documents sent in batches.

The service fuses words and vectors itself, by reciprocal rank. Whatever is asked or sent here may
be repeated, so the SDK repeats what was throttled or cut; a deadline ends what it waits for.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

from backends.azure_outages import reaching
from backends.search_indexes import VECTOR, semantic_configuration, text_field, title_field
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from azure.core.credentials_async import AsyncTokenCredential
    from azure.search.documents.aio import SearchClient

    from backends.embeddings import Vector

type Document = dict[str, Any]

# How many neighbors are fused with the texts found by words; the service's own recommendation.
_NEIGHBORS = 50
_PAGE = 1000
# All requests can be repeated: the queries, a document sent twice, a conditional change.
REPEATED = frozenset({"GET", "PUT", "POST", "DELETE"})
# What the service says of a single document that it may take a moment later.
_LATER = {
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take, and how often it is made again."""

    deadline_seconds: float = 5.0  # of one call, with all the SDK waits for in it
    repeats: int = 2  # of a request, and of the documents of a batch that were not taken
    pause_seconds: float = 0.2  # doubled for each further repeat

    def reaching(self) -> AbstractAsyncContextManager[None]:
        """Bound a call, and make an outage of the service one of ours."""
        return reaching("search", self.deadline_seconds)

    async def pause(self, attempt: int) -> None:
        """Wait before an attempt; not before the first, which is 0."""
        if attempt:
            await asyncio.sleep(self.pause_seconds * 2 ** (attempt - 1))


PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class HybridQuery:
    """Words and what they mean, asked of the documents that fulfill a condition."""

    words: str
    vector: Vector
    where: str
    locale: str
    select: Sequence[str]
    top: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `score` only orders; `nearness` is the cosine, where the service tells."""

    fields: Mapping[str, Any]
    score: float
    nearness: float | None


class AzureIndex:
    """One index at the service. The service's types end here."""

    def __init__(
        self, client: SearchClient, name: str, patience: Patience, *, semantic: bool = False
    ) -> None:
        self.name = name
        self._client = client
        self._patience = patience
        self._semantic = semantic

    @classmethod
    def open(
        cls,
        endpoint: str,
        credential: AsyncTokenCredential,
        name: str,
        *,
        patience: Patience = PATIENCE,
        semantic: bool = False,
        **options: Any,
    ) -> Self:
        """Return an index of a service, unconnected yet; `options` go to the SDK's client.

        With `semantic` the service's ranker, which it bills, reads the best hits again.
        """
        from azure.search.documents.aio import SearchClient  # noqa: PLC0415 - loaded where searched

        client = SearchClient(endpoint, name, credential, **client_options(patience), **options)
        return cls(client, name, patience, semantic=semantic)

    async def hybrid(self, query: HybridQuery) -> list[Hit]:
        """Return the best documents by words and vectors together, best first.

        Where any document fulfills the condition there is a nearest one, however far.

        Raises:
            BackendUnavailable: the service did not answer in time, or not with a result.
        """
        from azure.search.documents.models import VectorizedQuery  # noqa: PLC0415 - as `open`

        nearest = VectorizedQuery(
            vector=list(query.vector), k_nearest_neighbors=_NEIGHBORS, fields=VECTOR
        )
        ranker: dict[str, Any] = {"query_type": "simple"}
        if self._semantic:
            configuration = semantic_configuration(query.locale)
            ranker = {"query_type": "semantic", "semantic_configuration_name": configuration}
        found = await self._search(
            query.words,
            search_fields=[title_field(query.locale), text_field(query.locale)],
            search_mode="any",
            filter=query.where,
            select=list(query.select),
            top=query.top,
            vector_queries=[nearest],
            vector_filter_mode="preFilter",
            debug="vector",
            **ranker,
        )
        return [_hit(document) for document in found]

    async def documents(
        self, where: str, select: Sequence[str], *, order_by: str = "id"
    ) -> list[Mapping[str, Any]]:
        """Return fields of up to a thousand documents that fulfill a condition, in an order.

        Raises:
            BackendUnavailable: as `hybrid`.
        """
        return await self._search(
            "*", filter=where, select=list(select), order_by=[order_by], top=_PAGE
        )

    async def every_document(self, where: str, select: Sequence[str]) -> list[Mapping[str, Any]]:
        """Return the `id` and fields of all documents that fulfill a condition.

        Raises:
            BackendUnavailable: as `hybrid`.
        """
        found: list[Mapping[str, Any]] = []
        after = ""
        while page := await self.documents(f"{where} and id gt '{after}'", ["id", *select]):
            found += page
            after = page[-1]["id"]
        return found

    async def count(self, where: str) -> int:
        """Return how many documents fulfill a condition.

        Raises:
            BackendUnavailable: as `hybrid`.
        """
        async with self._asking() as client:
            found = await client.search(
                "*", filter=where, top=0, include_total_count=True, retry_on_methods=REPEATED
            )
            return int(await found.get_count())

    async def upload(self, documents: Sequence[Document]) -> None:
        """Store documents under their ids, in place of those that are there.

        Safe to repeat: the same documents are stored again.

        Raises:
            BackendUnavailable: some were not stored; upload again.
        """
        await self._send("upload", documents)

    async def delete(self, ids: Sequence[str]) -> None:
        """Delete documents. Safe to repeat: one that is gone stays gone.

        Raises:
            BackendUnavailable: some were not deleted; delete again.
        """
        for start in range(0, len(ids), _PAGE):
            await self._send("delete", [{"id": key} for key in ids[start : start + _PAGE]])

    async def close(self) -> None:
        await self._client.close()

    async def _search(self, words: str, **request: Any) -> list[Mapping[str, Any]]:
        async with self._asking() as client:
            found = await client.search(words, retry_on_methods=REPEATED, **request)
            return [document async for document in found]

    @asynccontextmanager
    async def _asking(self) -> AsyncGenerator[Any]:
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 - as `open`

        async with self._patience.reaching():
            try:
                yield self._client
            except ResourceNotFoundError:
                raise self._unavailable("is not there; run make provision-data") from None

    async def _send(self, action: str, documents: Sequence[Document]) -> None:
        """Send documents until each was confirmed, or one never will be."""
        waiting = {one["id"]: {"@search.action": action} | one for one in documents}
        for attempt in range(self._patience.repeats + 1):
            await self._patience.pause(attempt)
            refused = await self._sent(waiting)
            if not waiting:
                return
            if attempt == self._patience.repeats or refused - _LATER:
                answers = ", ".join(map(str, sorted(refused)))
                raise self._unavailable(
                    f"did not take {len(waiting)} of {len(documents)} documents: {answers}"
                )

    async def _sent(self, waiting: dict[str, Document]) -> set[int]:
        """Take out of the waiting what was confirmed; return the statuses of what was not."""
        from azure.search.documents.models import (  # noqa: PLC0415 - as `open`
            IndexAction,
            IndexDocumentsBatch,
        )

        batch = IndexDocumentsBatch(actions=[IndexAction(one) for one in waiting.values()])
        async with self._patience.reaching():
            results = await self._client.index_documents(batch, retry_on_methods=REPEATED)
        for result in results:
            if result.succeeded:
                waiting.pop(result.key, None)
        return {result.status_code for result in results if not result.succeeded}

    def _unavailable(self, why: str) -> BackendUnavailable:
        return BackendUnavailable("search", f"the index {self.name} {why}")


def client_options(patience: Patience) -> dict[str, Any]:
    """Return how the SDK's clients repeat and wait."""
    return {
        "retry_total": patience.repeats,
        "retry_status": patience.repeats,
        "retry_connect": patience.repeats,
        "retry_read": patience.repeats,
        "retry_backoff_factor": patience.pause_seconds,
        "connection_timeout": patience.deadline_seconds / 2,
        "read_timeout": patience.deadline_seconds,
    }


def _hit(document: Mapping[str, Any]) -> Hit:
    score = document["@search.reranker_score"] or document["@search.score"]
    return Hit(document, score, _nearness(document["@search.document_debug_info"]))


def _nearness(told: Any) -> float | None:
    scores = told.vectors.subscores.vectors if told and told.vectors else None
    for fields in scores or ():
        if VECTOR in fields:
            return fields[VECTOR].vector_similarity
    return None
