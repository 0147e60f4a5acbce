from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.documents_sqlite import SqliteDocuments
from tests.contract.clocks import StandingClock
from tests.unit.activities.edge import Edge, an_edge

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


POLICY = """Version: 7 (2026-01-31)

## 4 Reasons

### 4.1 Wrong size

A Smart Home Hub of the wrong size can be returned.
"""
PAST_CASE = """{"case_id": "PAST-1", "item": "Smart Home Hub", "category": "smart_home", \
"reason": "WRONG_SIZE", "resolution": "EXCHANGE", "text": "The hub was the wrong size.", \
"outcome": "Replaced.", "days_ago": 3}
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a shop folder with one clause and one past case, so that searches open fast."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "policy.md").write_text(POLICY)
    (folder / "past_cases.jsonl").write_text(PAST_CASE)
    return folder


@pytest.fixture
async def edge(folder: Path, tmp_path: Path) -> AsyncIterator[Edge]:
    """Open the embedded backends over an empty store in memory."""
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    yield await an_edge(documents, folder, tmp_path)
    await documents.close()
