"""Runs every test this machine can run: python -m tools.tests (make test)."""

from __future__ import annotations

import shutil
import subprocess
import sys

from tools.page import PAGE, ROOT, build


def main() -> int:
    """Build the page, run the page's own tests and then all of pytest."""
    problem = build()
    page = 0
    if problem:
        print(problem, file=sys.stderr)
    else:
        npm = shutil.which("npm") or "npm"
        page = subprocess.run([npm, "test", "--silent"], cwd=PAGE, check=False).returncode
    python = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-n", "2", *sys.argv[1:]]
    tests = subprocess.run(python, cwd=ROOT, check=False).returncode
    return page or tests


if __name__ == "__main__":
    raise SystemExit(main())
