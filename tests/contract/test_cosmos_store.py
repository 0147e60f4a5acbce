"""What the Cosmos store keeps to itself: its containers, its ids and what surrounds a body."""

from __future__ import annotations

import subprocess
import sys

import pytest

from backends.documents import AlreadyExists, Create, Delete, NotFound, Put, Replace
from backends.documents_cosmos_containers import CONTAINERS, definition, provision
from tests.contract import cosmos

pytestmark = [*cosmos.LOOPBACK, pytest.mark.timeout(300)]

NOTE = {"kind": "note"}
AWKWARD = "order:A/1\\2?3#4~5 é%20~2f"


@pytest.fixture
async def store(connect):
    return await connect()


async def items(connect, collection: str = "cases") -> list[dict]:
    async with connect.client() as client:
        container = client.get_database_client(connect.database).get_container_client(collection)
        return [item async for item in container.query_items("SELECT * FROM c")]


async def test_a_batch_of_one_collection_answers_its_etags_in_order(store):
    (old,) = await store.transact("o", [Create("cases", "gone", NOTE)])

    operations = [Create("cases", "a", NOTE), Delete("cases", "gone", old), Put("cases", "b", NOTE)]
    first, deleted, last = await store.transact("o", operations)

    found = await store.get_many("cases", "o", ["a", "gone", "b"])
    assert {name: document.etag for name, document in found.items()} == {"a": first, "b": last}
    assert deleted == ""


async def test_a_batch_over_two_collections_is_refused_and_writes_nothing(store):
    with pytest.raises(ValueError, match="one container"):
        await store.transact("o", [Create("cases", "a", NOTE), Create("threads", "a", NOTE)])

    assert await store.get("cases", "o", "a") is None


async def test_a_lookup_lies_in_the_partition_of_its_own_id(store):
    await store.transact(AWKWARD, [Put("lookups", AWKWARD, NOTE)])

    assert (await store.get("lookups", AWKWARD, AWKWARD)).body == NOTE
    with pytest.raises(ValueError, match="its own id"):
        await store.transact("elsewhere", [Put("lookups", AWKWARD, NOTE)])


async def test_an_id_may_have_characters_cosmos_refuses(store):
    (etag,) = await store.transact("o", [Create("cases", AWKWARD, NOTE)])
    await store.transact("o", [Replace("cases", AWKWARD, {"kind": "case"}, etag)])

    page = await store.query("by_kind", "o", {"collection": "cases", "kinds": ["case"]})
    (document,) = page.documents
    assert document.id == AWKWARD
    assert document == await store.get("cases", "o", AWKWARD)
    await store.transact("o", [Delete("cases", AWKWARD, document.etag)])
    assert await store.get("cases", "o", AWKWARD) is None


async def test_properties_of_ours_and_of_the_caller_never_meet(store, connect):
    names = ("id", "ownerId", "op", "ttl", "expires", "written", "_etag", "_ts", "body")
    body = {"kind": "note"} | {name: f"the caller's {name}" for name in names}

    await store.transact("o", [Create("cases", "a", body, ttl_seconds=60)])

    assert (await store.get("cases", "o", "a")).body == body
    (item,) = await items(connect)
    assert (item["id"], item["ownerId"], item["ttl"], item["body"]) == ("a", "o", 60, body)
    assert len(item["op"]) == 16


async def test_every_write_has_an_operation_id_of_its_own(store, connect):
    await store.transact("o", [Create("cases", "a", NOTE), Create("cases", "b", NOTE)])
    await store.transact("o", [Create("cases", "c", NOTE)])

    first, second, third = (item["op"] for item in await items(connect))
    assert first == second != third


async def test_an_expired_item_still_there_is_in_nobodys_way(store, clock, connect):
    old = [Create("cases", name, {"kind": "old"}, ttl_seconds=60) for name in "abcd"]
    etags = await store.transact("o", old)
    clock.advance(60)
    assert len(await items(connect)) == 4

    for late in (Replace("cases", "c", NOTE, etags[2]), Delete("cases", "c", etags[2])):
        with pytest.raises(NotFound):
            await store.transact("o", [late])
    with pytest.raises(NotFound):
        await store.transact("o", [Put("cases", "e", NOTE), Replace("cases", "d", NOTE, "other")])
    assert await store.get("cases", "o", "e") is None


async def test_several_expired_items_make_way_for_one_batch(store, clock):
    names = ["a", "b", "c", "d"]
    await store.transact("o", [Create("cases", name, {"kind": "old"}, 60) for name in names])
    clock.advance(60)

    etags = await store.transact("o", [Create("cases", name, NOTE) for name in names])

    found = await store.get_many("cases", "o", names)
    assert [found[name].etag for name in names] == list(etags)
    with pytest.raises(AlreadyExists):
        await store.transact("o", [Create("cases", "b", NOTE)])


async def test_provisioning_twice_changes_nothing(store, connect):
    await store.transact("o", [Create("cases", "a", NOTE)])

    async with connect.client() as client:
        await provision(client, connect.database)
        database = client.get_database_client(connect.database)
        for name in CONTAINERS:
            found = await database.get_container_client(name).read()
            wanted = definition(name)
            assert found["partitionKey"]["paths"] == wanted["partitionKey"]["paths"]
            assert found["indexingPolicy"] == wanted["indexingPolicy"]
            assert found["defaultTtl"] == wanted["defaultTtl"]

    assert await store.get("cases", "o", "a") is not None


def test_importing_the_store_loads_no_client():
    code = "import sys, backends.documents_cosmos, backends.credentials; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own command line

    assert not [name for name in done.stdout.split() if name.startswith(("azure", "aiohttp"))]
