"""What a conversation remembers of its case: which one, which card is open, what was told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from chatkit.types import ThreadMetadata

from backends.wire import decode, encode
from returns.identity import case_id_for

_KEY = "desk"


@dataclass(frozen=True, slots=True)
class OpenCard:
    """The newest card, the only one that takes clicks, and the case version it shows."""

    item_id: str
    sequence: int
    created_at: str
    revision: int
    version: int
    slot: str

    def moved(self, places: int) -> OpenCard:
        return replace(self, sequence=self.sequence + places)


@dataclass(frozen=True, slots=True)
class Pointer:
    """`ordinal` counts the conversation's cases; `told` the milestones told of the present one."""

    ordinal: int = 1
    told: int = 0
    card: OpenCard | None = None

    def case_id(self, thread_id: str) -> str:
        return case_id_for(thread_id, self.ordinal)

    def next_case(self) -> Pointer:
        return Pointer(self.ordinal + 1)

    def with_card(self, card: OpenCard | None) -> Pointer:
        return replace(self, card=card)


def pointer_of(thread: ThreadMetadata) -> Pointer:
    """Return what the conversation remembers; a new one points at its first case."""
    stored: Any = thread.metadata.get(_KEY)
    return decode(Pointer, stored) if stored else Pointer()


def remember(thread: ThreadMetadata, pointer: Pointer) -> None:
    """Change what the conversation remembers; the SDK stores a changed thread."""
    thread.metadata = thread.metadata | {_KEY: encode(pointer)}
