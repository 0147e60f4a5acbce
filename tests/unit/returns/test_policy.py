from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from returns.calendar import Calendar
from returns.ledger import UnitLedger
from returns.order import OrderStatus
from returns.policy import verdict, verdicts
from tests.builders import CABLE, DISPLAY, HUB, NOW, SOCKS, a_line, a_product, a_shop, an_order

SHOP = a_shop()
EMPTY = UnitLedger("O-1")


def verdict_on(*, tier="standard", ledger=EMPTY, shop=SHOP, now=NOW, line=None, **order):
    held = line or a_line()
    found = an_order(held, **order)
    return verdict(found, held, ledger, shop.tiers[tier], shop, now)


@pytest.mark.parametrize(
    ("product", "tier", "days"),
    [
        (HUB, "standard", 30),
        (HUB, "silver", 37),
        (HUB, "gold", 44),
        (DISPLAY, "standard", 15),
        (DISPLAY, "silver", 22),
        (DISPLAY, "gold", 29),
    ],
)
def test_the_last_day_of_a_window_is_in_it_and_the_next_is_not(product, tier, days):
    line = a_line(product_id=product, quantity=1)
    last = verdict_on(line=line, tier=tier, delivered_days_ago=days)
    over = verdict_on(line=line, tier=tier, delivered_days_ago=days + 1)
    section = "2.2" if product == DISPLAY else "2.1"
    assert (last.code, last.days_left, last.section) == ("", 0, section)
    assert (over.code, over.days_left, over.section) == ("window_over", -1, section)
    assert last.last_day == NOW.date()
    assert over.last_day == NOW.date() - timedelta(days=1)


def test_the_window_counts_from_delivery_not_from_the_order():
    assert verdict_on(delivered_days_ago=5, placed_at=NOW - timedelta(days=300)).days_left == 25


def test_days_are_those_of_the_shop():
    tokyo = a_shop(calendar=Calendar("Asia/Tokyo"))
    delivered = datetime(2026, 1, 31, 14, 59, tzinfo=UTC)  # still the 31st in Tokyo
    late = datetime(2026, 3, 2, 15, 1, tzinfo=UTC)  # the 3rd in Tokyo
    assert verdict_on(delivered_at=delivered, now=late).days_left == 0
    assert verdict_on(delivered_at=delivered, now=late, shop=tokyo).days_left == -1
    assert verdict_on(delivered_at=delivered, shop=tokyo).last_day == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("order", "code", "section"),
    [
        ({"status": OrderStatus.SHIPPED, "delivered_days_ago": None}, "not_delivered", "3.6"),
        ({"status": OrderStatus.PROCESSING, "delivered_days_ago": None}, "not_delivered", "3.6"),
        ({"status": OrderStatus.CANCELLED, "delivered_days_ago": None}, "not_delivered", "3.6"),
        ({"status": OrderStatus.SHIPPED}, "not_delivered", "3.6"),
        ({"delivered_days_ago": None}, "data_incomplete", "3.7"),
        ({"unreadable": ("delivered_at",)}, "data_incomplete", "3.7"),
        ({"unreadable": ("status",), "status": OrderStatus.SHIPPED}, "data_incomplete", "3.7"),
        ({"currency": "EUR"}, "data_incomplete", "3.7"),
    ],
)
def test_an_order_that_is_not_known_to_have_arrived_is_refused(order, code, section):
    found = verdict_on(**order)
    assert (found.code, found.section, found.eligible) == (code, section, False)


@pytest.mark.parametrize(
    ("flag", "section"), [("digital", "3.4"), ("personalized", "3.3"), ("final_sale", "3.1")]
)
def test_a_flag_of_the_line_or_of_the_product_refuses_it(flag, section):
    of_line = verdict_on(line=a_line(**{flag: True}))
    product = a_product(HUB, "Smart Home Hub", "smart_home", 8_999, **{flag: True})
    of_product = verdict_on(shop=a_shop(catalog={HUB: product}))
    assert (of_line.code, of_line.section) == (flag, section)
    assert (of_product.code, of_product.section) == (flag, section)


def test_a_blocked_category_is_refused_with_its_own_code():
    found = verdict_on(line=a_line(product_id=SOCKS))
    assert (found.code, found.section) == ("hygiene", "3.2")


def test_a_line_all_of_whose_units_are_taken_names_the_case_that_took_them():
    line = a_line(quantity=1)
    ledger = EMPTY.hold(line, (1,), "case-0")
    found = verdict_on(line=line, ledger=ledger)
    assert (found.code, found.section) == ("already_returned", "3.5")
    assert found.earlier_cases == ("case-0",)


def test_a_line_with_a_unit_left_may_come_back():
    found = verdict_on(ledger=EMPTY.hold(a_line(), (1,), "case-0"))
    assert (found.code, found.remaining) == ("", 1)


def test_an_unknown_product_is_shown_by_its_id_and_refused():
    found = verdict_on(line=a_line(product_id="P-GONE"))
    assert (found.name, found.code) == ("P-GONE", "data_incomplete")


def test_a_line_without_a_name_takes_the_name_of_its_product():
    assert verdict_on().name == "Smart Home Hub"
    assert verdict_on(line=a_line(name="Hub, refurbished")).name == "Hub, refurbished"


def test_a_category_stated_on_the_line_outweighs_the_catalog():
    found = verdict_on(line=a_line(category="displays"), delivered_days_ago=16)
    assert (found.code, found.section) == ("window_over", "2.2")


def test_an_unknown_tier_earns_no_extra_days():
    standard = SHOP.tiers["standard"]
    unknown = replace(standard, code="diamond")
    order = an_order(delivered_days_ago=31)
    assert verdict(order, order.lines[0], EMPTY, unknown, SHOP, NOW).code == "window_over"


def test_every_line_of_every_order_has_a_verdict_in_order():
    first = an_order(a_line(), a_line("2", CABLE, 1))
    second = an_order(a_line(quantity=1), order_id="O-2", delivered_days_ago=90)
    ledgers = {"O-2": UnitLedger("O-2")}
    found = verdicts((first, second), ledgers, SHOP.tiers["standard"], SHOP, NOW)
    told = [(one.order_id, one.line.line_id, one.code) for one in found]
    assert told == [("O-1", "1", ""), ("O-1", "2", ""), ("O-2", "1", "window_over")]


@pytest.mark.parametrize(
    ("ends_on", "asked_on", "eligible"),
    [
        (date(2026, 3, 7), date(2026, 3, 9), True),  # a Saturday, honored on Monday
        (date(2026, 3, 8), date(2026, 3, 9), True),  # a Sunday, honored on Monday
        (date(2026, 3, 8), date(2026, 3, 10), False),
        (date(2026, 3, 6), date(2026, 3, 7), False),  # a Friday rolls nowhere
    ],
)
def test_a_window_that_ends_on_a_weekend_is_honored_on_monday(ends_on, asked_on, eligible):
    noon = time(12, tzinfo=UTC)
    delivered = datetime.combine(ends_on - timedelta(days=30), noon)
    found = verdict_on(delivered_at=delivered, now=datetime.combine(asked_on, noon))
    assert found.eligible is eligible
    assert found.days_left <= 0
