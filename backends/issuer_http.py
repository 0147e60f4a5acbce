"""Fetches the key set of an issuer over HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from returns.errors import BackendUnavailable

_TIMEOUT_S = 5.0
_MOST_BYTES = 256 * 1024
_OK = 200


@dataclass(frozen=True, slots=True)
class KeySetAddress:
    """Where an issuer publishes its keys. Another address it may send us to is not followed."""

    uri: str
    timeout_s: float = _TIMEOUT_S

    async def fetch(self) -> bytes:
        """Return the key set as it is published, at most 256 KB of it.

        Raises:
            BackendUnavailable: it did not answer in time (five seconds), or with something else.
        """
        import aiohttp  # noqa: PLC0415 - only who trusts an issuer needs it

        timeout = aiohttp.ClientTimeout(total=self.timeout_s)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(self.uri, allow_redirects=False) as answer,
            ):
                if answer.status != _OK:
                    raise BackendUnavailable("issuer", f"{self.uri} answered {answer.status}")
                body = await answer.content.read(_MOST_BYTES + 1)
                while len(body) <= _MOST_BYTES and (more := await answer.content.read(_MOST_BYTES)):
                    body += more
        except (aiohttp.ClientError, TimeoutError, OSError) as failure:
            why = f"{self.uri} did not answer: {type(failure).__name__}"
            raise BackendUnavailable("issuer", why) from failure
        if len(body) > _MOST_BYTES:
            raise BackendUnavailable("issuer", f"{self.uri} answered too much")
        return body
