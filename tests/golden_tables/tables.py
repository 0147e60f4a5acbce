"""Reads the golden tables: one row is one case, named by its file and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its place; what a column does not say is the empty text."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def facts(self) -> dict[str, str]:
        """Return the facts of the row: a word, or a word with a value after `=`."""
        pairs = (fact.partition("=") for fact in self.cells["facts"].split())
        return {name: value for name, _, value in pairs}


def rows(name: str) -> list[Row]:
    """Return the rows of a table; lines that begin with `#` explain it.

    Raises:
        ValueError: a row has more or fewer cells than the header.
    """
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    told = [(number, line) for number, line in enumerate(lines, 1) if line[:1] not in {"#", ""}]
    columns = told[0][1].split("\t")
    found: list[Row] = []
    for number, line in told[1:]:
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ValueError(f"{name}:{number} has {len(cells)} cells of {len(columns)}")
        found.append(Row(name, number, dict(zip(columns, cells, strict=True))))
    return found


def gaps(table: list[Row], rules: set[str], column: str) -> list[str]:
    """Return every rule that the table lacks, does not know, or shows from one side only."""
    answers: dict[str, set[str]] = {}
    for row in table:
        answers.setdefault(row["rule"], set()).add(row[column])
    found = [f"{rule}: has no row" for rule in sorted(rules - answers.keys())]
    found += [f"{rule}: is no rule of the shop" for rule in sorted(answers.keys() - rules)]
    return found + [f"{rule}: has one side" for rule, both in answers.items() if len(both) == 1]
