"""Runs the tests: make test. The real kills and the emulators have targets of their own."""

from __future__ import annotations

import os
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
    # Many tests wait for a process of their own, so one worker more than cores; a file stays with
    # one worker, which starts its host once.
    spread = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile"]
    python = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "not slow and not kill and not wire",
        *spread,
        *sys.argv[1:],
    ]
    tests = subprocess.run(python, cwd=ROOT, check=False).returncode
    return page or tests


if __name__ == "__main__":
    raise SystemExit(main())
