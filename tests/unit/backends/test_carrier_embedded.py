from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.carrier_embedded import EmbeddedCarrier, tracking_number
from returns.errors import ParcelInUse
from returns.order import Address

if TYPE_CHECKING:
    from backends.documents import Documents

TEXAN = Address("Ada Long", "1 Elm St", "Austin", "TX", "78701", "US")
FRIDAY = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)


def luhn_holds(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number // 10 + number % 10
    return total % 10 == 0


@given(st.text())
def test_a_tracking_number_is_plausible_and_always_the_same(reference: str):
    number = tracking_number(reference)

    assert re.fullmatch(r"ZV\d{13}", number)
    assert luhn_holds(number[2:])
    assert tracking_number(reference) == number


async def test_voiding_is_final_and_may_be_repeated(documents: Documents):
    carrier = EmbeddedCarrier(documents)
    bought = await carrier.buy(reference="r", sender=TEXAN, service="Ground")

    assert not bought.voided
    assert (await carrier.void("r")).voided
    assert (await carrier.void("r")).tracking_number == bought.tracking_number
    assert (await carrier.buy(reference="r", sender=TEXAN, service="Ground")).voided


async def test_voiding_what_was_never_bought_changes_nothing(documents: Documents):
    carrier = EmbeddedCarrier(documents)

    assert (await carrier.void("r")).voided

    assert await carrier.find("r") is None


async def test_a_scanned_parcel_cannot_be_voided(documents: Documents):
    carrier = EmbeddedCarrier(documents)
    bought = await carrier.buy(reference="r", sender=TEXAN, service="Ground")
    assert await carrier.mark_scanned(bought.tracking_number)

    with pytest.raises(ParcelInUse):
        await carrier.void("r")

    found = await carrier.find("r")
    assert found is not None
    assert not found.voided


async def test_a_number_nobody_bought_cannot_be_scanned(documents: Documents):
    carrier = EmbeddedCarrier(documents)

    assert not await carrier.mark_scanned("ZV0000000000000")


async def test_a_scan_and_a_void_at_once_end_in_one_of_the_two(documents: Documents):
    carrier = EmbeddedCarrier(documents)
    bought = await carrier.buy(reference="r", sender=TEXAN, service="Ground")

    outcome, _ = await asyncio.gather(
        carrier.void("r"), carrier.mark_scanned(bought.tracking_number), return_exceptions=True
    )

    found = await carrier.find("r")
    assert found is not None
    assert found.voided != isinstance(outcome, ParcelInUse)


async def test_a_pickup_is_the_morning_of_the_next_working_day_of_the_sender(documents: Documents):
    slot = await EmbeddedCarrier(documents).book_pickup(
        reference="r", sender=TEXAN, not_before=FRIDAY
    )

    # Monday 9 March, and Texas has moved its clocks the day before.
    assert slot.starts_at == datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
    assert slot.ends_at == datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
    assert re.fullmatch(r"PU\d{8}", slot.confirmation)


async def test_a_cancelled_pickup_stays_cancelled(documents: Documents):
    carrier = EmbeddedCarrier(documents)
    await carrier.cancel_pickup("r")
    await carrier.book_pickup(reference="r", sender=TEXAN, not_before=FRIDAY)

    await carrier.cancel_pickup("r")
    await carrier.cancel_pickup("r")

    found = await carrier.find_pickup("r")
    assert found is not None
    assert found.cancelled
