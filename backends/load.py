"""A shop folder brought into the document store, by a command or at the first start."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

from backends.shop_check import FolderCheck, Progress, Step, check_folder, silence
from backends.shop_files import CUSTOMERS, ORDERS, STAFF, Remark
from backends.shop_store import OrderFile, store_customer, store_orders, store_staff

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from backends.documents import Documents
    from backends.shop_data import CustomerRow, LoadDay
    from backends.shop_orders import OrderRow

DATABASE = "returns.db"

_ROWS_AT_ONCE = 2_000
_PARTITIONS_AT_ONCE = 8
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `loaded` is None for a file that is used where it lies."""

    file: str
    read: int
    refused: int
    loaded: int | None = None

    @property
    def unchanged(self) -> int | None:
        # A missing file is refused without a row.
        return None if self.loaded is None else max(0, self.read - self.refused - self.loaded)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. Nothing was written when rows were refused and it was not `partial`."""

    files: tuple[FileReport, ...]
    refused: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    written: bool

    def file(self, name: str) -> FileReport:
        return next(report for report in self.files if report.file == name)


async def load_shop(
    folder: Path,
    documents: Documents,
    today: datetime,
    *,
    partial: bool = False,
    reload: bool = False,
    progress: Progress = silence,
) -> LoadReport:
    """Load a shop's customers, staff and orders; refuse the whole folder for one wrong row.

    Dates that count back from `today` are resolved at the first load and kept. `partial` loads
    the good rows beside refused ones; `reload` writes known orders anew, with today's dates.
    `progress` hears each step of looking the files through, on a thread of its own, and of loading.

    Safe to repeat: rows that are stored already are left as they are, also by two loads at once.

    Raises:
        BackendUnavailable: the store failed midway; load again to finish.
        ShopUnreadable: a file changed in the meantime; load again to finish.
    """
    check = await asyncio.to_thread(check_folder, folder, today, progress)
    if check.day is None or (check.refused and not partial):
        return _report(check, {}, written=False)
    loaded = {
        CUSTOMERS.file: await _load_customers(check, check.day, documents, progress),
        STAFF.file: await _load_staff(check, documents),
        ORDERS.file: await _load_orders(check, check.day, documents, progress, reload=reload),
    }
    return _report(check, loaded, written=True)


async def _load_customers(
    check: FolderCheck, day: LoadDay, documents: Documents, tell: Progress
) -> int:
    async def store(row: CustomerRow) -> int:
        return await store_customer(documents, row.to_customer(day))

    loaded = done = 0
    total = check.file(CUSTOMERS.file).accepted
    for rows in batched(check.accepted(CUSTOMERS), _ROWS_AT_ONCE, strict=False):
        loaded += await _side_by_side(store, rows)
        done += len(rows)
        tell(Step("loading", CUSTOMERS.file, done, total))
    return loaded


async def _load_staff(check: FolderCheck, documents: Documents) -> int:
    return sum([await store_staff(documents, row) for row in check.accepted(STAFF)])


async def _load_orders(
    check: FolderCheck, day: LoadDay, documents: Documents, tell: Progress, *, reload: bool
) -> int:
    async def store(rows: Sequence[OrderRow]) -> int:
        files = [_order_file(row, check, day) for row in rows]
        return await store_orders(documents, rows[0].customer_id, files, reload=reload)

    loaded = done = 0
    total = check.file(ORDERS.file).accepted
    for rows in batched(check.accepted(ORDERS), _ROWS_AT_ONCE, strict=False):
        loaded += await _side_by_side(store, _by_owner(rows))
        done += len(rows)
        tell(Step("loading", ORDERS.file, done, total))
    return loaded


def _order_file(row: OrderRow, check: FolderCheck, day: LoadDay) -> OrderFile:
    order = row.to_order(day, check.catalog)
    return OrderFile(order, row.to_ledger(order, tax_included=check.tax_included))


def _by_owner(rows: Iterable[OrderRow]) -> Iterable[list[OrderRow]]:
    owners: defaultdict[str, list[OrderRow]] = defaultdict(list)
    for row in rows:
        owners[row.customer_id].append(row)
    return owners.values()


async def _side_by_side[T](store: Callable[[T], Awaitable[int]], rows: Iterable[T]) -> int:
    """Store rows of different partitions, a few at a time; return how many were written."""
    free = asyncio.Semaphore(_PARTITIONS_AT_ONCE)

    async def one(row: T) -> int:
        async with free:
            return await store(row)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(row)) for row in rows]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed
    return sum(task.result() for task in tasks)


def _report(check: FolderCheck, loaded: dict[str, int], *, written: bool) -> LoadReport:
    files = tuple(
        FileReport(name, file.read, len(file.refused), loaded.get(name))
        for name, file in check.files.items()
    )
    return LoadReport(files, check.refused, check.warnings, written)


def described(report: LoadReport) -> str:
    """Return a report as lines to read; long lists of remarks are cut and counted."""
    lines = [f"  {'':18}{'read':>9}{'refused':>9}{'loaded':>9}{'unchanged':>11}"]
    lines += [
        f"  {file.file:18}{file.read:>9}{file.refused:>9}{_fate(file)}" for file in report.files
    ]
    lines += _remarks("Kept, but look at these:", report.warnings)
    lines += _remarks("Refused:", report.refused)
    if not report.written:
        lines.append("Nothing was loaded. Correct these rows, or load the others with PARTIAL=1.")
    return "\n".join(lines)


def _fate(file: FileReport) -> str:
    return "" if file.loaded is None else f"{file.loaded:>9}{file.unchanged:>11}"


def _remarks(title: str, remarks: Sequence[Remark]) -> list[str]:
    if not remarks:
        return []
    lines = [title, *(f"  {remark}" for remark in remarks[:_SHOWN])]
    if len(remarks) > _SHOWN:
        lines.append(f"  and {len(remarks) - _SHOWN} more")
    return lines
