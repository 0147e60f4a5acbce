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

from backends.documents import (
    AlreadyExists,
    Conflict,
    Create,
    Delete,
    Document,
    Documents,
    NotFound,
    Operation,
    Put,
    Replace,
)
from chatkit_adapter.context import StoredItem, StoredThread, Turn
from returns.identity import derived_id

THREADS = "threads"
OWNERS = "cases"
_ITEM: TypeAdapter[ThreadItem] = TypeAdapter(ThreadItem)
_DELETE_PAGE = 90
_MERGE_ATTEMPTS = 5


class ThreadStore(Store[Turn]):
    """The SDK's store contract; a foreign thread or item is as unknown as none at all."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def generate_thread_id(self, context: Turn) -> str:
        """Return the id of the thread this request opens; repeating the request opens the same."""
        return derived_id("thr", context.owner_id, context.command_id)

    def generate_item_id(
        self, item_type: StoreItemType, thread: ThreadMetadata, context: Turn
    ) -> str:
        """Return an id that a repeated request gives again, so that it writes the item once."""
        if item_type == "message":
            return self.message_id(thread.id, context)
        place = str(len(context.pages.changed_items))
        return derived_id(item_type[:3], thread.id, context.command_id, item_type, place)

    async def load_thread(self, thread_id: str, context: Turn) -> ThreadMetadata:
        return (await self.stored_thread(thread_id, context)).thread.model_copy(deep=True)

    async def stored_thread(self, thread_id: str, context: Turn) -> StoredThread:
        """Return a thread of the speaker with its version.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        known = context.pages.threads.get(thread_id)
        if known is None:
            known = _thread(await self._documents.get(THREADS, thread_id, "thread"))
        if known is None or known.owner_id != context.owner_id:
            raise NotFoundError(f"no thread {thread_id}")
        context.pages.threads[thread_id] = known
        return known

    async def preload(self, thread_id: str, item_ids: Iterable[str], context: Turn) -> StoredThread:
        """Read a thread and some of its items in one trip; items that do not exist are known so.

        Raises:
            NotFoundError: the thread is not the speaker's.
        """
        asked = tuple(item_ids)
        ids = ["thread", *(f"item:{item_id}" for item_id in asked)]
        found = await self._documents.get_many(THREADS, thread_id, ids)
        thread = _thread(found.get("thread"))
        if thread is None or thread.owner_id != context.owner_id:
            raise NotFoundError(f"no thread {thread_id}")
        context.pages.threads[thread_id] = thread
        for item_id in asked:
            document = found.get(f"item:{item_id}")
            if document is None:
                context.pages.absent.add(item_id)
            else:
                context.pages.items[item_id] = _item(document)
        return thread

    def message_id(self, thread_id: str, context: Turn) -> str:
        """Return the id of the customer's message of this request."""
        return derived_id("mes", thread_id, context.command_id)

    async def save_thread(self, thread: ThreadMetadata, context: Turn) -> None:
        known = context.pages.threads.get(thread.id)
        etag = known.etag if known else None
        copied = thread.model_copy(deep=True)
        context.pages.threads[thread.id] = StoredThread(copied, context.owner_id, etag)
        context.pages.changed_threads.add(thread.id)
        if context.streaming:
            return
        await self.flush(context)

    async def load_thread_items(
        self, thread_id: str, after: str | None, limit: int, order: str, context: Turn
    ) -> Page[ThreadItem]:
        try:
            await self.stored_thread(thread_id, context)
        except NotFoundError:
            return Page()
        descending = order == "desc"
        parameters: dict[str, Any] = {"descending": descending}
        if after:
            place = await self._place(thread_id, after, context)
            parameters["before_sequence" if descending else "after_sequence"] = place
        page = await self._documents.query("thread_items", thread_id, parameters, limit=limit + 1)
        stored = [_item(document) for document in page.documents]
        items = [found.item for found in stored[:limit]]
        more = len(stored) > limit
        return Page(data=items, has_more=more, after=items[-1].id if more else None)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: Turn) -> None:
        await self.save_item(thread_id, item, context)

    async def save_item(self, thread_id: str, item: ThreadItem, context: Turn) -> None:
        """Create or change an item; a changed one keeps its place."""
        await self.stored_thread(thread_id, context)
        known = context.pages.items.get(item.id)
        unread = item.id not in context.pages.absent and context.pages.is_stored(thread_id)
        if known is None and unread:
            found = await self._documents.get(THREADS, thread_id, f"item:{item.id}")
            known = _item(found) if found else None
        sequence = known.sequence if known else context.next_sequence()
        context.pages.items[item.id] = StoredItem(item, sequence)
        context.pages.changed_items[item.id] = thread_id
        if not context.streaming:
            await self.flush(context)

    def place_item(self, thread_id: str, item: ThreadItem, sequence: int, context: Turn) -> None:
        """Keep an item whose place is known, or is to be the given one, without reading it."""
        context.pages.items[item.id] = StoredItem(item, sequence)
        context.pages.changed_items[item.id] = thread_id

    async def load_item(self, thread_id: str, item_id: str, context: Turn) -> ThreadItem:
        await self.stored_thread(thread_id, context)
        known = context.pages.items.get(item_id)
        if known is None:
            found = await self._documents.get(THREADS, thread_id, f"item:{item_id}")
            if found is None:
                raise NotFoundError(f"no item {item_id}")
            known = _item(found)
            context.pages.items[item_id] = known
        return known.item

    async def load_threads(
        self, limit: int, after: str | None, order: str, context: Turn
    ) -> Page[ThreadMetadata]:
        descending = order == "desc"
        parameters: dict[str, Any] = {"descending": descending}
        if after:
            index = await self._documents.get(OWNERS, context.owner_id, f"thread:{after}")
            parameters["before" if descending else "after"] = (
                index.body["sort_key"] if index else ""
            )
        page = await self._documents.query(
            "owner_threads", context.owner_id, parameters, limit=limit + 1
        )
        threads = [
            ThreadMetadata.model_validate(document.body["thread"]) for document in page.documents
        ]
        more = len(threads) > limit
        shown = threads[:limit]
        return Page(data=shown, has_more=more, after=shown[-1].id if more else None)

    async def delete_thread(self, thread_id: str, context: Turn) -> None:
        """Hide a conversation for good; its case is untouched. A foreign one changes nothing."""
        stored = await self.stored_thread(thread_id, context)
        index = await self._documents.get(OWNERS, context.owner_id, f"thread:{thread_id}")
        if index:
            remove = Delete(OWNERS, index.id, index.etag)
            await self._documents.transact(context.owner_id, [remove])
        while True:
            page = await self._documents.query(
                "thread_items", thread_id, {"descending": False}, limit=_DELETE_PAGE
            )
            if not page.documents:
                break
            removals = [Delete(THREADS, doc.id, doc.etag) for doc in page.documents]
            await self._documents.transact(thread_id, removals)
        if stored.etag:
            await self._documents.transact(thread_id, [Delete(THREADS, "thread", stored.etag)])
        context.pages.threads.pop(thread_id, None)

    async def delete_thread_item(self, thread_id: str, item_id: str, context: Turn) -> None:
        await self.stored_thread(thread_id, context)
        found = await self._documents.get(THREADS, thread_id, f"item:{item_id}")
        if found:
            await self._documents.transact(thread_id, [Delete(THREADS, found.id, found.etag)])
        context.pages.items.pop(item_id, None)
        context.pages.changed_items.pop(item_id, None)

    async def save_attachment(self, attachment: Attachment, context: Turn) -> None:
        body = {
            "kind": "attachment",
            "owner_id": context.owner_id,
            "attachment": attachment.model_dump(mode="json"),
        }
        key = f"attachment:{attachment.id}"
        await self._documents.transact(key, [Put(THREADS, key, body)])

    async def load_attachment(self, attachment_id: str, context: Turn) -> Attachment:
        key = f"attachment:{attachment_id}"
        found = await self._documents.get(THREADS, key, key)
        if found is None or found.body["owner_id"] != context.owner_id:
            raise NotFoundError(f"no attachment {attachment_id}")
        return TypeAdapter[Attachment](Attachment).validate_python(found.body["attachment"])

    async def delete_attachment(self, attachment_id: str, context: Turn) -> None:
        await self.load_attachment(attachment_id, context)
        key = f"attachment:{attachment_id}"
        found = await self._documents.get(THREADS, key, key)
        if found:
            await self._documents.transact(key, [Delete(THREADS, key, found.etag)])

    async def flush(self, context: Turn) -> None:
        """Store everything this request has written so far, one batch per conversation.

        Safe to repeat: what has been stored is not stored again.
        """
        pages = context.pages
        threads, pages.changed_threads = pages.changed_threads, set()
        items, pages.changed_items = pages.changed_items, {}
        for thread_id in dict.fromkeys([*threads, *items.values()]):
            writes: list[Operation] = [
                Put(THREADS, f"item:{item_id}", _item_body(pages.items[item_id]))
                for item_id, its_thread in items.items()
                if its_thread == thread_id
            ]
            await self._write(thread_id, writes, thread_changed=thread_id in threads, turn=context)

    async def _write(
        self, thread_id: str, items: list[Operation], *, thread_changed: bool, turn: Turn
    ) -> None:
        """Write items and, when it changed, the thread; a rival's metadata is merged under ours."""
        if not thread_changed:
            await self._documents.transact(thread_id, items)
            return
        for attempt in range(1, _MERGE_ATTEMPTS + 1):
            stored = turn.pages.threads[thread_id]
            body = _thread_body(stored)
            first = (
                Replace(THREADS, "thread", body, stored.etag)
                if stored.etag
                else Create(THREADS, "thread", body)
            )
            try:
                etags = await self._documents.transact(thread_id, [first, *items])
            except (AlreadyExists, Conflict, NotFound):
                if attempt == _MERGE_ATTEMPTS:
                    raise
                turn.pages.threads[thread_id] = await self._merged(stored)
                continue
            turn.pages.threads[thread_id] = StoredThread(stored.thread, stored.owner_id, etags[0])
            break
        await self._write_index(turn.pages.threads[thread_id])

    async def _merged(self, ours: StoredThread) -> StoredThread:
        theirs = _thread(await self._documents.get(THREADS, ours.thread.id, "thread"))
        if theirs is None:
            return StoredThread(ours.thread, ours.owner_id)
        merged = ours.thread.model_copy(
            update={"metadata": theirs.thread.metadata | ours.thread.metadata}
        )
        return StoredThread(merged, ours.owner_id, theirs.etag)

    async def _write_index(self, stored: StoredThread) -> None:
        """Keep a row in the owner's partition, so that a list of threads is one read there."""
        thread = stored.thread
        body = {
            "kind": "thread",
            "sort_key": f"{thread.created_at.isoformat()}|{thread.id}",
            "thread": thread.model_copy(update={"metadata": {}}).model_dump(mode="json"),
        }
        row = Put(OWNERS, f"thread:{thread.id}", body)
        await self._documents.transact(stored.owner_id, [row])

    async def _place(self, thread_id: str, item_id: str, context: Turn) -> int:
        known = context.pages.items.get(item_id)
        if known:
            return known.sequence
        found = await self._documents.get(THREADS, thread_id, f"item:{item_id}")
        if found is None:
            raise NotFoundError(f"no item {item_id}")
        return int(found.body["sequence"])


def _thread(document: Document | None) -> StoredThread | None:
    if document is None:
        return None
    thread = ThreadMetadata.model_validate(document.body["thread"])
    return StoredThread(thread, document.body["owner_id"], document.etag)


def _thread_body(stored: StoredThread) -> dict[str, Any]:
    return {
        "kind": "thread",
        "owner_id": stored.owner_id,
        "thread": stored.thread.model_dump(mode="json"),
    }


def _item(document: Document) -> StoredItem:
    item = _ITEM.validate_python(document.body["item"])
    return StoredItem(item, int(document.body["sequence"]))


def _item_body(stored: StoredItem) -> dict[str, Any]:
    return {
        "kind": "item",
        "sequence": stored.sequence,
        "item": stored.item.model_dump(mode="json", exclude_none=True),
    }
