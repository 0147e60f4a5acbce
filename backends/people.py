"""The sample people of a shop, found by their e-mail address for local sign-in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backends.documents import Documents
from backends.wire import decode
from returns.order import Customer


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can sign in: a customer with a tier, or staff with roles."""

    person_id: str
    name: str
    email: str
    role: Literal["customer", "staff"]
    tier: str | None = None
    roles: tuple[str, ...] = ()
    shows: str = ""


class SamplePeople:
    """Finds people in the store, and suggests some of them from the shop folder."""

    def __init__(self, folder: Path, documents: Documents) -> None:
        self._folder = folder
        self._documents = documents

    async def find(self, email: str) -> Person | None:
        """Return the person with this address, or None; capital letters do not matter."""
        address = email.strip().lower()
        customer = await self._documents.get("lookups", f"email:{address}", f"email:{address}")
        if customer:
            return await self._customer(customer.body["owner_id"])
        staff = await self._documents.get("lookups", f"staff:{address}", f"staff:{address}")
        return _staff(staff.body) if staff else None

    async def _customer(self, owner_id: str) -> Person | None:
        found = await self._documents.get("cases", owner_id, "customer")
        if found is None:
            return None
        customer = decode(Customer, found.body)
        return Person(
            customer.customer_id, customer.name, customer.email, "customer", customer.tier
        )

    def suggested(self) -> tuple[Person, ...]:
        """Return the people whose row says what signing in as them shows, in file order."""
        customers = [
            Person(row["customer_id"], row["name"], row["email"], "customer", row["tier"],
                   shows=row["shows"])
            for row in self._rows("customers.jsonl")
        ]  # fmt: skip
        return (*customers, *(_staff(row) for row in self._rows("staff.jsonl")))

    def _rows(self, name: str) -> list[dict[str, str]]:
        path = self._folder / name
        if not path.exists():
            return []
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        return [row for row in rows if row.get("shows")]


def _staff(row: dict[str, str]) -> Person:
    return Person(
        row["staff_id"], row["name"], row["email"], "staff", roles=tuple(row["roles"]),
        shows=row.get("shows", ""),
    )  # fmt: skip
