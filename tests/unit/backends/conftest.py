from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.documents_sqlite import SqliteDocuments
from tests.contract.clocks import StandingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def documents() -> AsyncIterator[SqliteDocuments]:
    opened = await SqliteDocuments.open(":memory:", StandingClock())
    yield opened
    await opened.close()
