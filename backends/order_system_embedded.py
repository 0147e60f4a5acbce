"""The order system of a shop without one: return statuses and replacement orders."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from backends.documents import Conflict, Replace
from backends.provider_book import ProviderBook, Trouble
from returns.errors import OrderNotFound
from returns.ports import ExchangeOrder, LoyaltyAdjustment

if TYPE_CHECKING:
    from backends.documents import Document, Documents
    from backends.inventory_embedded import EmbeddedInventory

_CASES = "cases"


class EmbeddedOrderSystem:
    """Writes to the owner's own order documents. `trouble` makes it fail like a real one."""

    def __init__(
        self, documents: Documents, inventory: EmbeddedInventory, trouble: Trouble | None = None
    ) -> None:
        self.trouble = trouble or Trouble()
        self._documents = documents
        self._inventory = inventory
        self._exchanges = ProviderBook(documents, "exchange", ExchangeOrder, self.trouble)
        self._loyalty = ProviderBook(documents, "loyalty", LoyaltyAdjustment, self.trouble)

    async def return_status(self, owner_id: str, order_id: str) -> str | None:
        """Return what the order says about its return.

        Raises:
            OrderNotFound: this owner has no such order.
        """
        self.trouble.before_lookup("orders")
        return (await self._order(owner_id, order_id)).body.get("return_status")

    async def set_return_status(self, owner_id: str, order_id: str, status: str | None) -> None:
        """Set what the order says about its return, and leave everything else as it is.

        Safe to repeat: the same status again is no write.

        Raises:
            OrderNotFound: this owner has no such order.
        """
        self.trouble.before_acting("orders")
        while not await self._said(owner_id, order_id, status):
            pass  # someone else wrote the order; read it again
        self.trouble.after_acting("orders")

    async def find_exchange(self, reference: str) -> ExchangeOrder | None:
        return await self._exchanges.find(reference)

    async def create_exchange(
        self,
        *,
        reference: str,
        owner_id: str,
        product_id: str,
        quantity: int,
        variant: str = "",
    ) -> ExchangeOrder:
        """Place a replacement order and take its units from stock.

        Safe to repeat: an order found under the reference is returned, and units are taken once.
        """
        found = await self._exchanges.find(reference)
        if found is not None:
            return found
        number = b32encode(sha256(f"{owner_id} {reference}".encode()).digest()[:5]).decode()
        await self._inventory.take(reference=reference, product_id=product_id, quantity=quantity)
        order = ExchangeOrder(reference, f"EX-{number}", product_id, quantity, variant=variant)
        return await self._exchanges.act(reference, order)

    async def cancel_exchange(self, reference: str) -> ExchangeOrder | None:
        """Cancel a replacement order and put its units back; None when there is none.

        Safe to repeat: units are put back once.
        """
        order = await self._exchanges.change(reference, lambda o: replace(o, cancelled=True))
        if order is not None:
            await self._inventory.restock(
                reference=f"{reference}:cancelled",
                product_id=order.product_id,
                quantity=order.quantity,
            )
        return order

    async def find_adjustment(self, reference: str) -> LoyaltyAdjustment | None:
        return await self._loyalty.find(reference)

    async def adjust_loyalty(
        self,
        *,
        reference: str,
        owner_id: str,  # noqa: ARG002 - this system keeps no balance of points
        points: int,
        coupon: str,
    ) -> LoyaltyAdjustment:
        """Take points back and give a coupon again.

        Safe to repeat: an adjustment found under the reference is returned as it was made.
        """
        return await self._loyalty.once(reference, LoyaltyAdjustment(reference, points, coupon))

    async def exchanges(self, reference: str) -> tuple[ExchangeOrder, ...]:
        """Return how often a replacement has really been ordered under a reference."""
        return await self._exchanges.entries(reference)

    async def _said(self, owner_id: str, order_id: str, status: str | None) -> bool:
        order = await self._order(owner_id, order_id)
        if order.body.get("return_status") == status:
            return True
        body = order.body | {"return_status": status}
        try:
            await self._documents.transact(owner_id, [Replace(_CASES, order.id, body, order.etag)])
        except Conflict:
            return False
        return True

    async def _order(self, owner_id: str, order_id: str) -> Document:
        order = await self._documents.get(_CASES, owner_id, f"order:{order_id}")
        if order is None:
            raise OrderNotFound(order_id)
        return order
