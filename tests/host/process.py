"""A local host as a real process, for tests that need the whole of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
APPS = Path(__file__).parent / "apps"

_PATIENCE_SECONDS = 20.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(fact: Callable[[], Any], *, within: float = _PATIENCE_SECONDS) -> Any:
    """Return the first true answer of `fact`; fail when there is none in time."""
    deadline = time.monotonic() + within
    while not (answer := fact()):
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.02)
    return answer


class HostProcess:
    """One `python -m local_host`, on a port and a data folder of its own."""

    def __init__(
        self,
        app: Path,
        data: Path,
        *options: str,
        port: int | None = None,
        environment: dict[str, str] | None = None,
        reload: bool = False,
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self.log = data.with_suffix(".log")
        command = [sys.executable, "-m", "local_host", str(app), "--port", str(self.port)]
        command += ["--data", str(data), *options, *([] if reload else ["--no-reload"])]
        settings = {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                command,
                cwd=ROOT,
                env=os.environ | settings | (environment or {}),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.client = httpx.Client(base_url=self.url, timeout=10, trust_env=False)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ready(self) -> "HostProcess":
        """Wait until the port is open."""

        def listening() -> bool:
            assert self._process.poll() is None, self.output
            return self.answers()

        eventually(listening)
        return self

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def exit_code(self) -> int:
        """Wait for the process to end by itself."""
        return self._process.wait(_PATIENCE_SECONDS)

    def stop(self) -> int:
        """Ask it to stop, as Ctrl+C or a service manager would, and wait."""
        self._process.send_signal(signal.SIGTERM)
        return self.close()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self.close()

    def close(self) -> int:
        self.client.close()
        return self._process.wait(_PATIENCE_SECONDS)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.client.post(path, **options)
