"""How collections lie in Cosmos: a container each, with one partition key path and few indexes.

Only what a named query reads is indexed; everything else of a body costs nothing to write. Where
a query sorts by a property and then by id, a composite index carries it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backends.documents_cosmos_envelope import stored_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azure.cosmos.aio import CosmosClient

# Containers let every item say its own time to live, and keep those that say nothing.
_ITEMS_DECIDE = -1


@dataclass(frozen=True, slots=True)
class Container:
    """Where one collection lies. `sorted_by` and `indexed` name properties of the stored body."""

    partition_key: str
    indexed: tuple[str, ...] = ()
    sorted_by: tuple[str, ...] = ()
    sorted_across: tuple[str, ...] = ()
    newest_first: bool = False  # answers across partitions by the time of writing


CONTAINERS: Mapping[str, Container] = {
    "cases": Container(
        "ownerId",
        indexed=(
            "kind",
            "over",
            "case_id",
            "version",
            "sort_key",
            "updated_at",
            "due_at",
            "state",
            "order_id",
        ),
        sorted_by=("version", "sort_key", "updated_at"),
        sorted_across=("due_at", "order_id", "updated_at"),
    ),
    "threads": Container("threadId", indexed=("kind", "sequence"), sorted_by=("sequence",)),
    # A document here is found by its own id, and is alone in its partition.
    "lookups": Container("id", indexed=("kind",)),
    "staff": Container("shopId", indexed=("kind",)),
    "shop": Container("shopId", indexed=("kind",)),
    # The books of the simulated providers, by the reference they were asked with.
    "providers": Container("reference", indexed=("kind",), newest_first=True),
}


def partition_value(collection: str, partition: str) -> str:
    """Return what a partition is called under the key of a collection's container."""
    return stored_id(partition) if CONTAINERS[collection].partition_key == "id" else partition


def definition(collection: str) -> dict[str, Any]:
    """Return a container as the service's own resource format has it; Bicep states the same."""
    container = CONTAINERS[collection]
    key = container.partition_key
    properties = [key, "expires", *(f"body/{name}" for name in container.indexed)]
    sorts = [(f"body/{name}", "id") for name in container.sorted_by]
    sorts += [(f"body/{name}", key, "id") for name in container.sorted_across]
    if container.newest_first:
        properties.append("written")
        sorts.append(("written", key, "id"))
    policy: dict[str, Any] = {
        "indexingMode": "consistent",
        "automatic": True,
        "includedPaths": [{"path": f"/{path}/?"} for path in properties if path != "id"],
        "excludedPaths": [{"path": "/*"}],
    }
    if sorts:
        policy["compositeIndexes"] = [
            [{"path": f"/{path}", "order": "ascending"} for path in sort] for sort in sorts
        ]
    return {
        "id": collection,
        "partitionKey": {"paths": [f"/{key}"], "kind": "Hash", "version": 2},
        "defaultTtl": _ITEMS_DECIDE,
        "indexingPolicy": policy,
    }


async def provision(client: CosmosClient, database: str) -> None:
    """Create the database and its containers, for emulators; in the cloud Bicep does.

    A live account takes this with a key only: its data plane roles create no containers.
    Safe to repeat: what exists already is left as it is.
    """
    from azure.cosmos import PartitionKey, exceptions  # noqa: PLC0415 - loaded with the client

    with suppress(exceptions.CosmosResourceExistsError):
        await client.create_database(database)
    home = client.get_database_client(database)
    for collection in CONTAINERS:
        wanted = definition(collection)
        with suppress(exceptions.CosmosResourceExistsError):
            await home.create_container(
                collection,
                PartitionKey(path=wanted["partitionKey"]["paths"][0]),
                indexing_policy=wanted["indexingPolicy"],
                default_ttl=wanted["defaultTtl"],
            )
