"""What one ChatKit request knows: who speaks, when, and what was read before it began."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from chatkit.types import ThreadItem, ThreadMetadata

from backends.editions import Edition
from backends.telemetry import Turn as TurnRecord
from backends.wiring import Backends
from doors.principal import Principal
from returns.desk import Desk
from returns.owner_file import OwnerFile
from returns.shop import Shop


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A thread with its owner, as it is to be; `base` and `etag` are of what was last read.

    Both are None while it has never been written.
    """

    thread: ThreadMetadata
    owner_id: str
    base: ThreadMetadata | None = None
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item with its place, which it keeps ever after, and the command it was written by."""

    item: ThreadItem
    sequence: int
    command_id: str = ""

    def moved(self, places: int) -> StoredItem:
        return replace(self, sequence=self.sequence + places)


@dataclass(slots=True)
class Pages:
    """Conversation pages of one request: what was read, and what is not written yet.

    The SDK stores item by item; collecting the writes makes a turn one batch. `last` is the
    highest place given out, `stored_last` the highest that was taken when the thread was read.
    """

    threads: dict[str, StoredThread] = field(default_factory=dict[str, StoredThread])
    items: dict[str, StoredItem] = field(default_factory=dict[str, StoredItem])
    changed_threads: set[str] = field(default_factory=set[str])
    changed_items: dict[str, str] = field(default_factory=dict[str, str])  # item id -> thread id
    removed_items: dict[str, str] = field(default_factory=dict[str, str])  # as above
    absent: set[str] = field(default_factory=set[str])
    unlisted: bool = False
    last: int = 0
    stored_last: int = 0

    def is_stored(self, thread_id: str) -> bool:
        """Whether the conversation was there before this request."""
        known = self.threads.get(thread_id)
        return known is None or known.etag is not None

    def pending(self) -> tuple[str, ...]:
        """Return the threads with something not written yet."""
        touched = [*self.changed_items.values(), *self.removed_items.values()]
        return tuple(dict.fromkeys([*self.changed_threads, *touched]))

    def forget(self) -> None:
        """Drop everything that was read or is not written yet."""
        for pages in (self.threads, self.items, self.changed_items, self.removed_items):
            pages.clear()
        self.changed_threads.clear()
        self.absent.clear()

    def placed_at(self, last: int) -> None:
        """Take note of the highest place taken in the store."""
        self.stored_last = max(self.stored_last, last)
        self.last = max(self.last, last)


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
    edition: Edition
    command: str | None = None
    streaming: bool = False
    told: TurnRecord = field(default_factory=lambda: TurnRecord("text"))
    file: OwnerFile | None = None
    file_case_id: str = ""
    pages: Pages = field(default_factory=Pages)

    @property
    def shop(self) -> Shop:
        """Return the shop as the case at hand knows it; before there is one, as it is live."""
        return self.edition.shop

    async def learn(self, file: OwnerFile, case_id: str) -> OwnerFile:
        """Keep what was read of the owner with a case, and the edition that case began with.

        Raises:
            BackendUnavailable: the edition cannot be read.
        """
        self.file, self.file_case_id = file, case_id
        self.edition = await self.backends.rules.edition(file.case)
        return file

    def next_sequence(self) -> int:
        """Return a place after every other: microseconds of the turn, or one after the last."""
        floor = int(self.now.timestamp() * 1_000_000)
        self.pages.last = max(self.pages.last + 1, floor)
        return self.pages.last
