"""Turns a switch of a shop, or shows them: python -m tools.switch (make switch)."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from typing import TYPE_CHECKING

from backends.switchboard import NAMES, Switchboard, SwitchUnknown
from doors.clock import SystemClock
from returns.errors import BackendUnavailable
from tools.page import ROOT
from tools.publish_shop import shop_of_folder
from tools.shop_store import StoreNotFound, store

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Turn or show as the command line says; return 0 when it stands as asked."""
    asked = _arguments(arguments)
    try:
        return asyncio.run(_ran(asked))
    except (StoreNotFound, SwitchUnknown, BackendUnavailable) as failed:
        print(failed, file=sys.stderr)
        return 1


async def _ran(asked: argparse.Namespace) -> int:
    async with store(ROOT / asked.data, cloud=asked.cloud) as documents:
        board = Switchboard(documents, shop_of_folder(ROOT / asked.folder))
        if asked.name:
            await board.turn(
                asked.name, SystemClock().now(), on=asked.on == "1", by=asked.by, why=asked.why
            )
        standing = await board.read()
        for name, code in NAMES.items():
            print(f"  {name:16}{'ON' if getattr(standing, code) else 'off'}")
        for turned in await board.history():
            state = "on" if turned.on else "off"
            print(
                f"  {turned.at:%Y-%m-%d %H:%M}  {turned.name} {state} by {turned.by}: {turned.why}"
            )
    return 0


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.switch", description=__doc__)
    parser.add_argument("name", nargs="?", default="", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--on", choices=["0", "1"], default="1")
    parser.add_argument("--why", default="make switch")
    parser.add_argument("--by", default=getpass.getuser())
    parser.add_argument("--from", dest="folder", default="shops/zava", metavar="SHOP_FOLDER")
    parser.add_argument("--data", default=".data", metavar="DATA_FOLDER")
    parser.add_argument("--cloud", action="store_true", help="the store of the cloud's settings")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
