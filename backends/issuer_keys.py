"""The signing keys of an issuer: asked for when they are needed, and never asked for in a flood."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import jwt
from jwt.algorithms import RSAAlgorithm

from backends.issuer_token import ALGORITHM
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

type Fetch = Callable[[], Awaitable[bytes]]

# A key that was withdrawn is believed no longer than this, while the issuer answers.
FRESH = timedelta(hours=1)
# And this long while it does not.
BELIEVED = timedelta(hours=24)
# Between two questions to the issuer, whatever the tokens say that come meanwhile.
PAUSE = timedelta(seconds=30)
# Shorter while there is no key at all: nobody can sign in then.
PAUSE_WITHOUT_KEYS = timedelta(seconds=5)

_MIN_BITS = 2048


class SigningKeys:
    """Keeps the keys of one issuer by their ids; concurrent requests share one question to it."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._keys: dict[str, RSAPublicKey] = {}
        self._read_at: datetime | None = None
        self._asked_at: datetime | None = None
        # False as well while the issuer is asked, and when whoever asked went away.
        self._answered = False
        self._asking = asyncio.Lock()

    async def find(self, key_id: str, now: datetime) -> RSAPublicKey | None:
        """Return the key with this id, or None when the issuer has no such key.

        An unknown id makes the issuer be asked once more, since it may have a new key.

        Raises:
            BackendUnavailable: the key is unknown here, and the issuer did not answer.
        """
        if self._known(key_id, now) is None:
            await self._ask(now)
        elif self._is_old(now, FRESH) and not self._asking.locked():
            # The one request that waits; the others go on with the key that is here.
            await self._ask(now)
        found = self._known(key_id, now)
        if found is None and not self._answered:
            raise BackendUnavailable("issuer", "its signing keys cannot be read")
        return found

    def _known(self, key_id: str, now: datetime) -> RSAPublicKey | None:
        return None if self._is_old(now, BELIEVED) else self._keys.get(key_id)

    async def _ask(self, now: datetime) -> None:
        async with self._asking:
            pause = PAUSE if self._keys else PAUSE_WITHOUT_KEYS
            if self._asked_at is not None and abs(now - self._asked_at) < pause:
                return
            self._asked_at, self._answered = now, False
            try:
                self._keys = keys_of(await self._fetch())
            except BackendUnavailable as failure:
                logging.getLogger(__name__).warning("%s", failure)
            else:
                self._read_at, self._answered = now, True

    def _is_old(self, now: datetime, age: timedelta) -> bool:
        return self._read_at is not None and now - self._read_at >= age


def keys_of(body: bytes) -> dict[str, RSAPublicKey]:
    """Return the RS256 keys of a JSON Web Key Set by their ids; others in it are left out.

    Raises:
        BackendUnavailable: it is none, or has no key of ours: that is a broken issuer.
    """
    try:
        told = json.loads(body)["keys"]
        keys = [cast("dict[str, Any]", one) for one in told if isinstance(one, dict)]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BackendUnavailable("issuer", "its answer is no key set") from None
    found = {one["kid"]: key for one in keys if _is_ours(one) and (key := _public_key(one))}
    if not found:
        raise BackendUnavailable("issuer", f"it has no {ALGORITHM} key")
    return found


def _is_ours(key: dict[str, Any]) -> bool:
    return (
        isinstance(key.get("kid"), str)
        and key.get("kty") == "RSA"
        and key.get("use", "sig") == "sig"
        and key.get("alg", ALGORITHM) == ALGORITHM
    )


def _public_key(key: dict[str, Any]) -> RSAPublicKey | None:
    """Return the public half, whatever else the entry says; None when it is broken or too short."""
    try:
        read = RSAAlgorithm.from_jwk({name: key[name] for name in ("kty", "n", "e")})
    except (jwt.InvalidKeyError, ValueError, TypeError, KeyError):
        return None
    public = cast("RSAPublicKey", read)
    return public if public.key_size >= _MIN_BITS else None
