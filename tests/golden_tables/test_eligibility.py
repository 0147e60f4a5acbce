"""Every rule of both shops about what may come back, on both of its sides, from readable tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backends.policy_file import read_policy
from backends.shop_files import read_catalog
from backends.shop_folder import read_shop
from returns.ledger import LedgerUnit, UnitLedger, UnitState
from returns.order import Order, OrderStatus
from returns.policy import SEALED, verdict
from returns.shop import Shop
from tests.builders import a_line, an_order
from tests.golden_tables.tables import Row, gaps, rows

SHOPS = ("zava", "lumen")
TABLES = {shop: f"{shop}_eligibility.tsv" for shop in SHOPS}
# Where several units went, a rule about the line says so before anything else is looked at.
_STATUS = {"shipped": OrderStatus.SHIPPED, "cancelled": OrderStatus.CANCELLED}


@cache
def the_shop(name: str) -> Shop:
    folder = Path("shops") / name
    return read_shop(folder, read_catalog(folder), read_policy(folder).version)


def at_noon(day: str, shop: Shop) -> datetime:
    zone = ZoneInfo(shop.time_zone)
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zone).astimezone(UTC)


def the_order(row: Row, shop: Shop) -> Order:
    product = shop.catalog[row["product"]]
    line = a_line("1", product.product_id, 2, unit_price_minor=product.price_minor)
    facts = row.facts
    if "unknown" in facts:
        line = replace(line, product_id="GONE")
    order = an_order(
        replace(line, category=None if "unknown" in facts else product.category),
        currency=shop.currency,
        placed_at=at_noon(row["delivered"], shop) - timedelta(days=4),
        delivered_at=at_noon(row["delivered"], shop),
    )
    for fact, status in _STATUS.items():
        if fact in facts:
            order = replace(order, status=status, delivered_at=None)
    if "no_date" in facts:
        order = replace(order, delivered_at=None, unreadable=("delivered_at",))
    return order


def the_ledger(row: Row) -> UnitLedger:
    facts = row.facts
    taken = {"taken": (1, 2), "other_case": (1,)}
    units = next((taken[fact] for fact in taken if fact in facts), ())
    paused = timedelta(days=int(facts.get("paused") or 0))
    held = tuple(LedgerUnit("1", unit, "case-0", UnitState.HELD) for unit in units)
    return UnitLedger("O-1", held, paused=paused)


def answer(row: Row, shop: Shop) -> dict[str, str]:
    order = the_order(row, shop)
    tier = shop.tier(row["tier"])
    now = at_noon(row["asked"], shop)
    found = verdict(order, order.lines[0], the_ledger(row), tier, shop, now)
    told = found.code or ("yes" if found.branch == "return" else found.branch)
    if told == "yes" and SEALED in found.needs and "sealed" not in row.facts:
        told = SEALED
    sections = "+".join(dict.fromkeys(one.section for one in found.explanation.findings))
    return {"answer": told, "sections": sections, "left": str(found.days_left)}


@pytest.mark.parametrize(
    ("shop", "row"),
    [pytest.param(shop, row, id=str(row)) for shop in SHOPS for row in rows(TABLES[shop])],
)
def test_the_table_is_true(shop: str, row: Row) -> None:
    expected = {column: row[column] for column in ("answer", "sections", "left")}
    assert answer(row, the_shop(shop)) == expected


def rules_of(shop: Shop) -> set[str]:
    """Return the name of every rule a shop declares about what may come back."""
    always = {"window.default", "window.roll", "final_sale", "personalized", "digital"}
    always |= {"already_returned", "not_delivered", "data_incomplete"}
    if shop.section("pause"):
        always.add("window.pause")
    if shop.options.one_request_per_order:
        always.add("order_has_request")
    if shop.warranty.months:
        always |= {"warranty", *(f"warranty {one}" for one in shop.warranty.categories)}
    always |= {f"window.category {one}" for one in shop.windows}
    always |= {f"window.tier {one.code}" for one in shop.tiers.values() if one.extra_days}
    always |= {f"window.season {one.name}" for one in shop.seasons}
    blocks = shop.blocks.items()
    return always | {
        f"{'sealed_only' if one.unless_sealed else 'block'} {category}" for category, one in blocks
    }


@pytest.mark.parametrize("shop", SHOPS)
def test_every_rule_of_the_shop_stands_on_both_of_its_sides(shop: str) -> None:
    assert gaps(rows(TABLES[shop]), rules_of(the_shop(shop)), "answer") == []


@pytest.mark.parametrize("shop", SHOPS)
def test_a_rule_without_rows_or_with_one_side_is_missed(shop: str) -> None:
    table, rules = rows(TABLES[shop]), rules_of(the_shop(shop))
    first = table[0]["rule"]
    others = [row for row in table if row["rule"] != first]
    assert gaps(others, rules, "answer") == [f"{first}: has no row"]
    assert gaps([table[0], *others], rules, "answer") == [f"{first}: has one side"]
    assert gaps(table, rules - {first}, "answer") == [f"{first}: is no rule of the shop"]


@pytest.mark.parametrize("shop", SHOPS)
def test_a_shop_with_a_day_more_has_another_table(shop: str) -> None:
    """The tables can fail: a window that is a day longer moves its last row to a yes."""
    found = the_shop(shop)
    longer = replace(found, window_days=found.window_days + 1)
    edge = [row for row in rows(TABLES[shop]) if row["rule"] == "window.default"][-1]
    assert answer(edge, longer)["answer"] == "yes" != edge["answer"]
