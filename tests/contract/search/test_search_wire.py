"""The searches over a real port: TLS, tokens, cut connections, and a service that is slow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backends.search_azure import Patience
from returns.errors import BackendUnavailable
from tests.contract.search.shelves import WIRE, Stub, a_shop
from tests.harness.fault_proxy import DropAfter, DropBefore, Slow
from tests.harness.search_service.service import Reply

if TYPE_CHECKING:
    from tests.harness.search_service.server import SearchServer
    from tests.harness.search_service.service import SearchService

pytestmark = [*WIRE]

SHOP = a_shop()
HASTE = Patience(deadline_seconds=0.5, repeats=2, pause_seconds=0.01)


@pytest.fixture
async def filled(wire: Stub) -> Stub:
    await wire.publish(SHOP)
    return wire


@pytest.mark.parametrize("fault", [DropBefore(), DropAfter()], ids=["before", "after"])
async def test_a_question_is_asked_again_when_its_connection_is_cut(
    filled: Stub, server: SearchServer, service: SearchService, fault: DropBefore | DropAfter
):
    async with filled.met(SHOP) as searches:
        server.plan(fault, fault)
        (found,) = await searches.policy.find("hygiene", 1)

    assert found.section == "3.2"
    assert len(service.seen) == 3


async def test_a_connection_that_is_always_cut_is_an_outage(filled: Stub, server: SearchServer):
    async with filled.met(SHOP) as searches:
        server.plan(*[DropAfter()] * 9)
        with pytest.raises(BackendUnavailable):
            await searches.policy.find("hygiene", 1)


async def test_documents_whose_answer_was_lost_are_sent_again_and_there_once(
    wire: Stub, server: SearchServer, service: SearchService
):
    await wire.publish(SHOP)
    service.documents["returns-policy"].clear()
    server.plan(None, None, DropAfter())  # the index is read, its documents listed and sent

    policy, *_ = await wire.publish(SHOP)

    assert policy.published.sent == len(service.documents["returns-policy"]) == 8


async def test_an_index_whose_making_was_not_confirmed_is_found_made(
    wire: Stub, server: SearchServer, service: SearchService
):
    server.plan(None, DropAfter())  # it is looked for, and made

    await wire.publish(SHOP)

    assert len(service.indexes) == 3


async def test_a_service_that_takes_too_long_is_an_outage(filled: Stub, server: SearchServer):
    hasty = replace(filled, patience=HASTE)
    async with hasty.met(SHOP) as searches:
        server.plan(*[Slow(30)] * 9)
        with pytest.raises(BackendUnavailable, match="search is unavailable: "):
            await searches.policy.find("hygiene", 1)


async def test_nobody_waits_longer_for_a_throttled_service_than_for_any_other(
    filled: Stub, service: SearchService
):
    """Retry-After asks for half a minute; the customer was promised half a second."""
    hasty = replace(filled, patience=HASTE)
    async with hasty.met(SHOP) as searches:
        service.plan(*[Reply(429, headers={"Retry-After": "30"})] * 9)
        with pytest.raises(BackendUnavailable, match="TimeoutError"):
            await searches.policy.find("hygiene", 1)

    assert len(service.seen) == 1


async def test_a_throttled_question_is_answered_after_the_pause_it_was_told(
    filled: Stub, service: SearchService
):
    async with filled.met(SHOP) as searches:
        service.plan(Reply(429, headers={"Retry-After": "1"}))
        (found,) = await searches.policy.find("hygiene", 1)

    assert found.section == "3.2"
    assert len(service.seen) == 2


async def test_a_server_nobody_vouches_for_gets_no_question(wire: Stub, service: SearchService):
    await wire.publish(SHOP)
    service.seen.clear()
    stranger = Stub(wire.endpoint, {})
    async with stranger.searches(SHOP) as searches:
        with pytest.raises(BackendUnavailable, match="ServiceRequestError"):
            await searches.policy.find("hygiene", 1)

    assert service.seen == []


async def test_no_token_is_sent_without_tls(wire: Stub, service: SearchService):
    plain = Stub(wire.endpoint.replace("https://", "http://"), {})
    async with plain.searches(SHOP) as searches:
        with pytest.raises(BackendUnavailable, match="ServiceRequestError"):
            await searches.policy.find("hygiene", 1)

    assert service.seen == []
