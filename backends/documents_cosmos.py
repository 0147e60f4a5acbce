"""The document port on Azure Cosmos DB.

A collection is a container with one partition key path (`documents_cosmos_containers`), and a
partition of the port is a value of that key: `ownerId` for cases, `threadId` for threads, `shopId`
for shop and staff, `reference` for providers, and the document's own id for lookups. So a batch is
of one collection, and a lookup's partition is its id.

The account's default consistency has to be Strong, or BoundedStaleness in one region: after a
refusal the adapter looks whether the write was its own, and an effect reads what another instance
has just written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backends import telemetry
from backends.documents import AlreadyExists, Changes, Document, Operation, Page
from backends.documents_cosmos_batch import batch_of
from backends.documents_cosmos_containers import CONTAINERS, partition_value
from backends.documents_cosmos_envelope import Envelope, expired, opened, plain_id, stored_id
from backends.documents_cosmos_queries import (
    change_place,
    change_token,
    count_statement,
    statement,
    token,
)
from backends.documents_cosmos_wire import Charged, CosmosWire, Patience, Refusal
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azure.core.credentials_async import AsyncTokenCredential

    from returns.ports import Clock

_MICROSECONDS = 1_000_000
# Clearing an expired item out of the way can show another one behind it.
_CLEARINGS = 3


class CosmosDocuments:
    """Documents in one Cosmos database, which exists with all its containers."""

    def __init__(self, wire: CosmosWire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._written = 0
        self._closed = False

    @classmethod
    async def open(
        cls,
        endpoint: str,
        credential: AsyncTokenCredential | str,
        database: str,
        clock: Clock,
        *,
        emulator: bool = False,
        charged: Charged = telemetry.store_charge,
        patience: Patience | None = None,
    ) -> CosmosDocuments:
        """Connect to the account. `charged` hears of every call and its request units.

        Raises:
            BackendUnavailable: the account does not answer.
        """
        wire = await CosmosWire.open(
            endpoint,
            credential,
            database,
            patience=patience or Patience(),
            charged=charged,
            emulator=emulator,
        )
        return cls(wire, clock)

    async def get(self, collection: str, partition: str, id: str) -> Document | None:  # noqa: A002 - the port's name
        return (await self.get_many(collection, partition, [id])).get(id)

    async def get_many(
        self, collection: str, partition: str, ids: Sequence[str]
    ) -> dict[str, Document]:
        now = self._now()
        found = await self._stored(collection, partition, ids)
        return {
            document_id: opened(envelope)
            for document_id, envelope in found.items()
            if not expired(envelope, now)
        }

    async def transact(self, partition: str, operations: Sequence[Operation]) -> tuple[str, ...]:
        if not operations:
            return ()
        batch = batch_of(partition, operations, now=self._now(), written=self._next_written())
        for _ in range(_CLEARINGS):
            try:
                etags = await self._open_wire().batch(batch.collection, partition, batch.steps())
            except Refusal as refusal:
                stored = await self._stored(batch.collection, partition, batch.ids)
                if batch.applied(refusal, stored):
                    return batch.etags_found(stored)
                meaning = batch.meaning(refusal, stored)
                if meaning:
                    raise meaning from refusal
            else:
                return batch.etags(etags)
        raise AlreadyExists(batch.ids[0])

    async def query(
        self,
        name: str,
        partition: str | None,
        parameters: Mapping[str, Any],
        *,
        limit: int = 100,
        continuation: str | None = None,
    ) -> Page:
        asked = statement(name, partition, parameters, limit=limit, continuation=continuation)
        bound = asked.bound | {"now": self._now()}
        rows = await self._open_wire().query(
            asked.collection, partition, asked.sql, bound, limit=limit + 1
        )
        more = token(name, rows[limit - 1]) if len(rows) > limit else None
        return Page(tuple(map(opened, rows[:limit])), more)

    async def count(self, name: str, parameters: Mapping[str, Any]) -> int:
        asked = count_statement(name, parameters)
        bound = asked.bound | {"now": self._now()}
        return await self._open_wire().count(asked.collection, asked.sql, bound)

    async def changes(
        self, collection: str, continuation: str | None = None, *, limit: int = 100
    ) -> Changes:
        place, now = change_place(collection, continuation), self._now()
        rows, place = await self._open_wire().changes(collection, place, limit=limit)
        documents = tuple(opened(row) for row in rows if not expired(row, now))
        if rows and not documents:
            # An empty answer would say that nothing is newer.
            return await self.changes(collection, change_token(collection, place), limit=limit)
        return Changes(documents, change_token(collection, place))

    async def close(self) -> None:
        """Close the connections. Safe to repeat: a closed store stays closed."""
        if not self._closed:
            self._closed = True
            await self._wire.close()

    async def _stored(
        self, collection: str, partition: str, ids: Sequence[str]
    ) -> dict[str, Envelope]:
        """Return the items of these ids, expired ones too, in one trip."""
        wanted = [stored_id(document_id) for document_id in dict.fromkeys(ids)]
        if not wanted:
            return {}
        if len(wanted) == 1:
            one = await self._open_wire().read(collection, partition, wanted[0])
            return {plain_id(one["id"]): one} if one else {}
        bound = {f"id{index}": item for index, item in enumerate(wanted)}
        names = ", ".join(f"@{name}" for name in bound)
        key = CONTAINERS[collection].partition_key
        sql = f"SELECT * FROM c WHERE c.{key} = @partition AND c.id IN ({names})"  # noqa: S608 - names only
        bound["partition"] = partition_value(collection, partition)
        found = await self._open_wire().query(collection, partition, sql, bound, limit=len(wanted))
        return {plain_id(envelope["id"]): envelope for envelope in found}

    def _open_wire(self) -> CosmosWire:
        if self._closed:
            raise BackendUnavailable("documents", "the store has been closed")
        return self._wire

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _next_written(self) -> int:
        """Return this moment in microseconds, later than any this process has given."""
        self._written = max(int(self._now() * _MICROSECONDS), self._written + 1)
        return self._written
