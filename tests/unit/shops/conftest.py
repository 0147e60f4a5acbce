"""The sample shop loaded once into memory, and a small one to break."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backends.documents_sqlite import SqliteDocuments
from tests.unit.shops.folders import MINIMAL_SHOP

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Standing:
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def today() -> datetime:
    return datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
async def documents(today: datetime) -> AsyncIterator[SqliteDocuments]:
    store = await SqliteDocuments.open(":memory:", Standing(today))
    yield store
    await store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the minimal shop, free to be changed."""
    return Path(shutil.copytree(MINIMAL_SHOP, tmp_path / "shop"))
