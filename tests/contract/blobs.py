"""Label containers in Azurite, a fresh one per test, reached directly or through a proxy."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from backends.labels_blob import BlobLabelFiles
from tests.harness.azurite.process import account_at
from tests.harness.identity import Identity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.harness.azurite.process import Azurite
    from tests.harness.certificate import Certificate

# The first test of all may install the emulator.
MARKS = (
    pytest.mark.wire,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1", "::1"]),
    pytest.mark.timeout(300),
)


class Container:
    """A container nobody else uses; closes whatever was opened on it."""

    def __init__(self, azurite: Azurite, certificate: Certificate) -> None:
        self.azurite, self.certificate = azurite, certificate
        self.identity = Identity()
        self.name = azurite.next_container()
        self._opened: list[BlobLabelFiles] = []

    def open(self, origin: str = "", **options: Any) -> BlobLabelFiles:
        """Open the adapter, at another origin when one is named."""
        trusting = {"connection_verify": str(self.certificate.path)}
        endpoint = account_at(origin or self.azurite.origin)
        labels = BlobLabelFiles.open(endpoint, self.identity, self.name, **(trusting | options))
        self._opened.append(labels)
        return labels

    async def close(self) -> None:
        for labels in self._opened:
            await labels.close()


@asynccontextmanager
async def a_container(azurite: Azurite, certificate: Certificate) -> AsyncIterator[Container]:
    """Make the container, as the templates do in the cloud."""
    container = Container(azurite, certificate)
    await container.open()._service.create_container(container.name)
    yield container
    await container.close()
