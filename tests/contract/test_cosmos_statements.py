"""What the named queries ask of Cosmos, word by word."""

from __future__ import annotations

import re

import pytest

from backends.documents import ACROSS
from backends.documents_cosmos_containers import CONTAINERS, definition
from backends.documents_cosmos_queries import count_statement, statement, token

WANTED = {
    "by_kind": {"collection": "shop", "kinds": ["a", "b"]},
    "owner_file": {"case_id": "c1"},
    "case_commits": {"case_id": "c1"},
    "thread_items": {"descending": True, "after_sequence": 1, "before_sequence": 9},
    "owner_threads": {"descending": False, "after": "1", "before": "9"},
    "owner_cases": {},
    "due": {"before": "2026"},
    "recent_notices": {},
}
ROW = {
    "id": "x",
    "ownerId": "o",
    "reference": "r",
    "written": 5,
    "body": {"version": 1, "sequence": 2, "sort_key": "s", "updated_at": "u", "due_at": "d"},
}
NAMES = pytest.mark.parametrize("name", sorted(WANTED))


def asked(name: str, *, resumed: bool = True):
    partition = None if name in ACROSS else "p"
    continuation = token(name, ROW) if resumed else None
    return statement(name, partition, WANTED[name], limit=10, continuation=continuation)


@NAMES
def test_a_query_names_its_partition_in_its_text(name):
    query = asked(name)

    key = CONTAINERS[query.collection].partition_key
    assert (f"c.{key} = @partition" in query.sql) is (name not in ACROSS)
    assert ("partition" in query.bound) is (name not in ACROSS)


@NAMES
def test_a_query_says_nothing_the_service_or_an_emulator_does_badly(name):
    for word in ("GROUP BY", "OFFSET", "LIMIT", "LIKE", "DISTINCT", "CONTAINS("):
        assert word not in asked(name).sql.replace("ARRAY_CONTAINS(", "")


@NAMES
def test_a_query_binds_what_it_names_and_nothing_else(name):
    for query in (asked(name), asked(name, resumed=False)):
        assert set(re.findall(r"@(\w+)", query.sql)) == {*query.bound, "now"}


@NAMES
def test_what_a_caller_says_never_becomes_part_of_the_text(name):
    hostile = dict.fromkeys(WANTED[name], "' OR 1=1 --") | {"collection": "shop"}
    partition = None if name in ACROSS else "' OR 1=1 --"

    query = statement(name, partition, hostile, limit=10, continuation=None)

    assert "1=1" not in query.sql


@NAMES
def test_whatever_a_query_reads_is_indexed_and_its_order_too(name):
    query = asked(name)
    policy = definition(query.collection)["indexingPolicy"]
    included = {entry["path"] for entry in policy["includedPaths"]} | {"/id/?"}

    for path in set(re.findall(r"c\.([\w.]+)", query.sql)):
        assert f"/{path.replace('.', '/')}/?" in included
    columns = re.findall(r"c\.([\w.]+) (?:ASC|DESC)", query.sql)
    if len(columns) > 1:
        order = [f"/{column.replace('.', '/')}" for column in columns]
        composites = [[part["path"] for part in index] for index in policy["compositeIndexes"]]
        assert order in composites


def test_a_count_reads_only_indexes_and_binds_what_it_names():
    query = count_statement("cases_in_state", {"state": "DRAFT", "more": 1})
    policy = definition(query.collection)["indexingPolicy"]
    included = {entry["path"] for entry in policy["includedPaths"]}

    assert query.sql.startswith("SELECT VALUE COUNT(1) FROM c ")
    assert query.bound == {"state": "DRAFT"}
    for path in set(re.findall(r"c\.([\w.]+)", query.sql)):
        assert f"/{path.replace('.', '/')}/?" in included


def test_every_query_of_the_port_is_here():
    with pytest.raises(ValueError, match=r"owner_file.*due.*recent_notices"):
        statement("everything", "p", {}, limit=1, continuation=None)


@pytest.mark.parametrize("collection", sorted(CONTAINERS))
def test_a_container_has_one_partition_path_and_lets_items_expire(collection):
    wanted = definition(collection)

    assert len(wanted["partitionKey"]["paths"]) == 1
    assert wanted["defaultTtl"] == -1
    assert wanted["indexingPolicy"]["excludedPaths"] == [{"path": "/*"}]
