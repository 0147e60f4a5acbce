"""Builds the page for the API of this environment: python -m tools.cloud.page."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

from tools.page import PAGE, build

if TYPE_CHECKING:
    from pathlib import Path

_SELF = "connect-src 'self'"


def main() -> int:
    """Build, then write what this environment's page needs; say what is missing."""
    problem = build() or address(PAGE / "dist", PAGE, os.environ.get("API_ORIGIN", ""))
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


def address(dist: Path, page: Path, api_origin: str) -> str:
    """Tell a built page where its API is; return "" or one sentence that says what is wrong.

    The page asks for `config.json` at start, and its content policy lets it reach that origin and
    no other. Safe to repeat: both files are written whole.
    """
    where = urlparse(api_origin)
    if where.scheme != "https" or api_origin != f"https://{where.netloc}":
        return f"API_ORIGIN must be https://host, not {api_origin!r}: run azd provision."
    if not (dist / "index.html").is_file():
        return f"{dist.name} has no index.html: the page was not built."
    config = json.loads((page / "public" / "config.json").read_text(encoding="utf-8"))
    _write(dist / "config.json", config | {"api_origin": api_origin})
    hosting = json.loads((page / "staticwebapp.config.json").read_text(encoding="utf-8"))
    _write(dist / "staticwebapp.config.json", opened_to(hosting, api_origin))
    # What lies in dist is no longer the local page, so the next local start builds again.
    (dist / ".built").unlink(missing_ok=True)
    return ""


def opened_to(hosting: dict[str, Any], api_origin: str) -> dict[str, Any]:
    """Return the hosting settings whose content policy also lets the page reach its API.

    Raises:
        ValueError: the policy does not say what the page may reach.
    """
    headers = dict(hosting["globalHeaders"])
    policy = headers["Content-Security-Policy"]
    if policy.count(_SELF) != 1:
        message = f"staticwebapp.config.json must say {_SELF} once."
        raise ValueError(message)
    headers["Content-Security-Policy"] = policy.replace(_SELF, f"{_SELF} {api_origin}")
    return hosting | {"globalHeaders": headers}


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
