"""Checks a shop folder or a Shopify orders export and loads it into a data folder: make load."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from backends.documents_sqlite import SqliteDocuments
from backends.load import DATABASE, described, load_shop
from backends.policy_file import PolicyUnreadable, read_policy
from backends.shop_files import ShopUnreadable, read_catalog
from backends.shop_folder import ShopSettingsUnusable, read_shop
from doors.clock import SystemClock
from returns.errors import BackendUnavailable
from returns.order import TenderKind
from tools.load_bar import LoadBar
from tools.shopify import load_export
from tools.shopify_rows import Terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backends.load import LoadReport
    from returns.ports import Clock

_INTERRUPTED = 130
_AGAIN = "What was loaded stays; load again to finish."


class ShopUnusable(Exception):
    """The shop an export is for cannot be used as it is; the message says why."""


def main(arguments: Sequence[str], clock: Clock) -> int:
    """Load as the command line says; return 0 unless a row was refused or the load failed.

    Safe to repeat: rows that are loaded already are left as they are.
    """
    asked = _arguments(arguments)
    if not (asked.source.is_dir() or _is_export(asked.source)):
        print(f"{asked.source} is no folder of a shop, nor a .csv of orders.", file=sys.stderr)
        return 1
    bar = LoadBar(sys.stderr)
    try:
        report = asyncio.run(_loaded(asked, clock, bar))
    except (BackendUnavailable, ShopUnreadable) as failed:
        bar.clear()
        print(f"{failed}\n{_AGAIN}", file=sys.stderr)
        return 1
    except ShopUnusable as unusable:
        print(unusable, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        bar.clear()
        print(f"Stopped. {_AGAIN}", file=sys.stderr)
        return _INTERRUPTED
    bar.clear()
    print(f"{asked.source} into {asked.data}\n{described(report)}")
    return 1 if report.refused else 0


async def _loaded(asked: argparse.Namespace, clock: Clock, bar: LoadBar) -> LoadReport:
    terms = _terms(asked, clock) if _is_export(asked.source) else None
    documents = await SqliteDocuments.open(asked.data / DATABASE, clock)
    try:
        if terms:
            return await load_export(
                asked.source, asked.shop, documents, terms, partial=asked.partial, progress=bar
            )
        return await load_shop(
            asked.source,
            documents,
            clock.now(),
            partial=asked.partial,
            reload=asked.reload,
            progress=bar,
        )
    finally:
        await documents.close()


def _is_export(source: Path) -> bool:
    return source.suffix.lower() == ".csv" and source.is_file()


def _terms(asked: argparse.Namespace, clock: Clock) -> Terms:
    """Return what an export leaves open, as the shop and the command line say it.

    Raises:
        ShopUnusable: the settings cannot be read, or have no such tier.
    """
    try:
        catalog, policy = read_catalog(asked.shop), read_policy(asked.shop)
        shop = read_shop(asked.shop, catalog, policy.version)
    except (ShopSettingsUnusable, ShopUnreadable, PolicyUnreadable) as unusable:
        raise ShopUnusable(f"{asked.shop}: {unusable}") from unusable
    if asked.tier not in shop.tiers:
        raise ShopUnusable(f"no tier {asked.tier}: choose from {', '.join(shop.tiers)}, TIER=...")
    return Terms(
        tax_included=shop.options.tax_included,
        tier=asked.tier,
        now=clock.now(),
        delivery_days=asked.delivery_days,
        kinds=dict(asked.method),
    )


def _method(text: str) -> tuple[str, str]:
    name, _, kind = text.rpartition("=")
    if not name or kind not in set(TenderKind):
        raise argparse.ArgumentTypeError(f"write NAME=KIND, of {', '.join(TenderKind)}")
    return name.lower(), kind


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, metavar="FOLDER_OR_CSV")
    parser.add_argument("--data", type=Path, default=Path(".data"), metavar="DATA_FOLDER")
    parser.add_argument("--partial", action="store_true", help="load good rows beside refused ones")
    parser.add_argument("--reload", action="store_true", help="give known orders today's dates")
    export = parser.add_argument_group("of a Shopify orders export")
    export.add_argument("--shop", type=Path, default=Path("shops/zava"), metavar="SHOP_FOLDER")
    export.add_argument("--tier", default="standard", help="of customers the shop does not know")
    export.add_argument(
        "--delivery-days", type=int, choices=range(61), metavar="0-60",
        help="count an order as delivered so many days after it was sent off",
    )  # fmt: skip
    export.add_argument(
        "--method", type=_method, action="append", default=[], metavar="NAME=KIND",
        help="what a payment method is, such as 'mollie=card'",
    )  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], SystemClock()))
