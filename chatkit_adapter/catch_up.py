"""Brings a conversation up to date when it is opened: what happened meanwhile, and the open card.

A reply that was lost on the way, a label made in the background, a scan: all are functions of the
case, so whoever opens the conversation next sees them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from chatkit.types import ClosedStatus, ThreadMetadata

from backends.documents import AlreadyExists, Conflict
from chatkit_adapter.context import Turn
from chatkit_adapter.pointer import pointer_of, remember
from chatkit_adapter.speech import Message, item_of
from chatkit_adapter.table import Table
from chatkit_adapter.thread_store import ThreadStore
from returns.case import Case, Milestone, awaiting
from returns.identity import case_id_for, derived_id
from returns.owner_file import OwnerFile
from returns.phrases import milestone_text, say

_ATTEMPTS = 5
_OPEN_AFTER_THE_END = timedelta(days=30)


async def catch_up(thread_id: str, store: ThreadStore, turn: Turn) -> None:
    """Add what the conversation does not show yet.

    Safe to repeat: told milestones have ids of their own, a card that is true stays, and of two
    readers at once the second finds the work of the first.
    """
    for _ in range(_ATTEMPTS):
        thread, file = await _opened(thread_id, store, turn)
        case = file.case
        if case is None or not _tells(thread, case, turn):
            return
        before = thread.model_copy(deep=True)
        _tell(thread, store, turn, case)
        await _deal(thread, store, turn, file)
        if thread == before:
            return
        store.place_thread(thread, turn)
        try:
            await store.flush(turn, merging=False)
        except (AlreadyExists, Conflict):
            turn.pages.forget()
            continue
        return


def rewind(thread: ThreadMetadata, removed: Collection[str], case: Case | None) -> None:
    """Forget what stood in items that were removed, so that it is shown again."""
    pointer = pointer_of(thread)
    if pointer.card and pointer.card.item_id in removed:
        pointer = pointer.with_card(None)
    told = case.milestones[: pointer.told] if case else ()
    for count, milestone in enumerate(told):
        if case and _told_id(case, milestone) in removed:
            pointer = replace(pointer, told=count)
            break
    remember(thread, pointer)


async def _opened(
    thread_id: str, store: ThreadStore, turn: Turn
) -> tuple[ThreadMetadata, OwnerFile]:
    """Read the thread and, beside it, the file with the case it most likely shows."""
    first = case_id_for(thread_id, 1)
    reading = asyncio.create_task(store.load_thread(thread_id, turn))
    opening = asyncio.create_task(turn.backends.cases.open(turn.owner_id, first))
    await asyncio.gather(reading, opening, return_exceptions=True)
    thread = reading.result()
    wanted = pointer_of(thread).case_id(thread_id)
    cases = turn.backends.cases
    same = wanted == first
    file = opening.result() if same else await cases.open(turn.owner_id, wanted)
    return thread, await turn.learn(file, wanted)


def _tells(thread: ThreadMetadata, case: Case, turn: Turn) -> bool:
    """Return whether there is anything the conversation does not show."""
    pointer = pointer_of(thread)
    shown = pointer.card.version if pointer.card else -1
    return (
        case.version != shown
        or len(case.milestones) > pointer.told
        or (thread.status.type == "active" and _is_long_over(case, turn))
    )


def _is_long_over(case: Case, turn: Turn) -> bool:
    ended = case.updated_at if case.ended else None
    return ended is not None and ended + _OPEN_AFTER_THE_END <= turn.now


def _tell(thread: ThreadMetadata, store: ThreadStore, turn: Turn, case: Case) -> None:
    pointer = pointer_of(thread)
    for milestone in case.milestones[pointer.told :]:
        text = milestone_text(milestone, case, turn.shop)
        if not text:
            continue
        item = item_of(Message(text), _told_id(case, milestone), thread.id, turn.now)
        store.place_item(thread.id, item, None, turn)
    remember(thread, replace(pointer, told=len(case.milestones)))
    if _is_long_over(case, turn):
        thread.status = ClosedStatus(reason=say("talk.over", case.locale))


def _told_id(case: Case, milestone: Milestone) -> str:
    return derived_id("told", case.ref.case_id, str(milestone.sequence))


async def _deal(thread: ThreadMetadata, store: ThreadStore, turn: Turn, file: OwnerFile) -> None:
    """Show the current card, unless it lies there already; one it has moved past is answered."""
    case = file.case
    table = Table(thread, store, turn)
    if case is None or table.lies(case):
        return
    table.passed(file, file)
    stock: dict[str, int] = {}
    if awaiting(case) in {"resolution", "variant"}:
        inventory = turn.backends.inventory
        stock = {line.product_id: await inventory.stock(line.product_id) for line in case.lines}
    table.dealt(file, stock)
