"""Keeps conversations over the document store: each thread a partition, each with its owner.

Reads answer from what the request has read or written already; writes are collected, and
`flush` stores them in one batch per thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chatkit.store import NotFoundError, Store, StoreItemType
from chatkit.types import Attachment, Page, ThreadItem, ThreadMetadata
from pydantic import TypeAdapter

from backends.documents import Conflict, Delete, Document, Documents, NotFound, Operation, Put
from chatkit_adapter.context import StoredItem, StoredThread, Turn
from chatkit_adapter.thread_rows import (
    OWNERS,
    THREAD,
    THREADS,
    item_key,
    item_of,
    last_of,
    listed_thread,
    row_key,
    sort_key_of,
    thread_of,
)
from chatkit_adapter.thread_writes import ThreadWrites
from returns.errors import BackendUnavailable
from returns.identity import derived_id

_ATTACHMENT: TypeAdapter[Attachment] = TypeAdapter(Attachment)
_LONGEST_PAGE = 100
_REMOVED_AT_ONCE = 90
_ATTEMPTS = 5


class ThreadStore(Store[Turn]):
    """The SDK's store contract; a foreign thread or item is as unknown as none at all."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._writes = ThreadWrites(documents)

    def generate_thread_id(self, context: Turn) -> str:
        """Return the id of the thread this request opens; repeating the request opens the same."""
        return derived_id("thr", context.owner_id, context.command_id)

    def generate_item_id(
        self, item_type: StoreItemType, thread: ThreadMetadata, context: Turn
    ) -> str:
        """Return an id that a repeated request gives again, so that it writes the item once."""
        if item_type == "message":
            return self.message_id(thread.id, context)
        place = str(len(context.pages.items))
        return derived_id(item_type[:3], thread.id, context.command_id, item_type, place)

    def message_id(self, thread_id: str, context: Turn) -> str:
        """Return the id of the customer's message of this request."""
        return derived_id("mes", thread_id, context.command_id)

    def reply_id(self, thread_id: str, number: int, context: Turn) -> str:
        """Return the id of the n-th thing said in answer to this request."""
        return derived_id("msg", thread_id, context.command_id, str(number))

    # --- Threads -------------------------------------------------------------------------------

    async def load_thread(self, thread_id: str, context: Turn) -> ThreadMetadata:
        return (await self.stored_thread(thread_id, context)).thread.model_copy(deep=True)

    async def stored_thread(self, thread_id: str, context: Turn) -> StoredThread:
        """Return a thread of the speaker with its version.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        known = context.pages.threads.get(thread_id)
        if known is None:
            document = await self._documents.get(THREADS, thread_id, THREAD)
            known = self._own(thread_id, document, context)
        return known

    async def preload(self, thread_id: str, item_ids: Iterable[str], context: Turn) -> StoredThread:
        """Read a thread and some of its items in one trip; items that do not exist are known so.

        Raises:
            NotFoundError: the thread is not the speaker's.
        """
        asked = tuple(item_ids)
        keys = [THREAD, *(item_key(item_id) for item_id in asked)]
        found = await self._documents.get_many(THREADS, thread_id, keys)
        known = self._own(thread_id, found.get(THREAD), context)
        for item_id in asked:
            document = found.get(item_key(item_id))
            if document is None:
                context.pages.absent.add(item_id)
            else:
                context.pages.items[item_id] = item_of(document)
        return known

    def _own(self, thread_id: str, document: Document | None, context: Turn) -> StoredThread:
        known = thread_of(document) if document else None
        if document is None or known is None or known.owner_id != context.owner_id:
            raise NotFoundError(f"no thread {thread_id}")
        context.pages.threads[thread_id] = known
        context.pages.placed_at(last_of(document))
        return known

    async def save_thread(self, thread: ThreadMetadata, context: Turn) -> None:
        self.place_thread(thread, context)
        if not context.streaming:
            await self.flush(context)

    def place_thread(self, thread: ThreadMetadata, context: Turn) -> None:
        """Keep a thread to be written with the next flush."""
        known = context.pages.threads.get(thread.id)
        base, etag = (known.base, known.etag) if known else (None, None)
        if thread.created_at.tzinfo is None:
            # The SDK stamps naive local time of the system; ours is the product's.
            thread.created_at = known.thread.created_at if known else context.now
        copied = ThreadMetadata.model_validate(thread.model_dump())
        context.pages.threads[thread.id] = StoredThread(copied, context.owner_id, base, etag)
        context.pages.changed_threads.add(thread.id)

    async def load_threads(
        self, limit: int, after: str | None, order: str, context: Turn
    ) -> Page[ThreadMetadata]:
        descending = order == "desc"
        limit = _bounded(limit)
        parameters: dict[str, Any] = {"descending": descending}
        if after:
            row = await self._documents.get(OWNERS, context.owner_id, row_key(after))
            if row is None:
                raise NotFoundError(f"no thread {after}")
            parameters["before" if descending else "after"] = sort_key_of(row)
        page = await self._documents.query(
            "owner_threads", context.owner_id, parameters, limit=limit + 1
        )
        threads = [listed_thread(document) for document in page.documents]
        more = len(threads) > limit
        shown = threads[:limit]
        return Page(data=shown, has_more=more, after=shown[-1].id if more else None)

    async def delete_thread(self, thread_id: str, context: Turn) -> None:
        """Remove a conversation for good; its case is untouched. A foreign one changes nothing.

        Safe to repeat: it leaves the list first and its contents last, and any of these steps
        can be the first one still to do.
        """
        listed = await self._remove(OWNERS, context.owner_id, row_key(thread_id))
        try:
            await self.stored_thread(thread_id, context)
        except NotFoundError:
            if not listed:
                raise
            return
        # Without its thread no batch of a turn that is still running can be written.
        await self._remove(THREADS, thread_id, THREAD)
        while rows := await self._contents(thread_id):
            removals = [Delete(THREADS, row.id, row.etag) for row in rows]
            await self._documents.transact(thread_id, removals)
        context.pages.threads.pop(thread_id, None)

    async def _remove(self, collection: str, partition: str, key: str) -> bool:
        """Remove one document whoever writes it at the same time; return whether it was there."""
        for _ in range(_ATTEMPTS):
            found = await self._documents.get(collection, partition, key)
            if found is None:
                return False
            try:
                await self._documents.transact(partition, [Delete(collection, key, found.etag)])
            except (Conflict, NotFound):
                continue
            return True
        raise BackendUnavailable("documents", f"too many others write {key}")

    async def _contents(self, thread_id: str) -> tuple[Document, ...]:
        wanted = {"collection": THREADS, "kinds": ["item", "feedback"]}
        page = await self._documents.query("by_kind", thread_id, wanted, limit=_REMOVED_AT_ONCE)
        return page.documents

    # --- Items ---------------------------------------------------------------------------------

    async def load_thread_items(
        self, thread_id: str, after: str | None, limit: int, order: str, context: Turn
    ) -> Page[ThreadItem]:
        try:
            await self.stored_thread(thread_id, context)
        except NotFoundError:
            return Page()
        if thread_id in context.pages.pending():
            await self.flush(context)
        descending = order == "desc"
        limit = _bounded(limit)
        parameters: dict[str, Any] = {"descending": descending}
        if after:
            place = (await self._stored_item(thread_id, after, context)).sequence
            parameters["before_sequence" if descending else "after_sequence"] = place
        page = await self._documents.query("thread_items", thread_id, parameters, limit=limit + 1)
        items = [item_of(document) for document in page.documents]
        more = len(items) > limit
        shown = [found.item for found in items[:limit]]
        if more:
            # Whoever reads on names the last one.
            context.pages.items.setdefault(shown[-1].id, items[limit - 1])
        return Page(data=shown, has_more=more, after=shown[-1].id if more else None)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: Turn) -> None:
        await self.save_item(thread_id, item, context)

    async def save_item(self, thread_id: str, item: ThreadItem, context: Turn) -> None:
        """Create or change an item; a changed one keeps its place."""
        await self.stored_thread(thread_id, context)
        unread = item.id not in context.pages.absent and context.pages.is_stored(thread_id)
        if item.id not in context.pages.items and unread:
            found = await self._documents.get(THREADS, thread_id, item_key(item.id))
            if found:
                context.pages.items[item.id] = item_of(found)
        self.place_item(thread_id, item, None, context)
        if not context.streaming:
            await self.flush(context)

    def place_item(
        self, thread_id: str, item: ThreadItem, sequence: int | None, context: Turn
    ) -> None:
        """Keep an item at the place it has, at the given one, or after all others."""
        pages = context.pages
        known = pages.items.get(item.id)
        if item.created_at.tzinfo is None:
            item.created_at = known.item.created_at if known else context.now
        if known is None:
            sequence = sequence or context.next_sequence()
            pages.items[item.id] = StoredItem(item, sequence, context.command_id)
        else:
            pages.items[item.id] = StoredItem(item, known.sequence, known.command_id)
        pages.removed_items.pop(item.id, None)
        pages.changed_items[item.id] = thread_id

    async def load_item(self, thread_id: str, item_id: str, context: Turn) -> ThreadItem:
        await self.stored_thread(thread_id, context)
        return (await self._stored_item(thread_id, item_id, context)).item

    async def _stored_item(self, thread_id: str, item_id: str, context: Turn) -> StoredItem:
        known = context.pages.items.get(item_id)
        if known is None:
            found = await self._documents.get(THREADS, thread_id, item_key(item_id))
            if found is None:
                raise NotFoundError(f"no item {item_id}")
            known = context.pages.items[item_id] = item_of(found)
        return known

    async def delete_thread_item(self, thread_id: str, item_id: str, context: Turn) -> None:
        await self.stored_thread(thread_id, context)
        pages = context.pages
        pages.items.pop(item_id, None)
        pages.changed_items.pop(item_id, None)
        pages.removed_items[item_id] = thread_id
        pages.absent.add(item_id)
        if not context.streaming:
            await self.flush(context)

    # --- Attachments ---------------------------------------------------------------------------

    async def save_attachment(self, attachment: Attachment, context: Turn) -> None:
        body = {
            "kind": "attachment",
            "owner_id": context.owner_id,
            "attachment": attachment.model_dump(mode="json"),
        }
        key = _attachment_key(attachment.id)
        await self._documents.transact(key, [Put(THREADS, key, body)])

    async def load_attachment(self, attachment_id: str, context: Turn) -> Attachment:
        found = await self._attachment(attachment_id, context)
        return _ATTACHMENT.validate_python(found.body["attachment"])

    async def delete_attachment(self, attachment_id: str, context: Turn) -> None:
        await self._attachment(attachment_id, context)
        key = _attachment_key(attachment_id)
        await self._remove(THREADS, key, key)

    async def _attachment(self, attachment_id: str, context: Turn) -> Document:
        key = _attachment_key(attachment_id)
        found = await self._documents.get(THREADS, key, key)
        if found is None or found.body["owner_id"] != context.owner_id:
            raise NotFoundError(f"no attachment {attachment_id}")
        return found

    # --- Writing -------------------------------------------------------------------------------

    async def flush(self, context: Turn, *, merging: bool = True) -> None:
        """Store everything this request has written so far, one batch per conversation.

        Safe to repeat: what has been stored is not stored again.

        Raises:
            NotFoundError: the conversation has been deleted meanwhile.
            Conflict | AlreadyExists: it has changed meanwhile, and `merging` is not asked for.
        """
        for thread_id in context.pages.pending():
            await self._writes.write(thread_id, context, merging=merging)

    async def give_feedback(
        self, thread_id: str, item_ids: Iterable[str], body: dict[str, Any], context: Turn
    ) -> None:
        """Keep what a person thinks of items that exist.

        Safe to repeat: the newest opinion counts.
        """
        keys = [item_key(item_id) for item_id in dict.fromkeys(item_ids)][:_LONGEST_PAGE]
        found = await self._documents.get_many(THREADS, thread_id, keys)
        rows: list[Operation] = [
            Put(
                THREADS,
                f"feedback:{key}:{context.principal.person_id}",
                body | {"kind": "feedback", "item_id": key.partition(":")[2]},
            )
            for key in found
        ]
        if rows:
            await self._documents.transact(thread_id, rows)


def _bounded(limit: int) -> int:
    return max(1, min(limit, _LONGEST_PAGE))


def _attachment_key(attachment_id: str) -> str:
    return f"attachment:{attachment_id}"
