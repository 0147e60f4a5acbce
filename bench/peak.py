"""Runs a command and prints the most memory it held: python -m bench.peak COMMAND...

A process of its own, since a child's figure includes what its parent held when it began.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main(command: list[str]) -> int:
    """Run the command without its output and return its exit code."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    print(usage.ru_maxrss)
    return process.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
