"""Loads a large shop folder in a process of its own: how long it takes, and what memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.desk_drive import ROOT
from tests.many_orders import write_shop

_FEW, _MANY = 10_000, 100_000


def loads(folder: Path) -> dict[str, Any]:
    """Return the time of a hundred thousand orders, and their memory over a tenth of them."""
    _, small = _loaded(folder, _FEW)
    seconds, large = _loaded(folder, _MANY)
    return {
        "orders": _MANY,
        "seconds": round(seconds, 1),
        "orders_per_second": round(_MANY / seconds),
        "memory_ratio": round(large / small, 2),
    }


def _loaded(folder: Path, orders: int) -> tuple[float, int]:
    """Load so many orders; return the seconds and the most memory held."""
    shop = folder / f"shop-{orders}"
    write_shop(shop, orders)
    load = [sys.executable, "-m", "tools.load", "--from", str(shop)]
    load += ["--data", str(folder / f"data-{orders}")]
    begun = time.perf_counter()
    peak = subprocess.check_output([sys.executable, "-m", "bench.peak", *load], cwd=ROOT)  # noqa: S603 - our own
    return time.perf_counter() - begun, int(peak)
