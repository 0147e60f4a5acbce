"""The card on the table: shows it, marks it answered, and keeps it true to its case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chatkit.types import (
    ThreadItemDoneEvent,
    ThreadItemReplacedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    WidgetItem,
)

from chatkit_adapter.context import Turn
from chatkit_adapter.pointer import OpenCard, pointer_of, remember
from chatkit_adapter.thread_store import ThreadStore
from chatkit_adapter.widgets.deck import Frame, summary_of, widget_of
from returns import cards
from returns.case import CHOOSING, Case
from returns.identity import derived_id
from returns.owner_file import OwnerFile
from returns.phrases import items_text, say
from returns.shop import Shop, localized


class Table:
    """The one open card of a conversation."""

    def __init__(self, thread: ThreadMetadata, store: ThreadStore, turn: Turn) -> None:
        self._thread = thread
        self._store = store
        self._turn = turn

    @property
    def card(self) -> OpenCard | None:
        return pointer_of(self._thread).card

    def answered(self, before: OwnerFile, words: str) -> ThreadStreamEvent | None:
        """Return the open card as it stays: with what was chosen, and without its buttons."""
        place = self.card
        if place is None or before.case is None or place.slot == cards.CASE_SLOT:
            return None
        shown = cards.card_for(place.slot, before, self._turn.shop, self._turn.now)
        if shown is None:
            return None
        remember(self._thread, pointer_of(self._thread).with_card(None))
        frame = self._frame(before.case, place.revision)
        item = WidgetItem(
            id=place.item_id,
            thread_id=self._thread.id,
            created_at=datetime.fromisoformat(place.created_at),
            widget=widget_of(shown, frame, words),
            copy_text=summary_of(shown, words),
        )
        self._store.place_item(self._thread.id, item, place.sequence, self._turn)
        return ThreadItemReplacedEvent(item=item)

    def passed(self, before: OwnerFile, after: OwnerFile) -> ThreadStreamEvent | None:
        """Return the open card as answered when the case has moved past it; None while it lies.

        It shows what stood there `before`, if the card is as old as that.
        """
        place, case = self.card, after.case
        if place is None or case is None or self.lies(case):
            return None
        same = before.case is not None and before.case.revision == place.revision
        return self.answered(
            before if same else after, words_for(place.slot, case, self._turn.shop)
        )

    def dealt(
        self,
        file: OwnerFile,
        stock: dict[str, int],
        slot: str | None = None,
        *,
        anew: bool = False,
    ) -> ThreadStreamEvent | None:
        """Return the current card; the card of a confirmed case changes where it lies.

        Two requests that deal the card of one choice at once deal the same one; `anew` deals it
        a second time, because the conversation has gone on since.
        """
        case = file.case
        if case is None:
            return None
        wanted = slot or cards.slot_of(case)
        shown = cards.card_for(wanted, file, self._turn.shop, self._turn.now, stock)
        if shown is None:
            return None
        place, known = self._place(case, wanted, anew=anew)
        frame = self._frame(case, case.revision)
        item = WidgetItem(
            id=place.item_id,
            thread_id=self._thread.id,
            created_at=datetime.fromisoformat(place.created_at),
            widget=widget_of(shown, frame),
            copy_text=summary_of(shown),
        )
        self._store.place_item(self._thread.id, item, place.sequence, self._turn)
        remember(self._thread, pointer_of(self._thread).with_card(place))
        return ThreadItemReplacedEvent(item=item) if known else ThreadItemDoneEvent(item=item)

    def lies(self, case: Case) -> bool:
        """Whether the open card shows the case as it is."""
        place = self.card
        if place is None:
            return False
        if place.slot == cards.CASE_SLOT:
            return place.version == case.version
        shown = case.state in CHOOSING or place.slot == cards.slot_of(case)
        return place.revision == case.revision and shown

    def _place(self, case: Case, slot: str, *, anew: bool) -> tuple[OpenCard, bool]:
        place = self.card
        if place and place.slot == slot == cards.CASE_SLOT:
            return replace(place, revision=case.revision, version=case.version), True
        # A case has one card of its own, and one for each choice that is asked for.
        asked = [] if slot == cards.CASE_SLOT else [str(case.revision)]
        shown = [self._turn.command_id] if anew else []
        item_id = derived_id("crd", case.ref.case_id, slot, *asked, *shown)
        at = self._turn.now.isoformat()
        stored = self._turn.pages.items.get(item_id)
        sequence = stored.sequence if stored else self._turn.next_sequence()
        return OpenCard(item_id, sequence, at, case.revision, case.version, slot), False

    def _frame(self, case: Case, revision: int) -> Frame:
        return Frame(case.ref.case_id, revision, case.locale, self._turn.shop)


def words_for(slot: str, case: Case, shop: Shop) -> str:
    """Return what a slot was answered with, in the words of its button."""
    match slot:
        case "item" if case.lines:
            return items_text(case)
        case "reason" if case.lines:
            said = (case.reason_of(line.key) for line in case.lines)
            codes = dict.fromkeys(reason.code for reason in said if reason)
            return ", ".join(localized(shop.reasons[code].label, case.locale) for code in codes)
        case "offer" if case.offer_answer is not None:
            key = "answered.accepted" if case.offer_answer else "answered.declined"
            return say(key, case.locale)
        case "resolution" if case.codes:
            return ", ".join(localized(shop.resolutions[c].label, case.locale) for c in case.codes)
        case "variant" if case.variants:
            return ", ".join(one.variant for one in case.variants)
        case "shipping" if case.shipping:
            return localized(shop.shipping[case.shipping.code].label, case.locale)
        case "confirm" if case.confirmed:
            return say("answered.confirmed", case.locale)
        case "photos":
            return say("answered.no_photos", case.locale)
        case _:
            return say("answered.changed", case.locale)
