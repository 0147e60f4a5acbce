"""What every document store promises of its change list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.documents import Create, Delete, Document, Documents, Put

if TYPE_CHECKING:
    from tests.contract.clocks import StandingClock
    from tests.contract.conftest import Opener


def put(document_id: str, value: int = 1, ttl: int | None = None) -> Put:
    return Put("cases", document_id, {"kind": "note", "value": value}, ttl)


async def drained(
    store: Documents, continuation: str | None = None, limit: int = 2
) -> tuple[list[Document], str]:
    """Return every change since a continuation, and the last continuation."""
    found: list[Document] = []
    while True:
        page = await store.changes("cases", continuation, limit=limit)
        continuation = page.continuation
        if not page.documents:
            return found, continuation
        assert len(page.documents) <= limit
        found += page.documents


async def test_all_that_was_written_comes_page_by_page(store: Documents):
    for owner in ("o", "p", "q"):
        await store.transact(owner, [put(f"{owner}{number}") for number in range(3)])

    found, _ = await drained(store)

    assert {document.id for document in found} == {f"{o}{n}" for o in "opq" for n in range(3)}


async def test_a_partition_comes_in_the_order_of_its_commits(store: Documents):
    for name in ("c", "a", "b"):
        await store.transact("o", [put(name)])
    await store.transact("o", [put("c", 2)])

    found, _ = await drained(store, limit=10)

    last = {document.id: place for place, document in enumerate(found)}
    assert sorted(last, key=lambda name: last[name]) == ["a", "b", "c"]
    assert found[-1].body["value"] == 2


async def test_only_what_is_newer_comes_after_a_continuation(open_store: Opener):
    first, second = await open_store(), await open_store()
    (etag,) = await first.transact("o", [put("a")])
    await first.transact("o", [put("b")])
    _, continuation = await drained(first)
    assert (await second.changes("cases", continuation)).documents == ()

    (newer,) = await first.transact("o", [put("a", 2)])
    found, _ = await drained(second, continuation)

    assert newer != etag
    assert [(one.id, one.etag, one.body["value"]) for one in found] == [("a", newer, 2)]


async def test_an_old_continuation_gives_the_same_changes_again(store: Documents):
    _, before = await drained(store)
    await store.transact("o", [put("a"), put("b")])

    once, _ = await drained(store, before)
    twice, _ = await drained(store, before)

    assert once == twice
    assert len(once) == 2


async def test_what_was_deleted_or_has_expired_does_not_come(
    store: Documents, clock: StandingClock
):
    (etag,) = await store.transact("o", [Create("cases", "gone", {"kind": "note"})])
    await store.transact("o", [put(f"brief{number}", ttl=60) for number in range(5)])
    await store.transact("o", [put("lasting")])
    await store.transact("o", [Delete("cases", "gone", etag)])
    clock.advance(61)

    found, _ = await drained(store)

    assert [document.id for document in found] == ["lasting"]


async def test_another_collection_has_changes_of_its_own(store: Documents):
    await store.transact("t", [Put("threads", "a", {"kind": "note"})])

    assert (await drained(store))[0] == []


@pytest.mark.parametrize(
    "foreign", ["", "nonsense", "bnVsbA==", "WyJjaGFuZ2VzIiwgInNob3AiLCA1XQ=="]
)
async def test_a_foreign_continuation_of_changes_is_refused(store: Documents, foreign: str):
    with pytest.raises(ValueError, match="continuation"):
        await store.changes("cases", foreign)
