from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from backends.wire import Unreadable, decode, encode
from returns.money import Money
from returns.order import Order, OrderLine, OrderStatus, Tender, TenderKind
from returns.ports import Movement, MovementKind

CANARY = "quetzalfeather"
ORDER = Order(
    order_id="ORD-1",
    owner_id="C-1",
    status=OrderStatus.DELIVERED,
    currency="USD",
    placed_at=datetime(2026, 1, 2, 3, 4, 5, 600, tzinfo=UTC),
    delivered_at=None,
    lines=(OrderLine("L1", "P1", 2, 500, 1000, name="Ünïcode ☕"),),
    tenders=(Tender("T1", TenderKind.CARD, "Visa 4242", 1000),),
    unreadable=("tax",),
)


def test_a_value_survives_json_unchanged():
    payload = json.loads(json.dumps(encode(ORDER)))

    assert decode(Order, payload) == ORDER


def test_a_member_of_a_union_is_found_by_its_fields():
    movement = Movement("ref", "re_1", MovementKind.REFUND, Money(5, "USD"), "T1")

    assert decode(Movement | Order, encode(movement)) == movement


def test_a_collection_is_decoded_as_a_tuple_of_its_kind():
    assert decode(tuple[Money, ...], [{"minor": 5, "currency": "USD"}]) == (Money(5, "USD"),)


def test_fields_of_a_newer_program_are_ignored():
    assert decode(Money, {"minor": 5, "currency": "USD", "kind": "money"}) == Money(5, "USD")


def test_a_missing_field_is_a_value_error_that_names_it():
    with pytest.raises(ValueError, match="currency"):
        decode(Money, {"minor": 5})


def test_what_stood_in_an_unreadable_field_is_not_repeated():
    with pytest.raises(Unreadable) as wrong:
        decode(Order, encode(ORDER) | {"status": CANARY, "placed_at": CANARY, "lines": [CANARY]})

    assert wrong.value.__cause__ is None
    assert wrong.value.__suppress_context__
    told = str(wrong.value)
    assert CANARY not in told
    assert [field in told for field in ("status (enum)", "placed_at", "lines.0")] == [True] * 3


def test_times_are_written_so_that_their_text_sorts():
    early, late = (
        encode(
            Order(
                "o",
                "c",
                OrderStatus.SHIPPED,
                "USD",
                datetime(2026, 1, day, tzinfo=UTC),
                None,
                (),
                (),
            )
        )["placed_at"]
        for day in (9, 10)
    )

    assert early == "2026-01-09T00:00:00Z"
    assert early < late
