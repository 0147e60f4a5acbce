"""Deletes the local data after asking: python -m tools.reset (make reset)."""

from __future__ import annotations

import argparse
import shutil

from local_host.data_folder import DataFolder, DataFolderInUse
from tools.page import ROOT


def main() -> int:
    parser = argparse.ArgumentParser(description="Delete the local data folder.")
    parser.add_argument("--data", default=".data")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    asked = parser.parse_args()
    folder = (ROOT / asked.data).resolve()
    if not folder.exists():
        print(f"{asked.data} does not exist; there is nothing to reset.")
        return 0
    if folder == ROOT or not (folder / "returns.db").exists():
        print(f"{asked.data} is not a data folder of this app; nothing was deleted.")
        return 1
    if not asked.yes and not _agreed(f"Delete {asked.data} with all cases? [y/N] "):
        print("Nothing was deleted.")
        return 1
    data = DataFolder(folder)
    try:
        data.lock("make reset")
    except DataFolderInUse as running:
        print(f"Nothing was deleted. {running}")
        return 1
    shutil.rmtree(folder)
    data.release()
    print(f"{asked.data} is gone; the next start loads the shop anew.")
    return 0


def _agreed(question: str) -> bool:
    """Return whether somebody said yes; where nobody can be asked, nobody did."""
    try:
        return input(question).strip().lower() in {"y", "yes"}
    except EOFError:
        return False


if __name__ == "__main__":
    raise SystemExit(main())
