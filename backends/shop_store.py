"""A shop's rows as documents: each written once, and left alone when it is there already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backends import wire
from backends.documents import (
    MAX_BATCH_OPERATIONS,
    AlreadyExists,
    Body,
    Conflict,
    Create,
    Document,
    Documents,
    NotFound,
    Operation,
    Replace,
)
from returns.errors import BackendUnavailable
from returns.order import Customer, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from backends.shop_data import StaffRow
    from returns.ledger import UnitLedger

_ATTEMPTS = 5
_ORDERS_PER_BATCH = MAX_BATCH_OPERATIONS // 2
# Well under the 2 MB a batch may have: a line takes at most 1 kB, a ledger unit 100 bytes.
_BYTES_PER_BATCH = 1_500_000


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order with the ledger of its units: two documents written together."""

    order: Order
    ledger: UnitLedger

    @property
    def size(self) -> int:
        return 1_000 * (len(self.order.lines) + 1) + 100 * len(self.ledger.units)

    @property
    def ids(self) -> tuple[str, str]:
        order_id = self.order.order_id
        return f"order:{order_id}", f"ledger:{order_id}"


async def store_customer(documents: Documents, customer: Customer) -> bool:
    """Write an order owner and the lookup of their e-mail; return whether anything changed.

    Safe to repeat: what is stored already is compared first and left as it is, and so is what the
    shop's own system has sent since.
    """
    stored = await documents.get("cases", customer.customer_id, "customer")
    if stored and stored.body.get("version", 0):
        return False
    lookup = f"email:{customer.email.lower()}"
    owner = {"kind": "lookup", "owner_id": customer.customer_id}
    body = wire.encode(customer) | {"kind": "customer"}
    found = await _keep(documents, "cases", customer.customer_id, "customer", body)
    if await _sent_to_another(documents, lookup, customer):
        return found
    return await _keep(documents, "lookups", lookup, lookup, owner) or found


async def _sent_to_another(documents: Documents, lookup: str, customer: Customer) -> bool:
    """Whether the shop's own system has given this address to another customer since."""
    taken = await documents.get("lookups", lookup, lookup)
    if taken is None or taken.body["owner_id"] == customer.customer_id:
        return False
    other = await documents.get("cases", taken.body["owner_id"], "customer")
    return bool(other and other.body.get("version", 0))


async def store_staff(documents: Documents, member: StaffRow) -> bool:
    """Write a member of staff under their e-mail; return whether anything changed.

    Safe to repeat: what is stored already is compared first and left as it is.
    """
    lookup = f"staff:{member.email.lower()}"
    return await _keep(
        documents, "lookups", lookup, lookup, wire.encode(member) | {"kind": "staff"}
    )


async def store_orders(
    documents: Documents, owner_id: str, files: Sequence[OrderFile], *, reload: bool
) -> int:
    """Write orders of one owner with their ledgers; return how many orders were written.

    Safe to repeat: an order that is there keeps the dates it was first loaded with. With `reload`
    it is written anew, but keeps what it says about its return; a ledger is never written twice.
    """
    written = 0
    for batch in _batches(files):
        ids = [document_id for file in batch for document_id in file.ids]

        def plan(known: dict[str, Document], batch: Sequence[OrderFile] = batch) -> list[Operation]:
            return [step for file in batch for step in _order_steps(file, known, reload=reload)]

        done = await _settle(documents, "cases", owner_id, ids, plan)
        written += sum(step.id.startswith("order:") for step in done)
    return written


def _order_steps(
    file: OrderFile, known: dict[str, Document], *, reload: bool
) -> Iterator[Operation]:
    order_id, ledger_id = file.ids
    stored = known.get(order_id)
    if stored is None:
        yield Create("cases", order_id, order_body(file.order))
    elif reload and file.order.version >= stored.body.get("version", 0):
        body = order_body(replace(file.order, return_status=stored.body.get("return_status")))
        if body != stored.body:
            yield Replace("cases", order_id, body, stored.etag)
    if ledger_id not in known:
        yield Create("cases", ledger_id, wire.encode(file.ledger) | {"kind": "ledger"})


def order_body(order: Order) -> Body:
    """Return an order as stored."""
    return wire.encode(order) | {"kind": "order"}


def _batches(files: Iterable[OrderFile]) -> Iterator[list[OrderFile]]:
    batch: list[OrderFile] = []
    size = 0
    for file in files:
        if batch and (len(batch) == _ORDERS_PER_BATCH or size + file.size > _BYTES_PER_BATCH):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size
    if batch:
        yield batch


async def _keep(
    documents: Documents, collection: str, partition: str, document_id: str, body: Body
) -> bool:
    def plan(known: dict[str, Document]) -> list[Operation]:
        stored = known.get(document_id)
        if stored is None:
            return [Create(collection, document_id, body)]
        if stored.body == body:
            return []
        return [Replace(collection, document_id, body, stored.etag)]

    return bool(await _settle(documents, collection, partition, [document_id], plan))


async def _settle(
    documents: Documents,
    collection: str,
    partition: str,
    ids: Sequence[str],
    plan: Callable[[dict[str, Document]], list[Operation]],
) -> list[Operation]:
    """Write what is missing, looking again whenever someone else wrote it first."""
    for _ in range(_ATTEMPTS):
        operations = plan(await documents.get_many(collection, partition, ids))
        if not operations:
            return []
        try:
            await documents.transact(partition, operations)
        except (AlreadyExists, Conflict, NotFound):
            continue
        return operations
    raise BackendUnavailable("documents", "someone else keeps writing the same rows; load again")
