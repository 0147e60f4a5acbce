"""One app served on one port: start-up in order, and an end that loses nothing."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from local_host.admin import Admin
from local_host.clock import HostClock
from local_host.cors import CORS
from local_host.data_folder import DataFolder
from local_host.durable import Durable, DurableSettings
from local_host.front import Front
from local_host.http_trigger import HTTPTrigger
from local_host.listing import Listing
from local_host.router import Router
from local_host.scope import require_supported
from local_host.server import Server, bind, port_taken
from local_host.settings import (
    HostSettings,
    is_disabled,
    publish,
    read_host_settings,
    read_local_settings,
)
from local_host.static_site import StaticSite
from local_host.timer_status import TimerStatusStore
from local_host.timers import Timers
from local_host.worker import Worker

GRACE_SECONDS = 5

DEFAULT_PORT = 7071

_INTERRUPTED = 130

_EVERY_ADDRESS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, never bound to


@dataclass(frozen=True)
class HostOptions:
    """What the command line says; a port of None means the app's own choice, then 7071."""

    app_dir: Path
    host: str = "127.0.0.1"
    port: int | None = None
    data: Path = Path(".data")
    static: Path = Path("static_web/dist")
    page_config: str | None = None
    carry_events: bool = False
    cors_origins: tuple[str, ...] = ()
    supervisor_fd: int | None = None


@dataclass(frozen=True)
class _Parts:
    settings: HostSettings
    worker: Worker
    clock: HostClock
    durable: Durable
    timers: Timers
    functions: HTTPTrigger
    listing: Listing
    front: Front


class Host:
    """Serves one app until it is told to stop.

    Raises from `run` what its parts raise when the app or its settings cannot be used; each says
    what to do.
    """

    def __init__(self, options: HostOptions) -> None:
        self._options = options
        self._started = time.monotonic()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Start the app, serve it, and return once it has been stopped."""
        options = self._options
        local = read_local_settings(options.app_dir)
        publish(local.values, options.app_dir)
        settings = read_host_settings(options.app_dir, os.environ)
        _log_to_terminal(settings.log_level)
        port = options.port if options.port is not None else local.port or DEFAULT_PORT
        data = DataFolder(options.data)
        with contextlib.closing(bind(options.host, port)) as listener:
            port = listener.getsockname()[1]
            data.lock(f"process {os.getpid()}, port {port}")
            try:
                cors = CORS((*local.cors_origins, *options.cors_origins))
                parts = await self._assemble(settings, data, cors, port)
                await self._serve(parts, listener)
            finally:
                data.release()

    async def _assemble(
        self, settings: HostSettings, data: DataFolder, cors: CORS, port: int
    ) -> _Parts:
        options = self._options
        base_url = _base_url(options.host, port)
        clock = HostClock(data.clock)
        worker = Worker(options.app_dir, timeout_seconds=settings.timeout_seconds)
        await worker.start()
        require_supported(worker.functions.values())
        for name in [name for name in worker.functions if is_disabled(name, os.environ)]:
            print(f"{name} is switched off by AzureWebJobs.{name}.Disabled.")
            del worker.functions[name]
        router = Router(worker.functions.values(), settings.route_prefix)
        durable_settings = DurableSettings(
            hub=settings.hub,
            max_activities=settings.max_activities,
            max_orchestrations=settings.max_orchestrations,
            default_version=settings.default_version,
            carry_events=options.carry_events,
        )
        durable = Durable(worker, data.database, base_url, durable_settings, clock)
        worker.client_binding = durable.client_binding()
        timers = Timers(worker, TimerStatusStore(data.database), clock, os.environ)
        functions = HTTPTrigger(worker, body_limit_bytes=settings.body_limit_bytes)
        listing = Listing(worker.functions, router, base_url)
        front = Front(
            router=router,
            functions=functions,
            admin=Admin(listing, clock, timers, (durable, timers)),
            durable=durable,
            site=StaticSite(options.static, options.page_config),
            cors=cors,
            route_prefix=settings.route_prefix,
            body_limit_bytes=settings.body_limit_bytes,
        )
        return _Parts(settings, worker, clock, durable, timers, functions, listing, front)

    async def _serve(self, parts: _Parts, listener: socket.socket) -> None:
        self._watch_for_the_end()
        await parts.durable.recover()
        server = Server(parts.front, grace_seconds=GRACE_SECONDS)
        serving = asyncio.create_task(server.serve(sockets=[listener]), name="server")
        opening = asyncio.create_task(server.listening.wait())
        await asyncio.wait({serving, opening}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            opening.cancel()
            await self._end(parts)
            _raise_port_taken(serving, self._options.host, listener)
        parts.timers.start()
        self._report(parts, listener.getsockname()[1])
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        parts.functions.cancel_streams()
        began = time.monotonic()
        await serving
        await self._end(parts, GRACE_SECONDS - (time.monotonic() - began))

    async def _end(self, parts: _Parts, grace_seconds: float = 0) -> None:
        grace_seconds = max(0.0, grace_seconds)
        await asyncio.gather(
            parts.functions.settle(grace_seconds),
            parts.timers.close(grace_seconds),
            parts.durable.close(grace_seconds),
        )
        parts.worker.close()

    def _watch_for_the_end(self) -> None:
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            # Who presses Ctrl+C twice does not want to wait.
            if self._stop.is_set() and number == signal.SIGINT:
                os._exit(_INTERRUPTED)
            self._stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, stop, number)
            except NotImplementedError:
                signal.signal(number, lambda n, _: loop.call_soon_threadsafe(stop, n))
        if self._options.supervisor_fd is not None:
            # The supervisor holds the other end and never writes: readable means it is gone.
            loop.add_reader(self._options.supervisor_fd, self._supervisor_gone)

    def _supervisor_gone(self) -> None:
        if self._options.supervisor_fd is not None:
            asyncio.get_running_loop().remove_reader(self._options.supervisor_fd)
        self._stop.set()

    def _report(self, parts: _Parts, port: int) -> None:
        print("Functions:", *parts.listing.lines(), sep="\n")
        seconds = time.monotonic() - self._started
        count = len(parts.worker.functions)
        offset = parts.clock.offset_seconds
        if offset:
            print(f"The clock is {offset:g} seconds ahead: {parts.clock.now():%Y-%m-%d %H:%M} UTC.")
        base_url = _base_url(self._options.host, port)
        print(f"Listening on {base_url}: port {port}, {count} functions, {seconds:.1f} seconds.")
        if banner := os.environ.get("LOCAL_HOST_BANNER"):
            print(banner)
        print(end="", flush=True)


def _base_url(host: str, port: int) -> str:
    name = "127.0.0.1" if host in _EVERY_ADDRESS else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _raise_port_taken(serving: asyncio.Task[None], host: str, listener: socket.socket) -> None:
    error = serving.exception()
    if isinstance(error, OSError):
        raise port_taken(host, listener.getsockname()[1], error)
    if error is not None:
        raise error


def _log_to_terminal(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # The worker and the vendors' clients tell their own story at INFO, line after line.
    for name in ("azure", "httpx", "httpcore", "openai", "aiohttp", "uvicorn"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
