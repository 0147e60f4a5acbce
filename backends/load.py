"""A shop folder brought into the document store, from the command line or at the first start."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

from backends.documents_sqlite import SqliteDocuments
from backends.shop_check import FolderCheck, check_folder
from backends.shop_files import CUSTOMERS, ORDERS, STAFF, Remark
from backends.shop_store import OrderFile, store_customer, store_orders, store_staff

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from backends.documents import Documents
    from backends.shop_data import CustomerRow, LoadDay
    from backends.shop_orders import OrderRow

DATABASE = "returns.db"

type Progress = Callable[[str, int], None]

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
        return None if self.loaded is None else self.read - self.refused - self.loaded


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
    progress: Progress | None = None,
) -> LoadReport:
    """Load a shop's customers, staff and orders; refuse the whole folder for one wrong row.

    Dates that count back from `today` are resolved at the first load and kept. `partial` loads
    the good rows beside refused ones; `reload` writes known orders anew, with today's dates.
    `progress` hears the file and the rows done so far.

    Safe to repeat: rows that are stored already are left as they are, also by two loads at once.

    Raises:
        BackendUnavailable: the store failed midway; load again to finish.
    """
    check = await asyncio.to_thread(check_folder, folder, today)
    if check.day is None or (check.refused and not partial):
        return _report(check, {}, written=False)
    tell = progress or _silence
    loaded = {
        CUSTOMERS.file: await _load_customers(check, check.day, documents, tell),
        STAFF.file: await _load_staff(check, documents),
        ORDERS.file: await _load_orders(check, check.day, documents, tell, reload=reload),
    }
    return _report(check, loaded, written=True)


async def _load_customers(
    check: FolderCheck, day: LoadDay, documents: Documents, tell: Progress
) -> int:
    async def store(row: CustomerRow) -> int:
        return await store_customer(documents, row.to_customer(day))

    loaded = done = 0
    for rows in batched(check.accepted(CUSTOMERS), _ROWS_AT_ONCE, strict=False):
        loaded += await _side_by_side(store, rows)
        done += len(rows)
        tell(CUSTOMERS.file, done)
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
    for rows in batched(check.accepted(ORDERS), _ROWS_AT_ONCE, strict=False):
        loaded += await _side_by_side(store, _by_owner(rows))
        done += len(rows)
        tell(ORDERS.file, done)
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


def _silence(_file: str, _rows: int) -> None:
    pass


# --- Command line -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _LoadMoment:
    """The clock of a store that is open for one load."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def described(report: LoadReport) -> str:
    """Return a report as lines to read; long lists of remarks are cut and counted."""
    lines = [f"  {'':18}{'read':>9}{'refused':>9}{'loaded':>9}{'unchanged':>11}"]
    lines += [
        f"  {file.file:18}{file.read:>9}{file.refused:>9}{_fate(file)}" for file in report.files
    ]
    lines += _remarks("Kept, but look at these:", report.warnings)
    lines += _remarks("Refused:", report.refused)
    if not report.written:
        lines.append("Nothing was loaded. Correct these rows, or load the others with --partial.")
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


async def main(arguments: Sequence[str], now: datetime) -> int:
    """Load a folder as the command line says; return 0 unless rows were refused."""
    parser = argparse.ArgumentParser(prog="python -m backends.load", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="SHOP_FOLDER")
    parser.add_argument("--data", type=Path, default=Path(".data"), metavar="DATA_FOLDER")
    parser.add_argument("--partial", action="store_true", help="load good rows beside refused ones")
    parser.add_argument("--reload", action="store_true", help="give known orders today's dates")
    chosen = parser.parse_args(arguments)
    documents = await SqliteDocuments.open(chosen.data / DATABASE, _LoadMoment(now))
    try:
        report = await load_shop(
            chosen.folder,
            documents,
            now,
            partial=chosen.partial,
            reload=chosen.reload,
            progress=_show_progress,
        )
    finally:
        await documents.close()
    sys.stdout.write(f"{chosen.folder} into {chosen.data}\n{described(report)}\n")
    return 1 if report.refused else 0


def _show_progress(file: str, rows: int) -> None:
    if rows >= _ROWS_AT_ONCE:
        sys.stderr.write(f"\r  {file}: {rows} rows")


if __name__ == "__main__":
    # An entry of its own: `doors.clock` may not be imported from here.
    now = datetime.now(UTC)  # noqa: TID251 - see above
    sys.exit(asyncio.run(main(sys.argv[1:], now)))
