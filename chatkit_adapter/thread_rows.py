"""Conversations as documents: a thread, an item, and the row that lists a thread to its owner."""

from __future__ import annotations

from typing import Any

from chatkit.types import ThreadItem, ThreadMetadata
from pydantic import TypeAdapter

from backends.documents import Body, Document
from chatkit_adapter.context import StoredItem, StoredThread

THREADS = "threads"
OWNERS = "cases"
THREAD = "thread"
_ITEM: TypeAdapter[ThreadItem] = TypeAdapter(ThreadItem)


def item_key(item_id: str) -> str:
    return f"item:{item_id}"


def row_key(thread_id: str) -> str:
    return f"thread:{thread_id}"


def thread_of(document: Document) -> StoredThread:
    thread = ThreadMetadata.model_validate(document.body["thread"])
    base = thread.model_copy(deep=True)
    return StoredThread(thread, document.body["owner_id"], base, document.etag)


def last_of(document: Document) -> int:
    """Return the highest place any item of the thread has had."""
    return int(document.body.get("last", 0))


def thread_body(stored: StoredThread, last: int) -> Body:
    return {
        "kind": "thread",
        "owner_id": stored.owner_id,
        "last": last,
        "thread": stored.thread.model_dump(mode="json"),
    }


def item_of(document: Document) -> StoredItem:
    item = _ITEM.validate_python(document.body["item"])
    return StoredItem(item, int(document.body["sequence"]), document.body.get("command_id", ""))


def item_body(stored: StoredItem) -> Body:
    return {
        "kind": "item",
        "sequence": stored.sequence,
        "command_id": stored.command_id,
        "item": stored.item.model_dump(mode="json", exclude_none=True),
    }


def row_body(thread: ThreadMetadata) -> Body:
    """Return what a list of threads shows; what only the server knows is left out."""
    listed = thread.model_copy(update={"metadata": {}}).model_dump(mode="json")
    opened = thread.created_at.isoformat(timespec="microseconds")
    return {"kind": "thread", "sort_key": f"{opened}|{thread.id}", "thread": listed}


def listed_thread(document: Document) -> ThreadMetadata:
    return ThreadMetadata.model_validate(document.body["thread"])


def sort_key_of(document: Document) -> Any:
    return document.body["sort_key"]
