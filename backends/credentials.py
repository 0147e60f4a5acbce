"""The identity this process acts as in the cloud: one for every service, and no keys."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azure.identity.aio import DefaultAzureCredential


@cache
def credential() -> DefaultAzureCredential:
    """Return the process's credential; AZURE_CLIENT_ID says which managed identity it is."""
    from azure.identity.aio import DefaultAzureCredential  # noqa: PLC0415 - loaded in the cloud only

    return DefaultAzureCredential()


async def close_credential() -> None:
    """Close the credential's connections. Safe to repeat: the next use makes a new one."""
    if credential.cache_info().currsize:
        held = credential()
        credential.cache_clear()
        await held.close()
