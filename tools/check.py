"""Runs every static check and says which failed: python -m tools.check (make check)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.page import ROOT, build

_BIN = Path(sys.executable).parent
_LINT = ROOT.parent / "shared" / "tools" / "orchestrator_lint.py"

CHECKS = {
    "format": [str(_BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(_BIN / "ruff"), "check", "--quiet", "."],
    "layers": [str(_BIN / "lint-imports"), "--no-cache"],
    "types": [str(_BIN / "pyright")],
    "architecture": [sys.executable, "-m", "pytest", "-q", "tests/architecture"],
}


def main() -> int:
    """Run all checks; return how many failed."""
    checks = dict(CHECKS)
    if _LINT.exists():
        checks["orchestrators"] = [sys.executable, str(_LINT), "orchestrators"]
    failed = [name for name, command in checks.items() if not _passes(name, command)]
    problem = build()
    if problem:
        print(f"page: {problem}")
    print("check: " + (f"failed: {', '.join(failed)}" if failed else "all passed"))
    return len(failed)


def _passes(name: str, command: list[str]) -> bool:
    ran = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    print(f"{name:<14} {'ok' if ran.returncode == 0 else 'FAILED'}", flush=True)
    if ran.returncode:
        print(ran.stdout[-6000:], ran.stderr[-3000:], sep="\n")
    return ran.returncode == 0


if __name__ == "__main__":
    raise SystemExit(main())
