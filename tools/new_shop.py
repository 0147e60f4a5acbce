"""Starts a shop folder: a small shop that works, to be changed row by row."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MINIMAL_SHOP = Path(__file__).parent / "minimal_shop"
SHOPS = Path(__file__).parent.parent / "shops"

# The pattern of `id` in shop.toml, which the folder shares.
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")


class NewShopRefused(ValueError):
    """The folder was not made; says what to do instead."""


def new_shop(name: str, shops: Path) -> Path:
    """Copy the minimal shop to a new folder of that name and return the folder.

    Safe to repeat: an existing folder is never touched.

    Raises:
        NewShopRefused: the name cannot be a shop's, or the folder is there already.
    """
    if not _NAME.fullmatch(name):
        raise NewShopRefused(
            f"{name!r} cannot be a shop: use 2 to 40 small letters, digits and hyphens,"
            " starting with a letter, such as blue-oak."
        )
    folder = shops / name
    try:
        shutil.copytree(MINIMAL_SHOP, folder)
    except FileExistsError:
        raise NewShopRefused(f"{folder} is there already; choose another name.") from None
    settings = folder / "shop.toml"
    title = name.replace("-", " ").title()
    text = settings.read_text(encoding="utf-8")
    text = text.replace('id = "minimal-shop"', f'id = "{name}"', 1)
    settings.write_text(text.replace('name = "Minimal Shop"', f'name = "{title}"', 1), "utf-8")
    return folder


def main(arguments: Sequence[str], shops: Path = SHOPS) -> int:
    """Make the shop the command line names; return 0 when it is there."""
    parser = argparse.ArgumentParser(prog="make new-shop NAME=...", description=__doc__)
    parser.add_argument("name")
    name: str = parser.parse_args(arguments).name
    try:
        folder = new_shop(name, shops)
    except NewShopRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(
        f"{folder} is a shop that works. Next:\n"
        "  1. Change shop.toml: name, colors, texts, windows, fees.\n"
        "  2. Change policy.md; shop.toml cites its sections by number.\n"
        "  3. Put in your customers, staff, products, orders and past cases, one per line.\n"
        f"  4. Check it: make load FROM=shops/{name} DATA=.data/{name}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
