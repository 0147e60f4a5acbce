"""The folder one running host keeps its state in, locked while it runs."""

import sys
from pathlib import Path
from typing import IO


class DataFolderInUse(Exception):
    """Another host holds the folder; the text names it."""


class DataFolder:
    """The files of one host. The operating system frees the lock however the process ends."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._lock: IO[str] | None = None

    @property
    def database(self) -> Path:
        """The one SQLite file, of orchestrations and timers alike."""
        return self.path / "host.db"

    @property
    def clock(self) -> Path:
        """The file of the clock's offset."""
        return self.path / "clock_offset_seconds"

    def lock(self, owner: str) -> None:
        """Take the folder for this process, creating it when absent.

        Args:
            owner: what a second host is told about this one, such as its process and port.

        Raises:
            DataFolderInUse: another process has it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        note = self.path / "owner.txt"
        lock = (self.path / "host.lock").open("a+", encoding="utf-8")
        try:
            _lock_file(lock)
        except OSError:
            lock.close()
            other = note.read_text(encoding="utf-8").strip() if note.exists() else "a process"
            raise DataFolderInUse(
                f"Another local host ({other}) is using {self.path}."
                " Stop it, or give this one a folder of its own with --data."
            ) from None
        note.write_text(f"{owner}\n", encoding="utf-8")
        self._lock = lock

    def release(self) -> None:
        """Give the folder back. Safe to repeat: a folder not held is left alone."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _lock_file(file: IO[str]) -> None:
    """Lock without waiting; raises OSError when another process holds the lock."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on this system only

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - exists on these systems only

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
