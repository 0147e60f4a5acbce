"""What the rules read of one order owner: profile, orders, unit ledgers and the case at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from returns.case import Case
from returns.errors import OrderNotFound
from returns.ledger import UnitLedger
from returns.order import Customer, Order


@dataclass(frozen=True, slots=True)
class OwnerFile:
    """A consistent-enough picture: every save is conditional on the versions read here."""

    customer: Customer
    orders: Mapping[str, Order]
    ledgers: Mapping[str, UnitLedger]
    case: Case | None = None
    etags: Mapping[str, str] = field(default_factory=dict[str, str])

    def order(self, order_id: str) -> Order:
        """Return an order of this owner.

        Raises:
            OrderNotFound: it is not theirs, whether it exists or not.
        """
        try:
            return self.orders[order_id]
        except KeyError:
            raise OrderNotFound(order_id) from None

    def ledger(self, order_id: str) -> UnitLedger:
        """Return the unit ledger of an order; an empty one when nothing was ever returned."""
        return self.ledgers.get(order_id) or UnitLedger(order_id)
