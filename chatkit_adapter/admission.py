"""Admits a ChatKit request: reads what it names and refuses it before the response starts."""

from __future__ import annotations

import asyncio

from chatkit.store import NotFoundError
from chatkit.types import ClosedStatus, UserMessageItem

from chatkit_adapter.context import StoredThread, Turn
from chatkit_adapter.request import Asked
from chatkit_adapter.server import ReturnsServer
from doors.problems import Refused
from returns.identity import case_id_for

_REPLIES = 4


async def admit(asked: Asked, turn: Turn, server: ReturnsServer) -> None:
    """Check ownership of everything named, and read it, before the response starts.

    Raises:
        Refused: `not_found` for what does not exist and for what is not theirs alike;
            `malformed` for an item that cannot be asked again; `command_refused` for a
            conversation that is closed.
    """
    try:
        if asked.streaming:
            await _preload(asked, turn, server)
        elif asked.opens:
            await server.bring_up_to_date(asked.thread_id, turn)
        elif asked.thread_id and asked.type != "threads.delete":
            await server.store.stored_thread(asked.thread_id, turn)
    except NotFoundError:
        raise Refused("not_found", "There is no such conversation.") from None


async def _preload(asked: Asked, turn: Turn, server: ReturnsServer) -> None:
    """Read thread, items and the owner's file side by side."""
    store = server.store
    thread_id = asked.thread_id or store.generate_thread_id(turn)
    # What a repeated request finds written already keeps its place.
    written = [store.reply_id(thread_id, number, turn) for number in range(1, _REPLIES + 1)]
    named = [asked.item_id] if asked.item_id else []
    items = (store.message_id(thread_id, turn), *written, *named)
    # A conversation rarely has a second case, and then it is opened when that is known.
    case_id = asked.case_id or case_id_for(thread_id, 1)
    reading = asyncio.create_task(store.preload(thread_id, items, turn))
    opening = asyncio.create_task(turn.backends.cases.open(turn.owner_id, case_id))
    await asyncio.gather(reading, opening, return_exceptions=True)
    try:
        stored = reading.result()
    except NotFoundError:
        if asked.thread_id:
            raise
    else:
        _check_thread(stored, turn, asked)
    await turn.learn(opening.result(), case_id)
    for attachment_id in asked.attachment_ids:
        await store.load_attachment(attachment_id, turn)


def _check_thread(stored: StoredThread, turn: Turn, asked: Asked) -> None:
    pages = turn.pages
    if isinstance(stored.thread.status, ClosedStatus):
        raise Refused("command_refused", "This conversation is closed. Please start a new one.")
    if asked.item_id and asked.item_id in pages.absent:
        raise NotFoundError(asked.item_id)
    if asked.type == "threads.retry_after_item":
        asked_again = pages.items[asked.item_id]
        if not isinstance(asked_again.item, UserMessageItem):
            raise Refused("malformed", "Only a message of the customer can be tried again.")
        # Whoever tries again, and under whatever key: what was applied then is not applied anew.
        turn.command_id = asked_again.command_id or turn.command_id
    # The first try may have ended in an outage before the conversation was put on the list.
    pages.unlisted = bool(pages.items) and asked.type != "threads.custom_action"
