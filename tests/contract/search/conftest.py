"""The stub of the search service, in this process and on a port, empty for each test."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.contract.search import shelves
from tests.contract.search.shelves import WIRE, Searches, Stub
from tests.harness.certificate import Certificate, certificate
from tests.harness.search_service.server import SearchServer
from tests.harness.search_service.service import SearchService
from tests.harness.search_service.transport import ENDPOINT, ServiceTransport

__all__ = ["certificate"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def service() -> SearchService:
    return SearchService()


@pytest.fixture
def transport(service: SearchService) -> ServiceTransport:
    return ServiceTransport(service)


@pytest.fixture
def stub(transport: ServiceTransport) -> Stub:
    """The service without a socket."""
    return Stub(ENDPOINT, {"transport": transport})


@pytest.fixture
async def server(service: SearchService, certificate: Certificate) -> AsyncIterator[SearchServer]:
    async with SearchServer(service, certificate) as server:
        yield server


@pytest.fixture
def wire(server: SearchServer, certificate: Certificate) -> Stub:
    return _behind_a_port(server, certificate)


def _behind_a_port(server: SearchServer, certificate: Certificate) -> Stub:
    """Return the service behind a port, whose certificate is trusted."""
    return Stub(server.endpoint, {"connection_verify": str(certificate.path)})


@asynccontextmanager
async def _opened(stub: Stub) -> AsyncIterator[Searches]:
    shop = shelves.a_shop()
    await stub.publish(shop)
    async with stub.searches(shop) as opened:
        yield Searches(opened.policy, opened.products, opened.similar_cases)


# A new implementation joins the suite by a name here.
@pytest.fixture(params=["embedded", "azure", pytest.param("azure-wire", marks=WIRE)])
async def searches(
    request: pytest.FixtureRequest, service: SearchService, stub: Stub
) -> AsyncIterator[Searches]:
    """The three searches of one small shop."""
    if request.param == "embedded":
        yield shelves.in_this_process()
    elif request.param == "azure":
        async with _opened(stub) as opened:
            yield opened
    else:
        trusted: Certificate = request.getfixturevalue("certificate")
        async with (
            SearchServer(service, trusted) as server,
            _opened(_behind_a_port(server, trusted)) as opened,
        ):
            yield opened
