"""The named queries of the document port, as Cosmos says them.

Pages go by keyset: a continuation says after which row to resume, so it outlives its connection
and needs no server-side state. Nothing here groups, skips, matches patterns or removes doubles.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backends.documents import ACROSS
from backends.documents_cosmos_containers import CONTAINERS, partition_value
from backends.documents_cosmos_envelope import stored_id

type Parameters = Mapping[str, Any]
type Row = Mapping[str, Any]

ALIVE = "(NOT IS_DEFINED(c.expires) OR c.expires > @now)"


@dataclass(frozen=True, slots=True)
class Statement:
    """One page of a query: what to ask of which container, and what is bound to it."""

    collection: str
    sql: str
    bound: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """What to select and how to sort it. `@name` stands for a bound parameter."""

    collection: str | None  # None: as the parameter `collection` says
    where: str
    sort: str = "id"
    descending: bool | None = False  # None: as the parameter `descending` says
    optional: tuple[tuple[str, str], ...] = ()  # (parameter, condition when it is given)
    bind: Callable[[Parameters], dict[str, Any]] = dict[str, Any]


def _case_document(parameters: Parameters) -> dict[str, Any]:
    return {"document": stored_id(f"case:{parameters.get('case_id') or ''}")}


_QUERIES = {
    "by_kind": NamedQuery(None, "ARRAY_CONTAINS(@kinds, c.body.kind)"),
    "owner_file": NamedQuery(
        "cases",
        'c.body.kind IN ("customer", "order", "ledger", "case") AND (c.body.kind != "case"'
        " OR c.id = @document OR NOT IS_DEFINED(c.body.over) OR c.body.over = false)",
        bind=_case_document,
    ),
    "case_commits": NamedQuery(
        "cases", 'c.body.kind = "commit" AND c.body.case_id = @case_id', sort="body.version"
    ),
    "thread_items": NamedQuery(
        "threads",
        'c.body.kind = "item"',
        sort="body.sequence",
        descending=None,
        optional=(
            ("after_sequence", "c.body.sequence > @after_sequence"),
            ("before_sequence", "c.body.sequence < @before_sequence"),
        ),
    ),
    "owner_threads": NamedQuery(
        "cases",
        'c.body.kind = "thread"',
        sort="body.sort_key",
        descending=None,
        optional=(("after", "c.body.sort_key > @after"), ("before", "c.body.sort_key < @before")),
    ),
    "owner_cases": NamedQuery(
        "cases", 'c.body.kind = "case"', sort="body.updated_at", descending=True
    ),
    "due": NamedQuery("cases", 'c.body.kind = "case" AND c.body.due_at <= @before', "body.due_at"),
    "cases_of_state": NamedQuery(
        "cases", 'c.body.kind = "case" AND c.body.state = @state', "body.updated_at"
    ),
    "order_owners": NamedQuery(
        "cases", 'c.body.kind = "order" AND c.body.order_id = @order_id', "body.order_id"
    ),
    "recent_notices": NamedQuery(
        "providers", 'c.body.kind = "notice"', sort="written", descending=True
    ),
}

_COUNTS = {
    "cases_in_state": ("cases", 'c.body.kind = "case" AND c.body.state = @state'),
}


def count_statement(name: str, parameters: Parameters) -> Statement:
    """Return a count across partitions; `@now` is the caller's to bind.

    Raises:
        ValueError: no such count.
    """
    known = _COUNTS.get(name)
    if known is None:
        raise ValueError(f"{name!r} is not one of the named counts: {', '.join(_COUNTS)}.")
    collection, where = known
    sql = f"SELECT VALUE COUNT(1) FROM c WHERE {where} AND {ALIVE}"  # noqa: S608 - constants
    return Statement(collection, sql, _used(parameters, sql))


def statement(
    name: str,
    partition: str | None,
    parameters: Parameters,
    *,
    limit: int,
    continuation: str | None,
) -> Statement:
    """Return one page of a query, one row longer than `limit`; `@now` is the caller's to bind.

    Raises:
        ValueError: no such query, a partition too many or too few, or a foreign continuation.
    """
    query = _QUERIES.get(name)
    if query is None:
        raise ValueError(f"{name!r} is not one of the named queries: {', '.join(_QUERIES)}.")
    if (partition is None) != (name in ACROSS):
        wanted = "no partition" if name in ACROSS else "a partition"
        raise ValueError(f"The query {name!r} takes {wanted}.")
    collection = query.collection or str(parameters["collection"])
    given = {key: value for key, value in parameters.items() if value is not None}
    bound = query.bind(given)
    key = CONTAINERS[collection].partition_key
    descending = query.descending
    if descending is None:
        descending = bool(parameters.get("descending"))
    conditions = [query.where, ALIVE]
    conditions += [sql for parameter, sql in query.optional if parameter in given]
    if partition is not None:
        conditions.append(f"c.{key} = @partition")
        bound["partition"] = partition_value(collection, partition)
    columns = _columns(query, key, across=partition is None)
    if continuation is not None:
        conditions.append(_beyond(columns, descending=descending))
        bound |= _place(name, continuation, len(columns))
    direction = "DESC" if descending else "ASC"
    order = ", ".join(f"c.{column} {direction}" for column in columns)
    where = " AND ".join(conditions)
    # Every text joined here is written in this package; what a caller says is bound.
    sql = f"SELECT TOP {limit + 1} * FROM c WHERE {where} ORDER BY {order}"  # noqa: S608
    return Statement(collection, sql, _used(bound, sql))


def token(name: str, row: Row) -> str:
    """Return the continuation that resumes after this row of the query's answer."""
    query = _QUERIES[name]
    key = CONTAINERS[query.collection].partition_key if query.collection else ""
    places = [_value(row, column) for column in _columns(query, key, across=name in ACROSS)]
    return base64.urlsafe_b64encode(json.dumps([name, *places]).encode()).decode()


def change_token(collection: str, place: str) -> str:
    """Return the continuation of a change list that resumes at a place of the service's feed."""
    return base64.urlsafe_b64encode(json.dumps(["changes", collection, place]).encode()).decode()


def change_place(collection: str, continuation: str | None) -> str | None:
    """Return the place in the service's feed a continuation names; None for the beginning.

    Raises:
        ValueError: a foreign continuation.
    """
    if continuation is None:
        return None
    try:
        asked, of, place = json.loads(base64.urlsafe_b64decode(continuation))
    except (binascii.Error, ValueError, TypeError):
        raise ValueError("The continuation is not one this store gave out.") from None
    if (asked, of) != ("changes", collection) or not isinstance(place, str):
        raise ValueError(f"The continuation is not one of the changes of {collection!r}.")
    return place or None


def _columns(query: NamedQuery, key: str, *, across: bool) -> list[str]:
    """Return what orders the rows with no two alike."""
    return list(dict.fromkeys([query.sort, *([key] if across else []), "id"]))


def _value(row: Row, column: str) -> Any:
    found: Any = row
    for step in column.split("."):
        found = found[step]
    return found


def _beyond(columns: list[str], *, descending: bool) -> str:
    """Return the condition of all rows after the last one, compared column by column.

    It nests no parentheses: the emulator's parser takes exponentially long for those.
    """
    sign = "<" if descending else ">"
    ways: list[str] = []
    for index, column in enumerate(columns):
        same = [f"c.{columns[before]} = @last{before}" for before in range(index)]
        ways.append(" AND ".join([*same, f"c.{column} {sign} @last{index}"]))
    return f"({' OR '.join(ways)})"


def _place(name: str, continuation: str, columns: int) -> dict[str, Any]:
    try:
        asked, *places = json.loads(base64.urlsafe_b64decode(continuation))
    except (binascii.Error, ValueError, TypeError):
        raise ValueError("The continuation is not one this store gave out.") from None
    if asked != name or len(places) != columns:
        raise ValueError(f"The continuation belongs to the query {asked!r}, not {name!r}.")
    return {f"last{index}": value for index, value in enumerate(places)}


def _used(bound: Mapping[str, Any], sql: str) -> dict[str, Any]:
    """Leave out what the text does not name: the service need not accept it."""
    return {name: value for name, value in bound.items() if f"@{name}" in sql}
