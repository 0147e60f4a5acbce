"""What every effect port promises when the provider behind it misbehaves.

Each effect is told to the suite as three calls: act, look, and count what has really happened.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from backends.carrier_embedded import EmbeddedCarrier
from backends.inventory_embedded import EmbeddedInventory
from backends.labels_embedded import EmbeddedLabelFiles
from backends.notices_embedded import EmbeddedNotices
from backends.order_system_embedded import EmbeddedOrderSystem
from backends.payments_embedded import EmbeddedPayments
from backends.provider_book import Trouble
from returns.errors import BackendUnavailable
from returns.money import Money
from returns.order import Address
from returns.ports import MovementKind, Notice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from backends.documents import Documents

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SENDER = Address("Ada Long", "1 Elm St", "Austin", "TX", "78701", "US")
REF = "case-1:effect:1"
NOTICE = Notice(REF, "case-1", "ada@example.com", "Your return", "It is on its way.", NOW)


@dataclass(frozen=True)
class Effect:
    trouble: Trouble
    act: Callable[[], Awaitable[object]]
    find: Callable[[], Awaitable[object]]
    count: Callable[[], Awaitable[int]]


def refund(documents: Documents, _: Path) -> Effect:
    payments = EmbeddedPayments(documents)
    amount = Money(1250, "USD")

    async def count() -> int:
        return len(await payments.movements(REF))

    return Effect(
        payments.trouble,
        lambda: payments.refund(reference=REF, tender_id="T1", amount=amount),
        lambda: payments.find(REF),
        count,
    )


def credit(documents: Documents, _: Path) -> Effect:
    payments = EmbeddedPayments(documents)
    amount = Money(1250, "USD")

    async def count() -> int:
        return len(await payments.movements(REF))

    return Effect(
        payments.trouble,
        lambda: payments.issue_credit(
            reference=REF, owner_id="C1", amount=amount, kind=MovementKind.CREDIT_BONUS
        ),
        lambda: payments.find(REF),
        count,
    )


def parcel(documents: Documents, _: Path) -> Effect:
    carrier = EmbeddedCarrier(documents)

    async def count() -> int:
        return len(await carrier.shipments(REF))

    return Effect(
        carrier.trouble,
        lambda: carrier.buy(reference=REF, sender=SENDER, service="Ground"),
        lambda: carrier.find(REF),
        count,
    )


def pickup(documents: Documents, _: Path) -> Effect:
    carrier = EmbeddedCarrier(documents)

    async def count() -> int:
        return len(await carrier.pickups(REF))

    return Effect(
        carrier.trouble,
        lambda: carrier.book_pickup(reference=REF, sender=SENDER, not_before=NOW),
        lambda: carrier.find_pickup(REF),
        count,
    )


def notice(documents: Documents, _: Path) -> Effect:
    notices = EmbeddedNotices(documents)
    return Effect(
        notices.trouble,
        lambda: notices.send(NOTICE),
        lambda: notices.find(REF),
        lambda: notices.copies(REF),
    )


def inbound(documents: Documents, _: Path) -> Effect:
    inventory = EmbeddedInventory(documents)

    async def count() -> int:
        return len(await inventory.inbound_slots(REF))

    return Effect(
        inventory.trouble,
        lambda: inventory.reserve_inbound(reference=REF, units=2, not_before=NOW),
        lambda: inventory.find_inbound(REF),
        count,
    )


def restock(documents: Documents, _: Path) -> Effect:
    inventory = EmbeddedInventory(documents)

    async def find() -> object:
        return await inventory.restocked(REF) or None

    return Effect(
        inventory.trouble,
        lambda: inventory.restock(reference=REF, product_id="P1", quantity=1),
        find,
        lambda: inventory.stock("P1"),
    )


def exchange(documents: Documents, _: Path) -> Effect:
    orders = EmbeddedOrderSystem(documents, EmbeddedInventory(documents))

    async def count() -> int:
        return len(await orders.exchanges(REF))

    return Effect(
        orders.trouble,
        lambda: orders.create_exchange(reference=REF, owner_id="C1", product_id="P1", quantity=1),
        lambda: orders.find_exchange(REF),
        count,
    )


def label_file(_: Documents, folder: Path) -> Effect:
    labels = EmbeddedLabelFiles(folder / "labels")

    async def count() -> int:
        return len(list((folder / "labels").glob("*"))) if (folder / "labels").exists() else 0

    return Effect(
        labels.trouble,
        lambda: labels.put(f"{REF}.pdf", b"%PDF"),
        lambda: labels.get(f"{REF}.pdf"),
        count,
    )


EFFECTS = [refund, credit, parcel, pickup, notice, inbound, restock, exchange, label_file]


@pytest.fixture(params=EFFECTS, ids=[effect.__name__ for effect in EFFECTS])
def effect(request: pytest.FixtureRequest, store: Documents, tmp_path: Path) -> Effect:
    return request.param(store, tmp_path)


async def test_what_was_never_done_is_not_found(effect: Effect):
    assert await effect.find() is None
    assert await effect.count() == 0


async def test_what_was_done_is_found(effect: Effect):
    await effect.act()

    assert await effect.find() is not None
    assert await effect.count() == 1


async def test_a_repeated_act_answers_the_same_and_does_nothing(effect: Effect):
    answers = [await effect.act() for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert await effect.count() == 1


async def test_a_lost_answer_is_found_afterwards_and_not_done_again(effect: Effect):
    effect.trouble.answers_lost = 1

    with pytest.raises(BackendUnavailable):
        await effect.act()

    assert await effect.find() is not None
    await effect.act()
    assert await effect.count() == 1


async def test_a_forgotten_key_does_not_act_twice(effect: Effect):
    await effect.act()
    effect.trouble.keys_forgotten = True

    await effect.act()

    assert await effect.count() == 1


async def test_a_lookup_that_is_behind_does_not_act_twice(effect: Effect):
    await effect.act()
    effect.trouble.lookups_behind = 2

    assert await effect.find() is None
    await effect.act()

    assert await effect.count() == 1
    effect.trouble.lookups_behind = 0
    assert await effect.find() is not None


async def test_a_lookup_that_is_down_is_unavailable(effect: Effect):
    effect.trouble.lookups_down = 1

    with pytest.raises(BackendUnavailable):
        await effect.find()

    assert await effect.find() is None


async def test_a_provider_that_is_down_has_done_nothing(effect: Effect):
    effect.trouble.down = 1

    with pytest.raises(BackendUnavailable):
        await effect.act()

    assert await effect.count() == 0
    await effect.act()
    assert await effect.count() == 1


async def test_many_attempts_at_once_act_once(effect: Effect):
    answers = await asyncio.gather(*(effect.act() for _ in range(10)))

    assert all(answer == answers[0] for answer in answers)
    assert await effect.count() == 1


# Stock moves and files are kept by name: to them a look-up is a convenience, not a protection.
@pytest.mark.parametrize("kind", [refund, credit, parcel, pickup, notice, inbound, exchange])
async def test_while_the_lookup_is_down_nothing_is_done(
    kind: Callable[[Documents, Path], Effect], store: Documents, tmp_path: Path
):
    effect = kind(store, tmp_path)
    effect.trouble.lookups_down = 1

    with pytest.raises(BackendUnavailable):
        await effect.act()

    assert await effect.count() == 0


@pytest.mark.parametrize("kind", [refund, parcel, notice])
async def test_without_looking_first_a_forgotten_key_would_act_twice(
    kind: Callable[[Documents, Path], Effect], store: Documents, tmp_path: Path
):
    effect = kind(store, tmp_path)
    await effect.act()

    effect.trouble.keys_forgotten = True
    effect.trouble.lookups_behind = 1
    await effect.act()

    assert await effect.count() == 2


async def test_another_reference_is_another_act(store: Documents):
    notices = EmbeddedNotices(store)

    await notices.send(NOTICE)
    await notices.send(replace(NOTICE, message_id="case-1:effect:2"))

    assert [found.message_id for found in await notices.recent(5)] == ["case-1:effect:2", REF]
