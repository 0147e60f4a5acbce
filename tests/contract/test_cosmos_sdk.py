"""What the Cosmos SDK does when the service fails: the facts the document store is built on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from azure.core import MatchConditions
from azure.cosmos.exceptions import CosmosHttpResponseError

from tests.contract import cosmos
from tests.harness.fault_proxy import Answer, DropAfter, DropBefore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.contract.cosmos import Connect
    from tests.harness.fault_proxy import FaultProxy

pytestmark = [*cosmos.LOOPBACK, pytest.mark.timeout(300)]

THROTTLED = Answer(429, {"x-ms-retry-after-ms": "2"})
ITEM = {"id": "a", "ownerId": "o", "count": 0}


@pytest.fixture
async def container(connect: Connect, proxy: FaultProxy) -> AsyncIterator[Any]:
    """The bare SDK on the container of cases, through the proxy, with one item in it."""
    async with connect.client(proxy.endpoint, retry_backoff_factor=0.002) as client:
        container = client.get_database_client(connect.database).get_container_client("cases")
        await container.create_item(ITEM)
        yield container


async def stored(container: Any) -> dict[str, Any]:
    return await container.read_item("a", "o")


async def test_a_throttled_request_waits_as_told_and_succeeds(container, proxy):
    proxy.plan(THROTTLED, THROTTLED)

    assert (await stored(container))["count"] == 0
    assert len(proxy.seen) == 3


async def test_a_request_throttled_for_ever_gives_up_after_ten(container, proxy):
    proxy.plan(*[THROTTLED] * 12)

    with pytest.raises(CosmosHttpResponseError) as error:
        await stored(container)

    assert error.value.status_code == 429
    assert len(proxy.seen) == 10


@pytest.mark.parametrize("status", [503, 449])
async def test_an_outage_and_a_retry_with_are_not_tried_again(container, proxy, status):
    proxy.plan(Answer(status))

    with pytest.raises(CosmosHttpResponseError) as error:
        await container.create_item(ITEM | {"id": "b"})

    assert error.value.status_code == status
    assert len(proxy.seen) == 1


async def test_a_read_whose_connection_drops_is_tried_again(container, proxy):
    proxy.plan(DropBefore())

    assert (await stored(container))["count"] == 0
    assert len(proxy.seen) == 2


async def test_a_create_whose_answer_is_lost_is_tried_again_and_meets_itself(container, proxy):
    proxy.plan(DropAfter())

    with pytest.raises(CosmosHttpResponseError) as error:
        await container.create_item(ITEM | {"id": "b"})

    assert error.value.status_code == 409
    assert (await container.read_item("b", "o"))["id"] == "b"


async def test_a_replace_whose_answer_is_lost_is_refused_although_it_won(container, proxy):
    before = await stored(container)
    proxy.plan(DropAfter())

    with pytest.raises(CosmosHttpResponseError) as error:
        await container.replace_item(
            "a",
            ITEM | {"count": 7},
            etag=before["_etag"],
            match_condition=MatchConditions.IfNotModified,
        )

    assert error.value.status_code == 412
    assert (await stored(container))["count"] == 7


async def test_an_increment_whose_answer_is_lost_counts_twice(container, proxy):
    proxy.plan(DropAfter())

    await container.patch_item("a", "o", [{"op": "incr", "path": "/count", "value": 1}])

    assert (await stored(container))["count"] == 2
