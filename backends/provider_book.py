"""What a stand-in provider has done under each of our references, and how it may fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from backends.documents import AlreadyExists, Conflict, Create, Replace
from backends.wire import decode, encode
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.documents import Document, Documents

PROVIDERS = "providers"


@dataclass(slots=True)
class Trouble:
    """What a stand-in has been told to do wrong; each number runs down by one with every use."""

    down: int = 0  # an act fails and nothing has happened
    answers_lost: int = 0  # an act succeeds and its answer never arrives
    lookups_down: int = 0  # a look-up fails
    lookups_behind: int = 0  # a look-up does not see yet what is there
    keys_forgotten: bool = False  # the reference no longer protects against acting twice
    refused: set[str] = field(default_factory=set[str])  # tenders that are refused for good
    slow: set[str] = field(default_factory=set[str])  # tenders whose money is only under way

    def before_acting(self, provider: str) -> None:
        """Fail when told to.

        Raises:
            BackendUnavailable: the provider was told to be down; nothing has happened.
        """
        if self.down:
            self.down -= 1
            raise BackendUnavailable(provider, "told to be down")

    def after_acting(self, provider: str) -> None:
        """Lose the answer when told to.

        Raises:
            BackendUnavailable: the provider has acted, and cannot say so.
        """
        if self.answers_lost:
            self.answers_lost -= 1
            raise BackendUnavailable(provider, "told to lose its answer")

    def before_lookup(self, provider: str) -> None:
        """Fail when told to.

        Raises:
            BackendUnavailable: the provider was told that its look-up is down.
        """
        if self.lookups_down:
            self.lookups_down -= 1
            raise BackendUnavailable(provider, "told that its look-up is down")

    def hides(self) -> bool:
        """Say whether a look-up is behind, and misses what is there."""
        behind = self.lookups_behind > 0
        self.lookups_behind -= behind
        return behind


class ProviderBook[T]:
    """The entries of one kind a provider has made, each found by our reference.

    Like a real provider it remembers our reference as an idempotency key, until it is told to
    forget; then only looking first keeps it from acting twice.
    """

    def __init__(self, documents: Documents, kind: str, entry: type[T], trouble: Trouble) -> None:
        self._documents = documents
        self._kind = kind
        self._entry = entry
        self._trouble = trouble

    async def find(self, reference: str) -> T | None:
        """Return what was done under our reference, as far as the provider's look-up shows it."""
        self._trouble.before_lookup(self._kind)
        found = await self._stored(reference, 0)
        if found is None or self._trouble.hides():
            return None
        return self._read(found)

    async def once(self, reference: str, entry: T) -> T:
        """Look up, and act only when nothing is found.

        Safe to repeat: the first entry of a reference is what every later call returns.
        """
        return await self.find(reference) or await self.act(reference, entry)

    async def act(self, reference: str, entry: T) -> T:
        """Make an entry without looking first; a remembered reference answers its first entry."""
        self._trouble.before_acting(self._kind)
        made = await self._made(reference, entry)
        self._trouble.after_acting(self._kind)
        return made

    async def change(self, reference: str, changed: Callable[[T], T]) -> T | None:
        """Change the entry of a reference; None when there is none. Equal is no change."""
        self._trouble.before_acting(self._kind)
        while (found := await self._stored(reference, 0)) is not None:
            entry = self._read(found)
            newer = changed(entry)
            if newer != entry and not await self._replaced(reference, found, newer):
                continue
            self._trouble.after_acting(self._kind)
            return newer
        return None

    async def entries(self, reference: str) -> tuple[T, ...]:
        """Return everything ever done under a reference: more than one is one too many."""
        wanted = {"collection": PROVIDERS, "kinds": [self._kind]}
        page = await self._documents.query("by_kind", reference, wanted)
        return tuple(self._read(document) for document in page.documents)

    async def recent(self, query: str, limit: int) -> tuple[T, ...]:
        """Return the entries of all references that a named query across partitions answers."""
        page = await self._documents.query(query, None, {}, limit=limit)
        return tuple(self._read(document) for document in page.documents)

    async def _made(self, reference: str, entry: T) -> T:
        for number in count():
            create = Create(PROVIDERS, self._id(number), self._body(entry))
            try:
                await self._documents.transact(reference, [create])
            except AlreadyExists:
                first = await self._stored(reference, number)
                if first is not None and not self._trouble.keys_forgotten:
                    return self._read(first)
            else:
                break
        return entry

    async def _replaced(self, reference: str, found: Document, entry: T) -> bool:
        replace = Replace(PROVIDERS, found.id, self._body(entry), found.etag)
        try:
            await self._documents.transact(reference, [replace])
        except Conflict:
            return False
        return True

    async def _stored(self, reference: str, number: int) -> Document | None:
        return await self._documents.get(PROVIDERS, reference, self._id(number))

    def _id(self, number: int) -> str:
        return f"{self._kind}:{number}"

    def _body(self, entry: T) -> dict[str, object]:
        return {"kind": self._kind, "entry": encode(entry)}

    def _read(self, document: Document) -> T:
        return decode(self._entry, document.body["entry"])
