"""Builds the page when its sources changed: python -m tools.page [--required]."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "static_web"
_OLDEST_NODE = 20
_BUILT = {".git", "node_modules", "dist"}
NO_NODE = (
    "The page needs Node 20 or newer: install it from nodejs.org or your package manager. "
    "Without it the API starts, and the page is left out."
)


def main() -> int:
    """Return 0 when the page is built and current, or when only the API was asked for."""
    problem = build()
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem and "--required" in sys.argv else 0


def build() -> str:
    """Build what changed; return "" or one sentence that says what is missing.

    Safe to repeat: the same sources are built once.
    """
    npm = shutil.which("npm")
    if npm is None or node_version() < _OLDEST_NODE:
        return NO_NODE
    packages = _digest([PAGE / "package-lock.json", PAGE / "package.json", PAGE / ".npmrc"])
    if _changed(PAGE / "node_modules" / ".installed", packages):
        print("Installing the page's packages (once)")
        if not _ran([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]):
            return "npm ci failed: check the network, or npm's proxy and certificate settings."
        (PAGE / "node_modules" / ".installed").write_text(packages)
    sources = _digest(_sources())
    if _changed(PAGE / "dist" / ".built", sources):
        print("Building the page")
        if not _ran([npm, "run", "build", "--silent"]):
            return "The page could not be built; the lines above say why."
        (PAGE / "dist" / ".built").write_text(sources)
    return ""


def node_version() -> int:
    """Return Node's major version, or 0 when there is none that runs."""
    node = shutil.which("node")
    if node is None:
        return 0
    answered = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answered.stdout.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def _sources() -> list[Path]:
    files = (path for path in PAGE.rglob("*") if path.is_file())
    return sorted(path for path in files if not _BUILT & set(path.relative_to(PAGE).parts))


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.exists():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _changed(stamp: Path, digest: str) -> bool:
    return not stamp.exists() or stamp.read_text() != digest


def _ran(command: list[str]) -> bool:
    return subprocess.run(command, cwd=PAGE, check=False).returncode == 0


if __name__ == "__main__":
    raise SystemExit(main())
