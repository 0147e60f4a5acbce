"""The blob store emulator as a process of its own, installed once."""

from __future__ import annotations

import base64
import json
import subprocess
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
from azure.core.credentials import AccessToken

from doors.clock import SystemClock
from tests.harness import npm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.certificate import Certificate

_HERE = Path(__file__).parent
_HOUR = 3600
# The only account Azurite has, and whose service the token of `Identity` is for.
_ACCOUNT = "devstoreaccount1"
_AUDIENCE, _ISSUER = "https://storage.azure.com", "https://sts.windows.net/tenant/"


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

    @property
    def endpoint(self) -> str:
        return account_at(self.origin)

    def next_container(self) -> str:
        """Return the name of a container nobody has used."""
        return f"labels-{next(self._containers)}"

    def stop(self) -> None:
        self._process.communicate(timeout=10)


def account_at(origin: str) -> str:
    """Return the address of the one account, directly or through a proxy."""
    return f"{origin}/{_ACCOUNT}"


class Identity:
    """A credential whose tokens nobody has signed: Azurite reads them and verifies nothing."""

    def __init__(self) -> None:
        self.closed = 0

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        now = int(SystemClock().now().timestamp())
        claims = {
            "aud": _AUDIENCE,
            "iss": _ISSUER,
            "iat": now - _HOUR,
            "nbf": now - _HOUR,
            "exp": now + _HOUR,
            "oid": "the-app",
            "tid": "tenant",
        }
        token = ".".join([_part({"alg": "none", "typ": "JWT"}), _part(claims), ""])
        return AccessToken(token, now + _HOUR)

    async def close(self) -> None:
        self.closed += 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


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
