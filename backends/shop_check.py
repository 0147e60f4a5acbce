"""A whole shop folder looked through before anything of it is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from backends.policy_file import POLICY_FILE, Policy, PolicyUnreadable, read_policy
from backends.shop_bundles import problems
from backends.shop_data import HOW_TO_DATE, LoadDay, Row
from backends.shop_files import (
    CUSTOMERS,
    ORDERS,
    PAST_CASES,
    PRODUCTS,
    STAFF,
    Remark,
    ShopUnreadable,
    Table,
    lines_of,
    rows,
)
from backends.shop_folder import ShopSettingsUnusable, read_shop
from backends.shop_orders import gaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from returns.order import Product
    from returns.shop import Shop

SETTINGS_FILE = "shop.toml"

_REPEATED_EMAIL = "email: an earlier row has the same one"
_ROWS_PER_STEP = 500
_CHANGED = "the file was changed while it was being loaded; load again"


@dataclass(frozen=True, slots=True)
class Step:
    """How many rows of a file are looked through or loaded, of how many."""

    doing: Literal["checking", "loading"]
    file: str
    done: int
    total: int


type Progress = Callable[[Step], None]


def silence(_step: Step) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class FileCheck:
    """What one file holds: rows read, lines refused, and rows that are kept with a warning."""

    file: str
    read: int = 0
    refused: list[Remark] = field(default_factory=list[Remark])
    warnings: list[Remark] = field(default_factory=list[Remark])

    def refuse(self, line: int, reason: str) -> None:
        self.refused.append(Remark(self.file, line, reason))

    @property
    def accepted(self) -> int:
        # Line 0 is the file itself, which is no row.
        return self.read - len(self.refused_lines - {0})

    @property
    def refused_lines(self) -> frozenset[int]:
        return frozenset(remark.line for remark in self.refused)


@dataclass(slots=True)
class FolderCheck:
    """Everything found in a folder. `day` is None when the settings cannot be read."""

    folder: Path
    tell: Progress = silence
    day: LoadDay | None = None
    tax_included: bool = False
    files: dict[str, FileCheck] = field(default_factory=dict[str, FileCheck])
    catalog: dict[str, Product] = field(default_factory=dict[str, "Product"])
    stamps: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    def file(self, name: str) -> FileCheck:
        return self.files.setdefault(name, FileCheck(name))

    @property
    def refused(self) -> tuple[Remark, ...]:
        return tuple(remark for check in self.files.values() for remark in check.refused)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        return tuple(remark for check in self.files.values() for remark in check.warnings)

    def accepted[T: Row](self, table: Table[T]) -> Iterator[T]:
        """Stream the rows of a file again, without those that were refused.

        Raises:
            ShopUnreadable: the file is not the one that was looked through.
        """
        refused = self.file(table.file).refused_lines
        self._same(table.file)
        for line, row in rows(self.folder, table):
            if line not in refused and not isinstance(row, Remark):
                yield row
        self._same(table.file)

    def stamp(self, file: str) -> tuple[int, int]:
        """Return what tells one state of a file from another; zeros when there is none."""
        path = self.folder / file
        if not path.is_file():
            return 0, 0
        found = path.stat()
        return found.st_mtime_ns, found.st_size

    def _same(self, file: str) -> None:
        if self.stamp(file) != self.stamps[file]:
            raise ShopUnreadable((Remark(file, 0, _CHANGED),))


def check_folder(folder: Path, now: datetime, tell: Progress = silence) -> FolderCheck:
    """Return what a shop folder holds and which of its rows are wrong; memory holds ids only."""
    found = FolderCheck(folder, tell)
    places: dict[str, int] = {}
    for line, product in _unique(found, PRODUCTS):
        found.catalog[product.product_id] = product.to_product()
        places[product.product_id] = line
    for product_id, wrong in problems(found.catalog):
        found.file(PRODUCTS.file).refuse(places[product_id], wrong)
    for _ in _unique(found, PAST_CASES):
        pass
    _staff(found)
    shop = _settings(found, _policy(found))
    if shop:
        found.tax_included = shop.options.tax_included
        found.day = LoadDay(now, ZoneInfo(shop.time_zone))
        _orders(found, _customers(found, shop, found.day), found.day, shop)
    return found


def cited_sections(shop: Shop) -> frozenset[str]:
    """Return every policy section the settings of a shop refer to."""
    tables = (shop.windows, shop.blocks, shop.reasons, shop.resolutions, shop.shipping)
    rules = (rule.section for table in tables for rule in table.values())
    return frozenset((shop.window_section, *shop.sections.values(), *rules))


def _policy(found: FolderCheck) -> Policy | None:
    check = found.file(POLICY_FILE)
    try:
        policy = read_policy(found.folder)
    except PolicyUnreadable as error:
        check.refuse(error.line, error.why)
        return None
    check.read = len(policy.clauses)
    return policy


def _settings(found: FolderCheck, policy: Policy | None) -> Shop | None:
    check = found.file(SETTINGS_FILE)
    try:
        shop = read_shop(found.folder, found.catalog, policy.version if policy else "")
    except ShopSettingsUnusable as error:
        for mistake in error.mistakes:
            check.refuse(0, mistake)
        return None
    check.read = 1
    for section in sorted(cited_sections(shop)):
        if policy and policy.clause(section) is None:
            check.refuse(0, f"section {section} is cited, but {POLICY_FILE} has no such section")
    return shop


def _staff(found: FolderCheck) -> None:
    emails = _Once()
    for line, row in _unique(found, STAFF):
        if emails.repeats(row.email.lower()):
            found.file(STAFF.file).refuse(line, _REPEATED_EMAIL)


def _customers(found: FolderCheck, shop: Shop, day: LoadDay) -> frozenset[str]:
    check = found.file(CUSTOMERS.file)
    accepted: set[str] = set()
    emails = _Once()
    for line, row in _unique(found, CUSTOMERS):
        if row.tier not in shop.tiers:
            check.refuse(line, f"tier: {row.tier} is not in {SETTINGS_FILE}")
        elif emails.repeats(row.email.lower()):
            check.refuse(line, _REPEATED_EMAIL)
        elif not day.can_read(row.member_since):
            check.refuse(line, f"member_since: {HOW_TO_DATE}")
        else:
            accepted.add(row.customer_id)
    return frozenset(accepted)


def _orders(found: FolderCheck, owners: frozenset[str], day: LoadDay, shop: Shop) -> None:
    check = found.file(ORDERS.file)
    for line, row in _unique(found, ORDERS):
        if row.customer_id not in owners:
            check.refuse(line, f"customer_id: {row.customer_id} is not an accepted customer")
            continue
        if wrong := row.mismatch(tax_included=shop.options.tax_included):
            check.refuse(line, wrong)
            continue
        try:
            order = row.to_order(day, found.catalog)
        except ValueError as error:
            check.refuse(line, str(error))
            continue
        check.warnings.extend(Remark(ORDERS.file, line, gap) for gap in gaps(order))


def _unique[T: Row](found: FolderCheck, table: Table[T]) -> Iterator[tuple[int, T]]:
    """Yield the readable rows of a file with their lines, each id once; note the others."""
    check = found.file(table.file)
    found.stamps[table.file] = found.stamp(table.file)
    total = lines_of(found.folder / table.file)
    ids = _Once()
    for line, row in rows(found.folder, table):
        check.read += line > 0
        if line % _ROWS_PER_STEP == 0:
            found.tell(Step("checking", table.file, line, total))
        if isinstance(row, Remark):
            check.refused.append(row)
        elif ids.repeats(getattr(row, table.key)):
            check.refuse(line, f"{table.key}: an earlier row has the same one")
        else:
            yield line, row


class _Once:
    """Remembers values, to find the ones that come again."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def repeats(self, value: str) -> bool:
        known = value in self._seen
        self._seen.add(value)
        return known
