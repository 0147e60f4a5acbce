"""Loads a shop into the document store of an environment, once its role is known there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backends.azure_outages import reaching
from backends.inventory_embedded import EmbeddedInventory
from backends.load import load_shop
from backends.shop_files import read_catalog
from doors.clock import SystemClock
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from azure.core.credentials_async import AsyncTokenCredential

    from backends.documents import Documents
    from backends.load import LoadReport

# A role given a moment ago is not known everywhere yet.
_ATTEMPTS = 10
_PAUSE_S = 30.0
_LONGEST_LOAD_S = 3_600.0


async def patiently[T](
    work: Callable[[], Awaitable[T]], pause: Callable[[float], Awaitable[None]]
) -> T:
    """Try for five minutes. Safe to repeat: for work that may be done twice.

    Raises:
        BackendUnavailable: the service refused to the end.
    """
    for _ in range(_ATTEMPTS - 1):
        try:
            return await work()
        except BackendUnavailable as unavailable:
            print(f"{unavailable}; trying again in half a minute.")
            await pause(_PAUSE_S)
    return await work()


async def load_documents(
    endpoint: str, database: str, folder: Path, credential: AsyncTokenCredential
) -> LoadReport:
    """Load a shop folder and its stock. Safe to repeat: what is stored is left as it is.

    Raises:
        BackendUnavailable: the store does not answer, or does not let us in yet.
    """
    from backends.documents_cosmos import CosmosDocuments  # noqa: PLC0415 - only where it is used

    now = datetime.now(UTC)  # noqa: TID251 - the day the sample's dates count from
    async with reaching("documents", _LONGEST_LOAD_S):
        documents: Documents = await CosmosDocuments.open(
            endpoint, credential, database, SystemClock()
        )
        try:
            return await load_with_stock(folder, documents, now)
        finally:
            await documents.close()


async def load_with_stock(folder: Path, documents: Documents, now: datetime) -> LoadReport:
    """Load a shop folder and count its stock. Safe to repeat: what is counted keeps its count.

    Raises:
        BackendUnavailable: the store does not answer.
    """
    report = await load_shop(folder, documents, now)
    if report.written:
        levels = {one.product_id: one.stock for one in read_catalog(folder).values()}
        await EmbeddedInventory(documents).seed_stock(levels)
    return report
