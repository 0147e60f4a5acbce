"""A fresh document store per test, once per implementation."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from backends.documents_counting import CountingDocuments
from backends.documents_sqlite import SqliteDocuments
from tests.contract import cosmos
from tests.contract.clocks import StandingClock
from tests.contract.cosmos import Connect
from tests.harness.azurite.process import azurite
from tests.harness.certificate import certificate
from tests.harness.cosmos_emulator.process import CosmosEmulator, cosmos_emulator
from tests.harness.fault_proxy import FaultProxy

__all__ = ["azurite", "certificate", "cosmos_emulator"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from backends.documents import Documents

type Opener = Callable[[], Awaitable[Documents]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what talks to the Cosmos emulator: `make wire` runs it, `make test` leaves it out."""
    for item in items:
        if item.nodeid.startswith("tests/contract/") and "cosmos" in item.nodeid:
            item.add_marker(pytest.mark.wire)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


# A new implementation joins the suite by a name here and a fixture of its own.
@pytest.fixture(params=["sqlite", "sqlite-memory", "counting", *cosmos.PARAMETERS])
async def open_store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock
) -> AsyncIterator[Opener]:
    """Open the same database again, as another process would."""
    if request.param not in cosmos.NAMES:
        async with _sqlite(request.param, tmp_path / "documents.db", clock) as opener:
            yield opener
        return
    async with cosmos.database(request, clock) as connect:
        yield connect


@asynccontextmanager
async def _sqlite(kind: str, path: Path, clock: StandingClock) -> AsyncIterator[Opener]:
    opened: list[Documents] = []

    async def open_again() -> Documents:
        if kind == "sqlite-memory" and opened:
            pytest.skip("a database in memory has one connection")
        where = ":memory:" if kind == "sqlite-memory" else path
        documents: Documents = await SqliteDocuments.open(where, clock)
        if kind == "counting":
            documents = CountingDocuments(documents)
        opened.append(documents)
        return documents

    yield open_again
    for documents in opened:
        await documents.close()


@pytest.fixture
async def connect(cosmos_emulator: CosmosEmulator, clock: StandingClock) -> AsyncIterator[Connect]:
    """Make a fresh database in the npm emulator; it can be reached through a proxy too."""
    async with cosmos.npm_database(cosmos_emulator, clock) as connect:
        yield connect


@pytest.fixture
async def proxy(cosmos_emulator: CosmosEmulator) -> AsyncIterator[FaultProxy]:
    async with FaultProxy(cosmos_emulator.endpoint) as proxy:
        yield proxy


@pytest.fixture
async def store(open_store: Opener) -> Documents:
    return await open_store()
