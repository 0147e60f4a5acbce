from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from backends.documents import Create
from backends.documents_counting import CountingDocuments, Latency, Script
from backends.documents_sqlite import SqliteDocuments
from returns.errors import BackendUnavailable
from tests.contract.clocks import StandingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WRITE = [Create("cases", "a", {"kind": "x"})]


@pytest.fixture
async def plain() -> AsyncIterator[SqliteDocuments]:
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    yield documents
    await documents.close()


async def test_trips_at_once_count_one_by_one_but_wait_once(plain: SqliteDocuments):
    documents = CountingDocuments(plain)

    await asyncio.gather(*(documents.get("cases", "o", "a") for _ in range(3)))
    await documents.query("owner_cases", "o", {})

    assert (documents.trips, documents.in_sequence) == (4, 2)
    documents.reset()
    assert (documents.trips, documents.in_sequence) == (0, 0)


async def test_the_log_says_what_was_asked(plain: SqliteDocuments):
    documents = CountingDocuments(plain, Latency(0.1, 0.1, 0.1))

    await documents.transact("o", WRITE)
    await documents.get_many("cases", "o", ["a"])

    assert documents.log == ["transact", "get_many cases"]


async def test_a_trip_told_to_fail_changes_nothing(plain: SqliteDocuments):
    documents = CountingDocuments(plain, script=Script(down={0}))

    with pytest.raises(BackendUnavailable):
        await documents.transact("o", WRITE)

    assert await documents.get("cases", "o", "a") is None


async def test_a_lost_answer_has_acted(plain: SqliteDocuments):
    documents = CountingDocuments(plain, script=Script(answer_lost={0}))

    with pytest.raises(BackendUnavailable):
        await documents.transact("o", WRITE)

    assert await documents.get("cases", "o", "a") is not None


async def test_every_call_of_the_store_itself_is_one_trip(plain: SqliteDocuments):
    await plain.transact("o", WRITE)
    await plain.get("cases", "o", "a")
    await plain.get_many("cases", "o", ["a", "b"])
    await plain.query("owner_cases", "o", {})

    assert plain.trips == 4
