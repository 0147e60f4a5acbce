"""The HTTP server: a port taken early and opened late."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Generator
from typing import Any

import uvicorn

_NEXT_PORTS = 100


class PortTaken(Exception):
    """Another program listens on the port; the text suggests a free one."""


class Server(uvicorn.Server):
    """A uvicorn server that leaves signals to the host and says when it listens."""

    def __init__(self, app: Any, *, grace_seconds: int) -> None:
        config = uvicorn.Config(
            app,
            lifespan="off",
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=grace_seconds,
        )
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port, then say so."""
        await super().startup(sockets=sockets)
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave the signals alone."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """Take a port without opening it: connections are refused until the server listens.

    Raises:
        PortTaken: another program has it, or this user may not have it.
    """
    try:
        return _bound(host, port)
    except OSError as error:
        raise port_taken(host, port, error) from None


def port_taken(host: str, port: int, error: OSError) -> PortTaken:
    """Say why a port cannot be had, and which one can."""
    if error.errno != errno.EADDRINUSE:
        return PortTaken(f"Port {port} on {host} cannot be opened: {error.strerror}.")
    free = _free_port(host, port)
    return PortTaken(f"Port {port} on {host} is taken." + (f" Try --port {free}." if free else ""))


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only a socket that names its protocol has its answers sent without Nagle's delay.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # A port whose last connections are still fading may be taken again at once.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.set_inheritable(False)
    except OSError:
        bound.close()
        raise
    return bound


def _free_port(host: str, port: int) -> int | None:
    for candidate in range(port + 1, min(port + _NEXT_PORTS, 65_536)):
        try:
            _bound(host, candidate).close()
        except OSError:
            continue
        return candidate
    return None
