"""Cosmos databases for the contract suite: a fresh one per test, or a live one swept clean.

`cosmos-npm` is the npm emulator, on every machine with Node. `cosmos-live` is added by the
environment: COSMOS_ENDPOINT names an account (or Microsoft's container emulator), whose database
COSMOS_DATABASE, by default "returns-contract", is emptied around every test, so its name has to
end in "-contract". The process signs in as whoever DefaultAzureCredential finds, with the built-in
data contributor role; COSMOS_KEY, for the container emulator, replaces that, and then the database
and its containers are made here. With a token they have to exist: data plane roles make none.
"""

from __future__ import annotations

import os
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from backends.credentials import close_credential, credential
from backends.documents_cosmos import CosmosDocuments
from backends.documents_cosmos_containers import CONTAINERS, provision
from backends.documents_cosmos_wire import Patience

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from azure.cosmos.aio import CosmosClient

    from returns.ports import Clock
    from tests.harness.cosmos_emulator.process import CosmosEmulator

LIVE_ENDPOINT = os.environ.get("COSMOS_ENDPOINT", "")
_LIVE_KEY = os.environ.get("COSMOS_KEY", "")
_LIVE_DATABASE = os.environ.get("COSMOS_DATABASE", "returns-contract")

# The client sends a body in one piece, also one of over a megabyte.
_ONE_PIECE = pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
LOOPBACK = (pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1", "::1"]))
# The first test of all may install the emulator; a live account is swept over the network.
_LONG = pytest.mark.timeout(300)
NPM_NAME, LIVE_NAME = NAMES = ("cosmos-npm", "cosmos-live")
NPM = pytest.param(NPM_NAME, marks=[*LOOPBACK, _ONE_PIECE, _LONG])
LIVE = pytest.param(LIVE_NAME, marks=[pytest.mark.enable_socket, _ONE_PIECE, _LONG])
PARAMETERS = (NPM, LIVE) if LIVE_ENDPOINT else (NPM,)
# Tries again at once, and blames no busy machine.
QUICK = Patience(deadline_seconds=30, pause_seconds=0.002)

_ONE_COLLECTION = "a Cosmos batch writes to one container, so to one collection"
_NPM = "the npm emulator"
_NO_FEED = f"{_NPM} has no change feed that goes on from a place"
# What a backend cannot answer, by test: pytest prints these reasons.
UNSUPPORTED: dict[tuple[str, str], str] = {
    (backend, "test_a_batch_is_applied_whole_and_answers_its_etags_in_order"): _ONE_COLLECTION
    for backend in NAMES
} | {
    (NPM_NAME, "test_the_service_itself_removes_an_expired_item"): f"{_NPM} expires nothing",
    (NPM_NAME, "test_the_service_itself_refuses_a_larger_item"): f"{_NPM} has no limit",
    (NPM_NAME, "test_a_call_is_charged_by_what_it_does"): f"{_NPM} charges 1 for everything",
    (NPM_NAME, "test_the_account_reads_what_another_client_wrote"): f"{_NPM} has one replica",
    (NPM_NAME, "test_a_wrong_key_is_refused"): f"{_NPM} reads no key",
    (NPM_NAME, "test_a_partition_comes_in_the_order_of_its_commits"): _NO_FEED,
    (NPM_NAME, "test_all_that_was_written_comes_page_by_page"): _NO_FEED,
    (NPM_NAME, "test_an_old_continuation_gives_the_same_changes_again"): _NO_FEED,
    (NPM_NAME, "test_only_what_is_newer_comes_after_a_continuation"): _NO_FEED,
    (NPM_NAME, "test_what_was_deleted_or_has_expired_does_not_come"): _NO_FEED,
}


def skip_unsupported(backend: str, test: str) -> None:
    """Skip a test by name and reason when the backend cannot answer it."""
    reason = UNSUPPORTED.get((backend, test.partition("[")[0]))
    if reason:
        pytest.skip(f"{backend} cannot answer {test}: {reason}")


class Connect:
    """Connects to one database, as often as asked; closes what was connected."""

    def __init__(
        self, endpoint: str, secret: Any, database: str, clock: Clock, *, emulator: bool
    ) -> None:
        self.endpoint, self.secret, self.database = endpoint, secret, database
        self._clock = clock
        self._emulator = emulator
        self._connected: list[CosmosDocuments] = []

    async def __call__(self, endpoint: str = "", **options: Any) -> CosmosDocuments:
        if self._emulator:
            options = {"patience": QUICK} | options
        documents = await CosmosDocuments.open(
            endpoint or self.endpoint,
            self.secret,
            self.database,
            self._clock,
            emulator=self._emulator,
            **options,
        )
        self._connected.append(documents)
        return documents

    def client(self, endpoint: str = "", **options: Any) -> CosmosClient:
        """Return the bare SDK client, to be entered."""
        from azure.cosmos.aio import CosmosClient  # noqa: PLC0415 - loaded where Cosmos is used

        return CosmosClient(
            endpoint or self.endpoint,
            self.secret,
            enable_endpoint_discovery=not self._emulator,
            **options,
        )

    async def close(self) -> None:
        for documents in self._connected:
            await documents.close()


def database(request: pytest.FixtureRequest, clock: Clock) -> AbstractAsyncContextManager[Connect]:
    """Return the database a fixture's parameter means, or skip its test by name and reason."""
    skip_unsupported(request.param, request.node.name)
    if request.param == LIVE_NAME:
        return live_database(clock)
    return npm_database(request.getfixturevalue("cosmos_emulator"), clock)


@asynccontextmanager
async def npm_database(emulator: CosmosEmulator, clock: Clock) -> AsyncIterator[Connect]:
    """Make a fresh database in the npm emulator."""
    connect = Connect(
        emulator.endpoint, emulator.key, emulator.next_database(), clock, emulator=True
    )
    async with connect.client() as client:
        await provision(client, connect.database)
    yield connect
    await connect.close()


@asynccontextmanager
async def live_database(clock: Clock) -> AsyncIterator[Connect]:
    """Empty the live database before and after."""
    assert _LIVE_DATABASE.endswith("-contract"), "COSMOS_DATABASE is emptied: name it *-contract"
    secret = _LIVE_KEY or credential()
    connect = Connect(LIVE_ENDPOINT, secret, _LIVE_DATABASE, clock, emulator=bool(_LIVE_KEY))
    async with connect.client() as client:
        if _LIVE_KEY:
            await provision(client, _LIVE_DATABASE)
        await _sweep(client)
        yield connect
        await connect.close()
        await _sweep(client)
    await close_credential()


async def _sweep(client: CosmosClient) -> None:
    database = client.get_database_client(_LIVE_DATABASE)
    for name, layout in CONTAINERS.items():
        container = database.get_container_client(name)
        async for item in container.query_items("SELECT * FROM c"):
            await container.delete_item(item["id"], item[layout.partition_key])
