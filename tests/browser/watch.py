"""What a page must never do: complain, fail, or call anybody outside its origin."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

# Addresses that never leave the browser; it shows a PDF by pages of its own.
_INSIDE = ("blob:", "data:", "about:", "chrome:", "chrome-extension:")


class Watch:
    """Listens to every page of the watched contexts."""

    def __init__(self, *origins: str) -> None:
        self._origins = list(origins)
        self._noise: list[str] = []
        self._expected: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context, those still to come too."""
        context.on("console", self._said)
        context.on("weberror", lambda failure: self._noise.append(f"failed: {failure.error}"))
        context.on("request", self._asked)

    def allow(self, origin: str) -> None:
        """Allow requests to one more origin."""
        self._origins.append(origin)

    def expect(self, part: str) -> None:
        """Expect something in the console that a test provokes."""
        self._expected.append(part)

    def check(self) -> None:
        silent = [part for part in self._expected if not any(part in line for line in self._noise)]
        surprises = [
            line for line in self._noise if not any(part in line for part in self._expected)
        ]

        assert not surprises, "\n".join(surprises)
        assert not silent, f"expected, and never seen: {silent}"

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            where = message.location["url"]
            self._noise.append(f"{message.type}: {message.text} {where}")

    def _asked(self, request: Request) -> None:
        address = request.url
        home = any(
            address == origin or address.startswith(f"{origin}/") for origin in self._origins
        )
        if not home and not address.startswith(_INSIDE):
            self._noise.append(f"asked {address}")
