"""A fresh document store per test, once per implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.documents_counting import CountingDocuments
from backends.documents_sqlite import SqliteDocuments
from tests.contract import cosmos
from tests.contract.clocks import StandingClock
from tests.harness.cosmos_emulator.process import cosmos_emulator

__all__ = ["cosmos_emulator"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from backends.documents import Documents

type Opener = Callable[[], Awaitable[Documents]]


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


# A new implementation joins the suite by a name here and a branch in `open_store`.
@pytest.fixture(params=["sqlite", "sqlite-memory", "counting", *cosmos.PARAMETERS])
async def open_store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock
) -> AsyncIterator[Opener]:
    """Open the same database again, as another process would."""
    opened: list[Documents] = []
    connect = await _cosmos(request, clock)

    async def open_again() -> Documents:
        if connect:
            opened.append(await connect())
            return opened[-1]
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


async def _cosmos(
    request: pytest.FixtureRequest, clock: StandingClock
) -> Callable[[], Awaitable[Documents]] | None:
    """Return what connects to a fresh Cosmos database, or None for the other stores."""
    cosmos.skip_unsupported(request.param, request.node.name)
    if request.param == "cosmos-npm":
        return await cosmos.npm_opener(request.getfixturevalue("cosmos_emulator"), clock)
    if request.param == "cosmos-live":
        return await cosmos.live_opener(clock)
    return None


@pytest.fixture
async def store(open_store: Opener) -> Documents:
    return await open_store()
