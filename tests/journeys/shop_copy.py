"""A copy of the sample shop with as many twins of its customers as the tests need.

A twin has the customer's name, tier and orders under ids of its own, so every test has a fresh
customer and one running product serves them all.
"""

import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from tests.host.process import ROOT

ZAVA = ROOT / "shops" / "zava"

# How many twins of whom, by the first names the tests use.
MANY = {"robert": 120, "amelia": 6, "priya": 6, "daniel": 4, "linda": 4, "grace": 4}

_SAMPLES = {
    "robert": "CUST-1001",
    "amelia": "CUST-1002",
    "priya": "CUST-1003",
    "daniel": "CUST-1004",
    "linda": "CUST-1005",
    "grace": "CUST-1009",
}


class Twin:
    """One fresh customer; `order(...)` is their own id of an order of the sample shop."""

    def __init__(self, customer_id: str, email: str, orders: dict[str, str]) -> None:
        self.customer_id = customer_id
        self.email = email
        self._orders = orders

    def order(self, sample_order_id: str = "ORD-79001") -> str:
        return self._orders[sample_order_id]


def copy_shop(folder: Path, wanted: Mapping[str, int]) -> dict[str, list[Twin]]:
    """Write the copy and return as many twins as are wanted, by first name."""
    shutil.copytree(ZAVA, folder)
    customers = {row["customer_id"]: row for row in _rows("customers.jsonl")}
    orders = defaultdict(list)
    for row in _rows("orders.jsonl"):
        orders[row["customer_id"]].append(row)
    twins: dict[str, list[Twin]] = {}
    new_customers, new_orders = [], []
    for kind, (name, sample_id) in enumerate(_SAMPLES.items(), 1):
        twins[name] = []
        for number in range(wanted.get(name, 0)):
            ids = {
                row["order_id"]: f"ORD-{kind}{number:03}{place}"
                for place, row in enumerate(orders[sample_id], 1)
            }
            twin = Twin(f"CUST-{kind}{number:03}X", f"{name}.{number}@example.com", ids)
            who = {"customer_id": twin.customer_id, "email": twin.email}
            new_customers.append(customers[sample_id] | who)
            new_orders += [
                row | {"order_id": ids[row["order_id"]], "customer_id": twin.customer_id}
                for row in orders[sample_id]
            ]
            twins[name].append(twin)
    _append(folder / "customers.jsonl", new_customers)
    _append(folder / "orders.jsonl", new_orders)
    return twins


def _rows(name: str) -> list[dict]:
    lines = (ZAVA / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _append(path: Path, rows: list[dict]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
