"""Remembers the customers who were here lately, so that knowing them costs no trip per request."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from backends.people import Person

type Look = Callable[[str], Awaitable[Person | None]]

KNOWN_FOR = timedelta(minutes=5)
# Whoever was not found may have ordered since.
UNKNOWN_FOR = timedelta(seconds=30)
_MOST_PEOPLE = 10_000


class RecentPeople:
    """Finds a person by a key; a change of them shows within five minutes."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._seen: OrderedDict[str, tuple[Person | None, datetime]] = OrderedDict()

    async def find(self, key: str, now: datetime) -> Person | None:
        """Return the person as they were known a moment ago, or as they are.

        Raises:
            BackendUnavailable: they are not remembered and the store does not answer.
        """
        person, until = self._seen.get(key, (None, now))
        if now < until:
            return person
        person = await self._look(key)
        self._seen[key] = person, now + (KNOWN_FOR if person else UNKNOWN_FOR)
        self._seen.move_to_end(key)
        if len(self._seen) > _MOST_PEOPLE:
            self._seen.popitem(last=False)
        return person
