"""Signs addresses that hand out one blob for minutes, with a key lent to our identity."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azure.storage.blob import UserDelegationKey
    from azure.storage.blob.aio import BlobServiceClient

LIVES = timedelta(minutes=10)
# The account's clock may be behind ours. With `LIVES` a link is good for fifteen minutes at most.
_SKEW = timedelta(minutes=5)
_KEY_LIVES = timedelta(hours=1)
_KEY_MARGIN = timedelta(minutes=5)
_HANDED_OUT_AS = 'attachment; filename="return-label.pdf"'


class LinkSigner:
    """Signs links to the blobs of one container; a key is asked for once an hour."""

    def __init__(self, service: BlobServiceClient, container: str) -> None:
        if not service.account_name:
            raise ValueError("The blob endpoint must be https://<account>.blob.core.windows.net.")
        self._service = service
        self._account = service.account_name
        self._container = container
        self._lent: tuple[UserDelegationKey, datetime] | None = None
        self._asking = asyncio.Lock()

    async def link(self, name: str, now: datetime) -> str:
        """Return an address that reads this blob, by https, until ten minutes from now.

        Raises:
            azure.core.exceptions.AzureError: the account lends no key.
        """
        from azure.storage.blob import generate_blob_sas  # noqa: PLC0415 - loaded in the cloud only

        signature = generate_blob_sas(
            self._account,
            self._container,
            name,
            user_delegation_key=await self._key(now),
            permission="r",
            protocol="https",
            start=now - _SKEW,
            expiry=now + LIVES,
            content_disposition=_HANDED_OUT_AS,
            cache_control="no-store",
        )
        return f"{self._service.get_blob_client(self._container, name).url}?{signature}"

    async def _key(self, now: datetime) -> UserDelegationKey:
        async with self._asking:
            if self._lent is None or not _good(self._lent[1], now):
                ends = now + _KEY_LIVES
                key = await self._service.get_user_delegation_key(now - _SKEW, ends)
                self._lent = key, now
            return self._lent[0]


def _good(lent_at: datetime, now: datetime) -> bool:
    """Say whether a key lent then outlives a link signed now."""
    return lent_at <= now <= lent_at + _KEY_LIVES - LIVES - _KEY_MARGIN
