"""What every document store answers to the named queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backends.documents import ACROSS, Create, Documents

if TYPE_CHECKING:
    from tests.contract.clocks import StandingClock
    from tests.contract.conftest import Opener


async def fill(
    store: Documents, partition: str, bodies: dict[str, dict[str, Any]], collection: str = "cases"
) -> None:
    await store.transact(
        partition, [Create(collection, document_id, body) for document_id, body in bodies.items()]
    )


async def ids(
    store: Documents, name: str, partition: str | None, parameters: dict[str, Any], limit: int = 100
) -> list[str]:
    """Return the ids of all pages."""
    found: list[str] = []
    continuation = None
    while True:
        page = await store.query(
            name, partition, parameters, limit=limit, continuation=continuation
        )
        assert len(page.documents) <= limit
        found += [document.id for document in page.documents]
        continuation = page.continuation
        if continuation is None:
            return found


def case(due_at: str | None = None, updated_at: str = "2026-01-01", *, over: bool = False):
    return {"kind": "case", "over": over, "due_at": due_at, "updated_at": updated_at}


async def test_a_partition_nobody_wrote_to_is_empty(store: Documents):
    page = await store.query("owner_cases", "nobody", {})

    assert page.documents == ()
    assert page.continuation is None


async def test_by_kind_answers_these_kinds_of_this_collection_by_id(store: Documents):
    await fill(store, "s", {"b": {"kind": "x"}, "a": {"kind": "y"}, "c": {"kind": "z"}}, "shop")
    await fill(store, "s", {"d": {"kind": "x"}})

    wanted = {"collection": "shop", "kinds": ["x", "y"]}

    assert await ids(store, "by_kind", "s", wanted) == ["a", "b"]
    assert await ids(store, "by_kind", "s", {"collection": "shop", "kinds": []}) == []


async def test_an_owner_file_leaves_out_closed_cases_but_the_one_asked_for(store: Documents):
    await fill(
        store,
        "o",
        {
            "customer": {"kind": "customer"},
            "order:1": {"kind": "order"},
            "ledger:1": {"kind": "ledger"},
            "case:open": case(),
            "case:closed": case(over=True),
            "case:old": case(over=True),
            "commit:open:1": {"kind": "commit", "case_id": "open", "version": 1},
            "thread:1": {"kind": "thread", "sort_key": "1"},
        },
    )
    await fill(store, "p", {"order:2": {"kind": "order"}})

    everyday = ["case:open", "customer", "ledger:1", "order:1"]
    assert await ids(store, "owner_file", "o", {"case_id": None}) == everyday
    assert await ids(store, "owner_file", "o", {"case_id": "open"}) == everyday
    assert await ids(store, "owner_file", "o", {"case_id": "closed"}) == ["case:closed", *everyday]


async def test_the_commits_of_a_case_come_by_version(store: Documents):
    commits = {
        f"commit:{case_id}:{key}": {"kind": "commit", "case_id": case_id, "version": version}
        for case_id, key, version in (("a", "z", 1), ("a", "y", 2), ("a", "x", 10), ("b", "z", 1))
    }
    await fill(store, "o", commits)

    found = await ids(store, "case_commits", "o", {"case_id": "a"}, limit=1)

    assert found == ["commit:a:z", "commit:a:y", "commit:a:x"]


async def test_thread_items_come_in_both_directions_and_from_anywhere(store: Documents):
    items = {f"item:{n:02}": {"kind": "item", "sequence": n} for n in range(1, 13)}
    await fill(store, "t", {"thread": {"kind": "thread"}, **items}, "threads")

    async def asked(limit: int = 100, **parameters: object) -> list[int]:
        found = await ids(store, "thread_items", "t", parameters, limit)
        return [int(name.removeprefix("item:")) for name in found]

    assert await asked(limit=5, descending=False) == list(range(1, 13))
    assert await asked(limit=5, descending=True) == list(range(12, 0, -1))
    assert await asked(descending=False, after_sequence=9) == [10, 11, 12]
    assert await asked(descending=True, before_sequence=3) == [2, 1]
    assert await asked(descending=True, before_sequence=None, after_sequence=10) == [12, 11]


async def test_threads_of_an_owner_come_by_their_sort_key(store: Documents):
    threads = {f"thread:{n}": {"kind": "thread", "sort_key": f"2026-0{n}"} for n in (3, 1, 2)}
    await fill(store, "o", {**threads, "case:1": case()})

    async def asked(**parameters: object) -> list[str]:
        found = await ids(store, "owner_threads", "o", parameters, limit=1)
        return [name.removeprefix("thread:") for name in found]

    assert await asked(descending=True) == ["3", "2", "1"]
    assert await asked(descending=True, before="2026-03") == ["2", "1"]
    assert await asked(descending=False, after="2026-01") == ["2", "3"]


async def test_cases_of_an_owner_come_newest_first(store: Documents):
    await fill(
        store,
        "o",
        {
            "case:1": case(updated_at="2026-01-01"),
            "case:2": case(updated_at="2026-03-01", over=True),
        },
    )

    assert await ids(store, "owner_cases", "o", {}) == ["case:2", "case:1"]


async def test_due_cases_come_from_every_owner_oldest_first(store: Documents):
    for number, day in enumerate((7, 3, 5, 9)):
        await fill(store, f"o{number}", {f"case:{number}": case(f"2026-03-0{day}T00:00:00Z")})
    await fill(store, "o9", {"case:9": case(None)})

    found = await ids(store, "due", None, {"before": "2026-03-07T00:00:00Z"}, limit=2)

    assert found == ["case:1", "case:2", "case:0"]


async def test_cases_due_at_one_moment_are_paged_without_loss(store: Documents):
    for number in range(25):
        await fill(store, f"o{number:02}", {"case:x": case("2026-03-01T00:00:00Z")})

    found = await ids(store, "due", None, {"before": "2026-03-01T00:00:00Z"}, limit=10)

    assert len(found) == 25


async def test_the_newest_notices_come_first(store: Documents):
    for number in (2, 1, 3):
        await fill(store, f"ref{number}", {f"n{number}": {"kind": "notice"}}, "providers")

    assert await ids(store, "recent_notices", None, {}, limit=2) == ["n3", "n1", "n2"]


async def test_a_continuation_survives_a_new_connection_and_writes_in_between(open_store: Opener):
    first, second = await open_store(), await open_store()
    wanted = {"collection": "shop", "kinds": ["x"]}
    await fill(first, "s", {name: {"kind": "x"} for name in "acegik"}, "shop")
    page = await first.query("by_kind", "s", wanted, limit=3)

    await fill(second, "s", {"b": {"kind": "x"}, "h": {"kind": "x"}}, "shop")
    rest = await second.query("by_kind", "s", wanted, limit=9, continuation=page.continuation)

    assert [document.id for document in page.documents] == ["a", "c", "e"]
    assert [document.id for document in rest.documents] == ["g", "h", "i", "k"]
    assert rest.continuation is None


async def test_an_answer_that_fills_its_page_exactly_has_no_continuation(store: Documents):
    await fill(store, "s", {name: {"kind": "x"} for name in "abc"}, "shop")

    page = await store.query("by_kind", "s", {"collection": "shop", "kinds": ["x"]}, limit=3)

    assert len(page.documents) == 3
    assert page.continuation is None


async def test_a_query_nobody_named_is_refused(store: Documents):
    with pytest.raises(ValueError, match="owner_file"):
        await store.query("everything", "o", {})


@pytest.mark.parametrize("name", sorted(ACROSS))
async def test_only_the_named_two_read_across_partitions(store: Documents, name: str):
    with pytest.raises(ValueError, match="no partition"):
        await store.query(name, "o", {"before": "2026"})
    with pytest.raises(ValueError, match="takes a partition"):
        await store.query("owner_cases", None, {})


@pytest.mark.parametrize("foreign", ["", "nonsense", "bnVsbA=="])
async def test_a_foreign_continuation_is_refused(store: Documents, foreign: str):
    with pytest.raises(ValueError, match="continuation"):
        await store.query("owner_cases", "o", {}, continuation=foreign)


async def test_cases_are_counted_by_state_whoever_owns_them(store: Documents):
    for owner, states in {"o": ("DRAFT", "QUOTED"), "p": ("DRAFT",), "q": ("CLOSED",)}.items():
        bodies = {f"case:{n}": case() | {"state": state} for n, state in enumerate(states)}
        await fill(store, owner, {**bodies, "other": {"kind": "row", "state": "DRAFT"}})
    await fill(store, "s", {"case:9": case() | {"state": "DRAFT"}}, "shop")

    async def counted(state: str) -> int:
        return await store.count("cases_in_state", {"state": state})

    assert [await counted(state) for state in ("DRAFT", "QUOTED", "EXPIRED")] == [2, 1, 0]


async def test_more_documents_than_a_page_holds_are_counted(store: Documents):
    for owner in ("o", "p"):
        bodies = {f"case:{n:02}": case() | {"state": "DRAFT"} for n in range(90)}
        await fill(store, owner, bodies)

    assert await store.count("cases_in_state", {"state": "DRAFT"}) == 180


async def test_what_has_expired_is_not_counted(store: Documents, clock: StandingClock):
    body = case() | {"state": "DRAFT"}
    await store.transact("o", [Create("cases", "case:1", body, ttl_seconds=60)])
    assert await store.count("cases_in_state", {"state": "DRAFT"}) == 1
    clock.advance(61)

    assert await store.count("cases_in_state", {"state": "DRAFT"}) == 0


async def test_what_is_counted_is_bound_and_never_part_of_the_text(store: Documents):
    await fill(store, "o", {"case:1": case() | {"state": "DRAFT"}})

    assert await store.count("cases_in_state", {"state": "' OR 1=1 --"}) == 0


async def test_a_count_nobody_named_is_refused(store: Documents):
    with pytest.raises(ValueError, match="cases_in_state"):
        await store.count("everything", {})
