"""Compiles the requirements with hashes and no registry address: python -m tools.lock."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib

from tools.page import ROOT

STAMP = ROOT / "tools" / "lock.sha256"
_COMPILE = [
    "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version", "3.13",
    "--generate-hashes", "--no-header", "--no-annotate",
]  # fmt: skip
_FILES = {
    "requirements.txt": [],
    "requirements-dev.txt": ["--group", "dev", "--constraint", "requirements.txt"],
}
_ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links")


def main() -> int:
    """Compile both files and note what they were compiled from; uv must be installed."""
    for name, options in _FILES.items():
        command = ["uv", *_COMPILE, *options, "-o", name]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            print("Compiling needs uv: pip install uv", file=sys.stderr)
            return 1
        if _ADDRESS.search((ROOT / name).read_text()):
            print(f"{name} names an address; unset the index settings of pip and uv.")
            return 1
    STAMP.write_text(inputs() + "\n")
    return 0


def inputs() -> str:
    """Return a digest of what the requirement files are compiled from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    stated = repr((project["project"]["dependencies"], project["dependency-groups"]))
    return hashlib.sha256(stated.encode()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
