"""What an order's row can say beyond lines and tenders: sets, serials, deliveries, gifts, tax."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from backends.shop_bundles import problems
from backends.shop_data import LoadDay
from backends.shop_orders import OrderRow
from returns.order import Order, OrderStatus, Product, ThresholdOffer

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = LoadDay(NOW, ZoneInfo("Europe/Berlin"))
CATALOG = {
    "CUP": Product("CUP", "Cup", "kitchen", "", 1_000),
    "POT": Product("POT", "Pot", "kitchen", "", 3_001, final_sale=True),
    "SET": Product("SET", "Tea set", "kitchen", "", 5_000, parts=("CUP", "CUP", "POT")),
}


def a_row(line: dict[str, Any] | None = None, **fields: Any) -> OrderRow:
    one = {"line_id": "1", "product_id": "CUP", "quantity": 2, "unit_price_minor": 1_000}
    row: dict[str, Any] = {
        "order_id": "O-1",
        "customer_id": "ann",
        "status": "delivered",
        "currency": "EUR",
        "placed": "2026-02-01",
        "delivered": "2026-02-03",
        "tenders": [{"tender_id": "T", "kind": "card", "label": "Visa", "captured_minor": 2_000}],
        "lines": [one | (line or {})],
    }
    return OrderRow.model_validate_json(json.dumps(row | fields))


def paid(minor: int) -> list[dict[str, Any]]:
    return [{"tender_id": "T", "kind": "card", "label": "Visa", "captured_minor": minor}]


def an_order(row: OrderRow) -> Order:
    return row.to_order(DAY, CATALOG)


def test_a_set_becomes_its_parts_and_what_was_paid_is_shared_to_the_last_cent():
    set_line = {"product_id": "SET", "quantity": 3, "unit_price_minor": 1_500}
    order = an_order(a_row(set_line, tenders=paid(4_500)))

    cups, pots = order.lines
    assert [(line.line_id, line.product_id, line.quantity) for line in order.lines] == [
        ("1.1", "CUP", 6), ("1.2", "POT", 3),
    ]  # fmt: skip
    assert cups.net_paid_minor + pots.net_paid_minor == 4_500
    assert abs(cups.net_paid_minor - 4_500 * 2_000 / 5_001) < 1
    assert (cups.list_minor, pots.list_minor) == (1_000, 3_001)
    assert (cups.final_sale, pots.final_sale) == (False, True)
    (bundle,) = order.bundles
    assert (bundle.name, bundle.line_ids) == ("Tea set", ("1.1", "1.2"))
    assert {line.bundle for line in order.lines} == {bundle.bundle_id}


@pytest.mark.parametrize("field", [{"returned": 1}, {"serials": ["A1"]}])
def test_a_set_has_nothing_that_only_its_parts_can_have(field):
    row = a_row({"product_id": "SET", **field})
    with pytest.raises(ValueError, match="line 1: a set has no returned units"):
        an_order(row)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (("GONE",), "GONE is not a product"),
        (("SET",), "SET is a set; name its parts"),
        (("LOOP",), "LOOP leads back to the set itself"),
    ],
)
def test_parts_that_are_no_products_or_go_in_a_circle_are_named(parts, why):
    loop = Product("LOOP", "Loop", "kitchen", "", 1, parts=parts)
    assert list(problems(CATALOG | {"LOOP": loop})) == [("LOOP", f"parts: {why}")]


def test_units_that_came_apart_keep_their_own_days():
    apart = [
        {"quantity": 1, "status": "delivered", "delivered": "2026-02-20"},
        {"quantity": 1, "status": "shipped"},
    ]
    order = an_order(a_row({"deliveries": apart, "serials": ["S-1", "S-2"]}))

    first, second = order.units_of(order.lines[0])
    assert (first.status, first.serial) == (OrderStatus.DELIVERED, "S-1")
    assert first.delivered_at == datetime(2026, 2, 19, 23, 0, tzinfo=UTC)
    assert (second.status, second.delivered_at, second.serial) == (
        OrderStatus.SHIPPED, None, "S-2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"serials": ["A", "B", "C"]}, "3 serials for 2 units"),
        ({"serials": ["A", "A"]}, "two units have the same serial"),
        ({"deliveries": [{"quantity": 3, "status": "shipped"}]}, "3 units delivered of 2"),
        ({"deliveries": [{"quantity": 0, "status": "shipped"}]}, "greater than or equal to 1"),
        ({"list_price_minor": 10.5}, "valid integer"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(line, why):
    with pytest.raises(ValidationError, match=why):
        a_row(line)


@pytest.mark.parametrize(
    ("delivery", "why"),
    [
        ({"status": "delivered"}, "a delivered one needs its day"),
        ({"status": "delivered", "delivered": "2026-03-09"}, "yet to come"),
        ({"status": "delivered", "delivered": "last week"}, "write an ISO date"),
    ],
)
def test_a_delivery_without_a_day_that_was_is_refused(delivery, why):
    row = a_row({"deliveries": [{"quantity": 1} | delivery]})
    with pytest.raises(ValueError, match=why):
        an_order(row)


def test_delivery_and_speed_are_paid_beside_the_goods():
    order = an_order(a_row(shipping_minor=500, express_minor=300, tenders=paid(2_800)))
    assert (order.shipping_minor, order.express_minor, order.captured_minor) == (500, 300, 2_800)


def test_tax_is_added_or_inside_as_the_shop_says():
    beside = a_row({"tax_minor": 380}, tenders=paid(2_380))
    inside = a_row({"tax_minor": 319})

    assert beside.mismatch(tax_included=False) == ""
    assert beside.mismatch(tax_included=True) == (
        "2380 captured by tenders, but the lines come to 2000"
    )
    assert inside.mismatch(tax_included=True) == ""
    assert inside.mismatch(tax_included=False) == (
        "2000 captured by tenders, but the lines come to 2319"
    )


def test_units_returned_earlier_were_paid_back_with_the_tax_that_was_inside():
    row = a_row({"tax_minor": 319, "returned": 1})
    ledger = row.to_ledger(an_order(row), tax_included=True)
    assert sum(refund.minor for refund in ledger.refunds) == 1_000


def test_what_an_order_earned_and_used_is_kept():
    told = {"offer": {"threshold_minor": 1_500, "discount_minor": 200}, "gift_code": "GIFT-2026-AB"}
    more = {"points_earned": 20, "coupon": "SPRING", "book_rate": "0.92", "version": 4}
    order = an_order(a_row(**told, **more))

    assert order.offer == ThresholdOffer(1_500, 200)
    assert (order.gift_code, order.points_earned, order.coupon) == ("GIFT-2026-AB", 20, "SPRING")
    assert (order.book_rate, order.version) == ("0.92", 4)


@pytest.mark.parametrize(
    "wrong",
    [{"gift_code": "gift"}, {"book_rate": "-1"}, {"book_rate": "1e3"}, {"points_earned": -1}],
)
def test_a_code_a_rate_or_points_nobody_could_mean_are_refused(wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        a_row(**wrong)
