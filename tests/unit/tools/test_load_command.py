"""The command that loads a shop: what it says, where it says it, and how it ends."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backends.shop_check import Step
from tests.unit.shops.conftest import Standing
from tests.unit.shops.folders import MINIMAL_SHOP, ZAVA, change
from tools.load import main
from tools.load_bar import LoadBar, drawn

CLOCK = Standing(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))


class Terminal(io.StringIO):
    """A stream somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIMAL_SHOP, tmp_path / "shop"))


def load(folder: Path, data: Path, *more: str) -> int:
    return main(["--from", str(folder), "--data", str(data), *more], CLOCK)


def told_of(told: str, file: str) -> list[str]:
    return next(line.split()[1:] for line in told.splitlines() if line.split()[:1] == [file])


def test_the_command_loads_and_tells(tmp_path, capsys):
    assert load(ZAVA, tmp_path) == 0

    told = capsys.readouterr()
    assert "orders.jsonl, line 30: line 1: product PRD-9999" in told.out
    assert told.err == ""


def test_a_second_load_finds_everything_unchanged(folder, tmp_path, capsys):
    load(folder, tmp_path / "data")
    assert told_of(capsys.readouterr().out, "orders.jsonl") == ["3", "0", "3", "0"]

    assert load(folder, tmp_path / "data") == 0
    assert told_of(capsys.readouterr().out, "orders.jsonl") == ["3", "0", "0", "3"]


def test_a_wrong_row_is_named_and_nothing_is_loaded(folder, tmp_path, capsys):
    change(folder, "products.jsonl", 0, price_minor=18.5)

    assert load(folder, tmp_path / "data") == 1

    told = capsys.readouterr().out
    assert "products.jsonl, line 1: price_minor" in told
    assert "Nothing was loaded" in told


def test_the_good_rows_are_loaded_when_that_is_asked_for(folder, tmp_path, capsys):
    change(folder, "orders.jsonl", 1, currency="XXX")

    assert load(folder, tmp_path / "data", "--partial") == 1

    assert told_of(capsys.readouterr().out, "orders.jsonl") == ["3", "1", "2", "0"]


def test_a_folder_that_is_not_there_is_named_and_no_data_is_made(tmp_path, capsys):
    assert load(tmp_path / "nowhere", tmp_path / "data") == 1

    assert "is no folder" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_store_that_fails_is_told_in_words(folder, tmp_path, capsys):
    data = tmp_path / "data"
    data.mkdir()
    (data / "returns.db").write_bytes(b"no database at all" * 100)

    assert load(folder, data) == 1

    assert "load again to finish" in capsys.readouterr().err


def test_the_bar_shows_share_and_rows():
    assert drawn(Step("loading", "orders.jsonl", 50_000, 100_000)) == (
        "loading orders.jsonl [############------------]  50% 50000 of 100000"
    )


def test_the_bar_draws_over_itself_on_a_terminal_and_goes_away():
    terminal = Terminal()
    bar = LoadBar(terminal)
    bar(Step("checking", "orders.jsonl", 1, 4))
    bar(Step("checking", "orders.jsonl", 1, 4))
    bar.clear()
    bar.clear()

    assert terminal.getvalue().count("\r") == 2
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_the_bar_says_nothing_where_nobody_looks():
    log = io.StringIO()
    bar = LoadBar(log)
    bar(Step("loading", "orders.jsonl", 1, 4))
    bar.clear()

    assert log.getvalue() == ""
