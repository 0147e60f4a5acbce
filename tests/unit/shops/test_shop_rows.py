"""What a row may say, and how a wrong one is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from backends.shop_check import check_folder
from backends.shop_data import DaysAgo, LoadDay
from backends.shop_files import PRODUCTS, ShopUnreadable, read, read_catalog
from tests.unit.shops.folders import add, change, json_rows

if TYPE_CHECKING:
    from pathlib import Path

NEW_YORK = ZoneInfo("America/New_York")


def reasons(folder: Path, today: datetime) -> list[str]:
    return [str(remark) for remark in check_folder(folder, today).refused]


def with_line(folder: Path, **fields: Any) -> dict[str, Any]:
    """Return the lines of the first order, with fields of its first line changed."""
    first, *others = json_rows(folder, "orders.jsonl")[0]["lines"]
    return {"lines": [first | fields, *others]}


def test_an_untouched_folder_has_nothing_wrong(folder, today):
    assert reasons(folder, today) == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"currency": "ZZZ"}, "currency: ZZZ is not a currency"),
        ({"placed": "yesterday"}, "placed: write an ISO date"),
        ({"placed": {"days_ago": -1}}, "placed.DaysAgo.days_ago"),
        ({"delivered": {"days_ago": 30}}, "delivered: that is before the order was placed"),
        ({"customer_id": "CUST-9"}, "customer_id: CUST-9 is not an accepted customer"),
        ({"status": "lost"}, "status: Input should be"),
        ({"lines": []}, "lines: List should have at least 1 item"),
        ({"tenders": []}, "0 captured by tenders, but the lines come to 9300"),
        ({"discount_minor": 100}, "9300 captured by tenders, but the lines come to 9200"),
        ({"discount_minor": 99999}, "a discount of 99999 on goods of 9300"),
        ({"color": "red"}, "color: Extra inputs are not permitted"),
        ({"order_id": "../1"}, "order_id: String should match pattern"),
    ],
)
def test_a_wrong_order_is_refused_with_its_line_and_reason(folder, today, fields, reason):
    change(folder, "orders.jsonl", 0, **fields)

    (found,) = reasons(folder, today)
    assert found.startswith("orders.jsonl, line 1: ")
    assert reason in found


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"quantity": 0}, "quantity: Input should be greater than or equal to 1"),
        ({"quantity": 10_001}, "more than 10000 units"),
        ({"unit_price_minor": -1}, "unit_price_minor"),
        ({"unit_price_minor": 69.0}, "unit_price_minor"),
        ({"unit_price_minor": "6900"}, "unit_price_minor"),
        ({"returned": 2}, "2 units returned of 1 bought"),
        ({"line_id": "2"}, "two lines have the same id"),
        ({"net_paid_minor": 6000}, "9300 captured by tenders, but the lines come to 8400"),
    ],
)
def test_a_wrong_line_refuses_its_order(folder, today, fields, reason):
    change(folder, "orders.jsonl", 0, **with_line(folder, **fields))

    (found,) = reasons(folder, today)
    assert reason in found


@pytest.mark.parametrize(
    ("file", "fields", "reason"),
    [
        ("customers.jsonl", {"email": "nobody"}, "email: String should match pattern"),
        ("customers.jsonl", {"member_since": "long ago"}, "member_since: write an ISO date"),
        ("customers.jsonl", {"tier": "diamond"}, "tier: diamond is not in shop.toml"),
        ("customers.jsonl", {"address": ...}, "address: Field required"),
        ("products.jsonl", {"price_minor": None}, "price_minor: Input should be a valid integer"),
        ("staff.jsonl", {"roles": ["owner"]}, "roles.0: Input should be"),
        ("past_cases.jsonl", {"text": ""}, "text: String should have at least 1 character"),
    ],
)
def test_wrong_rows_of_the_other_files_are_refused(folder, today, file, fields, reason):
    change(folder, file, 0, **fields)

    assert any(f"{file}, line 1: {reason}" in found for found in reasons(folder, today))


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("customers.jsonl", "customer_id"),
        ("staff.jsonl", "staff_id"),
        ("products.jsonl", "product_id"),
        ("orders.jsonl", "order_id"),
        ("past_cases.jsonl", "case_id"),
    ],
)
def test_the_second_row_of_one_id_is_refused(folder, today, file, key):
    last = len(json_rows(folder, file)) + 1
    add(folder, file, 0)

    assert f"{file}, line {last}: {key}: an earlier row has the same one" in reasons(folder, today)


def test_two_customers_cannot_share_an_e_mail(folder, today):
    change(folder, "customers.jsonl", 1, email="ALEX@example.com")

    assert reasons(folder, today)[0] == (
        "customers.jsonl, line 2: email: an earlier row has the same one"
    )


def test_a_reason_does_not_repeat_what_the_row_says(folder, today):
    change(folder, "customers.jsonl", 0, email="alex.private", phone=5550110)

    found = " ".join(reasons(folder, today))
    assert "alex.private" not in found
    assert "5550110" not in found


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"product_id": "P-9"', b"\xff\xfe", b"null"])
def test_a_line_that_is_no_row_is_refused(folder, today, line):
    path = folder / "products.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n")

    assert [r.split(":")[0] for r in reasons(folder, today)] == ["products.jsonl, line 5"]


def test_blank_lines_and_a_byte_order_mark_do_no_harm(folder, today):
    path = folder / "products.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))

    assert reasons(folder, today) == []
    assert len(read(folder, PRODUCTS)) == 4


@pytest.mark.parametrize("file", ["orders.jsonl", "staff.jsonl", "policy.md", "shop.toml"])
def test_a_missing_file_is_named(folder, today, file):
    (folder / file).unlink()

    assert [r for r in reasons(folder, today) if r.startswith(file)] != []


def test_a_cited_section_that_the_policy_lacks_is_named(folder, today):
    settings = folder / "shop.toml"
    settings.write_text(settings.read_text("utf-8").replace('"8.2"', '"8.9"'), "utf-8")

    assert reasons(folder, today) == [
        "shop.toml: section 8.9 is cited, but policy.md has no such section"
    ]


def test_a_catalog_with_a_wrong_row_is_not_half_read(folder):
    change(folder, "products.jsonl", 2, stock=-1)

    with pytest.raises(ShopUnreadable, match=r"products\.jsonl, line 3: stock"):
        read_catalog(folder)


@pytest.mark.parametrize("delivered", ["soon", "", "2026-13-45", None, "2999-01-01", "0001-01-01"])
def test_a_delivery_nobody_can_date_is_kept_with_a_warning(folder, today, delivered):
    change(folder, "orders.jsonl", 0, delivered=delivered)

    check = check_folder(folder, today)
    if delivered == "0001-01-01":
        # Readable as a date, yet before the order was placed.
        assert [remark.line for remark in check.refused] == [1]
    else:
        assert check.refused == ()
        assert [remark.line for remark in check.warnings] == [1]


def test_days_ago_follow_the_calendar_of_the_shop_over_a_change_of_its_clocks():
    now = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)  # the 1st, 23:30, in New York
    moment = LoadDay(now, NEW_YORK).read(DaysAgo(days_ago=1))

    assert moment.astimezone(NEW_YORK).date() == date(2026, 10, 31)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-01", datetime(2026, 10, 1, 4, tzinfo=UTC)),
        ("2026-10-01T00:00", datetime(2026, 10, 1, 4, tzinfo=UTC)),
        ("2026-10-01T00:00:00Z", datetime(2026, 10, 1, tzinfo=UTC)),
        ("2026-10-01T09:30:00+02:00", datetime(2026, 10, 1, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_the_shops_own(text, utc):
    day = LoadDay(datetime(2026, 11, 2, tzinfo=UTC), NEW_YORK)

    assert day.read(text) == utc
