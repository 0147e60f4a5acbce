"""Loading a shop folder: all or nothing, once, and with every wrong row named."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backends.case_store import DocumentCaseStore
from backends.documents import Create, Put
from backends.documents_counting import NO_LATENCY, CountingDocuments, Script
from backends.load import described, load_shop
from backends.shop_check import Step
from backends.shop_files import ShopUnreadable
from returns.errors import BackendUnavailable
from tests.unit.shops.folders import add, change, json_rows, write_rows

if TYPE_CHECKING:
    from backends.documents import Body, Documents
    from backends.load import LoadReport


async def stored(documents: Documents, partition: str, document_id: str) -> Body | None:
    collection = "cases" if partition.startswith("CUST") else "lookups"
    found = await documents.get(collection, partition, document_id)
    return found.body if found else None


def counts(report: LoadReport, file: str) -> tuple[int, int | None, int | None]:
    found = report.file(file)
    return found.read, found.loaded, found.unchanged


async def test_a_shop_is_loaded_and_counted(folder, documents, today):
    report = await load_shop(folder, documents, today)

    assert report.written
    assert counts(report, "customers.jsonl") == (2, 2, 0)
    assert counts(report, "staff.jsonl") == (1, 1, 0)
    assert counts(report, "orders.jsonl") == (3, 3, 0)
    assert counts(report, "products.jsonl") == (4, None, None)


@pytest.mark.parametrize("days_later", [0, 12])
async def test_loading_twice_changes_nothing(folder, documents, today, days_later):
    await load_shop(folder, documents, today)
    before = await documents.get("cases", "CUST-1", "order:ORD-1")

    again = await load_shop(folder, documents, today + timedelta(days=days_later))

    assert counts(again, "customers.jsonl") == (2, 0, 2)
    assert counts(again, "staff.jsonl") == (1, 0, 1)
    assert counts(again, "orders.jsonl") == (3, 0, 3)
    assert await documents.get("cases", "CUST-1", "order:ORD-1") == before


async def test_an_owner_is_found_by_e_mail_in_small_letters(folder, documents, today):
    change(folder, "customers.jsonl", 0, email="Alex@Example.com")
    await load_shop(folder, documents, today)

    found = await stored(documents, "email:alex@example.com", "email:alex@example.com")
    assert found == {"kind": "lookup", "owner_id": "CUST-1"}


async def test_staff_are_found_by_e_mail_with_their_roles(folder, documents, today):
    await load_shop(folder, documents, today)

    found = await stored(documents, "staff:sam@shop.example", "staff:sam@shop.example")
    assert found is not None
    assert found["kind"] == "staff"
    assert found["roles"] == ["agent", "lead", "warehouse", "ops"]


async def test_the_case_store_opens_what_was_loaded(folder, documents, today):
    await load_shop(folder, documents, today)

    owner = await DocumentCaseStore(documents).open("CUST-1", None)
    assert owner.customer.name == "Alex Morgan"
    assert [line.name for line in owner.order("ORD-1").lines] == ["Wool Blanket", "Enamel Mug"]
    assert owner.ledgers["ORD-1"].units == ()


async def test_days_ago_count_back_from_the_first_load(folder, documents, today):
    await load_shop(folder, documents, today)

    order = (await DocumentCaseStore(documents).open("CUST-1", None)).order("ORD-1")
    assert order.delivered_at == today - timedelta(days=7)


async def test_a_reload_moves_the_dates_and_keeps_what_was_said_of_a_return(
    folder, documents, today
):
    await load_shop(folder, documents, today)
    body = await stored(documents, "CUST-1", "order:ORD-1")
    assert body is not None
    initiated = body | {"return_status": "RETURN_INITIATED"}
    await documents.transact("CUST-1", [Put("cases", "order:ORD-1", initiated)])

    later = today + timedelta(days=30)
    report = await load_shop(folder, documents, later, reload=True)

    order = (await DocumentCaseStore(documents).open("CUST-1", None)).order("ORD-1")
    assert counts(report, "orders.jsonl") == (3, 3, 0)
    assert order.delivered_at == later - timedelta(days=7)
    assert order.return_status == "RETURN_INITIATED"


async def test_a_reload_never_touches_a_unit_ledger(folder, documents, today):
    await load_shop(folder, documents, today)
    unit = {"line_id": "1", "unit": 1, "case_id": "CASE-1", "state": "held"}
    held: dict[str, Any] = {"kind": "ledger", "order_id": "ORD-1", "units": [unit], "refunds": []}
    await documents.transact("CUST-1", [Put("cases", "ledger:ORD-1", held)])

    await load_shop(folder, documents, today, reload=True)

    assert await stored(documents, "CUST-1", "ledger:ORD-1") == held


async def test_a_changed_customer_is_written_again(folder, documents, today):
    await load_shop(folder, documents, today)
    change(folder, "customers.jsonl", 1, phone="+1 217 555 0199")

    report = await load_shop(folder, documents, today)

    assert counts(report, "customers.jsonl") == (2, 1, 1)
    found = await stored(documents, "CUST-2", "customer")
    assert found is not None
    assert found["phone"] == "+1 217 555 0199"


async def test_an_order_added_later_is_loaded_beside_the_others(folder, documents, today):
    await load_shop(folder, documents, today)
    add(folder, "orders.jsonl", 0, order_id="ORD-4")

    report = await load_shop(folder, documents, today)

    assert counts(report, "orders.jsonl") == (4, 1, 3)


async def test_one_wrong_row_keeps_everything_out(folder, documents, today):
    change(folder, "orders.jsonl", 1, currency="XXX")

    report = await load_shop(folder, documents, today)

    assert not report.written
    assert [(r.file, r.line) for r in report.refused] == [("orders.jsonl", 2)]
    assert "XXX" in report.refused[0].reason
    assert await stored(documents, "CUST-1", "customer") is None


async def test_a_partial_load_leaves_out_only_the_wrong_row(folder, documents, today):
    change(folder, "orders.jsonl", 1, currency="XXX")

    report = await load_shop(folder, documents, today, partial=True)

    assert report.written
    assert counts(report, "orders.jsonl") == (3, 2, 0)
    assert await stored(documents, "CUST-2", "order:ORD-2") is None
    assert await stored(documents, "CUST-2", "order:ORD-3") is not None


async def test_a_refused_customer_takes_their_orders_along(folder, documents, today):
    change(folder, "customers.jsonl", 1, tier="diamond")

    report = await load_shop(folder, documents, today, partial=True)

    assert [(r.file, r.line) for r in report.refused] == [
        ("customers.jsonl", 2),
        ("orders.jsonl", 2),
        ("orders.jsonl", 3),
    ]


async def test_two_loads_at_once_leave_one_shop(folder, documents, today):
    reports = await asyncio.gather(
        load_shop(folder, documents, today), load_shop(folder, documents, today)
    )

    assert all(report.written for report in reports)
    assert sum(report.file("orders.jsonl").loaded or 0 for report in reports) == 3


@pytest.mark.parametrize("trip", range(14))
@pytest.mark.parametrize("failure", ["down", "answer_lost"])
async def test_a_load_that_failed_anywhere_is_finished_by_the_next(
    folder, documents, today, trip, failure
):
    shaky = CountingDocuments(documents, NO_LATENCY, Script(**{failure: {trip}}))
    with pytest.raises(BackendUnavailable):
        await load_shop(folder, shaky, today)

    finished = await load_shop(folder, documents, today)
    owner = await DocumentCaseStore(documents).open("CUST-2", None)
    again = await load_shop(folder, documents, today)

    assert finished.written
    assert sorted(owner.orders) == sorted(owner.ledgers) == ["ORD-2", "ORD-3"]
    assert counts(again, "customers.jsonl") == (2, 0, 2)
    assert counts(again, "orders.jsonl") == (3, 0, 3)


async def test_a_hundred_and_twenty_orders_of_one_owner_go_in_batches(folder, documents, today):
    rows = json_rows(folder, "orders.jsonl")
    write_rows(folder, "orders.jsonl", [rows[0] | {"order_id": f"ORD-{n}"} for n in range(120)])
    counting = CountingDocuments(documents)

    report = await load_shop(folder, counting, today)

    assert counts(report, "orders.jsonl") == (120, 120, 0)
    # Two customers with a lookup each, one member of staff, three batches: look, then write. What
    # was sent since is looked for first, of each customer and of each address.
    assert counting.trips == 2 * (2 * 2 + 1 + 3) + 2 * 2


async def test_every_step_of_checking_and_loading_is_told(folder, documents, today):
    rows = json_rows(folder, "orders.jsonl")
    write_rows(folder, "orders.jsonl", [rows[0] | {"order_id": f"ORD-{n}"} for n in range(1200)])
    heard: list[Step] = []

    await load_shop(folder, documents, today, progress=heard.append)

    assert heard == [
        Step("checking", "orders.jsonl", 500, 1200),
        Step("checking", "orders.jsonl", 1000, 1200),
        Step("loading", "customers.jsonl", 2, 2),
        Step("loading", "orders.jsonl", 1200, 1200),
    ]


async def test_a_file_changed_between_checking_and_loading_is_not_loaded(folder, documents, today):
    def edit(step: Step) -> None:
        if step.file == "customers.jsonl":
            change(folder, "orders.jsonl", 0, currency="XXX")

    with pytest.raises(ShopUnreadable, match=r"orders\.jsonl: the file was changed"):
        await load_shop(folder, documents, today, progress=edit)

    assert await stored(documents, "CUST-1", "order:ORD-1") is None


async def test_a_missing_file_is_no_row_in_the_count(folder, documents, today):
    (folder / "orders.jsonl").unlink()

    report = await load_shop(folder, documents, today, partial=True)

    assert counts(report, "orders.jsonl") == (0, 0, 0)
    assert str(report.refused[0]).startswith("orders.jsonl: the file is missing")


async def test_a_reload_never_goes_back_to_an_earlier_version(folder, documents, today):
    change(folder, "orders.jsonl", 0, version=7)
    await load_shop(folder, documents, today)
    change(folder, "orders.jsonl", 0, version=6, coupon="LATE")

    report = await load_shop(folder, documents, today, reload=True)

    found = await stored(documents, "CUST-1", "order:ORD-1")
    assert counts(report, "orders.jsonl") == (3, 0, 3)
    assert found is not None
    assert (found["version"], found["coupon"]) == (7, "")


async def test_documents_of_others_in_the_partition_are_left_alone(folder, documents, today):
    await documents.transact("CUST-1", [Create("cases", "case:1", {"kind": "case"})])

    await load_shop(folder, documents, today, reload=True)

    assert await stored(documents, "CUST-1", "case:1") == {"kind": "case"}


async def test_a_long_list_of_remarks_is_cut_and_counted(folder, documents, today):
    rows = json_rows(folder, "orders.jsonl")
    wrong = [rows[0] | {"order_id": f"ORD-{n}", "currency": "XXX"} for n in range(25)]
    write_rows(folder, "orders.jsonl", wrong)

    assert "and 5 more" in described(await load_shop(folder, documents, today))
