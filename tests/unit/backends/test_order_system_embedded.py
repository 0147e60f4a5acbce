from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from backends.documents import Create, Documents, Replace
from backends.inventory_embedded import EmbeddedInventory
from backends.order_system_embedded import EmbeddedOrderSystem
from returns.errors import BackendUnavailable, OrderNotFound
from returns.order import RETURN_INITIATED

if TYPE_CHECKING:
    from backends.documents_sqlite import SqliteDocuments


async def with_order(documents: Documents) -> EmbeddedOrderSystem:
    body = {"kind": "order", "order_id": "ORD-1", "currency": "USD"}
    await documents.transact("C1", [Create("cases", "order:ORD-1", body)])
    return EmbeddedOrderSystem(documents, EmbeddedInventory(documents))


async def test_a_status_is_set_beside_everything_else(documents: Documents):
    orders = await with_order(documents)
    assert await orders.return_status("C1", "ORD-1") is None

    await orders.set_return_status("C1", "ORD-1", RETURN_INITIATED)

    assert await orders.return_status("C1", "ORD-1") == RETURN_INITIATED
    stored = await documents.get("cases", "C1", "order:ORD-1")
    assert stored is not None
    assert stored.body["currency"] == "USD"


async def test_the_same_status_again_is_no_write(documents: SqliteDocuments):
    orders = await with_order(documents)
    await orders.set_return_status("C1", "ORD-1", RETURN_INITIATED)
    before = await documents.get("cases", "C1", "order:ORD-1")

    await orders.set_return_status("C1", "ORD-1", RETURN_INITIATED)

    assert await documents.get("cases", "C1", "order:ORD-1") == before


async def test_a_status_can_be_taken_back(documents: Documents):
    orders = await with_order(documents)
    await orders.set_return_status("C1", "ORD-1", RETURN_INITIATED)

    await orders.set_return_status("C1", "ORD-1", None)

    assert await orders.return_status("C1", "ORD-1") is None


async def test_a_writer_of_another_field_in_between_loses_nothing(documents: Documents):
    orders = await with_order(documents)

    async def count_up() -> None:
        for _ in range(10):
            found = await documents.get("cases", "C1", "order:ORD-1")
            assert found is not None
            body = found.body | {"seen": found.body.get("seen", 0) + 1}
            await documents.transact("C1", [Replace("cases", found.id, body, found.etag)])

    outcome = await asyncio.gather(
        orders.set_return_status("C1", "ORD-1", RETURN_INITIATED),
        count_up(),
        return_exceptions=True,
    )

    assert outcome[0] is None
    assert await orders.return_status("C1", "ORD-1") == RETURN_INITIATED


@pytest.mark.parametrize(("owner", "order"), [("C1", "ORD-2"), ("C2", "ORD-1")])
async def test_an_order_of_someone_else_is_not_found(documents: Documents, owner: str, order: str):
    orders = await with_order(documents)

    with pytest.raises(OrderNotFound):
        await orders.return_status(owner, order)
    with pytest.raises(OrderNotFound):
        await orders.set_return_status(owner, order, RETURN_INITIATED)


async def test_a_lost_answer_has_set_the_status(documents: Documents):
    orders = await with_order(documents)
    orders.trouble.answers_lost = 1

    with pytest.raises(BackendUnavailable):
        await orders.set_return_status("C1", "ORD-1", RETURN_INITIATED)

    assert await orders.return_status("C1", "ORD-1") == RETURN_INITIATED


async def test_a_replacement_takes_its_units_once_and_gives_them_back_once(documents: Documents):
    inventory = EmbeddedInventory(documents)
    orders = EmbeddedOrderSystem(documents, inventory)
    await inventory.seed_stock({"P1": 5})

    for _ in range(2):
        order = await orders.create_exchange(
            reference="r", owner_id="C1", product_id="P1", quantity=2
        )
        assert order.order_id.startswith("EX-")
    assert await inventory.stock("P1") == 3

    for _ in range(2):
        await orders.cancel_exchange("r")
    assert await inventory.stock("P1") == 5
    found = await orders.find_exchange("r")
    assert found is not None
    assert found.cancelled


async def test_dying_between_taking_units_and_ordering_takes_them_once(documents: Documents):
    inventory = EmbeddedInventory(documents)
    orders = EmbeddedOrderSystem(documents, inventory)
    await inventory.seed_stock({"P1": 5})
    orders.trouble.down = 1

    with pytest.raises(BackendUnavailable):
        await orders.create_exchange(reference="r", owner_id="C1", product_id="P1", quantity=1)
    await orders.create_exchange(reference="r", owner_id="C1", product_id="P1", quantity=1)

    assert await inventory.stock("P1") == 4


async def test_cancelling_what_was_never_ordered_changes_nothing(documents: Documents):
    orders = EmbeddedOrderSystem(documents, EmbeddedInventory(documents))

    assert await orders.cancel_exchange("r") is None
