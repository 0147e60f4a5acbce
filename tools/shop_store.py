"""Opens the document store of a data folder, or of the cloud's settings, for one command."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from backends.documents_sqlite import SqliteDocuments
from backends.load import DATABASE
from doors.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from backends.documents import Documents

CLOUD_NEEDS = ("COSMOS_ENDPOINT", "COSMOS_DATABASE")


class StoreNotFound(Exception):
    """There is no such store; the message says what to do."""


@asynccontextmanager
async def store(data: Path, *, cloud: bool) -> AsyncGenerator[Documents]:
    """Yield the store, beside a host that is running on it or without one.

    Raises:
        StoreNotFound: no host has ever run on the data folder, or a cloud setting is missing.
    """
    opened = await (_hosted() if cloud else _local(data))
    try:
        yield opened
    finally:
        await opened.close()


async def _local(data: Path) -> Documents:
    if not (data / DATABASE).exists():
        raise StoreNotFound(f"{data} holds no shop yet: start it once with make run.")
    return await SqliteDocuments.open(data / DATABASE, SystemClock())


async def _hosted() -> Documents:
    from backends.credentials import credential  # noqa: PLC0415 - in the cloud only
    from backends.documents_cosmos import CosmosDocuments  # noqa: PLC0415 - as above

    missing = [name for name in CLOUD_NEEDS if not os.environ.get(name)]
    if missing:
        raise StoreNotFound(f"{', '.join(missing)}: take them from azd env get-values.")
    endpoint, database = (os.environ[name] for name in CLOUD_NEEDS)
    return await CosmosDocuments.open(endpoint, credential(), database, SystemClock())
