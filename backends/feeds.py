"""Rows a shop's own system sends: each versioned, so that late and repeated ones change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from backends.catalog import CATALOG, PRODUCT
from backends.documents import (
    AlreadyExists,
    Body,
    Conflict,
    Create,
    Delete,
    Document,
    NotFound,
    Operation,
    Replace,
)
from backends.publications import SHOP
from backends.shop_store import OrderFile, order_body
from backends.wire import decode, encode
from returns.errors import BackendUnavailable
from returns.ledger import UnitLedger
from returns.order import Order

if TYPE_CHECKING:
    from backends.documents import Documents
    from returns.order import Customer, Product

_ATTEMPTS = 5
_CASES, _LOOKUPS = "cases", "lookups"


class Taken(StrEnum):
    """What became of a row: stored; known already; or older than what is stored."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    LATE = "late"


class FeedConflict(Exception):
    """A row contradicts what is stored; the sender has to look. Nothing was changed."""


class Feeds:
    """Takes rows of one shop. Every put may be repeated: a version is stored once."""

    def __init__(self, documents: Documents, shop_id: str) -> None:
        self._documents = documents
        self._shop_id = shop_id

    async def put_order(self, file: OrderFile) -> Taken:
        """Store an order; units that are being returned, and what an order says of it, stay.

        Safe to repeat: a version is stored once, and an older one changes nothing.

        Raises:
            FeedConflict: the version is known with other content, the order is another customer's,
                the customer is unknown, or units that are in a return are not in it any more.
            BackendUnavailable: send it again.
        """
        order, owner = file.order, file.order.owner_id
        if await self._documents.get(_CASES, owner, "customer") is None:
            raise FeedConflict(f"customer_id: {owner} is not known; send the customer first")
        await self._claim(order.order_id, owner)
        ids = [*file.ids]

        def plan(known: dict[str, Document]) -> list[Operation] | Taken:
            stored, ledger = known.get(ids[0]), known.get(ids[1])
            body = order_body(order)
            if stored:
                body = order_body(replace(order, return_status=stored.body.get("return_status")))
                met = _met(stored, body, order.version)
                if met:
                    return met
            if ledger:
                _require_units(order, decode(UnitLedger, ledger.body))
            operations: list[Operation] = [_written(_CASES, ids[0], body, stored)]
            if ledger is None:
                first = encode(file.ledger) | {"kind": "ledger"}
                operations.append(Create(_CASES, ids[1], first))
            return operations

        return await self._settle(_CASES, owner, ids, plan)

    async def put_customer(self, customer: Customer, version: int) -> Taken:
        """Store an order owner, and let the new address sign in instead of the former one.

        Safe to repeat: as above.

        Raises:
            FeedConflict: the version is known with other content, or another customer has the
                address.
            BackendUnavailable: send it again.
        """
        email = customer.email.lower()
        await self._claim_address(email, customer.customer_id)
        former = ""
        body = encode(customer) | {"kind": "customer", "version": version}

        def plan(known: dict[str, Document]) -> list[Operation] | Taken:
            nonlocal former
            stored = known.get("customer")
            if stored:
                met = _met(stored, body, version)
                if met:
                    return met
                former = str(stored.body["email"]).lower()
            return [_written(_CASES, "customer", body, stored)]

        try:
            taken = await self._settle(_CASES, customer.customer_id, ["customer"], plan)
        except FeedConflict:
            await self._release_address(email, customer.customer_id)
            raise
        if taken is Taken.LATE:
            await self._release_address(email, customer.customer_id)
        elif former and former != email:
            await self._release_address(former, customer.customer_id)
        return taken

    async def put_product(self, product: Product, version: int) -> Taken:
        """Store a product; every process sells it so within seconds.

        Safe to repeat: as above.

        Raises:
            FeedConflict: the version is known with other content.
            BackendUnavailable: send it again.
        """
        document_id = f"{PRODUCT}:{product.product_id}"
        body = {"kind": PRODUCT, "version": version, "row": encode(product)}

        def plan(known: dict[str, Document]) -> list[Operation] | Taken:
            stored, counter = known.get(document_id), known.get(CATALOG)
            met = _met(stored, body, version) if stored else None
            if met:
                return met
            number = int(counter.body["number"]) + 1 if counter else 1
            count = {"kind": CATALOG, "number": number}
            return [
                _written(SHOP, document_id, body, stored),
                _written(SHOP, CATALOG, count, counter),
            ]

        return await self._settle(SHOP, self._shop_id, [document_id, CATALOG], plan)

    async def _claim(self, order_id: str, owner_id: str) -> None:
        """Say once for all whose order it is: ids are valid in the owner's partition only."""
        key = f"order:{order_id}"
        found = await self._documents.get(_LOOKUPS, key, key)
        if found is None:
            await self._require_nobody_else(order_id, owner_id)
            body = {"kind": "lookup", "owner_id": owner_id}
            try:
                await self._documents.transact(key, [Create(_LOOKUPS, key, body)])
            except AlreadyExists:
                found = await self._documents.get(_LOOKUPS, key, key)
        if found and found.body["owner_id"] != owner_id:
            raise FeedConflict("customer_id: the order is another customer's")

    async def _require_nobody_else(self, order_id: str, owner_id: str) -> None:
        """An order that came with a folder has no lookup yet: it is looked for everywhere, once."""
        page = await self._documents.query("order_owners", None, {"order_id": order_id})
        if any(found.body["owner_id"] != owner_id for found in page.documents):
            raise FeedConflict("customer_id: the order is another customer's")

    async def _claim_address(self, email: str, customer_id: str) -> None:
        """Let an address lead to a customer, unless it is another one's today."""
        key = f"email:{email}"
        body = {"kind": "lookup", "owner_id": customer_id}
        for _ in range(_ATTEMPTS):
            found = await self._documents.get(_LOOKUPS, key, key)
            if found and found.body["owner_id"] == customer_id:
                return
            if found and await self._has(str(found.body["owner_id"]), email):
                raise FeedConflict("email: another customer has it")
            try:
                await self._documents.transact(key, [_written(_LOOKUPS, key, body, found)])
            except (AlreadyExists, Conflict, NotFound):
                continue
            return
        raise BackendUnavailable("documents", "someone else keeps writing the same address")

    async def _has(self, customer_id: str, email: str) -> bool:
        stored = await self._documents.get(_CASES, customer_id, "customer")
        return stored is not None and str(stored.body["email"]).lower() == email

    async def _release_address(self, email: str, customer_id: str) -> None:
        """Let an address lead nowhere, unless it is the customer's own after all."""
        if await self._has(customer_id, email):
            return
        key = f"email:{email}"
        found = await self._documents.get(_LOOKUPS, key, key)
        if found and found.body["owner_id"] == customer_id:
            try:
                await self._documents.transact(key, [Delete(_LOOKUPS, key, found.etag)])
            except (Conflict, NotFound):
                return  # someone else has just taken or released it

    async def _settle(
        self,
        collection: str,
        partition: str,
        ids: list[str],
        plan: Callable[[dict[str, Document]], list[Operation] | Taken],
    ) -> Taken:
        for _ in range(_ATTEMPTS):
            planned = plan(await self._documents.get_many(collection, partition, ids))
            if isinstance(planned, Taken):
                return planned
            try:
                await self._documents.transact(partition, planned)
            except (AlreadyExists, Conflict, NotFound):
                continue
            return Taken.APPLIED
        raise BackendUnavailable("documents", "someone else keeps writing the same row")


def _met(stored: Document, body: Body, version: int) -> Taken | None:
    """Return what a version is that is not newer than the stored one; None for a newer one.

    Raises:
        FeedConflict: the stored version says something else.
    """
    known = int(stored.body.get("version", 0))
    if version < known:
        return Taken.LATE
    if version > known:
        return None
    if body == stored.body or body == {"version": 0} | stored.body:
        return Taken.UNCHANGED
    raise FeedConflict(f"version: {version} is known with other content; send a newer one")


def _written(collection: str, document_id: str, body: Body, stored: Document | None) -> Operation:
    if stored is None:
        return Create(collection, document_id, body)
    return Replace(collection, document_id, body, stored.etag)


def _require_units(order: Order, ledger: UnitLedger) -> None:
    bought = {line.line_id: line.quantity for line in order.lines}
    for unit in ledger.units:
        if unit.unit > bought.get(unit.line_id, 0):
            told = f"lines: unit {unit.unit} of line {unit.line_id} is in a return"
            raise FeedConflict(f"{told} and cannot be taken away")
