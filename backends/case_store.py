"""Keeps cases with their events, orders and unit ledgers in the owner's partition."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

from backends import telemetry
from backends.documents import (
    AlreadyExists,
    Body,
    Conflict,
    Create,
    Document,
    Documents,
    NotFound,
    Operation,
    Put,
    Replace,
)
from backends.wire import decode, encode
from returns import events as e
from returns.case import ENDS, Case, CaseRef, CaseState
from returns.decide import Decision
from returns.desk import AlreadyApplied
from returns.errors import CaseNotFound, StaleCase
from returns.ledger import UnitLedger
from returns.order import Customer, Order
from returns.owner_file import OwnerFile

COLLECTION = "cases"
LOOKUPS = "lookups"
_PAGE = 500
_OPERATIONS = 100


class DocumentCaseStore:
    """The case store over any document store."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def open(self, owner_id: str, case_id: str | None) -> OwnerFile:
        """Read one owner's file in one trip, more only past five hundred documents.

        Raises:
            CaseNotFound: there is no such owner.
        """
        found = await self._owner_documents(owner_id, case_id)
        customer = next((doc for doc in found if doc.body["kind"] == "customer"), None)
        if customer is None:
            raise CaseNotFound(case_id or "")
        orders = [decode(Order, doc.body) for doc in found if doc.body["kind"] == "order"]
        ledgers = [decode(UnitLedger, doc.body) for doc in found if doc.body["kind"] == "ledger"]
        case = next((doc for doc in found if doc.id == f"case:{case_id}"), None)
        return OwnerFile(
            customer=decode(Customer, customer.body),
            orders={order.order_id: order for order in orders},
            ledgers={ledger.order_id: ledger for ledger in ledgers},
            case=decode(Case, case.body["case"]) if case else None,
            etags={doc.id: doc.etag for doc in found},
        )

    async def load(self, ref: CaseRef) -> Case:
        """Read one case by its reference.

        Raises:
            CaseNotFound: the owner has no such case.
        """
        found = await self._documents.get(COLLECTION, ref.owner_id, f"case:{ref.case_id}")
        if found is None:
            raise CaseNotFound(ref.case_id)
        return decode(Case, found.body["case"])

    async def save(
        self, file: OwnerFile, decision: Decision, batch_id: str, due: datetime | None
    ) -> Case:
        """Store case, events and ledgers in one conditional batch.

        Numbers are findable before anybody sees them: one that points at a case which does not
        know the number is harmless, a number nobody can look up is not.
        Safe to repeat: one `batch_id` is stored once.

        Raises:
            StaleCase: something read in `file` has changed since.
            AlreadyApplied: this batch was stored before.
        """
        if decision.case is None:
            raise CaseNotFound("")
        before = decision.case
        case = replace(before, version=before.version + 1)
        for key in _keys_before(decision):
            await self._write_lookup(key, case.ref)
        commit_id = f"commit:{case.ref.case_id}:{batch_id}"
        operations = [
            _write(file, f"case:{case.ref.case_id}", case_body(case, due)),
            Create(COLLECTION, commit_id, _commit_body(case, decision)),
            *(
                _write(file, f"ledger:{order_id}", {"kind": "ledger", **encode(ledger)})
                for order_id, ledger in decision.ledgers.items()
            ),
        ]
        beside = (self._write_lookup(key, case.ref) for key in _keys_beside(decision))
        try:
            await asyncio.gather(self._documents.transact(case.ref.owner_id, operations), *beside)
        except AlreadyExists as taken:
            if taken.document_id == commit_id:
                raise AlreadyApplied(case.ref.case_id, batch_id) from None
            raise StaleCase(case.ref.case_id, before.version) from taken
        except (Conflict, NotFound) as moved:
            raise StaleCase(case.ref.case_id, before.version) from moved
        telemetry.happened(case.ref.case_id, (one.event.type for one in decision.recorded))
        return case

    async def history(self, ref: CaseRef) -> tuple[e.Recorded, ...]:
        """Return every event of a case, in order."""
        found: list[e.Recorded] = []
        token: str | None = None
        while True:
            page = await self._documents.query(
                "case_commits",
                ref.owner_id,
                {"case_id": ref.case_id},
                limit=_OPERATIONS,
                continuation=token,
            )
            for doc in page.documents:
                found += [_recorded(body) for body in doc.body["events"]]
            token = page.continuation
            if token is None:
                return tuple(found)

    async def erase(self, ref: CaseRef) -> None:
        """Erase what people wrote from the history of a case; everything else stays as it was.

        Safe to repeat: what is erased already is not written again.
        """
        token: str | None = None
        while True:
            page = await self._documents.query(
                "case_commits", ref.owner_id, {"case_id": ref.case_id}, continuation=token
            )
            for doc in page.documents:
                events = [without_words(body) for body in doc.body["events"]]
                if events != doc.body["events"]:
                    body = doc.body | {"events": events}
                    change = Replace(COLLECTION, doc.id, body, doc.etag)
                    await self._documents.transact(ref.owner_id, [change])
            token = page.continuation
            if token is None:
                return

    async def cases_of(self, owner_id: str, limit: int = 50) -> tuple[Case, ...]:
        """Return an owner's cases, latest change first."""
        page = await self._documents.query("owner_cases", owner_id, {}, limit=limit)
        return tuple(decode(Case, doc.body["case"]) for doc in page.documents)

    async def in_state(
        self, state: CaseState, limit: int, after: str | None
    ) -> tuple[tuple[Case, ...], str | None]:
        """Return cases in a state, the one unchanged for longest first, and where to go on.

        Raises:
            ValueError: `after` is not the end of a page of such a list.
        """
        page = await self._documents.query(
            "cases_of_state", None, {"state": state.value}, limit=limit, continuation=after
        )
        cases = tuple(decode(Case, doc.body["case"]) for doc in page.documents)
        return cases, page.continuation

    async def due(self, before: datetime, limit: int) -> tuple[tuple[CaseRef, datetime], ...]:
        """Return the cases whose `due_at` is not later than a moment, oldest first."""
        parameters = {"before": stamp(before)}
        page = await self._documents.query("due", None, parameters, limit=limit)
        return tuple(
            (
                CaseRef(doc.body["owner_id"], doc.body["case_id"]),
                datetime.fromisoformat(doc.body["due_at"]),
            )
            for doc in page.documents
        )

    async def counts_by_state(self) -> dict[str, int]:
        """Return how many cases stand in each state that is no end, all asked for at once."""
        states = [state.value for state in CaseState if state not in ENDS]
        counting = (self._documents.count("cases_in_state", {"state": s}) for s in states)
        return dict(zip(states, await asyncio.gather(*counting), strict=True))

    async def find(self, key: str) -> CaseRef | None:
        """Return the case a number belongs to: `rma:<number>` or `tracking:<number>`."""
        found = await self._documents.get(LOOKUPS, key, key)
        return CaseRef(found.body["owner_id"], found.body["case_id"]) if found else None

    async def _owner_documents(self, owner_id: str, case_id: str | None) -> list[Document]:
        found: list[Document] = []
        token: str | None = None
        while True:
            page = await self._documents.query(
                "owner_file", owner_id, {"case_id": case_id}, limit=_PAGE, continuation=token
            )
            found += page.documents
            token = page.continuation
            if token is None:
                return found

    async def _write_lookup(self, key: str, ref: CaseRef) -> None:
        body = {"kind": "lookup", "owner_id": ref.owner_id, "case_id": ref.case_id}
        await self._documents.transact(key, [Put(LOOKUPS, key, body)])


def _keys_before(decision: Decision) -> list[str]:
    """Return the numbers to be findable before the batch is saved.

    A return number is among them once more with the first effect after its approval: that heals
    an approval that died between its save and its lookup.
    """
    found: list[str] = []
    for recorded in decision.recorded:
        match recorded.event:
            case e.LabelMade(tracking_number=number) if number:
                found.append(f"tracking:{number}")
            case e.OrderUpdated() if decision.case and decision.case.return_number:
                found.append(f"rma:{decision.case.return_number}")
            case _:
                continue
    return found


def _keys_beside(decision: Decision) -> list[str]:
    """Return the numbers written beside the batch: a click waits for both at once."""
    events = (recorded.event for recorded in decision.recorded)
    return [f"rma:{event.return_number}" for event in events if isinstance(event, e.Approved)]


def case_body(case: Case, due: datetime | None) -> Body:
    """Return a case as stored: its snapshot, and beside it what queries read."""
    return {
        "kind": "case",
        "owner_id": case.ref.owner_id,
        "case_id": case.ref.case_id,
        "state": case.state,
        "over": case.ended,
        "due_at": stamp(due) if due else None,
        "updated_at": stamp(case.updated_at) if case.updated_at else "",
        "case": encode(case),
    }


def stamp(moment: datetime) -> str:
    """Return a moment as text of one width, so that text order is time order."""
    return moment.isoformat(timespec="microseconds")


def _commit_body(case: Case, decision: Decision) -> Body:
    return {
        "kind": "commit",
        "case_id": case.ref.case_id,
        "version": case.version,
        "events": [_event_body(recorded) for recorded in decision.recorded],
    }


def _event_body(recorded: e.Recorded) -> Body:
    return {
        "sequence": recorded.sequence,
        "revision": recorded.revision,
        "at": stamp(recorded.at),
        "actor": recorded.actor,
        "source": recorded.source,
        "event": encode(recorded.event),
    }


# Fields of events that hold what a person wrote, photographed or is called.
_WORDS: dict[str, object] = {
    "details": "", "text": "", "note": "", "photos": [], "name": "", "email": "", "reason": "",
}  # fmt: skip
_WRITTEN = frozenset(
    {"reason_chosen", "unit_graded", "evidence_provided", "case_started", "declined", "disputed",
     "held", "overridden", "override_proposed", "reopened"}
)  # fmt: skip


def without_words(body: dict[str, Any]) -> dict[str, Any]:
    """Return a stored event without what a person wrote."""
    event = body["event"]
    if event["type"] not in _WRITTEN:
        return body
    plain: dict[str, Any] = {name: _WORDS.get(name, value) for name, value in event.items()}
    if plain.get("recipient"):
        plain["recipient"] = plain["recipient"] | {"name": "", "email": ""}
    if event["type"] == "reopened":
        plain["why"] = ""
    return body | {"event": plain}


def _recorded(body: dict[str, Any]) -> e.Recorded:
    event: Any = decode(e.EVENT_TYPES[body["event"]["type"]], body["event"])
    return e.Recorded(
        body["sequence"],
        body["revision"],
        datetime.fromisoformat(body["at"]),
        body["actor"],
        body["source"],
        event,
    )


def _write(file: OwnerFile, document_id: str, body: Body) -> Operation:
    etag = file.etags.get(document_id)
    if etag is None:
        return Create(COLLECTION, document_id, body)
    return Replace(COLLECTION, document_id, body, etag)
