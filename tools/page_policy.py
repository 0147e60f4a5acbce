"""Which origins the built page may reach beside its own: its API's and its issuer's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HOSTING = "staticwebapp.config.json"
_SELF = "connect-src 'self'"


def issuer_of(environment: Mapping[str, str]) -> str:
    """Return where the page signs people in; empty where that is not at an issuer."""
    return environment.get("AUTH_AUTHORITY") or environment.get("AUTH_ISSUER", "")


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address, as browsers write an origin."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def policed(page: Path, *origins: str) -> dict[str, Any]:
    """Return the page's hosting settings with a content policy that lets it reach these as well.

    Raises:
        ValueError: the policy does not say what the page may reach.
    """
    return opened_to(json.loads((page / HOSTING).read_text(encoding="utf-8")), *origins)


def opened_to(hosting: dict[str, Any], *origins: str) -> dict[str, Any]:
    """Return hosting settings whose content policy also lets the page reach these origins.

    Raises:
        ValueError: the policy does not say what the page may reach.
    """
    headers = dict(hosting["globalHeaders"])
    policy = headers["Content-Security-Policy"]
    if policy.count(_SELF) != 1:
        message = f"{HOSTING} must say {_SELF} once."
        raise ValueError(message)
    headers["Content-Security-Policy"] = policy.replace(_SELF, " ".join((_SELF, *origins)))
    return hosting | {"globalHeaders": headers}


def keep_local(dist: Path, page: Path, issuer: str) -> None:
    """Let the local page reach a trusted issuer, or none where sample people sign in.

    Safe to repeat: what an earlier start wrote is written anew or taken away.
    """
    if not dist.is_dir():
        return
    if issuer:
        write_json(dist / HOSTING, policed(page, origin_of(issuer)))
    else:
        (dist / HOSTING).unlink(missing_ok=True)


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file."""
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
