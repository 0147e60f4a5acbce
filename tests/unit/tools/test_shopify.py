"""A Shopify orders export: exact amounts, honest gaps, and every refusal with its line."""

from __future__ import annotations

import asyncio
import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backends.case_store import DocumentCaseStore
from backends.documents_sqlite import SqliteDocuments
from backends.load import DATABASE
from tests.unit.shops.conftest import Standing
from tests.unit.shops.folders import MINIMAL_SHOP
from tools.load import main
from tools.shopify import converted
from tools.shopify_csv import NEEDED
from tools.shopify_rows import Terms, customer_id

if TYPE_CHECKING:
    from returns.order import Order

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ADA = customer_id("ada@example.com")

HEAD = {
    "Name": "#1001",
    "Email": "Ada@example.com",
    "Financial Status": "paid",
    "Fulfillment Status": "fulfilled",
    "Fulfilled at": "2026-11-12 09:00:00 -0500",
    "Currency": "USD",
    "Subtotal": "47.00",
    "Shipping": "6.00",
    "Taxes": "0.00",
    "Total": "53.00",
    "Discount Code": "FALL5",
    "Created at": "2026-11-10 10:14:00 -0500",
    "Lineitem quantity": "2",
    "Lineitem name": "Canvas Tote Bag",
    "Lineitem price": "18.00",
    "Lineitem sku": "P-1",
    "Lineitem taxable": "true",
    "Payment Method": "Shopify Payments",
    "Refunded Amount": "0.00",
    "Shipping Name": "Ada Lee",
    "Shipping Street": "1 Elm Street",
    "Shipping City": "Boston",
    "Shipping Zip": "'02108",
    "Shipping Province": "MA",
    "Shipping Country": "US",
}
ITEM = {
    "Name": "#1001",
    "Email": "Ada@example.com",
    "Lineitem quantity": "1",
    "Lineitem name": "Blanket, on sale",
    "Lineitem price": "16.00",
    "Lineitem sku": "P-3",
    "Lineitem taxable": "true",
}
TAXES = [f"Tax {number} Name" for number in range(1, 6)]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIMAL_SHOP, tmp_path / "shop"))


def write(path: Path, *records: dict[str, str], header: tuple[str, ...] = NEEDED) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*header, *TAXES, "Notes"])
        writer.writeheader()
        writer.writerows(records)
    return path


def load(export: Path, shop: Path, *more: str) -> int:
    data = ["--data", str(export.parent / "data")]
    return main(["--from", str(export), "--shop", str(shop), *data, *more], Standing(NOW))


def rows(shop: Path, *records: dict[str, str], **terms: Any) -> tuple[list[str], list[str]]:
    """Return the orders of an export as text, and its refusals."""
    export = write(shop.parent / "orders.csv", *records)
    asked: dict[str, Any] = {"tax_included": False, "tier": "standard", "now": NOW} | terms
    found = converted(export, shop, Terms(**asked))
    written = (shop / "orders.jsonl").read_text("utf-8").splitlines()
    return written, [str(remark) for remark in found.refused]


def counts(capsys: pytest.CaptureFixture[str]) -> list[str]:
    told = capsys.readouterr().out.splitlines()
    return next(line.split()[1:] for line in told if line.split()[:1] == ["orders.csv"])


async def _order(export: Path, owner_id: str) -> Order:
    documents = await SqliteDocuments.open(export.parent / "data" / DATABASE, Standing(NOW))
    try:
        return (await DocumentCaseStore(documents).open(owner_id, None)).order("1001")
    finally:
        await documents.close()


def order(export: Path, owner_id: str = ADA) -> Order:
    return asyncio.run(_order(export, owner_id))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "orders.csv", HEAD | {"Notes": "two\nlines"}, ITEM)


def test_an_export_is_loaded_and_a_second_load_changes_nothing(export, shop, capsys):
    assert load(export, shop) == 0
    assert counts(capsys) == ["1", "0", "1", "0"]

    assert load(export, shop) == 0
    assert counts(capsys) == ["1", "0", "0", "1"]


def test_the_discount_is_shared_and_the_lines_come_to_what_was_paid(shop):
    (written,), refused = rows(shop, HEAD, ITEM)

    assert refused == []
    # 52.00 of goods for 47.00: 5.00 shared 36 to 16.
    assert '"net_paid_minor": 3254, ' in written
    assert '"net_paid_minor": 1446, ' in written
    assert '"shipping_minor": 600' in written


def test_a_discount_of_one_item_stays_with_it(shop):
    (written,), _ = rows(shop, HEAD | {"Lineitem discount": "5.00"}, ITEM)

    assert '"net_paid_minor": 3100, ' in written
    assert '"net_paid_minor": 1600, ' in written


def test_an_order_counts_as_on_its_way_until_the_shop_says_how_long_delivery_takes(shop):
    (unsaid,), _ = rows(shop, HEAD, ITEM)
    (said,), _ = rows(shop, HEAD, ITEM, delivery_days=4)
    (early,), _ = rows(shop, HEAD, ITEM, delivery_days=30)

    assert '"status": "shipped"' in unsaid
    assert '"status": "delivered", "delivered": "2026-11-16T09:00:00-05:00"' in said
    assert '"status": "shipped"' in early


def test_tax_of_goods_alone_is_told_from_tax_of_delivery_too_by_its_rate(shop):
    rate = {"Tax 1 Name": "State Tax 10%"}
    (goods,), _ = rows(shop, HEAD | rate | {"Taxes": "4.70", "Total": "57.70"}, ITEM)
    (both,), _ = rows(shop, HEAD | rate | {"Taxes": "5.30", "Total": "58.30"}, ITEM)

    assert '"shipping_minor": 600' in goods
    assert '"shipping_minor": 660' in both


def test_delivered_goods_of_an_export_can_be_opened_by_their_owner(export, shop):
    load(export, shop, "--delivery-days", "4")

    found = order(export)
    assert found.delivered_at == datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
    assert [line.net_paid_minor for line in found.lines] == [3254, 1446]
    assert [tender.captured_minor for tender in found.tenders] == [5300]


def test_an_order_of_a_customer_whom_the_shop_knows_goes_to_them(export, shop):
    known = {"Email": "ALEX@example.com"}
    write(export, HEAD | known, ITEM | known)

    assert load(export, shop) == 0

    assert order(export, "CUST-1").owner_id == "CUST-1"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"Total": "53.01"}, "Total: Subtotal, Shipping and Taxes come to 5300"),
        ({"Subtotal": "60.00"}, "Subtotal: 800 more than the items come to"),
        ({"Lineitem price": "18.005"}, "Lineitem price: more decimals than USD has"),
        ({"Lineitem price": "-18.00"}, "Lineitem price: that is no amount"),
        ({"Lineitem quantity": "-2"}, "Lineitem quantity: that is no count"),
        ({"Lineitem quantity": "1.5"}, "Lineitem quantity: that is no count"),
        ({"Lineitem discount": "36.01"}, "Lineitem discount: more than the item cost"),
        ({"Currency": "XXX"}, "Currency: XXX is not a currency"),
        ({"Email": ""}, "Email: there is none"),
        ({"Created at": "yesterday"}, "Created at: write a time"),
        ({"Shipping Street": ""}, "Shipping Street: there is no address"),
        ({"Refunded Amount": "10.00"}, "Refunded Amount: nothing tells which items"),
        ({"Payment Method": "Gift Card + PayPal"}, "Payment Method: several methods"),
        ({"Payment Method": "Cash on Delivery"}, "Payment Method: say what it is with --method"),
        ({"Taxes": "5.00", "Total": "58.00"}, "Taxes: nothing tells how much of it is for"),
        ({"Name": "#1/1"}, "Name: use letters"),
        ({"Lineitem sku": "A B"}, "Lineitem sku: use letters"),
    ],
)
def test_a_wrong_order_is_refused_with_its_line_and_column(shop, fields, reason):
    wrong = HEAD | fields
    written, refused = rows(shop, wrong, ITEM | {"Name": wrong["Name"]})

    assert written == []
    assert len(refused) == 1
    assert refused[0].startswith(f"orders.csv, line 2: {reason}")


def test_a_wrong_item_is_named_with_its_own_line(shop):
    note = {"Notes": "one\ntwo\nthree"}

    _, refused = rows(shop, HEAD | note, ITEM | {"Lineitem price": "x"})

    assert refused == ["orders.csv, line 5: Lineitem price: that is no amount"]


def test_nothing_is_loaded_for_one_wrong_order_unless_that_is_asked_for(export, shop, capsys):
    other = {"Name": "#1002", "Subtotal": "36.00", "Total": "42.00", "Currency": "XXX"}
    write(export, HEAD, ITEM, HEAD | other)

    assert load(export, shop) == 1
    told = capsys.readouterr().out
    assert "orders.csv, line 4: Currency" in told
    assert "Nothing was loaded" in told

    assert load(export, shop, "--partial") == 1
    assert counts(capsys) == ["2", "1", "1", "0"]


def test_what_the_shop_refuses_is_named_with_the_line_of_the_export(export, shop, capsys):
    write(export, HEAD | {"Shipping Country": "Oz"}, ITEM)

    assert load(export, shop) == 1

    told = capsys.readouterr().out
    assert "orders.csv, line 2: address.country: String should match pattern" in told
    assert "Nothing was loaded" in told


def test_an_order_of_the_same_name_further_down_is_refused(export, shop, capsys):
    other = HEAD | {"Name": "#1002"}
    write(export, HEAD, ITEM, other, ITEM | {"Name": "#1002"}, HEAD, ITEM)

    assert load(export, shop) == 1

    assert "orders.csv, line 6: order_id: an earlier row" in capsys.readouterr().out


def test_an_order_that_was_never_paid_is_left_out_and_told_of(export, shop, capsys):
    write(export, HEAD, ITEM, HEAD | {"Name": "#1002", "Financial Status": "pending"})

    assert load(export, shop) == 0

    assert "orders.csv, line 4: left out, since it was never paid: pending" in (
        capsys.readouterr().out
    )


def test_an_order_refunded_whole_has_all_its_units_back(shop):
    (written,), _ = rows(
        shop, HEAD | {"Financial Status": "refunded", "Refunded Amount": "53.00"}, ITEM
    )

    assert '"returned": 2' in written
    assert '"returned": 1' in written


def test_an_item_without_a_number_is_kept_and_cannot_come_back(export, shop, capsys):
    write(export, HEAD, ITEM | {"Lineitem sku": ""})

    assert load(export, shop) == 0

    assert "line 2: line 2: product no-sku is not in the catalog" in capsys.readouterr().out


def test_a_method_of_the_shops_own_can_be_named(export, shop):
    write(export, HEAD | {"Payment Method": "Mollie"}, ITEM)

    assert load(export, shop, "--method", "Mollie=card") == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Name,Email\n#1,a@b.example\n", "line 1: no orders export: there is no Financial Status"),
        ("", "line 1: no orders export: there is no Name"),
        (",".join(NEEDED) + '\n"#1', "line 2: not readable from here on"),
        (",".join(NEEDED) + "\n" + "," * 80 + "\n", "line 2: more cells than the header has"),
    ],
)
def test_a_file_that_is_no_export_is_refused(export, shop, capsys, text, reason):
    export.write_text(text, "utf-8")

    assert load(export, shop) == 1

    assert reason in capsys.readouterr().out


def test_a_tier_the_shop_does_not_have_is_refused(export, shop, capsys):
    assert load(export, shop, "--tier", "diamond") == 1

    assert "no tier diamond: choose from standard" in capsys.readouterr().err
