"""The blob store emulator as a process of its own, installed once."""

from __future__ import annotations

import subprocess
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness import npm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.certificate import Certificate

_HERE = Path(__file__).parent
_ACCOUNT = "devstoreaccount1"  # the only one it has


class Azurite:
    """One blob service on a free port of this machine; its data is gone when it stops."""

    def __init__(self, certificate: Certificate, log: Path) -> None:
        files = [str(certificate.path), str(certificate.key)]
        with log.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                [npm.node(), str(_HERE / "launcher.cjs"), *files],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        assert self._process.stdout is not None
        port = self._process.stdout.readline().decode().strip()
        assert port, f"Azurite did not start: {log.read_text()}"
        self.origin = f"https://127.0.0.1:{port}"
        self._containers = count(1)

    def next_container(self) -> str:
        """Return the name of a container nobody has used."""
        return f"labels-{next(self._containers)}"

    def stop(self) -> None:
        self._process.communicate(timeout=10)


def account_at(origin: str) -> str:
    """Return the address of the one account, directly or through a proxy."""
    return f"{origin}/{_ACCOUNT}"


@pytest.fixture(scope="session")
def azurite(
    certificate: Certificate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Azurite]:
    """Start the blob service once per test process; skip by name where it cannot be."""
    why = npm.impossible(_HERE)
    if why:
        pytest.skip(f"the Azurite tests need the npm package azurite: {why}")
    emulator = Azurite(certificate, tmp_path_factory.mktemp("azurite") / "azurite.log")
    yield emulator
    emulator.stop()
