"""The named queries of the document port, as SQLite says them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backends.documents import ACROSS

type Parameters = Mapping[str, Any]

_KIND = "json_extract(body, '$.kind')"
_ALIVE = "(expires is null or expires > :now)"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """What to select and how to sort it. `:name` stands for a bound parameter."""

    where: str
    sort: str = "id"
    descending: bool | None = False  # None: as the parameter `descending` says
    optional: tuple[tuple[str, str], ...] = ()  # (parameter, condition when it is given)


_QUERIES = {
    "by_kind": NamedQuery(
        # What is joined is a constant.
        f"coll = :collection and {_KIND} in (select value from json_each(:kinds))"  # noqa: S608
    ),
    "owner_file": NamedQuery(
        f"coll = 'cases' and {_KIND} in ('customer', 'order', 'ledger', 'case')"
        f" and ({_KIND} <> 'case' or id = 'case:' || :case_id"
        " or not coalesce(json_extract(body, '$.over'), 0))"
    ),
    "case_commits": NamedQuery(
        f"coll = 'cases' and {_KIND} = 'commit' and json_extract(body, '$.case_id') = :case_id",
        sort="json_extract(body, '$.version')",
    ),
    "thread_items": NamedQuery(
        f"coll = 'threads' and {_KIND} = 'item'",
        sort="json_extract(body, '$.sequence')",
        descending=None,
        optional=(
            ("after_sequence", "json_extract(body, '$.sequence') > :after_sequence"),
            ("before_sequence", "json_extract(body, '$.sequence') < :before_sequence"),
        ),
    ),
    "owner_threads": NamedQuery(
        f"coll = 'cases' and {_KIND} = 'thread'",
        sort="json_extract(body, '$.sort_key')",
        descending=None,
        optional=(
            ("after", "json_extract(body, '$.sort_key') > :after"),
            ("before", "json_extract(body, '$.sort_key') < :before"),
        ),
    ),
    "owner_cases": NamedQuery(
        f"coll = 'cases' and {_KIND} = 'case'",
        sort="json_extract(body, '$.updated_at')",
        descending=True,
    ),
    "due": NamedQuery(
        f"coll = 'cases' and {_KIND} = 'case' and json_extract(body, '$.due_at') <= :before",
        sort="json_extract(body, '$.due_at')",
    ),
    "cases_of_state": NamedQuery(
        f"coll = 'cases' and {_KIND} = 'case' and json_extract(body, '$.state') = :state",
        sort="json_extract(body, '$.updated_at')",
    ),
    "order_owners": NamedQuery(
        f"coll = 'cases' and {_KIND} = 'order' and json_extract(body, '$.order_id') = :order_id"
    ),
    "recent_notices": NamedQuery(
        f"coll = 'providers' and {_KIND} = 'notice'", sort="change", descending=True
    ),
}

# SQLite prefers the primary key, and would read every document of the collection.
_COUNTS = {
    "cases_in_state": (
        "docs indexed by docs_state where coll = 'cases'"
        f" and json_extract(body, '$.state') = :state and {_KIND} = 'case'"
    ),
}


# One writer at a time counts the changes, so a lower one never shows up after a higher.
CHANGES = (
    "select change, id, etag, body from docs indexed by docs_changes"  # noqa: S608 - a constant
    f" where coll = :coll and change > :after and {_ALIVE} order by change limit :limit"
)


def change_token(collection: str, change: int) -> str:
    """Return the continuation of a change list that resumes after this change."""
    return base64.urlsafe_b64encode(json.dumps(["changes", collection, change]).encode()).decode()


def change_after(collection: str, continuation: str | None) -> int:
    """Return the change a continuation resumes after; 0 for None.

    Raises:
        ValueError: a foreign continuation.
    """
    if continuation is None:
        return 0
    try:
        asked, of, change = json.loads(base64.urlsafe_b64decode(continuation))
    except (binascii.Error, ValueError, TypeError):
        raise ValueError("The continuation is not one this store gave out.") from None
    if (asked, of) != ("changes", collection) or not isinstance(change, int):
        raise ValueError(f"The continuation is not one of the changes of {collection!r}.")
    return change


def count_statement(name: str) -> str:
    """Return the SQL of a count; `:now` and the parameters are the caller's to bind.

    Raises:
        ValueError: no such count.
    """
    counted = _COUNTS.get(name)
    if counted is None:
        raise ValueError(f"{name!r} is not one of the named counts: {', '.join(_COUNTS)}.")
    return f"select count(*) from {counted} and {_ALIVE}"  # noqa: S608 - constants


def statement(
    name: str, partition: str | None, parameters: Parameters, continuation: str | None
) -> tuple[str, dict[str, Any]]:
    """Return the SQL of one page and what is bound to it; `:now` and `:limit` are the caller's.

    Raises:
        ValueError: no such query, a partition too many or too few, or a foreign continuation.
    """
    query = _QUERIES.get(name)
    if query is None:
        raise ValueError(f"{name!r} is not one of the named queries: {', '.join(_QUERIES)}.")
    if (partition is None) != (name in ACROSS):
        wanted = "no partition" if name in ACROSS else "a partition"
        raise ValueError(f"The query {name!r} takes {wanted}.")
    descending = query.descending
    if descending is None:
        descending = bool(parameters.get("descending"))
    bound = {"partition": partition, "case_id": None} | _bindable(parameters)
    conditions = [query.where, _ALIVE]
    conditions += [sql for parameter, sql in query.optional if bound.get(parameter) is not None]
    if partition is not None:
        conditions.append("pk = :partition")
    if continuation is not None:
        conditions.append(_beyond(query.sort, descending=descending))
        bound |= _place(name, continuation)
    direction = "desc" if descending else "asc"
    order = ", ".join(f"{column} {direction}" for column in (query.sort, "pk", "id"))
    where = " and ".join(conditions)
    # SQLite prefers the primary key, and reads every commit of a long case to find its orders.
    table = "docs" if partition is None else "docs indexed by docs_kind"
    # Every text joined here is written in this file; what a caller says is bound.
    columns = f"select pk, id, etag, body, {query.sort} from {table}"  # noqa: S608
    return f"{columns} where {where} order by {order} limit :limit", bound


def token(name: str, row: tuple[Any, ...]) -> str:
    """Return the continuation that resumes after this row of `statement`."""
    place = json.dumps([name, row[4], row[0], row[1]])
    return base64.urlsafe_b64encode(place.encode()).decode()


def _bindable(parameters: Parameters) -> dict[str, Any]:
    return {
        name: json.dumps(value) if isinstance(value, list | tuple | set | frozenset) else value
        for name, value in parameters.items()
    }


def _beyond(sort: str, *, descending: bool) -> str:
    return f"({sort}, pk, id) {'<' if descending else '>'} (:last_sort, :last_pk, :last_id)"


def _place(name: str, continuation: str) -> dict[str, Any]:
    try:
        asked, sort, partition, document_id = json.loads(base64.urlsafe_b64decode(continuation))
    except (binascii.Error, ValueError, TypeError):
        raise ValueError("The continuation is not one this store gave out.") from None
    if asked != name:
        raise ValueError(f"The continuation belongs to the query {asked!r}, not {name!r}.")
    return {"last_sort": sort, "last_pk": partition, "last_id": document_id}
