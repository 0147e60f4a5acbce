"""One batch of writes for Cosmos: what is sent, and what a refusal of it means.

Every item written carries the batch's own `op`. A refused batch is looked up again: when one of
its items shows this `op`, the batch had been applied and only its answer was lost.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from backends.documents import (
    MAX_BATCH_OPERATIONS,
    MAX_ITEM_BYTES,
    AlreadyExists,
    Conflict,
    Create,
    Delete,
    DocumentError,
    NotFound,
    Operation,
    Put,
    Replace,
    TooLarge,
)
from backends.documents_cosmos_containers import CONTAINERS, partition_value
from backends.documents_cosmos_envelope import (
    Envelope,
    etag_of,
    expired,
    joined_etag,
    outlived,
    sealed,
    service_etag,
    size_of,
    stored_id,
)
from backends.documents_cosmos_wire import Refusal, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Of a document that someone has written again since: it fits nothing that is stored.
_OVERTAKEN = "overtaken"


@dataclass(slots=True)
class Batch:
    """Operations on one collection in one partition, ready to be sent as often as needed."""

    collection: str
    operations: Sequence[Operation]
    envelopes: list[Envelope | None]
    now: float
    op: str
    # Items that have expired and are still there: creating their id means replacing them.
    squatters: dict[int, str] = field(default_factory=dict[int, str])

    def steps(self) -> list[Step]:
        return [self._step(index) for index in range(len(self.operations))]

    @property
    def ids(self) -> list[str]:
        return [operation.id for operation in self.operations]

    def etags(self, answered: Sequence[str]) -> tuple[str, ...]:
        """Return the etags callers see, of those the service answered in order."""
        return tuple(
            "" if envelope is None else joined_etag(etag, envelope.get("expires"))
            for envelope, etag in zip(self.envelopes, answered, strict=True)
        )

    def applied(self, refusal: Refusal, stored: Mapping[str, Envelope]) -> bool:
        """Say whether what is stored shows that this batch has been applied after all."""
        if any(envelope["op"] == self.op for envelope in stored.values()):
            return True
        # Deleting leaves nothing to recognize; what we tried to delete before is gone, as asked.
        only_deletes = all(envelope is None for envelope in self.envelopes)
        lost = refusal.status == HTTPStatus.NOT_FOUND and refusal.requests > 1
        return only_deletes and lost and not stored

    def etags_found(self, stored: Mapping[str, Envelope]) -> tuple[str, ...]:
        """Return the etags of an applied batch whose answer was lost."""

        def found(operation: Operation) -> str:
            envelope = stored.get(operation.id)
            if isinstance(operation, Delete):
                return ""
            return etag_of(envelope) if envelope and envelope["op"] == self.op else _OVERTAKEN

        return tuple(map(found, self.operations))

    def meaning(self, refusal: Refusal, stored: Mapping[str, Envelope]) -> DocumentError | None:
        """Return what a refusal means; None when expired items were in the way: send again."""
        index = refusal.index
        operation = self.operations[index]
        found = stored.get(operation.id)
        alive = found is not None and not expired(found, self.now)
        if refusal.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return TooLarge(operation.id, index)
        if isinstance(operation, Create):
            if alive or (found is None and index not in self.squatters):
                return AlreadyExists(operation.id, index)
            self.squatters = self._squatters(stored)
            return None
        if alive and refusal.status == HTTPStatus.PRECONDITION_FAILED:
            return Conflict(operation.id, index)
        return NotFound(operation.id, index)

    def _squatters(self, stored: Mapping[str, Envelope]) -> dict[int, str]:
        return {
            index: stored[operation.id]["_etag"]
            for index, operation in enumerate(self.operations)
            if isinstance(operation, Create)
            and operation.id in stored
            and expired(stored[operation.id], self.now)
        }

    def _step(self, index: int) -> Step:
        operation, envelope = self.operations[index], self.envelopes[index]
        document_id = stored_id(operation.id)
        match operation:
            case Create() if index in self.squatters:
                return "replace", (document_id, envelope), {"if_match_etag": self.squatters[index]}
            case Create():
                return "create", (envelope,), {}
            case Put():
                return "upsert", (envelope,), {}
            case Replace(etag=etag):
                condition = {"if_match_etag": service_etag(etag)}
                return "replace", (document_id, envelope), condition
            case Delete(etag=etag):
                return "delete", (document_id,), {"if_match_etag": service_etag(etag)}


def batch_of(partition: str, operations: Sequence[Operation], *, now: float, written: int) -> Batch:
    """Return the batch of some operations, refusing at once what needs no trip to be refused.

    Raises:
        ValueError: the operations are of more than one collection, or a lookup is not alone.
        NotFound | TooLarge: with the index of the first such operation.
    """
    if len(operations) > MAX_BATCH_OPERATIONS:
        raise TooLarge(operations[MAX_BATCH_OPERATIONS].id, MAX_BATCH_OPERATIONS)
    collection = _collection_of(partition, operations)
    op = secrets.token_hex(8)
    envelopes: list[Envelope | None] = []
    size = 0
    for index, operation in enumerate(operations):
        if isinstance(operation, Replace | Delete) and outlived(operation.etag, now):
            raise NotFound(operation.id, index)
        if isinstance(operation, Delete):
            envelopes.append(None)
            continue
        size += size_of(operation.body)
        if size > MAX_ITEM_BYTES:
            raise TooLarge(operation.id, index)
        envelope = sealed(operation.body, operation.id, op) | {
            CONTAINERS[collection].partition_key: partition_value(collection, partition),
            "written": written,
        }
        if operation.ttl_seconds is not None:
            envelope |= {"ttl": operation.ttl_seconds, "expires": now + operation.ttl_seconds}
        envelopes.append(envelope)
    return Batch(collection, operations, envelopes, now, op)


def _collection_of(partition: str, operations: Sequence[Operation]) -> str:
    collection = operations[0].collection
    if any(operation.collection != collection for operation in operations):
        raise ValueError("One Cosmos batch writes to one container, so to one collection.")
    alone = CONTAINERS[collection].partition_key == "id"
    if alone and any(operation.id != partition for operation in operations):
        raise ValueError(f"A document of {collection!r} lies in the partition of its own id.")
    return collection
