"""A load killed again and again, and started again, ends like one nobody touched."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from backends.load import DATABASE
from doors.clock import SystemClock
from tests.many_orders import write_shop
from tools.load import main

pytestmark = pytest.mark.kill

_KILLED = -9
_ORDERS = 300
# Customers with their lookups, staff and orders with their ledgers are about a thousand writes in
# all: the first row, a commit, rows amid batches, and the one before the end of what is left.
_DEATHS = (1, 3, 50, 51, 90, 20, 200, 211, 100)


def documents(data: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        found = connection.execute("select coll, pk, id, body from docs order by 1, 2, 3")
        return found.fetchall()


def load(folder: Path, data: Path) -> int:
    return main(["--from", str(folder), "--data", str(data)], SystemClock())


def die(folder: Path, data: Path, write: int) -> None:
    command = [sys.executable, "-m", "tests.crash.doomed_load", str(folder), str(data), str(write)]
    ended = subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own
    assert ended.returncode == _KILLED, ended.stderr


def test_a_load_killed_at_many_writes_ends_as_if_nothing_had_happened(tmp_path, capsys):
    folder, disturbed, calm = tmp_path / "shop", tmp_path / "disturbed", tmp_path / "calm"
    write_shop(folder, _ORDERS)

    kept = 0
    for write in _DEATHS:
        die(folder, disturbed, write)
        found = len(documents(disturbed))
        assert found >= kept
        kept = found
    assert kept > 0

    assert load(folder, disturbed) == 0
    assert load(folder, calm) == 0
    assert documents(disturbed) == documents(calm)

    capsys.readouterr()
    assert load(folder, disturbed) == 0
    assert f"{_ORDERS:>9}{0:>9}{0:>9}{_ORDERS:>11}" in capsys.readouterr().out
