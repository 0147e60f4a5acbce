"""Checks a shop folder and loads it into a data folder: make load FROM=shops/zava DATA=.data."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from backends.documents_sqlite import SqliteDocuments
from backends.load import DATABASE, described, load_shop
from backends.shop_files import ShopUnreadable
from doors.clock import SystemClock
from returns.errors import BackendUnavailable
from tools.load_bar import LoadBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backends.load import LoadReport
    from returns.ports import Clock

_INTERRUPTED = 130
_AGAIN = "What was loaded stays; load again to finish."


def main(arguments: Sequence[str], clock: Clock) -> int:
    """Load as the command line says; return 0 unless a row was refused or the load failed.

    Safe to repeat: rows that are loaded already are left as they are.
    """
    asked = _arguments(arguments)
    if not asked.folder.is_dir():
        print(f"{asked.folder} is no folder: name the folder of a shop.", file=sys.stderr)
        return 1
    bar = LoadBar(sys.stderr)
    try:
        report = asyncio.run(_loaded(asked, clock, bar))
    except (BackendUnavailable, ShopUnreadable) as failed:
        bar.clear()
        print(f"{failed}\n{_AGAIN}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        bar.clear()
        print(f"Stopped. {_AGAIN}", file=sys.stderr)
        return _INTERRUPTED
    bar.clear()
    print(f"{asked.folder} into {asked.data}\n{described(report)}")
    return 1 if report.refused else 0


async def _loaded(asked: argparse.Namespace, clock: Clock, bar: LoadBar) -> LoadReport:
    documents = await SqliteDocuments.open(asked.data / DATABASE, clock)
    try:
        return await load_shop(
            asked.folder,
            documents,
            clock.now(),
            partial=asked.partial,
            reload=asked.reload,
            progress=bar,
        )
    finally:
        await documents.close()


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="SHOP_FOLDER")
    parser.add_argument("--data", type=Path, default=Path(".data"), metavar="DATA_FOLDER")
    parser.add_argument("--partial", action="store_true", help="load good rows beside refused ones")
    parser.add_argument("--reload", action="store_true", help="give known orders today's dates")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], SystemClock()))
