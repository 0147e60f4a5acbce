"""Asks the deployed app whether it serves: python -m tools.cloud.smoke.

It starts no return: that needs a customer's token, which a deployment does not have.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# The first start after a deployment pulls the package and warms nothing.
_ATTEMPTS = 12
_PAUSE_S = 15.0
_TIMEOUT_S = 30.0
_STRANGER = "https://stranger.example"
_OK, _UNAUTHORIZED = 200, 401


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 means nothing did."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


type Ask = Callable[[str, str, Mapping[str, str]], Answer]


def main() -> int:
    """Return 0 when everything that needs no customer answers as it should."""
    api, page = os.environ.get("API_ORIGIN", ""), os.environ.get("PAGE_ORIGIN", "")
    if not api or not page:
        print("API_ORIGIN and PAGE_ORIGIN are missing: run azd provision.", file=sys.stderr)
        return 1
    if not awake(ask, f"{api}/api/health", time.sleep):
        print(f"{api}/api/health does not answer 200.", file=sys.stderr)
        return 1
    found = problems(ask, api, page, os.environ.get("RETURNS_BUILD", ""))
    for problem in found:
        print(f"- {problem}", file=sys.stderr)
    print("smoke: failed" if found else f"smoke: {api} and {page} serve")
    return len(found)


def awake(ask: Ask, address: str, pause: Callable[[float], None]) -> bool:
    """Wait until an address answers 200; return whether it did in three minutes."""
    for attempt in range(_ATTEMPTS):
        if ask("GET", address, {}).status == _OK:
            return True
        if attempt + 1 < _ATTEMPTS:
            pause(_PAUSE_S)
    return False


def problems(ask: Ask, api: str, page: str, build: str) -> list[str]:
    """Return what does not answer as it should."""
    found: list[str] = []
    health = _json(ask("GET", f"{api}/api/health", {}))
    if build and health.get("build") != build:
        found.append(f"the app runs build {health.get('build')!r}, this is {build!r}")
    if ask("GET", f"{api}/api/cases", {}).status != _UNAUTHORIZED:
        found.append("/api/cases answers somebody who is not signed in")
    if _json(ask("GET", f"{api}/api/shop", {})).get("sign_in", {}).get("mode") != "oidc":
        found.append("the shop does not send people to an issuer to sign in")
    if _allowed(ask, api, page) != page:
        found.append(f"CORS refuses the page at {page}")
    if _allowed(ask, api, _STRANGER):
        found.append("CORS allows a page that is not ours")
    config = _json(ask("GET", f"{page}/config.json", {}))
    if config.get("api_origin") != api:
        found.append(f"the page talks to {config.get('api_origin')!r}")
    return found


def ask(method: str, address: str, headers: Mapping[str, str]) -> Answer:
    """Ask over the network; whatever goes wrong on the way is status 0."""
    request = urllib.request.Request(address, method=method, headers=dict(headers))  # noqa: S310 - https, from azd
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:  # noqa: S310 - as above
            told = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, response.read().decode("utf-8", "replace"), told)
    except urllib.error.HTTPError as error:
        return Answer(error.code, headers={n.lower(): v for n, v in error.headers.items()})
    except OSError:
        return Answer(0)


def _allowed(ask: Ask, api: str, origin: str) -> str:
    preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = ask("OPTIONS", f"{api}/api/chatkit", preflight)
    return answer.headers.get("access-control-allow-origin", "")


def _json(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body or "{}")
    except ValueError:
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


if __name__ == "__main__":
    raise SystemExit(main())
