from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backends.inventory_embedded import EmbeddedInventory

if TYPE_CHECKING:
    from backends.documents import Documents

FRIDAY = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)


async def test_a_product_nobody_counted_has_no_stock(documents: Documents):
    assert await EmbeddedInventory(documents).stock("P1") == 0


async def test_seeding_again_keeps_the_count(documents: Documents):
    inventory = EmbeddedInventory(documents)
    await inventory.seed_stock({"P1": 5})
    await inventory.restock(reference="r", product_id="P1", quantity=2)

    await inventory.seed_stock({"P1": 5, "P2": 1})

    assert await inventory.stock("P1") == 7
    assert await inventory.stock("P2") == 1


async def test_a_large_catalog_is_seeded_whole_by_two_at_once(documents: Documents):
    inventory = EmbeddedInventory(documents)
    levels = {f"P{number}": number for number in range(250)}

    await asyncio.gather(inventory.seed_stock(levels), inventory.seed_stock(levels))

    assert await inventory.stock("P249") == 249


async def test_different_moves_of_one_product_at_once_all_count(documents: Documents):
    inventory = EmbeddedInventory(documents)
    await inventory.seed_stock({"P1": 10})

    await asyncio.gather(
        *(inventory.restock(reference=f"in{n}", product_id="P1", quantity=1) for n in range(10)),
        *(inventory.take(reference=f"out{n}", product_id="P1", quantity=1) for n in range(4)),
    )

    assert await inventory.stock("P1") == 16


async def test_a_back_order_leaves_no_stock_and_the_next_unit_fills_it(documents: Documents):
    inventory = EmbeddedInventory(documents)
    await inventory.take(reference="out", product_id="P1", quantity=1)
    assert await inventory.stock("P1") == 0

    await inventory.restock(reference="in", product_id="P1", quantity=1)

    assert await inventory.stock("P1") == 0
    await inventory.restock(reference="in2", product_id="P1", quantity=1)
    assert await inventory.stock("P1") == 1


async def test_a_slot_is_on_the_next_working_day_and_can_be_given_back(documents: Documents):
    inventory = EmbeddedInventory(documents)

    slot = await inventory.reserve_inbound(reference="r", units=3, not_before=FRIDAY)
    await inventory.release_inbound("r")
    await inventory.release_inbound("never reserved")

    assert slot.expected_on == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    assert slot.dock in {"D1", "D2", "D3", "D4", "D5", "D6"}
    found = await inventory.find_inbound("r")
    assert found is not None
    assert found.released
