"""The size of the built page as a browser loads it."""

from __future__ import annotations

import gzip
from typing import Any

from bench.desk_drive import ROOT


def page_size() -> dict[str, Any]:
    """Return the gzip size of what the page loads at its start, in KB; sign-in comes later."""
    assets = ROOT / "static_web" / "dist" / "assets"
    sizes = {
        ending: sum(
            len(gzip.compress(path.read_bytes()))
            for path in assets.glob(f"*.{ending}")
            if not path.name.startswith("oidc-")
        )
        for ending in ("js", "css")
    }
    return {
        "javascript_kb": round(sizes["js"] / 1024, 1),
        "styles_kb": round(sizes["css"] / 1024, 1),
    }
