"""Measures what a deployment carries and how long it loads: python -m tools.cloud.package."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_NAME = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)
_MB = 1_000_000
_RUNS = 5
_LARGEST = 8


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of one package or folder, as they lie on disk."""

    name: str
    size: int


def main() -> int:
    """Print the sizes and the import time; return 0."""
    own, packages = own_files(), installed()
    print(f"own code      {sum(one.size for one in own) / _MB:7.1f} MB in {len(own)} files")
    print(f"packages      {sum(one.size for one in packages) / _MB:7.1f} MB in {len(packages)}")
    for one in packages[:_LARGEST]:
        print(f"  {one.name:24}{one.size / _MB:7.1f} MB")
    print(f"import        {import_seconds():7.2f} s, the median of {_RUNS} fresh processes")
    return 0


def own_files() -> list[Size]:
    """Return the files of the repository that .funcignore lets into the package."""
    ignored = [
        line
        for line in (ROOT / ".funcignore").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    tracked = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - found where the developer has it
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [
        Size(name, (ROOT / name).stat().st_size)
        for name in tracked
        if not any(_matches(name, pattern) for pattern in ignored) and (ROOT / name).is_file()
    ]


def installed() -> list[Size]:
    """Return the locked packages by size, largest first; one for another platform is left out."""
    locked = _NAME.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    found: list[Size] = []
    for name in locked:
        try:
            files = distribution(name).files or ()
        except PackageNotFoundError:
            continue
        sizes = (
            path.stat().st_size for file in files if (path := Path(str(file.locate()))).is_file()
        )
        found.append(Size(name, sum(sizes)))
    return sorted(found, key=lambda one: one.size, reverse=True)


def import_seconds() -> float:
    """Return how long a fresh process takes to import the app, as the worker does to index it."""
    program = (
        "import time; t = time.perf_counter(); import function_app; print(time.perf_counter() - t)"
    )
    taken = [
        float(
            subprocess.run(
                [sys.executable, "-c", program],
                cwd=ROOT, capture_output=True, text=True, check=True,
            ).stdout
        )
        for _ in range(_RUNS)
    ]  # fmt: skip
    return statistics.median(taken)


def _matches(name: str, pattern: str) -> bool:
    if pattern.endswith("/"):
        return name.startswith(pattern)
    return any(fnmatch(part, pattern) for part in name.split("/"))


if __name__ == "__main__":
    raise SystemExit(main())
