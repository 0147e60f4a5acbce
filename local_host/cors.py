"""Cross-origin answers for the origins local.settings.json or --cors names."""

from local_host.asgi import Event, Scope, Send, header, send_bytes


class CORS:
    """Lets pages of the named origins call the functions; `*` names every origin."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self._origins = frozenset(origins)

    def allows(self, scope: Scope) -> str | None:
        """Return the request's origin when it may read the answer, else None."""
        origin = header(scope, "origin")
        named = origin in self._origins or "*" in self._origins
        return origin if origin and named else None

    async def preflight(self, scope: Scope, send: Send) -> bool:
        """Answer a preflight request; return False when this is none, or not allowed."""
        method = header(scope, "access-control-request-method")
        origin = self.allows(scope)
        if scope["method"] != "OPTIONS" or method is None or origin is None:
            return False
        headers = [
            ("access-control-allow-origin", origin),
            ("access-control-allow-methods", method),
            ("access-control-allow-headers", _requested(scope)),
            ("access-control-max-age", "600"),
            ("vary", "origin"),
        ]
        await send_bytes(send, 204, headers=headers)
        return True

    def marking(self, scope: Scope, send: Send) -> Send:
        """Return a `send` that names the origin in the response's headers."""
        origin = self.allows(scope)
        if origin is None:
            return send
        marks = [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-expose-headers", b"*"),
            (b"vary", b"origin"),
        ]

        async def marked(event: Event) -> None:
            if event["type"] == "http.response.start":
                event = {**event, "headers": [*event.get("headers", ()), *marks]}
            await send(event)

        return marked


def _requested(scope: Scope) -> str:
    return header(scope, "access-control-request-headers") or ""
