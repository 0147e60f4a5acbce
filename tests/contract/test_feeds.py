"""Rows a shop's own system sends, over every document store: versions, lateness, what stays."""

import asyncio
from dataclasses import replace

import pytest

from backends.catalog import CATALOG, Catalog
from backends.documents_counting import CountingDocuments
from backends.feeds import FeedConflict, Feeds, Taken
from backends.people import People
from backends.shop_store import OrderFile, store_customer, store_orders
from backends.wire import decode, encode
from returns.errors import BackendUnavailable
from returns.ledger import LedgerUnit, UnitLedger, UnitState
from returns.order import RETURN_INITIATED, Order
from tests.builders import HUB, a_customer, a_line, a_product, an_order


@pytest.fixture
async def feeds(store) -> Feeds:
    await store_customer(store, a_customer())
    return Feeds(store, "corner")


def a_file(version=1, **changes) -> OrderFile:
    order = an_order(a_line(quantity=2), version=version, **changes)
    return OrderFile(order, UnitLedger(order.order_id))


async def stored(store, owner="ann") -> Order:
    return decode(Order, (await store.get("cases", owner, "order:O-1")).body)


async def test_a_newer_version_is_applied_and_an_older_one_changes_nothing(feeds, store):
    assert await feeds.put_order(a_file(2)) is Taken.APPLIED
    assert await feeds.put_order(a_file(1, points_earned=9)) is Taken.LATE
    assert (await stored(store)).version == 2
    assert await feeds.put_order(a_file(3, points_earned=5)) is Taken.APPLIED
    assert (await stored(store)).points_earned == 5


async def test_the_same_version_again_is_unchanged_and_with_other_content_refused(feeds, store):
    await feeds.put_order(a_file(2))
    assert await feeds.put_order(a_file(2)) is Taken.UNCHANGED
    with pytest.raises(FeedConflict, match="version: 2 is known with other content"):
        await feeds.put_order(a_file(2, points_earned=9))
    assert (await stored(store)).points_earned == 0


async def test_what_an_order_says_of_its_return_and_its_ledger_stay(feeds, store):
    held = UnitLedger("O-1", (LedgerUnit("1", 2, "case-1", UnitState.HELD),))
    loaded = replace(a_file(0).order, return_status=RETURN_INITIATED)
    await store_orders(store, "ann", [OrderFile(loaded, held)], reload=False)

    assert await feeds.put_order(a_file(1, points_earned=7)) is Taken.APPLIED

    order = await stored(store)
    assert (order.return_status, order.points_earned) == (RETURN_INITIATED, 7)
    ledger = await store.get("cases", "ann", "ledger:O-1")
    assert decode(UnitLedger, ledger.body) == held


async def test_a_unit_that_is_in_a_return_cannot_be_taken_away(feeds, store):
    held = UnitLedger("O-1", (LedgerUnit("1", 2, "case-1", UnitState.HELD),))
    await store_orders(store, "ann", [OrderFile(a_file(0).order, held)], reload=False)
    smaller = an_order(a_line(quantity=1), version=1)
    with pytest.raises(FeedConflict, match="unit 2 of line 1 is in a return"):
        await feeds.put_order(OrderFile(smaller, UnitLedger("O-1")))
    assert (await stored(store)).version == 0


async def test_an_order_is_never_given_to_another_customer(feeds, store):
    await store_customer(store, a_customer(owner_id="bob"))
    await store_orders(store, "ann", [a_file(0)], reload=False)
    with pytest.raises(FeedConflict, match="another customer's"):
        await feeds.put_order(a_file(1, owner_id="bob"))
    await feeds.put_order(a_file(1))
    with pytest.raises(FeedConflict, match="another customer's"):
        await feeds.put_order(a_file(2, owner_id="bob"))
    assert await store.get("cases", "bob", "order:O-1") is None


async def test_an_order_of_nobody_is_refused_and_claims_nothing(feeds):
    with pytest.raises(FeedConflict, match="send the customer first"):
        await feeds.put_order(a_file(1, owner_id="eve"))
    assert await feeds.put_order(a_file(1)) is Taken.APPLIED


async def test_a_customer_who_moves_to_another_address_signs_in_there_alone(feeds, store):
    moved = replace(a_customer(), email="ann@new.example")
    assert await feeds.put_customer(moved, 1) is Taken.APPLIED
    assert await feeds.put_customer(moved, 1) is Taken.UNCHANGED
    assert await feeds.put_customer(a_customer(), 0) is Taken.LATE

    found = await store.get("lookups", "email:ann@new.example", "email:ann@new.example")
    assert found.body["owner_id"] == "ann"
    assert await store.get("lookups", "email:ann@example.com", "email:ann@example.com") is None


async def test_the_address_of_another_customer_is_not_to_be_had(feeds, store):
    await store_customer(store, a_customer(owner_id="bob"))
    with pytest.raises(FeedConflict, match="another customer has it"):
        await feeds.put_customer(replace(a_customer(), email="BOB@example.com"), 1)
    found = await store.get("lookups", "email:bob@example.com", "email:bob@example.com")
    assert found.body["owner_id"] == "bob"


async def test_a_contradiction_leaves_no_way_in_by_the_address_it_names(feeds, store):
    await feeds.put_customer(a_customer(), 1)
    elsewhere = replace(a_customer(), email="eve@example.com")
    with pytest.raises(FeedConflict, match="version: 1 is known with other content"):
        await feeds.put_customer(elsewhere, 1)
    assert await store.get("lookups", "email:eve@example.com", "email:eve@example.com") is None


async def test_an_address_left_by_a_change_that_was_cut_short_signs_nobody_in(feeds, store):
    moved = replace(a_customer(), email="ann@new.example")
    counted = CountingDocuments(store)
    # Looked up, claimed, read, stored; then the former address is looked up to be released.
    counted.script.down.add(4)
    with pytest.raises(BackendUnavailable):
        await Feeds(counted, "corner").put_customer(moved, 1)
    people = People(store)
    assert await people.customer_at("ann@example.com") is None
    assert (await people.customer_at("ann@new.example")).person_id == "ann"

    heir = replace(a_customer(owner_id="bob"), email="ann@example.com")
    assert await feeds.put_customer(heir, 1) is Taken.APPLIED
    assert (await people.customer_at("ann@example.com")).person_id == "bob"


async def test_of_two_who_want_an_address_at_once_one_has_it(feeds, store):
    people = People(store)
    await asyncio.gather(
        *(feeds.put_customer(replace(a_customer(owner_id=one), email="ours@example.com"), 1)
          for one in ("cat", "dan")),
        return_exceptions=True,
    )  # fmt: skip
    found = await people.customer_at("ours@example.com")
    assert found.person_id in {"cat", "dan"}


async def test_a_product_is_sold_as_sent_by_every_process_that_looks(feeds, store):
    hub = a_product(HUB, "Smart Home Hub", "smart_home", 8_999)
    catalog = Catalog(store, "corner", {HUB: hub})
    before = catalog.products
    assert await feeds.put_product(replace(hub, price_minor=7_999), 1) is Taken.APPLIED
    assert await feeds.put_product(replace(hub, price_minor=1), 0) is Taken.LATE

    assert await catalog.follow(await store.get("shop", "corner", CATALOG))
    assert catalog.products[HUB].price_minor == 7_999
    again = catalog.products
    assert not await catalog.follow(await store.get("shop", "corner", CATALOG))
    assert catalog.products is again is not before


async def test_a_row_that_was_sent_is_what_is_stored(feeds, store):
    file = a_file(4, gift_code="GIFT-2026-AB", points_earned=12)
    await feeds.put_order(file)
    assert encode(await stored(store)) == encode(file.order)


async def test_a_load_of_the_folder_undoes_nothing_that_was_sent(feeds, store):
    moved = replace(a_customer(), email="ann@new.example")
    await feeds.put_customer(moved, 1)
    await feeds.put_order(a_file(2, points_earned=5))

    assert not await store_customer(store, a_customer())
    await store_orders(store, "ann", [a_file(0)], reload=True)

    assert (await store.get("cases", "ann", "customer")).body["email"] == "ann@new.example"
    assert await store.get("lookups", "email:ann@example.com", "email:ann@example.com") is None
    assert (await stored(store)).points_earned == 5


async def test_a_folder_takes_no_address_from_whom_the_system_gave_it_to(feeds, store):
    moved = replace(a_customer(), email="shared@example.com")
    await feeds.put_customer(moved, 1)

    await store_customer(store, replace(a_customer(owner_id="bob"), email="shared@example.com"))

    found = await store.get("lookups", "email:shared@example.com", "email:shared@example.com")
    assert found.body["owner_id"] == "ann"
