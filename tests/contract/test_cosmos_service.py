"""What only the real service can answer; the npm emulator skips each with its reason.

To run these and the whole contract suite against a live account, or against Microsoft's container
emulator, set COSMOS_ENDPOINT and what `tests/contract/cosmos.py` says beside it:

    COSMOS_ENDPOINT=https://<account>.documents.azure.com:443/ COSMOS_DATABASE=returns-contract \\
        python -m pytest -rs tests/contract -k cosmos-live
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from azure.cosmos.exceptions import CosmosHttpResponseError

from backends.documents import Create
from backends.documents_cosmos_wire import CosmosWire, Patience, Refusal
from tests.contract import cosmos

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.contract.clocks import StandingClock
    from tests.contract.cosmos import Connect

NOTE = {"kind": "note"}


@pytest.fixture(params=cosmos.PARAMETERS)
async def database(request: pytest.FixtureRequest, clock: StandingClock) -> AsyncIterator[Connect]:
    async with cosmos.database(request, clock) as connect:
        yield connect


async def test_the_service_itself_removes_an_expired_item(database):
    store = await database()
    await store.transact("o", [Create("cases", "brief", NOTE, ttl_seconds=2)])

    async with database.client() as client:
        container = client.get_database_client(database.database).get_container_client("cases")
        left = [item async for item in container.query_items("SELECT * FROM c")]
        for _ in range(60):
            if not left:
                break
            await asyncio.sleep(1)
            left = [item async for item in container.query_items("SELECT * FROM c")]
    assert left == []


async def test_the_service_itself_refuses_a_larger_item(database):
    async with database.client() as client:
        wire = CosmosWire(client, database.database, Patience(), lambda *_: None)
        item = {"id": "a", "ownerId": "o", "body": "x" * 2_200_000}

        with pytest.raises(Refusal) as refusal:
            await wire.batch("cases", "o", [("create", (item,), {})])

    assert refusal.value.status == 413


async def test_a_call_is_charged_by_what_it_does(database):
    told: list[tuple[str, float]] = []
    store = await database(charged=lambda *call: told.append(call))
    await store.get("cases", "o", "a")
    told.clear()

    await store.transact("o", [Create("cases", "a", NOTE)])
    await store.get("cases", "o", "a")
    await store.query("owner_cases", "o", {})

    write, read, query = (charge for _, charge in told)
    assert write > query > read


async def test_the_account_reads_what_another_client_wrote(database):
    """An effect reads what the turn has just saved in another instance."""
    async with database.client() as client:
        account = await client._get_database_account()

    assert account.ConsistencyPolicy["defaultConsistencyLevel"] in {"Strong", "BoundedStaleness"}


async def test_a_wrong_key_is_refused(database):
    database.secret = "d3Jvbmc="

    with pytest.raises(CosmosHttpResponseError):
        await database()
