"""A payment provider that needs no account: a ledger of movements, found by our reference."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from backends.provider_book import ProviderBook, Trouble
from returns.errors import PaymentRefused
from returns.ports import Movement, MovementKind

if TYPE_CHECKING:
    from backends.documents import Documents
    from returns.money import Money


class EmbeddedPayments:
    """Keeps every movement and moves no real money. `trouble` makes it fail like a real one."""

    def __init__(self, documents: Documents, trouble: Trouble | None = None) -> None:
        self.trouble = trouble or Trouble()
        self._ledger = ProviderBook(documents, "movement", Movement, self.trouble)

    async def find(self, reference: str) -> Movement | None:
        return await self._ledger.find(reference)

    async def refund(self, *, reference: str, tender_id: str, amount: Money) -> Movement:
        """Pay an amount back to a tender.

        Safe to repeat: a movement found under the reference is returned as it was made.
        """
        return await self._moved(reference, MovementKind.REFUND, amount, tender_id)

    async def issue_credit(
        self, *, reference: str, owner_id: str, amount: Money, kind: MovementKind
    ) -> Movement:
        """Issue store credit.

        Safe to repeat: a movement found under the reference is returned as it was made.
        """
        return await self._moved(reference, kind, amount, owner_id)

    async def movements(self, reference: str) -> tuple[Movement, ...]:
        """Return how often money has really moved under a reference."""
        return await self._ledger.entries(reference)

    async def _moved(
        self, reference: str, kind: MovementKind, amount: Money, target: str
    ) -> Movement:
        found = await self._ledger.find(reference)
        if found is not None:
            return found
        if amount.minor <= 0:
            raise PaymentRefused(reference, "the amount must be more than zero")
        if target in self.trouble.refused:
            raise PaymentRefused(reference, f"{target} takes no payments")
        prefix = "re" if kind is MovementKind.REFUND else "cr"
        provider_id = f"{prefix}_{sha256(reference.encode()).hexdigest()[:20]}"
        return await self._ledger.act(
            reference, Movement(reference, provider_id, kind, amount, target)
        )
