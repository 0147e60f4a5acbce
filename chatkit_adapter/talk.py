"""One turn of a conversation: what was typed or clicked, applied at the desk, and answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from chatkit.store import NotFoundError
from chatkit.types import (
    AssistantMessageItem,
    HiddenContextItem,
    NoticeEvent,
    ThreadItemDoneEvent,
    ThreadItemReplacedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    WidgetItem,
)

from chatkit_adapter import actions
from chatkit_adapter.answers import answer, status_answer, unclear
from chatkit_adapter.catch_up import rewind
from chatkit_adapter.context import Turn
from chatkit_adapter.pointer import pointer_of, remember
from chatkit_adapter.screen import Reading, read, screen_of
from chatkit_adapter.speech import Message, item_of, spoken
from chatkit_adapter.table import Table
from chatkit_adapter.thread_store import ThreadStore
from doors.apply import applied
from returns import commands as c
from returns.case import CHOOSING, Case, CaseRef, awaiting
from returns.desk import Answer, Outcome
from returns.identity import derived_id
from returns.owner_file import OwnerFile
from returns.phrases import items_text, match_text, question, refusal_text, say

_LONGEST_TEXT = 2_000
_LONGEST_TITLE = 60
_LONGEST_NOTE = 2_000
_NEW = "New return"


class Talk:
    """Hears a text or a click and yields what the conversation shows."""

    def __init__(self, thread: ThreadMetadata, store: ThreadStore, turn: Turn) -> None:
        self._thread = thread
        self._store = store
        self._turn = turn
        self._table = Table(thread, store, turn)
        self._said = 0

    async def rewind(self) -> None:
        """Forget what stood in the items the SDK took out, so that a message is tried again."""
        removed = self._turn.pages.removed_items
        if removed:
            rewind(self._thread, removed, (await self._file()).case)
            self._store.place_thread(self._thread, self._turn)

    async def start(self) -> AsyncIterator[ThreadStreamEvent]:
        """Answer the start button, which is a command and no text."""
        file = await self._file()
        answered = (
            self._again(file, file.case)
            if file.case and self._is_repeated(file.case)
            else self._act(file, Reading((c.Start(),), ()), "click")
        )
        async for event in answered:
            yield event

    async def hear(self, text: str) -> AsyncIterator[ThreadStreamEvent]:
        """Answer a typed message."""
        file = await self._file()
        if file.case and self._is_repeated(file.case):
            async for event in self._again(file, file.case):
                yield event
            return
        screen = screen_of(file, self._turn.shop, self._turn.now, self._turn.locale)
        heard = text[:_LONGEST_TEXT]
        understood = await self._turn.backends.interpreter.interpret(heard, screen)
        self._turn.told.route = understood.route
        reading = read(understood, screen, file.case, text)
        async for event in self._act(file, reading, "text"):
            yield event

    async def click(
        self, action_type: str, payload: Any, sender: WidgetItem | None
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Answer a click; one on an old card changes nothing and gets the current card."""
        self._turn.told.surface = "card"
        click = actions.click_of(action_type, payload)
        file = await self._file()
        if file.case and self._is_repeated(file.case):
            async for event in self._again(file, file.case, sender):
                yield event
            return
        if click is None or not self._is_current(click, sender, file.case):
            async for event in self._outdated(file):
                yield event
            return
        self._note(action_type, click)
        match click:
            case actions.EditSlot(slot=slot):
                async for event in self._show(file, slot):
                    yield event
            case actions.ViewStatus():
                async for event in self._say(Message(await status_answer(self._turn))):
                    yield event
            case actions.StartReturn():
                async for event in self._act(
                    file, Reading((c.Start(),), (), new_case=True), "click"
                ):
                    yield event
            case _:
                async for event in self._act(file, Reading(click.commands(), ()), "click"):
                    yield event

    async def _act(
        self, file: OwnerFile, reading: Reading, source: c.Source
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Apply what was asked as one batch, then answer every question of the same sentence."""
        if reading.new_case:
            remember(self._thread, pointer_of(self._thread).next_case())
            file = await self._file()
        if reading.match:
            problem = match_text(reading.match, self._turn.locale)
            if problem:
                async for event in self._say(Message(problem)):
                    yield event
        if reading.commands:
            async for event in self._apply(file, reading, source):
                yield event
            file = self._turn.file or file
        for query in reading.queries:
            message = await answer(query, self._turn, file.case)
            async for event in self._say(message):
                yield event
        if not reading.commands:
            async for event in self._repeat(file, reading):
                yield event
        self.entitle(file.case)

    async def _apply(
        self, file: OwnerFile, reading: Reading, source: c.Source
    ) -> AsyncIterator[ThreadStreamEvent]:
        batch = self._batch(reading.commands, source, file.case)
        given, stock = await asyncio.gather(
            applied(self._turn.desk, batch, self._turn.now, file), self._stock_for_next(file.case)
        )
        if given.outcome is Outcome.REFUSED and given.case is None:
            opening = replace(
                self._batch((c.Start(),), source, None), command_id=f"{batch.command_id}-start"
            )
            opened = await applied(self._turn.desk, opening, self._turn.now, file)
            given = replace(opened, outcome=Outcome.REFUSED, refusal=given.refusal)
        self._turn.file = given.file
        if given.outcome is Outcome.STALE:
            async for event in self._outdated(given.file):
                yield event
            return
        async for event in self._reply(file, given, stock):
            yield event

    async def _reply(
        self, before: OwnerFile, given: Answer, stock: dict[str, int]
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Close the answered card, say what follows, and deal the next one."""
        case = given.case
        answered = self._table.passed(before, given.file)
        if answered:
            yield answered
        if given.refusal:
            text = refusal_text(given.refusal, self._turn.shop, self._turn.locale)
            async for event in self._say(Message(text)):
                yield event
        elif case:
            async for event in self._say(Message(self._words(before, given, case))):
                yield event
        async for event in self._deal(given.file, stock):
            yield event

    async def _deal(
        self, file: OwnerFile, known: dict[str, int] | None = None
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Make the table true: what was answered stays as answered, and the next card is dealt."""
        case = file.case
        if case is None or self._table.lies(case):
            return
        answered = self._table.passed(file, file)
        if answered:
            yield answered
        stock = known or {}
        if {line.product_id for line in case.lines} - stock.keys():
            stock = await self._stock(case)
        dealt = self._table.dealt(file, stock)
        if dealt:
            yield dealt

    def _words(self, before: OwnerFile, given: Answer, case: Case) -> str:
        text = question(case, given.file.customer, self._turn.shop)
        flagged = "escalated" in case.flags
        if flagged and not (before.case and "escalated" in before.case.flags):
            asked = say("talk.escalated", case.locale, contact=self._turn.shop.contact)
            return f"{asked}\n\n{text}"
        ran_out = before.case and before.case.quote is None and awaiting(before.case) == "confirm"
        if ran_out and not case.confirmed:
            return say("talk.ran_out", case.locale, text=text)
        return text

    async def _repeat(self, file: OwnerFile, reading: Reading) -> AsyncIterator[ThreadStreamEvent]:
        """After a digression, put the open question again with the same card."""
        case = file.case
        if case is None or case.state not in CHOOSING:
            if not self._said:
                async for event in self._say(Message(self._standing(file))):
                    yield event
            return
        if reading.declined:
            async for event in self._say(Message(say("talk.what_to_change", case.locale))):
                yield event
        async for event in self._show(file, None):
            yield event

    async def _show(self, file: OwnerFile, slot: str | None) -> AsyncIterator[ThreadStreamEvent]:
        """Move the open card, or the card of a filled slot, to the end of the conversation."""
        if file.case is None:
            return
        moved = self._table.answered(file, say("answered.below", file.case.locale))
        if moved:
            yield moved
        dealt = self._table.dealt(file, await self._stock(file.case), slot, anew=True)
        if dealt:
            yield dealt

    def _standing(self, file: OwnerFile) -> str:
        """Return where things stand, for who said something that has no place here."""
        case = file.case
        return question(case, file.customer, self._turn.shop) if case else unclear(self._turn, None)

    async def _again(
        self, file: OwnerFile, case: Case, sender: WidgetItem | None = None
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Answer a repeated request as the first time; what it asked for is done already."""
        # The first time may have ended before the bell was rung.
        await self._turn.desk.bell.wake(case.ref)
        try:
            item = await self._store.load_item(self._thread.id, self._message_id(1), self._turn)
        except NotFoundError:
            item = None
        if isinstance(item, AssistantMessageItem):
            for event in spoken(item):
                yield event
        else:
            async for event in self._say(Message(self._standing(file))):
                yield event
        # The first answer may never have arrived: show the cards again as they are by now.
        if sender:
            yield ThreadItemReplacedEvent(item=sender)
        lying = self._table.card if self._table.lies(case) else None
        if lying:
            card = await self._store.load_item(self._thread.id, lying.item_id, self._turn)
            yield ThreadItemDoneEvent(item=card)
        async for event in self._deal(file):
            yield event

    async def _outdated(self, file: OwnerFile) -> AsyncIterator[ThreadStreamEvent]:
        yield NoticeEvent(
            level="info",
            title=say("talk.outdated", self._turn.locale),
            message=say("talk.outdated_more", self._turn.locale),
        )
        async for event in self._deal(file):
            yield event

    async def _say(self, message: Message) -> AsyncIterator[ThreadStreamEvent]:
        self._said += 1
        item = item_of(message, self._message_id(self._said), self._thread.id, self._turn.now)
        self._store.place_item(self._thread.id, item, None, self._turn)
        for event in spoken(item):
            yield event

    def _message_id(self, number: int) -> str:
        return self._store.reply_id(self._thread.id, number, self._turn)

    def _note(self, action_type: str, click: actions.Click) -> None:
        """Keep the exact codes of a click in the conversation, for staff and never for the page."""
        item = HiddenContextItem(
            id=derived_id("hid", self._thread.id, self._turn.command_id),
            thread_id=self._thread.id,
            created_at=self._turn.now,
            content=f"clicked {action_type} {click.model_dump_json()}"[:_LONGEST_NOTE],
        )
        self._store.place_item(self._thread.id, item, None, self._turn)

    def _batch(
        self, commands: tuple[c.Command, ...], source: c.Source, case: Case | None
    ) -> c.Batch:
        return c.Batch(
            command_id=self._turn.command_id,
            ref=CaseRef(self._turn.owner_id, self._case_id),
            actor=self._turn.principal.person_id,
            source=source,
            commands=commands,
            revision=case.revision if case else None,
            locale=self._turn.locale,
            thread_id=self._thread.id,
        )

    @property
    def _case_id(self) -> str:
        return pointer_of(self._thread).case_id(self._thread.id)

    async def _file(self) -> OwnerFile:
        turn = self._turn
        if turn.file is None or turn.file_case_id != self._case_id:
            file = await turn.backends.cases.open(turn.owner_id, self._case_id)
            return await turn.learn(file, self._case_id)
        return turn.file

    def _is_repeated(self, case: Case) -> bool:
        return self._turn.command_id in case.recent_commands

    def _is_current(
        self, click: actions.Click, sender: WidgetItem | None, case: Case | None
    ) -> bool:
        card = self._table.card
        return (
            case is not None
            and card is not None
            and sender is not None
            and card.item_id == sender.id
            and click.case_id == case.ref.case_id
            and click.revision == case.revision
        )

    async def _stock(self, case: Case | None) -> dict[str, int]:
        """Return the stock of what is selected, for the card that may offer an exchange."""
        if case is None or awaiting(case) not in {"resolution", "variant"}:
            return {}
        return await self._levels(case)

    async def _stock_for_next(self, case: Case | None) -> dict[str, int]:
        """Return the stock for the card after a reason, beside saving that reason."""
        asked = awaiting(case) if case else None
        return await self._levels(case) if case and asked in {"reason", "offer"} else {}

    async def _levels(self, case: Case) -> dict[str, int]:
        products = [line.product_id for line in case.lines]
        levels = await asyncio.gather(*(self._turn.backends.inventory.stock(p) for p in products))
        return dict(zip(products, levels, strict=True))

    def entitle(self, case: Case | None) -> bool:
        """Name the conversation from its intent; return whether that gave it another name."""
        before = self._thread.title
        if before not in {None, _NEW}:
            return False
        opened = _NEW if case or self._turn.command == "start" else "Question"
        named = items_text(case) if case and case.lines else opened
        self._thread.title = named[:_LONGEST_TITLE]
        return self._thread.title != before
