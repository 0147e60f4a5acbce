"""Two writers of one conversation: what each of them changed is kept."""

from __future__ import annotations

from dataclasses import replace

from chatkit.types import ThreadMetadata

from chatkit_adapter.context import StoredThread
from chatkit_adapter.pointer import OpenCard, Pointer, pointer_of, remember


def merged(ours: StoredThread, theirs: StoredThread, *, named_by_us: bool) -> StoredThread:
    """Return our changes on top of theirs.

    A name that a turn thought of yields to one given meanwhile; `named_by_us` says that ours was
    given by the customer.
    """
    base = ours.base or ThreadMetadata(id=ours.thread.id, created_at=ours.thread.created_at)
    thread = theirs.thread.model_copy(deep=True)
    mine = ours.thread
    if mine.title != base.title and (named_by_us or thread.title == base.title):
        thread.title = mine.title
    if mine.status != base.status:
        thread.status = mine.status
    if mine.allowed_image_domains != base.allowed_image_domains:
        thread.allowed_image_domains = mine.allowed_image_domains
    thread.metadata = thread.metadata | {
        key: value for key, value in mine.metadata.items() if value != base.metadata.get(key)
    }
    pointers = pointer_of(base), pointer_of(mine), pointer_of(theirs.thread)
    if pointers[0] != pointers[1]:
        remember(thread, agreed(*pointers))
    return StoredThread(thread, theirs.owner_id, theirs.base, theirs.etag)


def agreed(base: Pointer, ours: Pointer, theirs: Pointer) -> Pointer:
    """Return where the conversation is: at the later case, with the later card of it."""
    if theirs == base:
        return ours
    if ours.ordinal != theirs.ordinal:
        return max(ours, theirs, key=lambda pointer: pointer.ordinal)
    card = max(ours.card, theirs.card, key=_age) if ours.card and theirs.card else None
    told = max(ours.told, theirs.told)
    return replace(ours, card=card or ours.card or theirs.card, told=told)


def _age(card: OpenCard) -> tuple[int, int]:
    return card.revision, card.version
