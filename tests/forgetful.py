"""A provider of everything that acts every time it is asked, as one whose keys have expired."""

from datetime import datetime, timedelta

from returns.money import Money
from returns.order import Address
from returns.ports import (
    CreditReversal,
    ExchangeOrder,
    InboundSlot,
    LoyaltyAdjustment,
    Movement,
    MovementKind,
    Notice,
    Parcel,
    PickupSlot,
)


class Forgetful:
    """It can be asked what was done under a reference; nothing else keeps it from doing it again.

    `made` holds the reference of everything it did, in order.
    """

    def __init__(self) -> None:
        self.made: list[str] = []
        self._known: dict[str, object] = {}

    def _act[T](self, reference: str, entry: T) -> T:
        self.made.append(reference)
        self._known[reference] = entry
        return entry

    async def find(self, reference: str) -> object | None:
        return self._known.get(reference)

    find_pickup = find_inbound = find_exchange = find_reversal = find_adjustment = find

    async def restocked(self, reference: str) -> bool:
        return reference in self._known

    async def refund(self, *, reference: str, tender_id: str, amount: Money) -> Movement:
        movement = Movement(reference, "re_1", MovementKind.REFUND, amount, tender_id)
        return self._act(reference, movement)

    async def issue_credit(
        self, *, reference: str, owner_id: str, amount: Money, kind: MovementKind
    ) -> Movement:
        return self._act(reference, Movement(reference, "cr_1", kind, amount, owner_id))

    async def buy(self, *, reference: str, sender: Address, service: str) -> Parcel:
        assert sender
        return self._act(reference, Parcel(reference, f"ZV-{len(self.made)}", "carrier", service))

    async def book_pickup(
        self, *, reference: str, sender: Address, not_before: datetime
    ) -> PickupSlot:
        assert sender
        slot = PickupSlot(reference, "PU1", not_before, not_before + timedelta(hours=4))
        return self._act(reference, slot)

    async def reserve_inbound(
        self, *, reference: str, units: int, not_before: datetime
    ) -> InboundSlot:
        return self._act(reference, InboundSlot(reference, f"D{units}", not_before))

    async def restock(self, *, reference: str, product_id: str, quantity: int) -> None:
        self._act(reference, (product_id, quantity))

    async def create_exchange(
        self, *, reference: str, owner_id: str, product_id: str, quantity: int, variant: str
    ) -> ExchangeOrder:
        order = ExchangeOrder(reference, owner_id, product_id, quantity, variant=variant)
        return self._act(reference, order)

    async def collect(self, *, reference: str, owner_id: str, amount: Money) -> Movement:
        return self._act(
            reference, Movement(reference, "ch_1", MovementKind.COLLECTION, amount, owner_id)
        )

    async def reverse_credit(self, *, reference: str, issued: str) -> CreditReversal:
        assert issued
        return self._act(reference, CreditReversal(reference, 8_999, 0))

    async def adjust_loyalty(
        self, *, reference: str, owner_id: str, points: int, coupon: str
    ) -> LoyaltyAdjustment:
        assert owner_id
        return self._act(reference, LoyaltyAdjustment(reference, points, coupon))

    async def send(self, notice: Notice) -> None:
        self._act(notice.message_id, notice)
