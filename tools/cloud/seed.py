"""Loads the shop into the document store of this environment: python -m tools.cloud.seed."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backends.load import described, load_shop
from doors.clock import SystemClock
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from backends.documents import Documents
    from backends.load import LoadReport

ROOT = Path(__file__).resolve().parent.parent.parent
# A role given a moment ago is not known everywhere yet.
_ATTEMPTS = 10
_PAUSE_S = 30.0


def main() -> int:
    """Load, or say what is missing; return 0 unless rows were refused."""
    endpoint, database = os.environ.get("COSMOS_ENDPOINT"), os.environ.get("COSMOS_DATABASE")
    if not endpoint or not database:
        print(
            "COSMOS_ENDPOINT and COSMOS_DATABASE are missing: run azd provision.", file=sys.stderr
        )
        return 1
    folder = ROOT / (os.environ.get("RETURNS_SHOP") or "shops/zava")

    async def once() -> LoadReport:
        return await _load(endpoint, database, folder)

    try:
        report = asyncio.run(patiently(once, asyncio.sleep))
    except BackendUnavailable as unavailable:
        print(f"The document store refused: {unavailable}. See docs/deploy.md.", file=sys.stderr)
        return 1
    print(f"{folder.name} into {endpoint}\n{described(report)}")
    return 1 if report.refused else 0


async def patiently(
    work: Callable[[], Awaitable[LoadReport]], pause: Callable[[float], Awaitable[None]]
) -> LoadReport:
    """Try for five minutes. Safe to repeat: loaded rows are left as they are.

    Raises:
        BackendUnavailable: the store refused to the end.
    """
    for _ in range(_ATTEMPTS - 1):
        try:
            return await work()
        except BackendUnavailable:
            print("The store does not let us in yet; trying again in half a minute.")
            await pause(_PAUSE_S)
    return await work()


async def _load(endpoint: str, database: str, folder: Path) -> LoadReport:
    from azure.identity.aio import DefaultAzureCredential  # noqa: PLC0415 - only where it is used

    from backends.documents_cosmos import CosmosDocuments  # noqa: PLC0415 - as above

    now = datetime.now(UTC)  # noqa: TID251 - the day the sample's dates count from
    async with DefaultAzureCredential() as credential:
        documents: Documents = await CosmosDocuments.open(
            endpoint, credential, database, SystemClock()
        )
        try:
            return await load_shop(folder, documents, now)
        finally:
            await documents.close()


if __name__ == "__main__":
    raise SystemExit(main())
