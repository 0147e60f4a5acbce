"""A shop folder with as many orders as asked for, whose dates are the same at every load."""

from __future__ import annotations

import json
import shutil
from itertools import cycle, islice
from pathlib import Path
from typing import Any

_ZAVA = Path(__file__).parents[1] / "shops" / "zava"
_KINDS = 20
_ORDERS_PER_CUSTOMER = 10
_PLACED, _DELIVERED = "2026-08-03T10:00:00+00:00", "2026-08-06T16:30:00+00:00"


def write_shop(folder: Path, orders: int) -> None:
    """Write the sample shop with other customers and orders, the orders of each far apart."""
    shutil.copytree(_ZAVA, folder)
    customers = max(1, orders // _ORDERS_PER_CUSTOMER)
    owner = _sample("customers.jsonl")[0]
    with (folder / "customers.jsonl").open("w", encoding="utf-8") as file:
        for number in range(customers):
            named = {"customer_id": f"CUST-{number}", "email": f"customer{number}@shop.example"}
            file.write(f"{json.dumps(owner | named)}\n")
    kinds = [_dated(row) for row in _sample("orders.jsonl")[:_KINDS]]
    with (folder / "orders.jsonl").open("w", encoding="utf-8") as file:
        for number, row in enumerate(islice(cycle(kinds), orders)):
            ids = {"order_id": f"ORD-{number}", "customer_id": f"CUST-{number % customers}"}
            file.write(f"{json.dumps(row | ids)}\n")


def _sample(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_ZAVA / file).read_text("utf-8").splitlines()]


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"placed": _PLACED, "delivered": row["delivered"] and _DELIVERED}
