"""A payment provider that needs no account: a ledger of movements, found by our reference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from backends.provider_book import ProviderBook, Trouble
from returns.errors import PaymentRefused
from returns.ports import CreditReversal, Movement, MovementKind, MovementStatus

if TYPE_CHECKING:
    from backends.documents import Documents
    from returns.money import Money


@dataclass(frozen=True, slots=True)
class Spending:
    """What a customer has spent of one issued credit, in minor units."""

    issued: str
    minor: int


class EmbeddedPayments:
    """Keeps every movement and moves no real money. `trouble` makes it fail like a real one."""

    def __init__(self, documents: Documents, trouble: Trouble | None = None) -> None:
        self.trouble = trouble or Trouble()
        self._ledger = ProviderBook(documents, "movement", Movement, self.trouble)
        self._spent = ProviderBook(documents, "spending", Spending, self.trouble)
        self._reversals = ProviderBook(documents, "reversal", CreditReversal, self.trouble)

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

    async def collect(self, *, reference: str, owner_id: str, amount: Money) -> Movement:
        """Collect an amount from how the customer paid.

        Safe to repeat: a movement found under the reference is returned as it was made.
        """
        return await self._moved(reference, MovementKind.COLLECTION, amount, owner_id)

    async def spend(self, issued: str, minor: int) -> None:
        """Let a customer spend some of the credit issued under a reference, once."""
        await self._spent.once(issued, Spending(issued, minor))

    async def find_reversal(self, reference: str) -> CreditReversal | None:
        return await self._reversals.find(reference)

    async def reverse_credit(self, *, reference: str, issued: str) -> CreditReversal:
        """Take back what is unspent of an issued credit.

        Safe to repeat: a reversal found under the reference is returned as it was made.
        """
        movement, spending = await self._ledger.find(issued), await self._spent.find(issued)
        given = movement.amount.minor if movement else 0
        spent = min(given, spending.minor if spending else 0)
        return await self._reversals.once(
            reference, CreditReversal(reference, given - spent, spent)
        )

    async def finish(self, reference: str, status: MovementStatus) -> None:
        """Let a movement that was only submitted end, as a real provider's does days later."""
        await self._ledger.change(reference, lambda movement: replace(movement, status=status))

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
        prefix = {MovementKind.REFUND: "re", MovementKind.COLLECTION: "ch"}.get(kind, "cr")
        slow = target in self.trouble.slow
        status = MovementStatus.SUBMITTED if slow else MovementStatus.SETTLED
        provider_id = f"{prefix}_{sha256(reference.encode()).hexdigest()[:20]}"
        return await self._ledger.act(
            reference, Movement(reference, provider_id, kind, amount, target, status)
        )
