"""The document port every store is written over; the rules never see it.

One partition per order owner (`cases`), per thread (`threads`), per key (`lookups`), per shop
(`shop`, `staff`), per reference (`providers`). Ids are valid inside their partition only.

DocumentError
├── AlreadyExists     create: the id is taken in that partition
├── Conflict          replace, delete: the etag moved
├── NotFound          replace, delete: the document is gone
└── TooLarge          a document or batch over 2 MB, or more than 100 operations in one batch

Throttling and outages are `BackendUnavailable`. Every body has a `kind`. Times in bodies that a
query compares are ISO 8601 in UTC, so that their text sorts as they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

type Body = dict[str, Any]

MAX_BATCH_OPERATIONS = 100
MAX_ITEM_BYTES = 2_000_000


class DocumentError(Exception):
    """A write met something else than it expected. `index` is the operation in its batch."""

    def __init__(self, document_id: str, index: int = 0) -> None:
        super().__init__(document_id)
        self.document_id = document_id
        self.index = index


class AlreadyExists(DocumentError):
    """The id is taken in that partition."""


class Conflict(DocumentError):
    """The document has another etag: someone else wrote it first."""


class NotFound(DocumentError):
    """There is no such document, or it has expired."""


class TooLarge(DocumentError):
    """The document or the batch is over a limit; splitting it is the way."""


@dataclass(frozen=True, slots=True)
class Document:
    """A stored body with its opaque etag, which changes with every write."""

    id: str
    etag: str
    body: Body


@dataclass(frozen=True, slots=True)
class Create:
    collection: str
    id: str
    body: Body
    ttl_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    collection: str
    id: str
    body: Body
    etag: str
    ttl_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """Create or replace whatever is there; only for documents one writer owns."""

    collection: str
    id: str
    body: Body
    ttl_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    collection: str
    id: str
    etag: str


type Operation = Create | Replace | Put | Delete


@dataclass(frozen=True, slots=True)
class Page:
    """Documents of one query page; `continuation` is None on the last."""

    documents: tuple[Document, ...]
    continuation: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Documents changed since a continuation, and the continuation to ask with next.

    No documents means that nothing is newer for now.
    """

    documents: tuple[Document, ...]
    continuation: str


class Documents(Protocol):
    """Keeps JSON documents in partitions. Every call is one trip."""

    async def get(self, collection: str, partition: str, id: str) -> Document | None:  # noqa: A002
        """Return the document, or None for a miss or an expired one."""
        ...

    async def get_many(
        self, collection: str, partition: str, ids: Sequence[str]
    ) -> dict[str, Document]:
        """Return those of the ids that exist, in one trip."""
        ...

    async def transact(self, partition: str, operations: Sequence[Operation]) -> tuple[str, ...]:
        """Apply all operations in one partition or none; return the new etags, in order.

        A deleted document's new etag is the empty string.

        Raises:
            AlreadyExists | Conflict | NotFound | TooLarge: with the index of the first failing
                operation; nothing was written.
        """
        ...

    async def query(
        self,
        name: str,
        partition: str | None,
        parameters: Mapping[str, Any],
        *,
        limit: int = 100,
        continuation: str | None = None,
    ) -> Page:
        """Run a *named* query; `limit` bounds the page, not the answer.

        The partition is required but for the names in `ACROSS`, which take None.

        Raises:
            ValueError: no such query, a partition too many or too few, or a foreign continuation.
        """
        ...

    async def count(self, name: str, parameters: Mapping[str, Any]) -> int:
        """Return how many documents a *named* count finds across partitions; none is read.

        Raises:
            ValueError: no such count.
        """
        ...

    async def changes(
        self, collection: str, continuation: str | None = None, *, limit: int = 100
    ) -> Changes:
        """Return what has changed in a collection since a continuation; None is the beginning.

        Each document comes at least once as it stands after its last change, those of one
        partition in the order they were committed. Deleted and expired ones do not come.

        Raises:
            ValueError: a foreign continuation.
        """
        ...

    async def close(self) -> None: ...


# Named queries: each implementation answers all of them, with the same meaning.
#   by_kind         {collection, kinds: [..]}     documents of these kinds, by id
#   owner_file      {case_id: str | None}         "cases": kinds customer, order, ledger, every case
#                                                 not over, and the case `case:<case_id>`, by id
#   case_commits    {case_id}                     "cases": kind commit of this case, by version
#   thread_items    {after_sequence | before_sequence, descending: bool}
#                                                 "threads": kind item, by sequence
#   owner_threads   {after | before: str | None, descending: bool}
#                                                 "cases": kind thread, by sort_key
#   owner_cases     {}                            "cases": kind case, by updated_at, newest first
#   due             {before: iso time}            across "cases": kind case whose due_at is not
#                                                 later than `before`, oldest first
#   cases_of_state  {state}                       across "cases": kind case in this state, the one
#                                                 unchanged for longest first
#   order_owners    {order_id}                    across "cases": kind order with this id
#   recent_notices  {}                            across, local only: kind notice, newest first
# `after` and `before` exclude what they name.
ACROSS = frozenset({"due", "cases_of_state", "order_owners", "recent_notices"})
# Named counts, across partitions:
#   cases_in_state  {state}                       "cases": kind case in this state
