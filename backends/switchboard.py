"""What operators turn off and on without a deployment, and who did, when and why."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from backends.documents import AlreadyExists, Conflict, Create, NotFound, Replace
from backends.publications import SHOP
from returns.rules import Switches

if TYPE_CHECKING:
    from backends.documents import Body, Document, Documents, Operation

SWITCHES = "switches"
_SWITCH = "switch"
_ATTEMPTS = 5
_SHOWN = 100

# The names people use: `pause-refunds` for `Switches.pause_refunds`.
NAMES = {one.name.replace("_", "-"): one.name for one in fields(Switches)}


class SwitchUnknown(Exception):
    """There is no such switch; the message lists those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no switch {name!r}; there are {', '.join(NAMES)}.")


@dataclass(frozen=True, slots=True)
class Turned:
    """One turn of a switch."""

    number: int
    name: str
    on: bool
    at: datetime
    by: str
    why: str


class Switchboard:
    """The switches of one shop. A turn and its entry in the history are written together."""

    def __init__(self, documents: Documents, shop_id: str) -> None:
        self._documents = documents
        self._shop_id = shop_id

    async def read(self) -> Switches:
        found = await self._documents.get(SHOP, self._shop_id, SWITCHES)
        return switches_of(found)

    async def turn(self, name: str, now: datetime, *, on: bool, by: str, why: str) -> bool:
        """Turn a switch; return False when it stands so already.

        Safe to repeat: a switch that stands so stays, and leaves no second entry.

        Raises:
            SwitchUnknown: there is none of that name.
            Conflict: five others turned one first.
        """
        if name not in NAMES:
            raise SwitchUnknown(name)
        for attempt in range(1, _ATTEMPTS + 1):
            found = await self._documents.get(SHOP, self._shop_id, SWITCHES)
            if getattr(switches_of(found), NAMES[name]) == on:
                return False
            try:
                await self._documents.transact(
                    self._shop_id, _operations(found, name, now, on=on, by=by, why=why)
                )
            except (AlreadyExists, Conflict, NotFound):
                if attempt == _ATTEMPTS:
                    raise
                continue
            return True
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def history(self) -> tuple[Turned, ...]:
        """Return the newest hundred turns, newest first."""
        board = await self._documents.get(SHOP, self._shop_id, SWITCHES)
        newest = board.body["number"] if board else 0
        ids = [_entry(number) for number in range(newest, max(0, newest - _SHOWN), -1)]
        found = await self._documents.get_many(SHOP, self._shop_id, ids)
        return tuple(_turned(found[one]) for one in ids if one in found)


def switches_of(found: Document | None) -> Switches:
    """Return the switches as stored; all are off until somebody has turned one."""
    if found is None:
        return Switches()
    return Switches(**{name: bool(found.body.get(name, False)) for name in NAMES.values()})


def _operations(
    found: Document | None, name: str, now: datetime, *, on: bool, by: str, why: str
) -> list[Operation]:
    standing: Body = found.body if found else {"kind": SWITCHES, "number": 0}
    number: int = standing["number"] + 1
    board: Body = standing | {NAMES[name]: on, "number": number}
    told: Body = {"kind": _SWITCH, "number": number, "name": name, "on": on}
    told |= {"at": now.isoformat(), "by": by, "why": why}
    write = Replace(SHOP, SWITCHES, board, found.etag) if found else Create(SHOP, SWITCHES, board)
    return [write, Create(SHOP, _entry(number), told)]


def _entry(number: int) -> str:
    return f"switch:{number:06}"


def _turned(document: Document) -> Turned:
    body = document.body
    at = datetime.fromisoformat(body["at"])
    return Turned(body["number"], body["name"], body["on"], at, body["by"], body["why"])
