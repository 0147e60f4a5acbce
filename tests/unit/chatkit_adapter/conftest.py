"""The sample shop over a store in memory, and a customer's tab before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.documents_counting import CountingDocuments
from backends.documents_sqlite import SqliteDocuments
from tests.contract.clocks import StandingClock
from tests.unit.chatkit_adapter.tab import House, Tab, a_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    yield await a_house(CountingDocuments(documents), tmp_path)
    await documents.close()


@pytest.fixture
def tab(house: House) -> Tab:
    return Tab(house)
