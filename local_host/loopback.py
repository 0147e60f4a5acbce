"""Keeps doors without a key to this machine and away from other web pages."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from local_host.asgi import Scope, header


def refusal(scope: Scope) -> str | None:
    """Return why a request may not use a loopback-only door, or None when it may.

    A page of another site reaches a local port through the visitor's browser: the name it used
    shows in Host, and the site it came from in Origin.
    """
    client, server = scope.get("client"), scope.get("server")
    if any(end is not None and not _is_loopback(end[0]) for end in (client, server)):
        return "This route answers only to this machine."
    wrong_name = misnamed(scope)
    if wrong_name:
        return wrong_name
    host = header(scope, "host") or ""
    origin = header(scope, "origin")
    if origin is not None and origin != f"{scope['scheme']}://{host}":
        return f"This route does not answer to pages of {origin}."
    return None


def misnamed(scope: Scope) -> str | None:
    """Return why a request under this name is not answered, or None when it is.

    A site whose name was made to point here (DNS rebinding) is same-origin to its own pages; only
    Host tells. A request that came in over the network is asked for by whatever name it has.
    """
    server = scope.get("server")
    host = header(scope, "host") or ""
    named = urlsplit(f"//{host}").hostname or ""
    if (server and not _is_loopback(server[0])) or _is_loopback(named):
        return None
    return f"This host does not answer to the name {host!r}; use 127.0.0.1 or localhost."


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
