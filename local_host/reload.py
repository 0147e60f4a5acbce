"""Restarts the host when a file of the app changes: a new process, since an app loads once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

_SUFFIXES = frozenset({".py", ".toml", ".json", ".md", ".widget"})
_IGNORED = frozenset({"node_modules", "tests", "__pycache__", "dist", "venv"})

_LOOK_EVERY_SECONDS = 0.4
_KILL_AFTER_SECONDS = 12.0

type Snapshot = dict[Path, tuple[int, int]]


class Supervisor:
    """Runs the host as a child process and starts it anew when the app's files change.

    A child outlives its supervisor only for as long as its own shutdown takes: it holds one end
    of a pipe and stops when the other end closes.

    Args:
        command: the host's command line, without the supervision flag.
        app_dir: the folder to watch.
        data: the folder the app writes to, which is not watched.
    """

    def __init__(self, command: list[str], app_dir: Path, data: Path) -> None:
        self._command = command
        self._data = data
        self._app_dir = app_dir
        self._child: subprocess.Popen[bytes] | None = None
        self._stopping = False

    def run(self) -> int:
        """Supervise until stopped, and return the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        ours, theirs = os.pipe()
        try:
            return self._supervise(ours)
        finally:
            os.close(theirs)
            os.close(ours)

    def _supervise(self, pipe: int) -> int:
        seen = snapshot(self._app_dir, self._data)
        child = self._start(pipe)
        restarted = False
        while True:
            time.sleep(_LOOK_EVERY_SECONDS)
            if self._stopping:
                _end(child)
                return 0
            # Only after a change is a host that fails worth waiting for: the next may mend it.
            if (status := child.poll()) is not None and not restarted:
                return abs(status)
            now = snapshot(self._app_dir, self._data)
            if now == seen:
                continue
            print(f"{_changed(seen, now)} changed: restarting.", flush=True)
            seen = now
            _end(child)
            if not self._stopping:
                child = self._start(pipe)
                restarted = True

    def _start(self, pipe: int) -> subprocess.Popen[bytes]:
        command = [*self._command, "--supervised", str(pipe)]
        # A group of its own keeps the terminal's Ctrl+C from reaching the child twice.
        self._child = subprocess.Popen(command, pass_fds=(pipe,), process_group=0)  # noqa: S603 - our own command line
        return self._child

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        again = self._stopping
        self._stopping = True
        if self._child is not None and self._child.poll() is None:
            # A second Ctrl+C means: now.
            self._child.send_signal(signal.SIGKILL if again else signal.SIGTERM)


def snapshot(app_dir: Path, data: Path) -> Snapshot:
    """Return the time and size of every file that is part of the app."""
    found: Snapshot = {}
    for path in _files(app_dir, data):
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _files(app_dir: Path, data: Path) -> Iterator[Path]:
    for folder, folders, names in app_dir.walk():
        kept = (name for name in folders if name not in _IGNORED and name[0] != ".")
        folders[:] = [name for name in kept if folder / name != data]
        yield from (folder / name for name in names if Path(name).suffix in _SUFFIXES)


def _changed(before: Snapshot, after: Snapshot) -> str:
    paths = sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )
    return paths[0].name + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(_KILL_AFTER_SECONDS)
    except subprocess.TimeoutExpired:
        print("The host did not stop in time and is killed.", file=sys.stderr, flush=True)
        child.kill()
        child.wait()
