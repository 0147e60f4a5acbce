"""Writes what a request has collected: a conversation's thread and items in one batch."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from itertools import batched

from chatkit.store import NotFoundError

from backends.documents import (
    MAX_BATCH_OPERATIONS,
    AlreadyExists,
    Conflict,
    Create,
    Delete,
    Documents,
    NotFound,
    Operation,
    Put,
    Replace,
)
from chatkit_adapter.context import Pages, StoredThread, Turn
from chatkit_adapter.pointer import pointer_of, remember
from chatkit_adapter.thread_merge import merged
from chatkit_adapter.thread_rows import (
    OWNERS,
    THREAD,
    THREADS,
    item_body,
    item_key,
    last_of,
    row_body,
    row_key,
    thread_body,
    thread_of,
)
from returns.errors import BackendUnavailable

_ATTEMPTS = 20
_LONGEST_PAUSE_S = 0.1
_FIRST_ITEMS = MAX_BATCH_OPERATIONS - 1


class ThreadWrites:
    """Every batch names the version of the thread it follows, so that places never collide."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def write(self, thread_id: str, turn: Turn, *, merging: bool) -> None:
        """Store the pending writes of one thread; what could not be stored stays pending.

        Safe to repeat: what has been stored is not stored again.

        Raises:
            NotFoundError: the thread has been deleted meanwhile; its items are not wanted.
            Conflict | AlreadyExists: someone else wrote first, and `merging` is not asked for.
            BackendUnavailable: the outcome is unknown, or others write without a pause.
        """
        pages = turn.pages
        before = pages.threads[thread_id]
        listed = asyncio.create_task(self._list(before, turn))
        stored = await asyncio.gather(
            self._store(thread_id, turn, merging=merging), listed, return_exceptions=True
        )
        for failure in stored:
            if isinstance(failure, BaseException):
                raise failure
        after = pages.threads[thread_id]
        if row_body(after.thread) != row_body(before.thread):
            await self._write_row(after)

    async def _store(self, thread_id: str, turn: Turn, *, merging: bool) -> None:
        pages = turn.pages
        for attempt in range(_ATTEMPTS):
            first, *rest = await self._batches(thread_id, pages)
            try:
                etags = await self._documents.transact(thread_id, first)
            except (AlreadyExists, Conflict, NotFound):
                if not merging:
                    raise
                await asyncio.sleep(_pause_s(turn.command_id, attempt))
                await self._meet(thread_id, turn)
                continue
            for batch in rest:
                await self._documents.transact(thread_id, batch)
            _written(thread_id, pages, etags[0])
            return
        raise BackendUnavailable("documents", f"too many others write {thread_id}")

    async def _batches(self, thread_id: str, pages: Pages) -> list[list[Operation]]:
        stored = pages.threads[thread_id]
        body = thread_body(stored, pages.last)
        thread: Operation = (
            Replace(THREADS, THREAD, body, stored.etag)
            if stored.etag
            else Create(THREADS, THREAD, body)
        )
        items: list[Operation] = [
            Put(THREADS, item_key(item_id), item_body(pages.items[item_id]))
            for item_id, its_thread in pages.changed_items.items()
            if its_thread == thread_id
        ]
        items += await self._removals(thread_id, pages)
        further = batched(items[_FIRST_ITEMS:], _FIRST_ITEMS, strict=False)
        return [[thread, *items[:_FIRST_ITEMS]], *map(list, further)]

    async def _removals(self, thread_id: str, pages: Pages) -> list[Operation]:
        keys = [
            item_key(item_id)
            for item_id, its_thread in pages.removed_items.items()
            if its_thread == thread_id
        ]
        if not keys:
            return []
        found = await self._documents.get_many(THREADS, thread_id, keys)
        return [Delete(THREADS, document.id, document.etag) for document in found.values()]

    async def _meet(self, thread_id: str, turn: Turn) -> None:
        """Take in what someone else wrote first, and put our new items after theirs."""
        pages = turn.pages
        ours = pages.threads[thread_id]
        document = await self._documents.get(THREADS, thread_id, THREAD)
        if document is None:
            if ours.etag is None:
                return
            pages.threads.pop(thread_id)
            raise NotFoundError(f"thread {thread_id} was deleted")
        theirs = thread_of(document)
        if theirs.owner_id != ours.owner_id:
            raise NotFoundError(f"no thread {thread_id}")
        both = merged(ours, theirs, named_by_us=not turn.streaming)
        _give_way(pages, last_of(document), both)
        _keep_one_card(pages, ours, theirs, both)
        pages.threads[thread_id] = both

    async def _list(self, stored: StoredThread, turn: Turn) -> None:
        """Keep a row in the owner's partition, so that a list of threads is one read there."""
        if stored.base and row_body(stored.base) == row_body(stored.thread):
            if not turn.pages.unlisted:
                return
            turn.pages.unlisted = False
        await self._write_row(stored)

    async def _write_row(self, stored: StoredThread) -> None:
        row = Put(OWNERS, row_key(stored.thread.id), row_body(stored.thread))
        await self._documents.transact(stored.owner_id, [row])


def _pause_s(command_id: str, attempt: int) -> float:
    """Return how long to stand back: longer each time, and not as long as the others do."""
    spread = sha256(f"{command_id}/{attempt}".encode()).digest()[0] / 255
    return min(_LONGEST_PAUSE_S, 0.001 * 2**attempt) * spread


def _written(thread_id: str, pages: Pages, etag: str) -> None:
    stored = pages.threads[thread_id]
    base = stored.thread.model_copy(deep=True)
    pages.threads[thread_id] = StoredThread(stored.thread, stored.owner_id, base, etag)
    pages.stored_last = pages.last
    pages.changed_threads.discard(thread_id)
    for pending in (pages.changed_items, pages.removed_items):
        for item_id in [one for one, its_thread in pending.items() if its_thread == thread_id]:
            del pending[item_id]


def _give_way(pages: Pages, taken: int, both: StoredThread) -> None:
    """Move what is new in our pages behind the places that were taken meanwhile."""
    new = {
        item_id: pages.items[item_id]
        for item_id in pages.changed_items
        if pages.items[item_id].sequence > pages.stored_last
    }
    lowest = min((item.sequence for item in new.values()), default=taken + 1)
    shift = max(0, taken + 1 - lowest)
    card = pointer_of(both.thread).card
    for item_id, item in new.items():
        pages.items[item_id] = item.moved(shift)
        if card and card.item_id == item_id:
            remember(both.thread, pointer_of(both.thread).with_card(card.moved(shift)))
    pages.last += shift
    pages.placed_at(taken)


def _keep_one_card(
    pages: Pages, ours: StoredThread, theirs: StoredThread, both: StoredThread
) -> None:
    """Of two cards dealt at once only the later one stays."""
    kept = pointer_of(both.thread).card
    before = pointer_of(ours.base).card if ours.base else None
    for card in (pointer_of(ours.thread).card, pointer_of(theirs.thread).card):
        if card and card != before and kept and card.item_id != kept.item_id:
            pages.changed_items.pop(card.item_id, None)
            pages.removed_items[card.item_id] = both.thread.id
