"""The files of a shop folder, streamed row by row; a bad row is named, never guessed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from backends.shop_data import CustomerRow, PastCaseRow, ProductRow, Row, StaffRow
from backends.shop_orders import OrderRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from returns.order import Product
    from returns.ports import PastCase


@dataclass(frozen=True, slots=True)
class Table[T: Row]:
    """A file of a shop folder, the shape of its rows and what identifies one."""

    file: str
    row: type[T]
    key: str


CUSTOMERS = Table("customers.jsonl", CustomerRow, "customer_id")
STAFF = Table("staff.jsonl", StaffRow, "staff_id")
PRODUCTS = Table("products.jsonl", ProductRow, "product_id")
ORDERS = Table("orders.jsonl", OrderRow, "order_id")
PAST_CASES = Table("past_cases.jsonl", PastCaseRow, "case_id")


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with a line of a file, and what to do about it; line 0 means the file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.reason}"


class ShopUnreadable(ValueError):
    """A file cannot be used as it is; lists every line to correct."""

    def __init__(self, remarks: tuple[Remark, ...]) -> None:
        super().__init__("\n".join(str(remark) for remark in remarks))
        self.remarks = remarks


def rows[T: Row](folder: Path, table: Table[T]) -> Iterator[tuple[int, T | Remark]]:
    """Yield each row with its line number, or what is wrong with that line."""
    path = folder / table.file
    if not path.is_file():
        yield 0, Remark(table.file, 0, "the file is missing; an empty one will do")
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            content = line.removeprefix(b"\xef\xbb\xbf").strip()
            if content:
                yield number, _row(table, number, content)


def lines_of(path: Path) -> int:
    """Return how many lines a file has, 0 when it is missing."""
    if not path.is_file():
        return 0
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


def read[T: Row](folder: Path, table: Table[T]) -> tuple[T, ...]:
    """Return every row of a file.

    Raises:
        ShopUnreadable: at least one row is wrong; lists all of them.
    """
    found = [row for _, row in rows(folder, table)]
    if wrong := tuple(row for row in found if isinstance(row, Remark)):
        raise ShopUnreadable(wrong)
    return tuple(row for row in found if not isinstance(row, Remark))


def read_catalog(folder: Path) -> dict[str, Product]:
    """Return the products of a shop folder by id.

    Raises:
        ShopUnreadable: at least one row is wrong; lists all of them.
    """
    return {row.product_id: row.to_product() for row in read(folder, PRODUCTS)}


def read_past_cases(folder: Path) -> tuple[PastCase, ...]:
    """Return the settled cases a shop folder remembers.

    Raises:
        ShopUnreadable: at least one row is wrong; lists all of them.
    """
    return tuple(row.to_past_case() for row in read(folder, PAST_CASES))


# The value itself stays out of the reason: it may tell whose it is.
def _row[T: Row](table: Table[T], number: int, content: bytes) -> T | Remark:
    try:
        return table.row.model_validate_json(content)
    except ValidationError as error:
        return Remark(table.file, number, "; ".join(reasons_of(error)))


def reasons_of(error: ValidationError) -> Iterator[str]:
    """Yield what is wrong with a row, each by its path; the value itself stays out of it."""
    for detail in error.errors(include_input=False, include_url=False):
        where = ".".join(str(part) for part in detail["loc"])
        what = detail["msg"].removeprefix("Value error, ")
        yield f"{where}: {what}" if where else what
