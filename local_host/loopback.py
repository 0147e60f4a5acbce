"""Keeps doors without a key to this machine and away from other web pages."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from local_host.asgi import Scope, header


def refusal(scope: Scope) -> str | None:
    """Return why a request may not use a loopback-only door, or None when it may.

    A page of another site reaches a local port through the visitor's browser: the name it used
    shows in Host, and the site it came from in Origin.
    """
    client = scope.get("client")
    if client is not None and not _is_loopback(client[0]):
        return "This route answers only to this machine."
    host = header(scope, "host") or ""
    if not _is_loopback(urlsplit(f"//{host}").hostname or ""):
        return f"This route does not answer to the name {host!r}; use 127.0.0.1 or localhost."
    origin = header(scope, "origin")
    if origin is not None and origin != f"{scope['scheme']}://{host}":
        return f"This route does not answer to pages of {origin}."
    return None


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
