"""The shop folders under test, and how to change a row of one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
ZAVA = ROOT / "shops" / "zava"
MINIMAL_SHOP = ROOT / "tools" / "minimal_shop"


def json_rows(folder: Path, file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / file).read_text("utf-8").splitlines()]


def write_rows(folder: Path, file: str, rows: list[dict[str, Any]]) -> None:
    text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    (folder / file).write_text(text, "utf-8")


def change(folder: Path, file: str, index: int, **fields: Any) -> None:
    """Change fields of one row; `...` takes a field away."""
    rows = json_rows(folder, file)
    changed = rows[index] | fields
    rows[index] = {name: value for name, value in changed.items() if value is not ...}
    write_rows(folder, file, rows)


def add(folder: Path, file: str, index: int, **fields: Any) -> None:
    """Add a row like the one at an index, with some fields of its own."""
    rows = json_rows(folder, file)
    write_rows(folder, file, [*rows, rows[index] | fields])
