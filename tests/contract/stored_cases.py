"""Whole returns over any document store, driven by commands, and all that is left of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backends.case_store import DocumentCaseStore
from backends.documents import Create
from backends.wire import encode
from returns import commands as c
from returns.desk import Desk, Outcome
from tests.builders import (
    Story,
    a_rule_book,
)
from tests.fakes import CountingBell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backends.documents import Documents
    from returns.case import Case, CaseRef
    from returns.events import Recorded
    from returns.owner_file import OwnerFile
    from returns.shop import Shop


@dataclass(frozen=True)
class Left:
    """What a story has left in a store, without what every store makes up for itself."""

    case: Case
    history: tuple[Recorded, ...]
    documents: dict[str, dict[str, Any]]
    found: CaseRef | None


async def keep(documents: Documents, file: OwnerFile) -> None:
    """Store an owner with orders and ledgers, as loading a shop does."""
    bodies = {"customer": {"kind": "customer", **encode(file.customer)}}
    for order_id, order in file.orders.items():
        bodies[f"order:{order_id}"] = {"kind": "order", **encode(order)}
        ledger = encode(file.ledgers[order_id])
        bodies[f"ledger:{order_id}"] = {"kind": "ledger", **ledger}
    owner = file.customer.customer_id
    await documents.transact(owner, [Create("cases", name, bodies[name]) for name in bodies])


async def returned(
    documents: Documents, ref: CaseRef, shop: Shop, rows: Sequence[c.Command]
) -> list[Outcome]:
    """Drive a return from its first row to its end, and answer what became of every command."""
    story = Story(Desk(DocumentCaseStore(documents), a_rule_book(shop), CountingBell()), ref)
    outcomes = [(await story.say(row)).outcome for row in rows]
    await story.settle()
    tracking = (await story.case()).labels[0].tracking_number
    for row in (c.Scan(tracking), c.Receive(), c.Grade("A")):
        outcomes.append((await story.say(row, source="staff")).outcome)
        await story.settle()
    return outcomes


async def left(documents: Documents, ref: CaseRef) -> Left:
    cases = DocumentCaseStore(documents)
    case = await cases.load(ref)
    kinds = {"collection": "cases", "kinds": ["customer", "order", "ledger", "case", "commit"]}
    page = await documents.query("by_kind", ref.owner_id, kinds, limit=500)
    assert page.continuation is None
    return Left(
        case=case,
        history=await cases.history(ref),
        documents={document.id: document.body for document in page.documents},
        found=await cases.find(f"tracking:{case.labels[0].tracking_number}"),
    )
