"""Loads a Shopify orders export into a shop: its rows are checked as those of a folder are."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from backends.load import FileReport, LoadReport, load_shop
from backends.shop_files import CUSTOMERS, ORDERS, Remark, rows
from tools.shopify_csv import Export, ExportRefused, exports
from tools.shopify_rows import Terms, customer_id, customer_row, is_paid, order_row

if TYPE_CHECKING:
    from backends.documents import Documents
    from backends.shop_check import Progress

_LEFT_OUT = "left out, since it was never paid: "


@dataclass(slots=True)
class Conversion:
    """What became of an export: where each row written came from, and what was not written."""

    file: str
    read: int = 0
    order_lines: list[int] = field(default_factory=list[int])
    customer_lines: list[int] = field(default_factory=list[int])
    refused: list[Remark] = field(default_factory=list[Remark])
    left_out: list[Remark] = field(default_factory=list[Remark])

    def refuse(self, line: int, reason: str) -> None:
        self.refused.append(Remark(self.file, line, reason))

    def placed(self, remark: Remark) -> Remark:
        """Return a remark about a row written as one about the line it came from."""
        lines = {ORDERS.file: self.order_lines, CUSTOMERS.file: self.customer_lines}
        found = lines.get(remark.file)
        known = len(found) if found else 0
        if found is None or not 0 < remark.line <= known or not found[remark.line - 1]:
            return remark
        return Remark(self.file, found[remark.line - 1], remark.reason)


async def load_export(
    export: Path,
    shop: Path,
    documents: Documents,
    terms: Terms,
    *,
    partial: bool,
    progress: Progress,
) -> LoadReport:
    """Load the orders of an export, and the customers whom the shop does not know, into a store.

    Orders that were never paid are left out and told of. Nothing is loaded for one wrong order,
    unless `partial`.

    Safe to repeat: orders that are stored already are left as they are.

    Raises:
        BackendUnavailable: the store failed midway; load again to finish.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "shop"
        await asyncio.to_thread(shutil.copytree, shop, folder)
        found = await asyncio.to_thread(converted, export, folder, terms)
        if found.refused and not partial:
            return _told(found, None)
        report = await load_shop(folder, documents, terms.now, partial=partial, progress=progress)
    return _told(found, report)


def converted(export: Path, folder: Path, terms: Terms) -> Conversion:
    """Write the orders of an export into a shop folder, and its new customers beside the known."""
    found = Conversion(export.name)
    owners: dict[str, str] = {}
    for _, row in rows(folder, CUSTOMERS):
        if not isinstance(row, Remark):
            owners[row.email.lower()] = row.customer_id
    path = folder / CUSTOMERS.file
    known = path.read_text("utf-8").rstrip() if path.is_file() else ""
    with (
        path.open("w", encoding="utf-8") as customers,
        (folder / ORDERS.file).open("w", encoding="utf-8") as orders,
    ):
        customers.write(f"{known}\n" if known else "")
        found.customer_lines = [0] * len(known.splitlines())
        try:
            for one in exports(export):
                found.read += 1
                _convert(one, owners, found, terms, customers, orders)
        except ExportRefused as broken:
            found.refuse(broken.line, broken.reason)
    return found


def _convert(
    export: Export,
    owners: dict[str, str],
    found: Conversion,
    terms: Terms,
    customers: TextIO,
    orders: TextIO,
) -> None:
    head = export.head
    email = head["Email"].lower()
    if not is_paid(export):
        state = head["Financial Status"] or "no Financial Status"
        found.left_out.append(Remark(found.file, head.line, f"{_LEFT_OUT}{state}"))
        return
    owner_id = owners.get(email)
    try:
        owner = None if owner_id else customer_row(export, customer_id(email), terms)
        order = order_row(export, owner_id or customer_id(email), terms)
    except ExportRefused as refused:
        found.refuse(refused.line or head.line, refused.reason)
        return
    if owner:
        owners[email] = owner["customer_id"]
        customers.write(f"{json.dumps(owner)}\n")
        found.customer_lines.append(head.line)
    orders.write(f"{json.dumps(order)}\n")
    found.order_lines.append(head.line)


def _told(found: Conversion, report: LoadReport | None) -> LoadReport:
    """Return what became of the export, in its own lines."""
    mine = len(found.refused)
    if report is None:
        files = (FileReport(found.file, found.read, mine),)
        return LoadReport(files, tuple(found.refused), tuple(found.left_out), written=False)
    orders = report.file(ORDERS.file)
    told = replace(
        orders,
        file=found.file,
        read=found.read - len(found.left_out),
        refused=orders.refused + mine,
    )
    return LoadReport(
        tuple(told if one is orders else one for one in report.files),
        (*found.refused, *(found.placed(one) for one in report.refused)),
        (*found.left_out, *(found.placed(one) for one in report.warnings)),
        report.written,
    )
