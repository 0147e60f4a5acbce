"""The site over a shop in memory, with a customer, another one, staff and nobody before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backends.documents_counting import CountingDocuments
from backends.documents_sqlite import SqliteDocuments
from backends.issuer_keys import SigningKeys
from backends.issuer_oidc import OidcIssuer
from backends.people import People
from doors import house as door
from doors import request
from tests.contract.clocks import StandingClock
from tests.fakes import MemoryInstances
from tests.issuers import TRUST, MemoryIssuer
from tests.unit.chatkit_adapter.tab import AMELIA, ROBERT, House, Tab, a_house
from tests.unit.web_api.site import a_client, a_site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx
    from fastapi import FastAPI


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Open the shop, and let it be the one this process serves."""
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    house = await a_house(CountingDocuments(documents), tmp_path)
    door._opened[:] = [house.backends]
    yield house
    door._opened.clear()
    for rate in (request._CHAT_RATE, request._SIGN_IN_RATE):
        rate._buckets.clear()
    await documents.close()


@pytest.fixture
def trusted(house: House) -> MemoryIssuer:
    """Make the shop one whose people sign in at an issuer, and return that issuer."""
    issuer = MemoryIssuer()
    oidc = OidcIssuer(TRUST, SigningKeys(issuer.fetch), People(house.backends.documents))
    house.backends = replace(house.backends, issuer=oidc, samples=None)
    door._opened[:] = [house.backends]
    return issuer


@pytest.fixture
def instances() -> MemoryInstances:
    return MemoryInstances(running=True)


@pytest.fixture
def site(house: House, instances: MemoryInstances) -> FastAPI:
    assert house
    return a_site(instances)


@pytest.fixture
def robert(site: FastAPI, house: House) -> httpx.AsyncClient:
    return a_client(site, ROBERT, house=house)


@pytest.fixture
def amelia(site: FastAPI, house: House) -> httpx.AsyncClient:
    return a_client(site, AMELIA, house=house)


@pytest.fixture
def staff(site: FastAPI, house: House) -> httpx.AsyncClient:
    return a_client(site, "STAFF-1", "staff", house=house)


@pytest.fixture
def nobody(site: FastAPI, house: House) -> httpx.AsyncClient:
    return a_client(site, house=house)


@pytest.fixture
def tab(house: House) -> Tab:
    return Tab(house)
