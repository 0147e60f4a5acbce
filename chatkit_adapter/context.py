"""What one ChatKit request knows: who speaks, when, and what was read before it began."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chatkit.types import ThreadItem, ThreadMetadata

from backends.wiring import Backends
from doors.principal import Principal
from returns.desk import Desk
from returns.owner_file import OwnerFile


@dataclass(slots=True)
class Pages:
    """Conversation pages of one request: what was read, and what is not written yet.

    The SDK stores item by item; collecting the writes makes a turn one batch.
    """

    threads: dict[str, StoredThread] = field(default_factory=dict[str, "StoredThread"])
    items: dict[str, StoredItem] = field(default_factory=dict[str, "StoredItem"])
    changed_threads: set[str] = field(default_factory=set[str])
    changed_items: dict[str, str] = field(default_factory=dict[str, str])  # item id -> thread id
    absent: set[str] = field(default_factory=set[str])

    def is_stored(self, thread_id: str) -> bool:
        """Whether the conversation was there before this request."""
        known = self.threads.get(thread_id)
        return known is None or known.etag is not None


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A thread with its owner; `etag` is None while it has never been written."""

    thread: ThreadMetadata
    owner_id: str
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item with its place; the place is written once and kept ever after."""

    item: ThreadItem
    sequence: int


@dataclass(slots=True)
class Turn:
    """The request context the SDK hands back to us everywhere."""

    principal: Principal
    owner_id: str
    backends: Backends
    desk: Desk
    now: datetime
    locale: str
    command_id: str
    trace_id: str
    command: str | None = None
    streaming: bool = False
    file: OwnerFile | None = None
    pages: Pages = field(default_factory=Pages)
    _sequence: int = 0

    def next_sequence(self) -> int:
        """Return a place after everything before: microseconds of the turn, then one by one."""
        floor = int(self.now.timestamp() * 1_000_000)
        self._sequence = max(self._sequence + 1, floor)
        return self._sequence
