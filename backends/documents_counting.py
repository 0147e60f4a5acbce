"""A document store that counts its trips, and can be told to be slow or to fail."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from backends.documents import Changes, Document, Documents, Operation, Page


@dataclass(frozen=True, slots=True)
class Latency:
    """What each kind of trip costs, in milliseconds; the default is a store in the same region."""

    point_ms: float = 5.0
    query_ms: float = 10.0
    write_ms: float = 8.0


NO_LATENCY = Latency(0.0, 0.0, 0.0)


@dataclass(slots=True)
class Script:
    """Trips that fail, counted from 0 at the last `reset`."""

    down: set[int] = field(default_factory=set[int])  # fail before acting
    answer_lost: set[int] = field(default_factory=set[int])  # act, then fail


class CountingDocuments:
    """Wraps any store. `trips` counts calls, `in_sequence` the longest chain that had to wait."""

    def __init__(
        self, documents: Documents, latency: Latency = NO_LATENCY, script: Script | None = None
    ) -> None:
        self.script = script or Script()
        self.log: list[str] = []
        self._documents = documents
        self._latency = latency
        self._finished_depth = 0

    @property
    def trips(self) -> int:
        return len(self.log)

    @property
    def in_sequence(self) -> int:
        """Return the longest chain of trips of which each began after the one before ended."""
        return self._finished_depth

    def reset(self) -> None:
        self.log.clear()
        self._finished_depth = 0

    async def get(self, collection: str, partition: str, id: str) -> Document | None:  # noqa: A002 - the port's name
        async with self._trip(f"get {collection}", self._latency.point_ms):
            return await self._documents.get(collection, partition, id)

    async def get_many(
        self, collection: str, partition: str, ids: Sequence[str]
    ) -> dict[str, Document]:
        async with self._trip(f"get_many {collection}", self._latency.point_ms):
            return await self._documents.get_many(collection, partition, ids)

    async def transact(self, partition: str, operations: Sequence[Operation]) -> tuple[str, ...]:
        async with self._trip("transact", self._latency.write_ms):
            return await self._documents.transact(partition, operations)

    async def query(
        self,
        name: str,
        partition: str | None,
        parameters: Mapping[str, Any],
        *,
        limit: int = 100,
        continuation: str | None = None,
    ) -> Page:
        async with self._trip(f"query {name}", self._latency.query_ms):
            return await self._documents.query(
                name, partition, parameters, limit=limit, continuation=continuation
            )

    async def count(self, name: str, parameters: Mapping[str, Any]) -> int:
        async with self._trip(f"count {name}", self._latency.query_ms):
            return await self._documents.count(name, parameters)

    async def changes(
        self, collection: str, continuation: str | None = None, *, limit: int = 100
    ) -> Changes:
        async with self._trip(f"changes {collection}", self._latency.query_ms):
            return await self._documents.changes(collection, continuation, limit=limit)

    async def close(self) -> None:
        await self._documents.close()

    @asynccontextmanager
    async def _trip(self, what: str, latency_ms: float) -> AsyncGenerator[None]:
        number = self.trips
        self.log.append(what)
        depth = self._finished_depth + 1
        try:
            if latency_ms:
                await asyncio.sleep(latency_ms / 1000)
            if number in self.script.down:
                raise BackendUnavailable("documents", f"told to fail on trip {number}")
            yield
            if number in self.script.answer_lost:
                raise BackendUnavailable("documents", f"told to lose the answer of trip {number}")
        finally:
            self._finished_depth = max(self._finished_depth, depth)
