"""Builds the page for the API of this environment: python -m tools.cloud.page."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING

from tools.page import PAGE, build
from tools.page_policy import HOSTING, issuer_of, origin_of, policed, write_json

if TYPE_CHECKING:
    from pathlib import Path

_HTTPS_HOST = re.compile(r"https://[\w.-]+(:\d+)?")


def main() -> int:
    """Build, then write what this environment's page needs; say what is missing."""
    api = os.environ.get("API_ORIGIN", "")
    problem = build() or address(PAGE / "dist", PAGE, api, issuer_of(os.environ))
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


def address(dist: Path, page: Path, api_origin: str, issuer: str) -> str:
    """Tell a built page where its API is; return "" or one sentence that says what is wrong.

    The page asks for `config.json` at start, and its content policy lets it reach that origin, the
    issuer's, and no other. Safe to repeat: both files are written whole.
    """
    if not _HTTPS_HOST.fullmatch(api_origin):
        return f"API_ORIGIN must be https://host, not {api_origin!r}: run azd provision."
    if not _HTTPS_HOST.fullmatch(origin_of(issuer)):
        return f"AUTH_ISSUER must be an https address, not {issuer!r}: azd env set AUTH_ISSUER."
    if not (dist / "index.html").is_file():
        return f"{dist.name} has no index.html: the page was not built."
    config = json.loads((page / "public" / "config.json").read_text(encoding="utf-8"))
    write_json(dist / "config.json", config | {"api_origin": api_origin})
    write_json(dist / HOSTING, policed(page, api_origin, origin_of(issuer)))
    # What lies in dist is no longer the local page, so the next local start builds again.
    (dist / ".built").unlink(missing_ok=True)
    return ""


if __name__ == "__main__":
    raise SystemExit(main())
