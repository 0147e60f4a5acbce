"""The document store emulator as a process of its own, installed once."""

from __future__ import annotations

import subprocess
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness import npm

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent
_ANY_KEY = "ZW11bGF0b3I="  # the emulator reads no key, and the client sends none that is empty


class CosmosEmulator:
    """One emulator on a free port of this machine; its data is gone when it stops."""

    key = _ANY_KEY

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
        assert port, f"the emulator did not start: {log.read_text()}"
        self.endpoint = f"http://127.0.0.1:{port}"
        self._databases = count(1)

    def next_database(self) -> str:
        """Return the name of a database nobody has used."""
        return f"returns-{next(self._databases)}"

    def stop(self) -> None:
        self._process.communicate(timeout=10)


@pytest.fixture(scope="session")
def cosmos_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CosmosEmulator]:
    """Start the emulator once per test process; skip by name where it cannot be."""
    why = npm.impossible(_HERE)
    if why:
        pytest.skip(f"cosmos-npm needs the npm package @vercel/cosmosdb-server: {why}")
    emulator = CosmosEmulator(tmp_path_factory.mktemp("cosmos") / "emulator.log")
    yield emulator
    emulator.stop()
