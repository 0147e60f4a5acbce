"""What the sample shop promises to hold; nearly every journey starts from these rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from backends.case_store import DocumentCaseStore
from backends.load import load_shop
from backends.policy_file import read_policy
from backends.shop_check import check_folder, cited_sections
from backends.shop_files import CUSTOMERS, PAST_CASES, read, read_catalog, read_past_cases
from backends.shop_folder import read_shop
from returns.order import Order, TenderKind
from returns.policy import Verdict, verdicts
from tests.unit.shops.folders import ZAVA, json_rows

if TYPE_CHECKING:
    from datetime import datetime

    from backends.documents import Documents
    from returns.owner_file import OwnerFile
    from returns.shop import Shop

OWNERS = [row.customer_id for row in read(ZAVA, CUSTOMERS)]


@pytest.fixture(scope="module")
def shop() -> Shop:
    return read_shop(ZAVA, read_catalog(ZAVA), read_policy(ZAVA).version)


@pytest.fixture
async def owners(documents: Documents, today: datetime) -> dict[str, OwnerFile]:
    await load_shop(ZAVA, documents, today)
    cases = DocumentCaseStore(documents)
    return {owner_id: await cases.open(owner_id, None) for owner_id in OWNERS}


def judged(owner: OwnerFile, shop: Shop, now: datetime) -> tuple[Verdict, ...]:
    tier = shop.tiers[owner.customer.tier]
    return verdicts(tuple(owner.orders.values()), dict(owner.ledgers), tier, shop, now)


def returnable(owner: OwnerFile, shop: Shop, now: datetime) -> list[Verdict]:
    return [verdict for verdict in judged(owner, shop, now) if verdict.eligible]


def every_order(owners: dict[str, OwnerFile]) -> list[Order]:
    return [order for owner in owners.values() for order in owner.orders.values()]


def test_no_row_of_the_shop_is_refused(today):
    assert check_folder(ZAVA, today).refused == ()


def test_the_shop_is_as_large_as_promised(today):
    read_rows = {name: file.read for name, file in check_folder(ZAVA, today).files.items()}

    assert read_rows["orders.jsonl"] == 40
    assert read_rows["past_cases.jsonl"] == 60
    assert read_rows["customers.jsonl"] >= 8
    assert read_rows["products.jsonl"] >= 30
    assert read_rows["policy.md"] >= 40


def test_the_catalog_has_every_promised_category():
    categories = {product.category for product in read_catalog(ZAVA).values()}

    assert categories >= {
        "displays", "smart_home", "accessories", "apparel", "underwear", "swimwear",
        "jewelry_earrings", "home", "gift_cards",
    }  # fmt: skip


def test_every_tier_and_every_staff_role_has_somebody(shop):
    assert {row["tier"] for row in json_rows(ZAVA, "customers.jsonl")} == set(shop.tiers)
    roles = {role for row in json_rows(ZAVA, "staff.jsonl") for role in row["roles"]}
    assert roles == {"agent", "lead", "warehouse", "ops"}


def test_everybody_says_on_the_sign_in_page_what_they_show():
    people = json_rows(ZAVA, "customers.jsonl") + json_rows(ZAVA, "staff.jsonl")

    assert all(row["shows"] for row in people)


def test_every_section_the_settings_cite_is_in_the_policy(shop):
    policy = read_policy(ZAVA)

    assert [section for section in cited_sections(shop) if not policy.clause(section)] == []


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("2.1", "30 days from delivery"),
        ("2.2", "15 days from delivery"),
        ("2.3", "Silver members have 7 more days, Gold members 14 and Platinum members 30"),
        ("4.5", "15%"),
        ("4.9", "10%"),
        ("5.2", "10%"),
        ("5.4", "20%"),
        (
            "6.2",
            "label costs 6.95, a pickup at your door 9.95 and a drop-off at a parcel point 4.95",
        ),
        ("7.1", "14 days"),
        ("8.1", "150.00"),
        ("8.2", "500.00"),
        ("9.3", "10 days"),
        ("11.2", "72 hours"),
    ],
)
def test_the_policy_states_the_numbers_the_desk_works_with(section, words):
    clause = read_policy(ZAVA).clause(section)

    assert clause is not None
    assert words in clause.text


def test_the_policy_states_the_very_numbers_of_the_settings(shop):
    assert shop.window_days == 30
    assert shop.windows["displays"].days == 15
    assert [shop.tiers[code].extra_days for code in ("silver", "gold", "platinum")] == [7, 14, 30]
    assert shop.reasons["CHANGED_MIND"].restocking.text == "0.15"
    assert shop.reasons["OTHER"].restocking.text == "0.10"
    assert shop.resolutions["STORE_CREDIT"].bonus.text == "0.10"
    assert shop.resolutions["KEEP_WITH_DISCOUNT"].discount.text == "0.20"
    assert {code: method.cost_minor for code, method in shop.shipping.items()} == {
        "PREPAID_LABEL": 695, "SCHEDULE_PICKUP": 995, "DROP_OFF": 495, "RETURN_TO_STORE": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "section"),
    [
        ("final_sale", "3.1"),
        ("hygiene", "3.2"),
        ("personalized", "3.3"),
        ("digital", "3.4"),
        ("already_returned", "3.5"),
        ("not_delivered", "3.6"),
        ("data_incomplete", "3.7"),
        ("window_over", "2.1"),
        ("window_over", "2.2"),
    ],
)
async def test_every_reason_for_a_no_happens_to_somebody(code, section, owners, shop, today):
    found = {
        (verdict.code, verdict.section)
        for owner in owners.values()
        for verdict in judged(owner, shop, today)
    }

    assert (code, section) in found


@pytest.mark.parametrize("category", ["underwear", "swimwear", "jewelry_earrings"])
async def test_each_hygiene_category_has_been_bought(category, owners):
    lines = [line for order in every_order(owners) for line in order.lines]

    assert category in {line.category for line in lines}


async def test_what_was_captured_is_what_the_lines_come_to(owners):
    for order in every_order(owners):
        captured = sum(tender.captured_minor for tender in order.tenders)
        assert captured == sum(line.net_paid_minor + line.tax_minor for line in order.lines)


async def test_the_golden_order_is_as_written(owners):
    order = owners["CUST-1001"].orders["ORD-79001"]

    assert [
        (line.name, line.category, line.quantity, line.net_paid_minor) for line in order.lines
    ] == [
        ("Ultra HD Smart Display", "displays", 1, 29999),
        ("Smart Home Hub", "smart_home", 2, 17998),
        ("USB-C Cable 6ft (3-Pack)", "accessories", 1, 1499),
    ]
    assert [(t.kind, t.captured_minor) for t in order.tenders] == [(TenderKind.CARD, 49496)]
    assert order.currency == "USD"
    assert {line.tax_minor for line in order.lines} == {0}


async def test_robert_johnson_can_return_the_golden_order_and_nothing_else(owners, shop, today):
    robert = owners["CUST-1001"]
    found = returnable(robert, shop, today)

    assert (robert.customer.name, robert.customer.email, robert.customer.tier) == (
        "Robert Johnson",
        "rjohnson@company.com",
        "platinum",
    )
    assert {verdict.order_id for verdict in found} == {"ORD-79001"}
    assert [(v.name, v.remaining, v.days_left) for v in found] == [
        ("Ultra HD Smart Display", 1, 10),
        ("Smart Home Hub", 2, 25),
        ("USB-C Cable 6ft (3-Pack)", 1, 25),
    ]
    assert len(robert.orders) > 1


async def test_somebody_with_orders_can_return_none_of_them(owners, shop, today):
    thomas = owners["CUST-1006"]

    assert len(thomas.orders) == 4
    assert returnable(thomas, shop, today) == []


async def test_somebody_has_not_ordered_anything(owners):
    assert any(not owner.orders for owner in owners.values())


async def test_two_returnable_orders_of_one_owner_hold_the_same_product(owners, shop, today):
    found = returnable(owners["CUST-1003"], shop, today)
    products = Counter(verdict.line.product_id for verdict in found)

    assert products["PRD-1006"] == 2


async def test_a_coupon_and_tax_come_out_as_in_the_worked_example(owners):
    order = owners["CUST-1004"].orders["ORD-79011"]

    assert [(line.net_paid_minor, line.tax_minor) for line in order.lines] == [
        (8570, 761),
        (1286, 114),
        (2147, 191),
    ]


async def test_an_order_was_paid_with_a_gift_card_of_fifty_and_a_card(owners):
    order = owners["CUST-1005"].orders["ORD-79014"]

    assert [(t.kind, t.captured_minor) for t in order.tenders] == [
        (TenderKind.GIFT_CARD, 5000),
        (TenderKind.CARD, 12700),
    ]


async def test_one_recent_order_makes_the_quickest_return(owners, shop, today):
    assert [v.order_id for v in returnable(owners["CUST-1002"], shop, today)] == ["ORD-79006"]


async def test_every_urgency_of_days_left_is_on_some_card(owners, shop, today):
    days = [v.days_left for owner in owners.values() for v in returnable(owner, shop, today)]

    assert min(days) <= 7
    assert any(8 <= left <= 14 for left in days)
    assert max(days) > 14


async def test_units_returned_earlier_are_taken_and_paid_back(owners, shop, today):
    daniel = owners["CUST-1004"]
    ledger = daniel.ledgers["ORD-79013"]
    skillet = next(v for v in returnable(daniel, shop, today) if v.name.startswith("Cast Iron"))

    assert skillet.remaining == 1
    assert skillet.earlier_cases == ("earlier-ORD-79013",)
    # Half of 9998 less 857 of the discount, and half of the tax of 811: both round up.
    assert ledger.refunded("T1") == 4571 + 406


async def test_photos_and_review_have_an_order_each(owners, shop, today):
    goods = [v.line.net_paid_minor for v in returnable(owners["CUST-1009"], shop, today)]

    assert sum(goods) >= shop.review_from_minor
    photos_from = min(rule.from_minor for rule in shop.evidence)
    assert any(photos_from <= minor < shop.review_from_minor for minor in goods)


async def test_an_exchange_meets_an_empty_shelf(owners, shop, today):
    found = [v for owner in owners.values() for v in returnable(owner, shop, today)]

    assert any(shop.catalog[v.line.product_id].stock == 0 for v in found)


async def test_an_unreadable_delivery_and_an_unknown_product_are_kept_with_a_warning(
    documents, today
):
    report = await load_shop(ZAVA, documents, today)

    assert [remark.line for remark in report.warnings] == [29, 30, 31]
    assert "PRD-9999" in report.warnings[1].reason


async def test_a_line_without_a_name_gets_it_from_the_catalog(owners):
    assert owners["CUST-1010"].orders["ORD-79032"].lines[0].name == "USB-C Hub 7-in-1"


async def test_names_with_accents_survive_the_store(owners):
    names = {owner.customer.name for owner in owners.values()}

    assert {"Jürgen Müller", "Chloé Lefèvre"} <= names


def test_past_cases_use_the_codes_of_the_desk_and_products_of_the_catalog(shop):
    products = {product.name: product.category for product in shop.catalog.values()}
    cases = read_past_cases(ZAVA)

    assert {case.resolution for case in cases} == set(shop.resolutions)
    assert {case.reason for case in cases} == {*shop.reasons, "DEFECTIVE"}
    assert all(products[case.item] == case.category for case in cases)


def test_past_cases_are_all_different_and_name_nobody():
    cases = read(ZAVA, PAST_CASES)
    names = {part for row in read(ZAVA, CUSTOMERS) for part in row.name.split()}
    words = {word.strip(".,;:") for case in cases for word in f"{case.text} {case.outcome}".split()}

    assert len({case.text for case in cases}) == 60
    assert not names & words
