"""An identity whose tokens nobody has signed, for services that look at them at most."""

from __future__ import annotations

import base64
import json
from typing import Any, Self

from azure.core.credentials import AccessToken

from doors.clock import SystemClock

_HOUR = 3600
_STORAGE, _ISSUER = "https://storage.azure.com", "https://sts.windows.net/tenant/"


class Identity:
    """A credential; `scopes` holds what tokens were asked for, `closed` how often it was closed."""

    def __init__(self) -> None:
        self.scopes: list[str] = []
        self.closed = 0

    async def get_token(self, *scopes: str, **_options: Any) -> AccessToken:
        self.scopes += scopes
        now = int(SystemClock().now().timestamp())
        claims = {
            "aud": _STORAGE,
            "iss": _ISSUER,
            "iat": now - _HOUR,
            "nbf": now - _HOUR,
            "exp": now + _HOUR,
            "oid": "the-app",
            "tid": "tenant",
        }
        token = ".".join([_part({"alg": "none", "typ": "JWT"}), _part(claims), ""])
        return AccessToken(token, now + _HOUR)

    async def close(self) -> None:
        self.closed += 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
