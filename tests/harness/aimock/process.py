"""The mock of a hosted model that knows Azure's paths, as a process of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.harness import npm

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent


class Aimock:
    """One mock on a free port of this machine, told what to answer over HTTP."""

    def __init__(self, log: Path) -> None:
        with log.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                [npm.node(), str(_HERE / "launcher.cjs")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        assert self._process.stdout is not None
        port = self._process.stdout.readline().decode().strip()
        assert port, f"aimock did not start: {log.read_text()}"
        self.endpoint = f"http://127.0.0.1:{port}"
        # Loopback only: whatever proxy the environment names has no part in it.
        self._http = httpx.Client(base_url=f"{self.endpoint}/__aimock", trust_env=False)

    @property
    def azure(self) -> str:
        """The address an Azure client is given."""
        return f"{self.endpoint}/openai/v1/"

    def answer(self, response: dict[str, Any], *, when: dict[str, Any], **how: Any) -> None:
        """Answer requests that match; of two fixtures the earlier one counts."""
        fixture = {"match": when, "response": response} | how
        self._http.post("/fixtures", json={"fixtures": [fixture]}).raise_for_status()

    def forget(self) -> None:
        """Take all answers back; what was asked stays known."""
        self._http.delete("/fixtures").raise_for_status()

    def requests(self) -> list[dict[str, Any]]:
        """Return what was asked since the last reset, oldest first."""
        return self._http.get("/journal").raise_for_status().json()

    def reset(self) -> None:
        self._http.post("/reset").raise_for_status()

    def stop(self) -> None:
        self._http.close()
        self._process.communicate(timeout=10)


@pytest.fixture(scope="session")
def aimock_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aimock]:
    """Start the mock once per test process; skip by name where it cannot be."""
    why = npm.impossible(_HERE)
    if why:
        pytest.skip(f"aimock needs the npm package @copilotkit/aimock: {why}")
    aimock = Aimock(tmp_path_factory.mktemp("aimock") / "aimock.log")
    yield aimock
    aimock.stop()
