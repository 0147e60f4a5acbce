"""Brings a conversation up to date when it is opened: what happened meanwhile, and the open card.

A reply that was lost on the way, a label made in the background, a scan: all are functions of the
case, so whoever opens the conversation next sees them.
"""

from __future__ import annotations

from dataclasses import replace

from chatkit.types import ThreadMetadata

from chatkit_adapter.context import Turn
from chatkit_adapter.pointer import pointer_of, remember
from chatkit_adapter.speech import Message, item_of
from chatkit_adapter.table import Table
from chatkit_adapter.thread_store import ThreadStore
from returns.case import Case, awaiting
from returns.identity import derived_id
from returns.owner_file import OwnerFile
from returns.phrases import milestone_text


async def catch_up(thread: ThreadMetadata, store: ThreadStore, turn: Turn) -> None:
    """Add what the conversation does not show yet.

    Safe to repeat: told milestones have ids of their own, and a card that is true stays.
    """
    pointer = pointer_of(thread)
    file = turn.file or await turn.backends.cases.open(turn.owner_id, pointer.case_id(thread.id))
    case = file.case
    if case is None or (case.version == _shown_version(thread) and not _untold(thread, case)):
        return
    before = thread.model_copy(deep=True)
    _tell(thread, store, turn, case)
    await _deal(thread, store, turn, file)
    if thread != before:
        await store.save_thread(thread, turn)
    await store.flush(turn)


def _shown_version(thread: ThreadMetadata) -> int:
    card = pointer_of(thread).card
    return card.version if card else -1


def _untold(thread: ThreadMetadata, case: Case) -> bool:
    return len(case.milestones) > pointer_of(thread).told


def _tell(thread: ThreadMetadata, store: ThreadStore, turn: Turn, case: Case) -> None:
    pointer = pointer_of(thread)
    for milestone in case.milestones[pointer.told :]:
        text = milestone_text(milestone, case, turn.backends.shop)
        item_id = derived_id("told", case.ref.case_id, str(milestone.sequence))
        item = item_of(Message(text), item_id, thread.id, turn.now)
        store.place_item(thread.id, item, turn.next_sequence(), turn)
    remember(thread, replace(pointer, told=len(case.milestones)))


async def _deal(thread: ThreadMetadata, store: ThreadStore, turn: Turn, file: OwnerFile) -> None:
    """Show the current card, unless it lies there already."""
    case = file.case
    table = Table(thread, store, turn)
    if case is None or table.lies(case):
        return
    stock: dict[str, int] = {}
    if awaiting(case) == "resolution":
        inventory = turn.backends.inventory
        stock = {line.product_id: await inventory.stock(line.product_id) for line in case.lines}
    table.dealt(file, stock)
