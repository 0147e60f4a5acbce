"""Requests, threads and items for the contract of the thread store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any, cast

from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ThreadItem,
    ThreadMetadata,
)

from chatkit_adapter.context import Turn
from chatkit_adapter.thread_store import ThreadStore
from doors.principal import Principal

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANN, BOB = "ann", "bob"

type Asks = Callable[..., Turn]


def requests_of(*, collecting: bool) -> Asks:
    """Return what makes the context of a new request, all at the same microsecond."""
    numbers = count()
    nothing = cast("Any", None)

    def ask(owner: str = ANN, now: datetime = NOW, command: str = "") -> Turn:
        return Turn(
            principal=Principal(owner, owner, "customer", owner),
            owner_id=owner,
            backends=nothing,
            desk=nothing,
            now=now,
            locale="en",
            command_id=command or f"command-{next(numbers)}",
            trace_id="trace",
            edition=nothing,
            streaming=collecting,
        )

    return ask


def a_thread(thread_id: str = "thr_1", **rest: Any) -> ThreadMetadata:
    return ThreadMetadata(id=thread_id, created_at=NOW, **rest)


def said(item_id: str, text: str = "hello", **rest: Any) -> AssistantMessageItem:
    content = AssistantMessageContent(text=text)
    rest = {"thread_id": "thr_1", "created_at": NOW} | rest
    return AssistantMessageItem(id=item_id, content=[content], **rest)


async def opened(threads: ThreadStore, turn: Turn, thread_id: str = "thr_1", **rest: Any) -> None:
    await threads.save_thread(a_thread(thread_id, **rest), turn)
    await threads.flush(turn)


async def adds(threads: ThreadStore, turn: Turn, *items: ThreadItem) -> None:
    for item in items:
        await threads.add_thread_item(item.thread_id, item, turn)
    await threads.flush(turn)


async def ids_of(
    threads: ThreadStore, turn: Turn, order: str = "asc", limit: int = 20, thread_id: str = "thr_1"
) -> list[str]:
    """Return the ids of all items, page by page."""
    found: list[str] = []
    after: str | None = None
    while True:
        page = await threads.load_thread_items(thread_id, after, limit, order, turn)
        found += [item.id for item in page.data]
        if not page.has_more:
            assert page.after is None
            return found
        assert page.after == page.data[-1].id
        assert len(page.data) == limit
        after = page.after
