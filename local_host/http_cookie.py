"""A cookie of the worker's protocol as the text of a Set-Cookie header."""

from datetime import UTC, datetime
from email.utils import format_datetime

from local_host.protos import RpcHttpCookie, SameSite

_SAME_SITE = {
    SameSite.Lax: "Lax",
    SameSite.Strict: "Strict",
    SameSite.ExplicitNone: "None",
}


def cookie_text(cookie: RpcHttpCookie) -> str:
    """Write `cookie` the way a browser reads it."""
    parts = [f"{cookie.name}={cookie.value}"]
    if cookie.domain and cookie.domain.value:
        parts.append(f"Domain={cookie.domain.value}")
    if cookie.path and cookie.path.value:
        parts.append(f"Path={cookie.path.value}")
    if cookie.expires:
        instant = datetime.fromtimestamp(cookie.expires.value.seconds, UTC)
        parts.append(f"Expires={format_datetime(instant, usegmt=True)}")
    if cookie.max_age:
        parts.append(f"Max-Age={int(cookie.max_age.value)}")
    if cookie.secure and cookie.secure.value:
        parts.append("Secure")
    if cookie.http_only and cookie.http_only.value:
        parts.append("HttpOnly")
    if cookie.same_site in _SAME_SITE:
        parts.append(f"SameSite={_SAME_SITE[cookie.same_site]}")
    return "; ".join(parts)
