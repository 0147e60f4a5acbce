"""The people a shop knows, and the sample people of its folder, for local sign-in."""

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


class People:
    """Finds people in the document store."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def customer(self, owner_id: str) -> Person | None:
        """Return the order owner with this id, or None."""
        found = await self._documents.get("cases", owner_id, "customer")
        if found is None:
            return None
        customer = decode(Customer, found.body)
        return Person(
            customer.customer_id, customer.name, customer.email, "customer", customer.tier
        )

    async def customer_at(self, address: str) -> Person | None:
        """Return the order owner with this e-mail address, in small letters, or None.

        A lookup outlives a change of address that was cut short; what they have today decides.
        """
        found = await self._documents.get("lookups", f"email:{address}", f"email:{address}")
        person = await self.customer(found.body["owner_id"]) if found else None
        return person if person and person.email.lower() == address else None

    async def staff_at(self, address: str) -> Person | None:
        """Return the member of staff with this e-mail address, in small letters, or None."""
        found = await self._documents.get("lookups", f"staff:{address}", f"staff:{address}")
        return _staff(found.body) if found else None


class SamplePeople:
    """Finds people by their e-mail address, and suggests some of them from the shop folder."""

    def __init__(self, folder: Path, documents: Documents) -> None:
        self._folder = folder
        self._people = People(documents)

    async def find(self, email: str) -> Person | None:
        """Return the person with this address, or None; capital letters do not matter."""
        address = email.strip().lower()
        people = self._people
        return await people.customer_at(address) or await people.staff_at(address)

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
