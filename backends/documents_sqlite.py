"""The document port on one SQLite file: no service, nothing to install."""

from __future__ import annotations

import asyncio
import json
import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backends.documents import (
    MAX_BATCH_OPERATIONS,
    MAX_ITEM_BYTES,
    AlreadyExists,
    Body,
    Changes,
    Conflict,
    Create,
    Delete,
    Document,
    NotFound,
    Operation,
    Page,
    Put,
    Replace,
    TooLarge,
)
from backends.documents_sqlite_queries import (
    CHANGES,
    change_after,
    change_token,
    count_statement,
    statement,
    token,
)
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from returns.ports import Clock

# `change` counts writes and never goes back, so what is newer always has the larger one.
_SCHEMA = """
create table if not exists docs(
  coll text not null, pk text not null, id text not null,
  etag text not null, change integer not null, expires real,
  body text not null check(json_valid(body)),
  primary key(coll, pk, id)) strict, without rowid;
create index if not exists docs_kind on docs(coll, pk, json_extract(body, '$.kind'));
create index if not exists docs_due on docs(coll, json_extract(body, '$.due_at'))
  where json_extract(body, '$.due_at') is not null;
create index if not exists docs_state on docs(coll, json_extract(body, '$.state'))
  where json_extract(body, '$.state') is not null;
create index if not exists docs_orders on docs(coll, json_extract(body, '$.order_id'))
  where json_extract(body, '$.kind') = 'order';
create index if not exists docs_changes on docs(coll, change);
create index if not exists docs_expires on docs(expires) where expires is not null;
create table if not exists changes(last integer not null) strict;
insert into changes select 0 where not exists (select 1 from changes);
"""
_PRAGMAS = (
    "pragma busy_timeout=5000",
    "pragma journal_mode=wal",
    "pragma synchronous=normal",
    "pragma foreign_keys=on",
)
_ALIVE = "(expires is null or expires > :now)"
_THIS = "coll = :coll and pk = :pk and id = :id"
_INSERT = """insert into docs(coll, pk, id, etag, change, expires, body)
  values (:coll, :pk, :id, :etag, :change, :expires, :body)"""
_STATEMENTS: dict[type, str] = {
    Create: f"{_INSERT} on conflict do nothing",
    Put: f"""{_INSERT} on conflict(coll, pk, id) do update set etag = excluded.etag,
      change = excluded.change, expires = excluded.expires, body = excluded.body""",
    Replace: f"""update docs set etag = :etag, change = :change, expires = :expires, body = :body
      where {_THIS} and etag = :old""",  # noqa: S608 - a constant
    Delete: f"delete from docs where {_THIS} and etag = :old",  # noqa: S608 - a constant
}

type _Row = dict[str, Any]


class SqliteDocuments:
    """Documents in one file, or in memory for the path ":memory:".

    Each call runs whole on the store's own thread: one hop, never interleaved with another call,
    and a cancelled caller leaves no transaction open.
    """

    def __init__(self, path: Path | str, clock: Clock) -> None:
        self.trips = 0
        self._path = path
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: Path | str, clock: Clock) -> SqliteDocuments:
        """Open the file, making it and its folder when they are missing."""
        documents = cls(path, clock)
        try:
            await documents._run(documents._connect)
        except BaseException:
            await documents.close()
            raise
        return documents

    async def get(self, collection: str, partition: str, id: str) -> Document | None:  # noqa: A002 - the port's name
        return (await self.get_many(collection, partition, [id])).get(id)

    async def get_many(
        self, collection: str, partition: str, ids: Sequence[str]
    ) -> dict[str, Document]:
        wanted = {"coll": collection, "pk": partition, "ids": json.dumps(list(ids))}
        bound = wanted | {"now": self._now()}
        self.trips += 1
        return await self._run(lambda: self._get_many(bound))

    async def transact(self, partition: str, operations: Sequence[Operation]) -> tuple[str, ...]:
        now = self._now()
        rows = _rows(partition, operations, now)
        self.trips += 1
        return await self._run(lambda: self._transact(operations, rows, now))

    async def query(
        self,
        name: str,
        partition: str | None,
        parameters: Mapping[str, Any],
        *,
        limit: int = 100,
        continuation: str | None = None,
    ) -> Page:
        sql, bound = statement(name, partition, parameters, continuation)
        bound |= {"now": self._now(), "limit": limit + 1}
        self.trips += 1
        rows = await self._run(lambda: self._open().execute(sql, bound).fetchall())
        documents = tuple(
            Document(id=row[1], etag=row[2], body=json.loads(row[3])) for row in rows[:limit]
        )
        return Page(documents, token(name, rows[limit - 1]) if len(rows) > limit else None)

    async def count(self, name: str, parameters: Mapping[str, Any]) -> int:
        sql, bound = count_statement(name), {**parameters, "now": self._now()}
        self.trips += 1
        found = await self._run(lambda: self._open().execute(sql, bound).fetchone())
        return int(found[0])

    async def changes(
        self, collection: str, continuation: str | None = None, *, limit: int = 100
    ) -> Changes:
        after = change_after(collection, continuation)
        bound = {"coll": collection, "after": after, "now": self._now(), "limit": limit}
        self.trips += 1
        rows = await self._run(lambda: self._open().execute(CHANGES, bound).fetchall())
        documents = tuple(Document(row[1], row[2], json.loads(row[3])) for row in rows)
        return Changes(documents, change_token(collection, rows[-1][0] if rows else after))

    async def close(self) -> None:
        """Close the file. Safe to repeat: a closed store stays closed."""
        if not self._closed:
            self._closed = True
            await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
            self._thread.shutdown(wait=False)

    async def _run[T](self, call: Callable[[], T]) -> T:
        if self._closed:
            raise BackendUnavailable("documents", "the store has been closed")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, call)
        except sqlite3.DatabaseError as error:
            # A lock held too long, a full disk, a file that is no database.
            raise BackendUnavailable("documents", str(error)) from error

    def _now(self) -> float:
        return self._clock.now().timestamp()

    # --- On the store's thread ----------------------------------------------------------------

    def _connect(self) -> None:
        if str(self._path) != ":memory:":
            Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        for pragma in _PRAGMAS:
            self._connection.execute(pragma)
        self._connection.executescript(f"begin immediate; {_SCHEMA} commit;")

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise BackendUnavailable("documents", "the store has not been opened")
        return self._connection

    def _get_many(self, bound: Mapping[str, Any]) -> dict[str, Document]:
        rows = self._open().execute(
            "select id, etag, body from docs where coll = :coll and pk = :pk"  # noqa: S608 - a constant
            f" and id in (select value from json_each(:ids)) and {_ALIVE}",
            bound,
        )
        return {row[0]: Document(row[0], row[1], json.loads(row[2])) for row in rows}

    def _transact(
        self, operations: Sequence[Operation], rows: Sequence[_Row], now: float
    ) -> tuple[str, ...]:
        connection = self._open()
        connection.execute("begin immediate")
        try:
            connection.execute("delete from docs where expires <= ?", (now,))
            for index, (operation, row) in enumerate(zip(operations, rows, strict=True)):
                row["change"] = _next_change(connection)
                _apply(connection, index, operation, row)
            connection.execute("commit")
        except BaseException:
            connection.execute("rollback")
            raise
        return tuple(
            "" if isinstance(operation, Delete) else row["etag"]
            for operation, row in zip(operations, rows, strict=True)
        )


def _rows(partition: str, operations: Sequence[Operation], now: float) -> list[_Row]:
    """Return what to write, refusing a batch over a limit before anything is written."""
    if len(operations) > MAX_BATCH_OPERATIONS:
        raise TooLarge(operations[MAX_BATCH_OPERATIONS].id, MAX_BATCH_OPERATIONS)
    rows: list[_Row] = []
    size = 0
    for index, operation in enumerate(operations):
        row: _Row = {"coll": operation.collection, "pk": partition, "id": operation.id}
        if isinstance(operation, Delete):
            rows.append(row | {"old": operation.etag})
            continue
        ttl = operation.ttl_seconds
        row["etag"] = secrets.token_hex(8)
        row["old"] = operation.etag if isinstance(operation, Replace) else None
        row["expires"] = None if ttl is None else now + ttl
        row["body"] = _text(operation.body)
        size += len(row["body"].encode())
        if size > MAX_ITEM_BYTES:
            raise TooLarge(operation.id, index)
        rows.append(row)
    return rows


def _text(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _next_change(connection: sqlite3.Connection) -> int:
    row = connection.execute("update changes set last = last + 1 returning last").fetchone()
    return int(row[0])


def _apply(connection: sqlite3.Connection, index: int, operation: Operation, row: _Row) -> None:
    if connection.execute(_STATEMENTS[type(operation)], row).rowcount:
        return
    if isinstance(operation, Create):
        raise AlreadyExists(operation.id, index)
    found = connection.execute(f"select 1 from docs where {_THIS}", row).fetchone()  # noqa: S608 - a constant
    raise Conflict(operation.id, index) if found else NotFound(operation.id, index)
