"""A carrier that needs no account: parcels and pickups, found by our reference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from hashlib import sha256
from typing import TYPE_CHECKING

from backends.documents import Put
from backends.provider_book import PROVIDERS, ProviderBook, Trouble
from backends.working_days import next_working_day, zone_of
from returns.errors import ParcelInUse
from returns.ports import Parcel, PickupSlot

if TYPE_CHECKING:
    from datetime import datetime

    from backends.documents import Documents
    from returns.order import Address

CARRIER = "Zephyr Parcel"
_PICKUP_FROM, _PICKUP_TO = time(9), time(13)


@dataclass(frozen=True, slots=True)
class _Shipment:
    parcel: Parcel
    scanned: bool = False


class EmbeddedCarrier:
    """Sells parcels that go nowhere. `trouble` makes it fail like a real one."""

    simulated = True

    def __init__(self, documents: Documents, trouble: Trouble | None = None) -> None:
        self.trouble = trouble or Trouble()
        self._documents = documents
        self._shipments = ProviderBook(documents, "shipment", _Shipment, self.trouble)
        self._pickups = ProviderBook(documents, "pickup", PickupSlot, self.trouble)

    async def find(self, reference: str) -> Parcel | None:
        found = await self._shipments.find(reference)
        return found.parcel if found else None

    async def buy(self, *, reference: str, sender: Address, service: str) -> Parcel:  # noqa: ARG002 - a real carrier prices it
        """Buy a return shipment.

        Safe to repeat: a parcel found under the reference is returned, voided or not.
        """
        found = await self._shipments.find(reference)
        if found is not None:
            return found.parcel
        number = tracking_number(reference)
        # Written first, so that no parcel is ever known whose scans cannot be found.
        known = {"kind": "tracking", "reference": reference}
        await self._documents.transact(f"tracking:{number}", [Put(PROVIDERS, "tracking", known)])
        shipment = _Shipment(Parcel(reference, number, CARRIER, service))
        return (await self._shipments.act(reference, shipment)).parcel

    async def void(self, reference: str) -> Parcel:
        """Void a parcel.

        Safe to repeat: a voided parcel is returned as it is.
        """
        voided = await self._shipments.change(reference, _voided)
        if voided is None:
            return Parcel(reference, "", CARRIER, "", voided=True)
        return voided.parcel

    async def mark_scanned(self, tracking_number: str) -> bool:
        """Scan a parcel, after which nobody can void it; False when there is no such parcel."""
        found = await self._documents.get(PROVIDERS, f"tracking:{tracking_number}", "tracking")
        if found is None:
            return False
        reference: str = found.body["reference"]
        return (
            await self._shipments.change(reference, lambda s: replace(s, scanned=True)) is not None
        )

    async def shipments(self, reference: str) -> tuple[Parcel, ...]:
        """Return how often a parcel has really been bought under a reference."""
        return tuple(shipment.parcel for shipment in await self._shipments.entries(reference))

    async def find_pickup(self, reference: str) -> PickupSlot | None:
        return await self._pickups.find(reference)

    async def book_pickup(
        self, *, reference: str, sender: Address, not_before: datetime
    ) -> PickupSlot:
        """Book the morning of the next working day where the sender is.

        Safe to repeat: a slot found under the reference is returned, cancelled or not.
        """
        zone = zone_of(sender)
        slot = PickupSlot(
            reference,
            confirmation=f"PU{_digits('pickup ' + reference, 8)}",
            starts_at=next_working_day(not_before, zone, _PICKUP_FROM),
            ends_at=next_working_day(not_before, zone, _PICKUP_TO),
        )
        return await self._pickups.once(reference, slot)

    async def pickups(self, reference: str) -> tuple[PickupSlot, ...]:
        """Return how often a pickup has really been booked under a reference."""
        return await self._pickups.entries(reference)

    async def cancel_pickup(self, reference: str) -> None:
        """Cancel a pickup.

        Safe to repeat: one cancelled or never booked is left alone.
        """
        await self._pickups.change(reference, lambda slot: replace(slot, cancelled=True))


def tracking_number(reference: str) -> str:
    """Return the one number a reference gets: "ZV", twelve digits and their Luhn check digit."""
    digits = _digits(reference, 12)
    return f"ZV{digits}{_luhn(digits)}"


def _voided(shipment: _Shipment) -> _Shipment:
    if shipment.parcel.voided:
        return shipment
    if shipment.scanned:
        raise ParcelInUse(shipment.parcel.reference)
    return replace(shipment, parcel=replace(shipment.parcel, voided=True))


def _digits(text: str, count: int) -> str:
    number = int.from_bytes(sha256(text.encode()).digest()[:16])
    return str(number % 10**count).zfill(count)


def _luhn(digits: str) -> int:
    """Return the digit that catches one wrong digit and two swapped neighbors."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits)))
    return -sum(number // 10 + number % 10 for number in doubled) % 10
