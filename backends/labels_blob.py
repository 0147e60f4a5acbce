"""Return documents as blobs of one container."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from backends.azure_outages import reaching
from backends.label_links import LinkSigner
from backends.label_names import is_label_name, label_name
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from datetime import datetime

    from azure.core.credentials_async import AsyncTokenCredential
    from azure.storage.blob.aio import BlobClient, BlobServiceClient

_NO_CONTAINER = "ContainerNotFound"
_DEADLINE_SECONDS = 10.0  # of one call, with all its repeats
# The client's own patience is a minute; somebody waits for a label with the page open.
_PATIENCE: dict[str, Any] = {
    "connection_timeout": 4,
    "read_timeout": 8,
    "retry_total": 2,
    "initial_backoff": 0.3,
    "increment_base": 1,
    "random_jitter_range": 0.3,
}


class BlobLabelFiles:
    """Keeps each document under a name given once. The container exists already."""

    def __init__(self, service: BlobServiceClient, container: str, *, links: bool = True) -> None:
        self._service = service
        self._container = container
        self._signer = LinkSigner(service, container) if links else None

    @classmethod
    def open(
        cls,
        endpoint: str,
        credential: AsyncTokenCredential,
        container: str,
        *,
        links: bool = True,
        **client: Any,
    ) -> Self:
        """Connect to a storage account as an identity; nothing is asked yet.

        Without `links` the app hands documents out itself, as it must when customers' browsers do
        not reach the account. `client` are options of the SDK's client.

        Raises:
            ValueError: the endpoint names no storage account.
        """
        from azure.storage.blob.aio import BlobServiceClient  # noqa: PLC0415 - in the cloud only

        service = BlobServiceClient(endpoint, credential, **(_PATIENCE | client))
        return cls(service, container, links=links)

    async def put(self, name: str, content: bytes) -> None:
        """Store a document.

        Safe to repeat: an existing one of that name is left as it is. It is read back, and one
        that differs is reported by its name.

        Raises:
            ValueError: the name is not letters, digits, "-", "_" and ":" with one extension.
            BackendUnavailable: the outcome is unknown.
        """
        from azure.core.exceptions import ResourceExistsError  # noqa: PLC0415 - in the cloud only
        from azure.storage.blob import ContentSettings  # noqa: PLC0415 - as above

        settings = ContentSettings(content_type="application/pdf")
        try:
            async with self._reaching():
                blob = self._blob(label_name(name))
                await blob.upload_blob(content, overwrite=False, content_settings=settings)
        except ResourceExistsError:
            kept = await self.get(name)
            if kept is None:
                raise BackendUnavailable("labels", "a document has just been removed") from None
            if kept != content:
                logging.getLogger(__name__).warning("label %s stays as it was first drawn", name)

    async def get(self, name: str) -> bytes | None:
        """Return a document, or None when there is none, whatever the name.

        Raises:
            BackendUnavailable: the account cannot be asked.
        """
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 - in the cloud only

        if not is_label_name(name):
            return None
        try:
            async with self._reaching():
                found = await self._blob(name).download_blob()
                return await found.readall()
        except ResourceNotFoundError:
            return None

    async def delete(self, name: str) -> None:
        """Delete a document; the account keeps it for the days of its soft delete.

        Safe to repeat: one that is gone stays gone.

        Raises:
            BackendUnavailable: the outcome is unknown.
        """
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 - in the cloud only

        if not is_label_name(name):
            return
        with suppress(ResourceNotFoundError):
            async with self._reaching():
                await self._blob(name).delete_blob()

    async def link(self, name: str, now: datetime) -> str | None:
        """Return an address that hands out a document, to whoever has it, for ten minutes.

        None when there is no such document, or when the app hands them out itself.

        Raises:
            BackendUnavailable: the account cannot be asked, or lends no key to sign with.
        """
        if self._signer is None or not is_label_name(name):
            return None
        async with self._reaching():
            is_there = await self._blob(name).exists()
            return await self._signer.link(name, now) if is_there else None

    async def close(self) -> None:
        """Close the connections. The credential is its owner's to close.

        Safe to repeat: a closed client stays closed.
        """
        await self._service.close()

    def _blob(self, name: str) -> BlobClient:
        return self._service.get_blob_client(self._container, name)

    @asynccontextmanager
    async def _reaching(self) -> AsyncGenerator[None]:
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 - in the cloud only

        try:
            async with reaching("labels", _DEADLINE_SECONDS):
                yield
        except ResourceNotFoundError as missing:
            if getattr(missing, "error_code", "") != _NO_CONTAINER:
                raise
            what = f"the account has no container {self._container!r}; deploy it"
            raise BackendUnavailable("labels", what) from None
