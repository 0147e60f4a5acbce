"""A fresh document store per test, once per implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.documents_counting import CountingDocuments
from backends.documents_sqlite import SqliteDocuments
from tests.contract.clocks import StandingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from backends.documents import Documents

type Opener = Callable[[], Awaitable[Documents]]


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


# A new implementation joins the suite by a name here and a branch in `open_store`.
@pytest.fixture(params=["sqlite", "sqlite-memory", "counting"])
async def open_store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock
) -> AsyncIterator[Opener]:
    """Open the same database again, as another process would."""
    opened: list[Documents] = []

    async def open_again() -> Documents:
        if request.param == "sqlite-memory" and opened:
            pytest.skip("a database in memory has one connection")
        path = ":memory:" if request.param == "sqlite-memory" else tmp_path / "documents.db"
        documents: Documents = await SqliteDocuments.open(path, clock)
        if request.param == "counting":
            documents = CountingDocuments(documents)
        opened.append(documents)
        return documents

    yield open_again
    for documents in opened:
        await documents.close()


@pytest.fixture
async def store(open_store: Opener) -> Documents:
    return await open_store()
