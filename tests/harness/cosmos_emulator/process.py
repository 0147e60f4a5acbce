"""The document store emulator as a process of its own, installed once."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent
_MODULES = _HERE / "node_modules"
# Written last, so that half an installation is none. Its content says of which lock file.
_INSTALLED = _MODULES / ".installed"
_OLDEST_NODE = 20
_ANY_KEY = "ZW11bGF0b3I="  # the emulator reads no key, and the client sends none that is empty


class CosmosEmulator:
    """One emulator on a free port of this machine; its data is gone when it stops."""

    key = _ANY_KEY

    def __init__(self, node: str, log: Path) -> None:
        with log.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                [node, str(_HERE / "launcher.cjs")],
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
    node = shutil.which("node")
    why = "Node is missing" if node is None else _unusable(node) or _install()
    if why or node is None:
        pytest.skip(f"cosmos-npm needs the npm package @vercel/cosmosdb-server: {why}")
    emulator = CosmosEmulator(node, tmp_path_factory.mktemp("cosmos") / "emulator.log")
    yield emulator
    emulator.stop()


def _unusable(node: str) -> str:
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - our own command line
    version = found.stdout.strip().removeprefix("v")
    major = version.partition(".")[0]
    if major.isdigit() and int(major) >= _OLDEST_NODE:
        return ""
    return f"Node {version or 'that does not start'} is older than {_OLDEST_NODE}"


def _install() -> str:
    """Install what the lock file says, unless it is there; return why that was impossible."""
    wanted = hashlib.sha256((_HERE / "package-lock.json").read_bytes()).hexdigest()
    with (_HERE / "package.json").open() as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)
        if _INSTALLED.is_file() and _INSTALLED.read_text() == wanted:
            return ""
        npm = shutil.which("npm")
        if npm is None:
            return "npm is missing"
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        done = subprocess.run(command, cwd=_HERE, capture_output=True, text=True, check=False)  # noqa: S603 - our own command line
        if done.returncode:
            return f"npm ci failed: {done.stderr.strip()[-200:]}"
        _INSTALLED.write_text(wanted)
        return ""
