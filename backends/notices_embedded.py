"""An outbox that sends nothing: every notice is kept and can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.provider_book import ProviderBook, Trouble
from returns.ports import Notice

if TYPE_CHECKING:
    from backends.documents import Documents


class EmbeddedNotices:
    """Keeps notices by their message id. `trouble` makes it fail like a real mail server."""

    def __init__(self, documents: Documents, trouble: Trouble | None = None) -> None:
        self.trouble = trouble or Trouble()
        self._outbox = ProviderBook(documents, "notice", Notice, self.trouble)

    async def find(self, message_id: str) -> Notice | None:
        return await self._outbox.find(message_id)

    async def send(self, notice: Notice) -> None:
        """Put a notice in the outbox.

        Safe to repeat: a message id already there is left as it is.
        """
        await self._outbox.once(notice.message_id, notice)

    async def recent(self, limit: int) -> tuple[Notice, ...]:
        """Return the newest notices, newest first."""
        return await self._outbox.recent("recent_notices", limit)

    async def copies(self, message_id: str) -> int:
        """Return how often a message id has really been sent."""
        return len(await self._outbox.entries(message_id))
