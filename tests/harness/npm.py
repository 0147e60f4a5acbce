"""Installs the npm package a harness starts, once, as its lock file says."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OLDEST_NODE = 20


def node() -> str:
    """Return the program that runs a launcher, or "" where there is none."""
    return shutil.which("node") or ""


def impossible(folder: Path) -> str:
    """Install what the folder locks, unless it is there; return why it cannot be used, or ""."""
    return _unusable() or _install(folder)


def _unusable() -> str:
    if not node():
        return "Node is missing"
    found = subprocess.run([node(), "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - our own command line
    version = found.stdout.strip().removeprefix("v")
    major = version.partition(".")[0]
    if major.isdigit() and int(major) >= _OLDEST_NODE:
        return ""
    return f"Node {version or 'that does not start'} is older than {_OLDEST_NODE}"


def _install(folder: Path) -> str:
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    # Written last, so that half an installation is none. Its content says of which lock file.
    installed = folder / "node_modules" / ".installed"
    with (folder / "package.json").open() as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)
        if installed.is_file() and installed.read_text() == wanted:
            return ""
        npm = shutil.which("npm")
        if npm is None:
            return "npm is missing"
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own command line
        if done.returncode:
            return f"npm ci failed: {done.stderr.strip()[-200:]}"
        installed.write_text(wanted)
        return ""
