"""A Shopify orders export read as orders: a line for each item, and the order on its first line."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from returns.errors import UnknownCurrency
from returns.money import exponent_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NEEDED = (
    "Name", "Email", "Financial Status", "Fulfillment Status", "Fulfilled at", "Currency",
    "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Created at", "Lineitem quantity",
    "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem taxable", "Cancelled at",
    "Payment Method", "Refunded Amount", "Lineitem discount", "Shipping Name", "Shipping Street",
    "Shipping City", "Shipping Zip", "Shipping Province", "Shipping Country", "Billing Name",
    "Billing Street", "Billing City", "Billing Zip", "Billing Province", "Billing Country",
)  # fmt: skip
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,6})?")
_COUNT = re.compile(r"[1-9]\d{0,5}")


class ExportRefused(ValueError):
    """An order or the whole file cannot be taken; names the column and what is wrong.

    `line` is the item's, or 0 for the order as a whole.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the export, by column; `line` is where it begins in the file."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def minor(self, column: str, currency: str) -> int:
        """Return an amount in minor units; an empty cell is nothing.

        Raises:
            ExportRefused: it is no amount, or has more decimals than the currency.
        """
        text = self[column] or "0"
        if not _AMOUNT.fullmatch(text):
            raise ExportRefused(f"{column}: that is no amount", self.line)
        try:
            scaled = Decimal(text).scaleb(exponent_of(currency))
        except UnknownCurrency as unknown:
            raise ExportRefused(f"Currency: {unknown}", self.line) from None
        except InvalidOperation:
            raise ExportRefused(f"{column}: that is no amount", self.line) from None
        if scaled != scaled.to_integral_value():
            raise ExportRefused(f"{column}: more decimals than {currency} has", self.line)
        return int(scaled)

    def count(self, column: str) -> int:
        """Return a count of one or more.

        Raises:
            ExportRefused: it is none.
        """
        if not _COUNT.fullmatch(self[column]):
            raise ExportRefused(f"{column}: that is no count of one or more", self.line)
        return int(self[column])

    def moment(self, column: str) -> datetime:
        """Return a time with its zone.

        Raises:
            ExportRefused: it is none.
        """
        try:
            return datetime.strptime(self[column], "%Y-%m-%d %H:%M:%S %z")
        except ValueError:
            raise ExportRefused(
                f"{column}: write a time as 2026-01-31 09:30:00 -0500", self.line
            ) from None


@dataclass(frozen=True, slots=True)
class Export:
    """An order of the export: what it says of itself, and a record for each of its items."""

    items: tuple[Record, ...]

    @property
    def head(self) -> Record:
        return self.items[0]


def exports(path: Path) -> Iterator[Export]:
    """Yield the orders of an export in turn, holding one at a time.

    Raises:
        ExportRefused: the file is no orders export, or breaks off inside a quoted cell.
    """
    items: list[Record] = []
    for record in _records(path):
        if items and record["Name"] != items[0]["Name"]:
            yield Export(tuple(items))
            items = []
        items.append(record)
    if items:
        yield Export(tuple(items))


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True, restval="")
        end = 0
        try:
            _right(reader.fieldnames or ())
            end = reader.line_num
            for row in reader:
                begin, end = end + 1, reader.line_num
                if None in row:
                    raise ExportRefused("more cells than the header has", begin)
                yield Record(begin, {name: cell.strip() for name, cell in row.items()})
        except (csv.Error, UnicodeDecodeError) as broken:
            raise ExportRefused(f"not readable from here on: {broken}", end + 1) from None


def _right(header: Sequence[str]) -> None:
    if missing := [name for name in NEEDED if name not in header]:
        raise ExportRefused(f"no orders export: there is no {', no '.join(missing)}", 1)
