"""How much one speaker may send: size before parsing, and a steady rate."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import datetime

from doors.problems import Refused

MAX_BODY_BYTES = 64 * 1024
_MOST_SPEAKERS = 10_000


async def read_body(chunks: AsyncIterable[bytes], declared: str | None) -> bytes:
    """Return a body of at most 64 KB, without ever holding more.

    Raises:
        Refused: `too_large`, as soon as it is known to be.
    """
    if declared and declared.isdigit() and int(declared) > MAX_BODY_BYTES:
        raise _too_large()
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise _too_large()
    return bytes(body)


def _too_large() -> Refused:
    return Refused("too_large", "The message is too long; please send at most 64 KB.")


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: datetime


class Rate:
    """A token bucket per speaker: `burst` at once, then `per_second` of them.

    Kept in this process: with several instances each allows as much, which is meant, since the
    platform spreads one speaker over few of them.
    """

    def __init__(self, *, burst: float, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, speaker: str, now: datetime) -> None:
        """Use one token.

        Raises:
            Refused: `throttled`, with the seconds to wait.
        """
        bucket = self._buckets.pop(speaker, None) or _Bucket(self._burst, now)
        earned = max(0.0, (now - bucket.at).total_seconds()) * self._per_second
        bucket.tokens = min(self._burst, bucket.tokens + earned)
        bucket.at = now
        self._buckets[speaker] = bucket
        if len(self._buckets) > _MOST_SPEAKERS:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            wait = int((1 - bucket.tokens) / self._per_second) + 1
            raise Refused("throttled", f"Please wait {wait} seconds.", retry_after_s=wait)
        bucket.tokens -= 1
