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
from typing import TYPE_CHECKING, Any

import pytest

from backends.credentials import credential
from backends.documents_cosmos import CosmosDocuments
from backends.documents_cosmos_containers import CONTAINERS, provision
from backends.documents_cosmos_wire import Patience

if TYPE_CHECKING:
    from collections.abc import Callable

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
NPM = pytest.param("cosmos-npm", marks=[*LOOPBACK, _ONE_PIECE, _LONG])
LIVE = pytest.param("cosmos-live", marks=[pytest.mark.enable_socket, _ONE_PIECE, _LONG])
PARAMETERS = (NPM, LIVE) if LIVE_ENDPOINT else (NPM,)
# Tries again at once, and blames no busy machine.
QUICK = Patience(deadline_seconds=30, pause_seconds=0.002)

_ONE_COLLECTION = "a Cosmos batch writes to one container, so to one collection"
_NPM = "the npm emulator"
# What a backend cannot answer, by test: pytest prints these reasons.
UNSUPPORTED: dict[tuple[str, str], str] = {
    (backend, "test_a_batch_is_applied_whole_and_answers_its_etags_in_order"): _ONE_COLLECTION
    for backend in ("cosmos-npm", "cosmos-live")
} | {
    ("cosmos-npm", "test_the_service_itself_removes_an_expired_item"): f"{_NPM} expires nothing",
    ("cosmos-npm", "test_the_service_itself_refuses_a_larger_item"): f"{_NPM} has no limit",
    ("cosmos-npm", "test_a_call_is_charged_by_what_it_does"): f"{_NPM} charges 1 for everything",
    ("cosmos-npm", "test_the_account_reads_what_another_client_wrote"): f"{_NPM} has one replica",
    ("cosmos-npm", "test_a_wrong_key_is_refused"): f"{_NPM} reads no key",
}


def skip_unsupported(backend: str, test: str) -> None:
    """Skip a test by name and reason when the backend cannot answer it."""
    reason = UNSUPPORTED.get((backend, test.partition("[")[0]))
    if reason:
        pytest.skip(f"{backend} cannot answer {test}: {reason}")


async def npm_opener(emulator: CosmosEmulator, clock: Clock) -> Callable[..., Any]:
    """Make a fresh database in the emulator; return what connects to it."""
    database = emulator.next_database()
    async with _client(emulator.endpoint, emulator.key) as client:
        await provision(client, database)

    async def opened(endpoint: str = emulator.endpoint, **options: Any) -> CosmosDocuments:
        options = {"patience": QUICK} | options
        return await CosmosDocuments.open(
            endpoint, emulator.key, database, clock, emulator=True, **options
        )

    return opened


async def live_opener(clock: Clock) -> Callable[..., Any]:
    """Empty the live database; return what connects to it."""
    await swept()

    async def opened(**options: Any) -> CosmosDocuments:
        return await CosmosDocuments.open(
            LIVE_ENDPOINT,
            _LIVE_KEY or credential(),
            _LIVE_DATABASE,
            clock,
            emulator=bool(_LIVE_KEY),
            **options,
        )

    return opened


async def swept() -> None:
    """Delete every item of the live database."""
    assert _LIVE_DATABASE.endswith("-contract"), "COSMOS_DATABASE is emptied: name it *-contract"
    async with _client(LIVE_ENDPOINT, _LIVE_KEY or credential()) as client:
        if _LIVE_KEY:
            await provision(client, _LIVE_DATABASE)
        database = client.get_database_client(_LIVE_DATABASE)
        for name, layout in CONTAINERS.items():
            container = database.get_container_client(name)
            async for item in container.query_items("SELECT * FROM c"):
                await container.delete_item(item["id"], item[layout.partition_key])


def _client(endpoint: str, secret: Any) -> CosmosClient:
    from azure.cosmos.aio import CosmosClient  # noqa: PLC0415 - loaded where Cosmos is used

    return CosmosClient(endpoint, secret, enable_endpoint_discovery=not isinstance(secret, str))
