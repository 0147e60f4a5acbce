"""The host's own routes: what runs, run it now, and what time it is."""

import json
import os
import time
from typing import Any, Protocol, cast

from local_host.asgi import (
    TOO_LARGE,
    BodyTooLarge,
    Disconnected,
    Receive,
    Scope,
    Send,
    read_body,
    send_bytes,
    send_json,
    send_problem,
)
from local_host.clock import ClockRefused, HostClock
from local_host.duration import parse_iso_duration
from local_host.listing import Listing
from local_host.worker import Function

_BODY_LIMIT_BYTES = 1_048_576
_VERSION = "4.local"

_CLOCK_FORMS = (
    'Send {"advance": "P14D"}, {"advance_seconds": 60} or {"offset_seconds": 3600} as JSON.'
)


class Invoker(Protocol):
    """Starts one run of a function outside its schedule."""

    def run_now(self, function: Function) -> None: ...


class ClockFollower(Protocol):
    """Something that waits by the host's clock."""

    def clock_moved(self) -> None: ...


class Admin:
    """Answers under `/admin`; the front has already kept strangers out."""

    def __init__(
        self,
        listing: Listing,
        clock: HostClock,
        timers: Invoker,
        followers: tuple[ClockFollower, ...],
    ) -> None:
        self._listing = listing
        self._clock = clock
        self._timers = timers
        self._followers = followers
        self._started = time.monotonic()

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request whose path begins with `/admin/`."""
        path = str(scope["path"]).removeprefix("/admin/").strip("/")
        name = path.removeprefix("functions/")
        match (scope["method"], path):
            case ("GET", "functions"):
                await send_json(send, 200, self._listing.documents())
            case ("GET", "host/status"):
                await send_json(send, 200, self._status())
            case ("GET" | "POST", "host/ping"):
                await send_bytes(send, 200)
            case ("GET", "clock"):
                await send_json(send, 200, self._time())
            case ("POST", "clock"):
                await self._move_clock(scope, receive, send)
            case ("GET", _) if name in self._listing.functions:
                await send_json(send, 200, self._listing.document(name))
            case ("POST", _) if path.startswith("functions/"):
                await self._run(name, send)
            case _:
                await send_problem(send, 404, f"There is no {scope['method']} /admin/{path}.")

    async def _run(self, name: str, send: Send) -> None:
        function = self._listing.functions.get(name)
        if function is None:
            await send_problem(send, 404, f"There is no function {name!r}.")
        elif function.kind != "timerTrigger":
            await send_problem(
                send,
                400,
                f"{name} has a {function.kind}; only timer functions are run from here.",
            )
        else:
            self._timers.run_now(function)
            await send_bytes(send, 202)

    async def _move_clock(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, limit_bytes=_BODY_LIMIT_BYTES)
            _move(self._clock, body)
        except Disconnected:
            return
        except BodyTooLarge:
            await send_problem(send, 413, TOO_LARGE)
        except (ClockRefused, ValueError) as refusal:
            await send_problem(send, 400, str(refusal))
        else:
            for follower in self._followers:
                follower.clock_moved()
            await send_json(send, 200, self._time())

    def _time(self) -> dict[str, Any]:
        return {
            "now": self._clock.now().isoformat(),
            "offset_seconds": self._clock.offset_seconds,
        }

    def _status(self) -> dict[str, Any]:
        return {
            "id": "localhost",
            "state": "Running",
            "version": _VERSION,
            "processUptime": int((time.monotonic() - self._started) * 1000),
            "processId": os.getpid(),
            "functionCount": len(self._listing.functions),
        }


def _move(clock: HostClock, body: bytes) -> None:
    try:
        document: object = json.loads(body)
    except ValueError:
        raise ValueError(_CLOCK_FORMS) from None
    wishes = cast("dict[str, object]", document) if isinstance(document, dict) else {}
    match list(wishes.items()):
        case [("advance", str(text))]:
            clock.advance(parse_iso_duration(text).total_seconds())
        case [("advance_seconds", int() | float() as seconds)] if seconds is not True:
            clock.advance(seconds)
        case [("offset_seconds", int() | float() as seconds)] if seconds is not True:
            clock.set_offset(seconds)
        case _:
            raise ValueError(_CLOCK_FORMS)
