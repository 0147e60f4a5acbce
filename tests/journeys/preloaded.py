"""Hosts as real processes that begin with the vendors' packages already imported.

Two thirds of a start are those imports. A parent imports them once and forks a process per host;
each child reads its own environment, imports the host and the product, and is killed for good.
"""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.host.process import ROOT, HostProcess, free_port

_PATIENCE_SECONDS = 30

# Third-party packages only: what is ours is imported anew by every child.
_VENDORS = (
    "azure.durable_functions",
    "azure.functions",
    "azurefunctions.extensions.http.fastapi",
    "chatkit.server",
    "jwt",
    "numpy",
    "opentelemetry.sdk.trace",
    "pydantic",
    "rapidfuzz",
    "reportlab.pdfgen.canvas",
    "ulid",
    "uvicorn",
)


class Preloaded:
    """The parent; `launch` starts one more host."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.preloaded"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._ask() == "ready"

    def launch(self, data: Path, environment: dict[str, str]) -> "PreloadedHost":
        return PreloadedHost(self._ask, data, environment)

    def close(self) -> None:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.close()
        self._parent.wait(20)
        self._parent.stdout.close()

    def _ask(self, **request: Any) -> Any:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        if request:
            self._parent.stdin.write(json.dumps(request) + "\n")
            self._parent.stdin.flush()
        return json.loads(self._parent.stdout.readline())


class PreloadedHost(HostProcess):
    """One host forked from the parent; it lives, is killed and is restarted like any other."""

    def __init__(self, ask: Callable[..., Any], data: Path, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self.log = data.with_suffix(".log")
        argv = [str(ROOT), "--port", str(self.port), "--data", str(data), "--no-reload"]
        pid = ask(argv=argv, environment=environment, log=str(self.log))
        self._process: Any = _Child(pid, ask)
        self.client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)


class _Child:
    """What a host asks of its process, for one whose parent is another process of ours."""

    def __init__(self, pid: int, ask: Callable[..., Any]) -> None:
        self.pid = pid
        self._ask = ask
        self._code: int | None = None

    def poll(self) -> int | None:
        if self._code is None:
            self._code = self._ask(wait=self.pid, patient=False)
        return self._code

    def wait(self, _patience: float | None = None) -> int:
        if self._code is None:
            self._code = self._ask(wait=self.pid, patient=True)
        assert self._code is not None, f"process {self.pid} did not end"
        return self._code

    def send_signal(self, number: int) -> None:
        if self._code is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(9)


def _serve() -> None:
    for name in _VENDORS:
        importlib.import_module(name)
    # A thread would not survive the fork.
    assert threading.active_count() == 1, threading.enumerate()
    children: list[int] = []
    print(json.dumps("ready"), flush=True)  # noqa: T201 - the protocol
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            answer = _status(request["wait"], patient=request["patient"])
        else:
            answer = _fork(request)
            children.append(answer)
        print(json.dumps(answer), flush=True)  # noqa: T201 - the protocol
    for pid in children:
        with contextlib.suppress(ChildProcessError):
            if _status(pid, patient=False) is None:
                os.kill(pid, 9)


def _status(pid: int, *, patient: bool) -> int | None:
    """Return how a child ended; None while it lives, after some patience if asked to have it."""
    deadline = time.monotonic() + (_PATIENCE_SECONDS if patient else 0)
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= deadline:
            return None
        time.sleep(0.01)


def _fork(request: dict[str, Any]) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.update(request["environment"])
    code = 1
    try:
        from local_host.command import main  # noqa: PLC0415 - reads the environment of the child

        code = main(request["argv"])
    finally:
        sys.stdout.flush()
        os._exit(code)
    return 0


if __name__ == "__main__":
    _serve()
