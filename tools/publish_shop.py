"""Publishes a version of a shop, lists them, or goes back: python -m tools.publish_shop."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backends.publications import NothingBefore, Publications, VersionUnknown, text_of
from backends.shop_check import check_folder
from backends.shop_files import CUSTOMERS, ORDERS, STAFF
from backends.shop_folder import ShopSettingsUnusable, read_shop
from doors.clock import SystemClock
from returns.errors import BackendUnavailable
from tools.page import ROOT
from tools.shop_store import StoreNotFound, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backends.documents import Documents

_NOT_PUBLISHED = frozenset({CUSTOMERS.file, ORDERS.file, STAFF.file})
_WITHIN = "Running processes follow within five seconds; open returns keep their version."


def main(arguments: Sequence[str]) -> int:
    """Publish as the command line says; return 0 when it was done or nothing was to do."""
    asked = _arguments(arguments)
    folder = ROOT / asked.folder
    now = SystemClock().now()
    found = mistakes(folder, now)
    if found:
        print("\n".join(f"- {one}" for one in found), file=sys.stderr)
        print("Nothing was published.", file=sys.stderr)
        return 1
    try:
        return asyncio.run(_ran(asked, folder, now))
    except (StoreNotFound, VersionUnknown, NothingBefore, BackendUnavailable) as failed:
        print(failed, file=sys.stderr)
        return 1


def mistakes(folder: Path, now: datetime) -> list[str]:
    """Return everything that is wrong with the settings, policy and catalog of a folder."""
    found = check_folder(folder, now).refused
    return [str(remark) for remark in found if remark.file not in _NOT_PUBLISHED]


async def _ran(asked: argparse.Namespace, folder: Path, now: datetime) -> int:
    async with store(ROOT / asked.data, cloud=asked.cloud) as documents:
        shop_id = shop_of_folder(folder)
        publications = Publications(documents, shop_id)
        if asked.list:
            return await _listed(publications)
        if asked.back:
            to = "" if asked.back == "1" else asked.back
            moved = await publications.back(now, by=asked.by, why=asked.why, to=to)
            print(f"{moved.version} is live again. {_WITHIN}")
            return 0
        return await published(documents, folder, now, by=asked.by, why=asked.why)


def shop_of_folder(folder: Path) -> str:
    """Return the id of the shop a checked folder describes."""
    from backends.policy_file import read_policy  # noqa: PLC0415 - only once it was checked
    from backends.shop_files import read_catalog  # noqa: PLC0415 - as above

    try:
        return read_shop(folder, read_catalog(folder), read_policy(folder).version).shop_id
    except ShopSettingsUnusable as unusable:
        raise AssertionError("the folder was checked") from unusable


async def published(documents: Documents, folder: Path, now: datetime, *, by: str, why: str) -> int:
    """Publish a checked folder and say what became of it; return 0.

    Safe to repeat: what is live already stays so.
    """
    text = text_of(folder)
    publications = Publications(documents, shop_of_folder(folder))
    if await publications.publish(text, now, by=by, why=why):
        print(f"{text.version} is live. {_WITHIN}")
    else:
        print(f"{text.version} was live already; nothing has changed.")
    return 0


async def _listed(publications: Publications) -> int:
    for number, one in enumerate(await publications.history()):
        mark = "live" if number == 0 else ""
        print(
            f"{one.number:>4}  {one.at:%Y-%m-%d %H:%M}  {one.version:24}{mark:6}{one.by}: {one.why}"
        )
    return 0


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.publish_shop", description=__doc__)
    parser.add_argument("--from", dest="folder", default="shops/zava", metavar="SHOP_FOLDER")
    parser.add_argument("--data", default=".data", metavar="DATA_FOLDER")
    parser.add_argument("--cloud", action="store_true", help="the store of the cloud's settings")
    parser.add_argument("--list", action="store_true", help="list what has been live")
    parser.add_argument("--back", default="", help="1 for the version before, or its name")
    parser.add_argument("--by", default=getpass.getuser())
    parser.add_argument("--why", default="make publish-shop")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
