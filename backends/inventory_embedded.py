"""A warehouse that needs no system: stock per product, and the inbound slots it expects."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, time
from hashlib import sha256
from itertools import batched
from typing import TYPE_CHECKING

from backends.documents import MAX_BATCH_OPERATIONS, AlreadyExists, Conflict, Create, Replace
from backends.provider_book import PROVIDERS, ProviderBook, Trouble
from backends.working_days import next_working_day
from returns.ports import InboundSlot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backends.documents import Documents, Operation

# All stock is one partition, so that a count and what moved it are one batch.
_STOCK = "stock"
_DOCKS = 6
_DOCK_OPENS = time(8)


class EmbeddedInventory:
    """Counts units by the moves made under our references. `trouble` makes it fail."""

    def __init__(self, documents: Documents, trouble: Trouble | None = None) -> None:
        self.trouble = trouble or Trouble()
        self._documents = documents
        self._inbound = ProviderBook(documents, "inbound", InboundSlot, self.trouble)

    async def stock(self, product_id: str) -> int:
        """Return the units that can be sold; a back-ordered product has none."""
        found = await self._documents.get(PROVIDERS, _STOCK, f"product:{product_id}")
        return max(0, found.body["units"]) if found else 0

    async def seed_stock(self, levels: Mapping[str, int]) -> None:
        """Give products their first count.

        Safe to repeat: a product already counted keeps its count.
        """
        for batch in batched(levels.items(), MAX_BATCH_OPERATIONS, strict=False):
            while not await self._seeded(dict(batch)):
                pass  # another process seeds too; see what is left

    async def restocked(self, reference: str) -> bool:
        self.trouble.before_lookup("inventory")
        move = await self._documents.get(PROVIDERS, _STOCK, f"move:{reference}")
        return move is not None and not self.trouble.hides()

    async def restock(self, *, reference: str, product_id: str, quantity: int) -> None:
        """Put units back.

        Safe to repeat: one reference moves units once.
        """
        await self._move(reference, product_id, quantity)

    async def take(self, *, reference: str, product_id: str, quantity: int) -> None:
        """Take units for a replacement; more than there are is a back order.

        Safe to repeat: one reference moves units once.
        """
        await self._move(reference, product_id, -quantity)

    async def find_inbound(self, reference: str) -> InboundSlot | None:
        return await self._inbound.find(reference)

    async def reserve_inbound(
        self,
        *,
        reference: str,
        units: int,  # noqa: ARG002 - every dock of this warehouse takes any number
        not_before: datetime,
    ) -> InboundSlot:
        """Reserve a dock on the next working day.

        Safe to repeat: a slot found under the reference is returned, released or not.
        """
        dock = f"D{sha256(reference.encode()).digest()[0] % _DOCKS + 1}"
        expected_on = next_working_day(not_before, UTC, _DOCK_OPENS)
        return await self._inbound.once(reference, InboundSlot(reference, dock, expected_on))

    async def release_inbound(self, reference: str) -> None:
        """Give a dock back.

        Safe to repeat: one released or never reserved is left alone.
        """
        await self._inbound.change(reference, lambda slot: replace(slot, released=True))

    async def inbound_slots(self, reference: str) -> tuple[InboundSlot, ...]:
        """Return how often a slot has really been reserved under a reference."""
        return await self._inbound.entries(reference)

    async def _seeded(self, levels: Mapping[str, int]) -> bool:
        ids = {f"product:{product_id}": units for product_id, units in levels.items()}
        known = await self._documents.get_many(PROVIDERS, _STOCK, list(ids))
        missing = [
            Create(PROVIDERS, document_id, {"kind": "stock", "units": units})
            for document_id, units in ids.items()
            if document_id not in known
        ]
        try:
            await self._documents.transact(_STOCK, missing)
        except AlreadyExists:
            return False
        return True

    async def _move(self, reference: str, product_id: str, units: int) -> None:
        self.trouble.before_acting("inventory")
        while not await self._moved(reference, f"product:{product_id}", units):
            pass  # someone else moved the same product; count again
        self.trouble.after_acting("inventory")

    async def _moved(self, reference: str, product: str, units: int) -> bool:
        move = f"move:{reference}"
        found = await self._documents.get_many(PROVIDERS, _STOCK, [product, move])
        if move in found:
            return True
        counted = found.get(product)
        body = {"kind": "stock", "units": units + (counted.body["units"] if counted else 0)}
        count: Operation = Create(PROVIDERS, product, body)
        if counted:
            count = Replace(PROVIDERS, product, body, counted.etag)
        mark = {"kind": "move", "product": product, "units": units}
        try:
            await self._documents.transact(_STOCK, [count, Create(PROVIDERS, move, mark)])
        except (AlreadyExists, Conflict):
            return False
        return True
