"""The command line: `python -m local_host [APP_DIR]`."""

import argparse
import asyncio
import json
import os
import sys
import threading
from pathlib import Path

from local_host.clock import ClockRefused
from local_host.data_folder import DataFolderInUse
from local_host.host import Host, HostOptions
from local_host.reload import Supervisor
from local_host.route_template import RouteInvalid
from local_host.scope import FeatureUnsupported
from local_host.server import PortTaken
from local_host.settings import SettingsInvalid
from local_host.worker import IndexingFailed

_REFUSALS = (
    ClockRefused,
    DataFolderInUse,
    FeatureUnsupported,
    IndexingFailed,
    PortTaken,
    RouteInvalid,
    SettingsInvalid,
)

_EXIT_PATIENCE_SECONDS = 2.0


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = _parser()
    given = sys.argv[1:] if arguments is None else arguments
    parsed = parser.parse_args(given)
    app_dir = Path(parsed.app_dir).resolve()
    if not (app_dir / os.environ.get("PYTHON_SCRIPT_FILE_NAME", "function_app.py")).is_file():
        parser.error(f"{app_dir} holds no function_app.py")
    _check_page_config(parser, parsed.page_config)
    data = Path(parsed.data or app_dir / ".data").resolve()
    if parsed.reload and parsed.supervised is None and os.name == "posix":
        return Supervisor([sys.executable, "-m", "local_host", *given], app_dir, data).run()
    options = HostOptions(
        app_dir=app_dir,
        host=parsed.host,
        port=parsed.port,
        data=data,
        static=Path(parsed.static or app_dir / "static_web" / "dist").resolve(),
        page_config=_absolute(parsed.page_config),
        carry_events=parsed.carry_events,
        cors_origins=tuple(parsed.cors),
        supervisor_fd=parsed.supervised,
    )
    return _run(options)


def _run(options: HostOptions) -> int:
    try:
        asyncio.run(_serve(options))
    except IndexingFailed as failure:
        print(f"The app does not load: {failure}\n\n{failure.stack}", file=sys.stderr)
    except _REFUSALS as refusal:
        print(refusal, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    else:
        return 0
    return 1


async def _serve(options: HostOptions) -> None:
    status = 1
    try:
        await Host(options).run()
        status = 0
    finally:
        # A function that still blocks a thread must not keep the process alive.
        watchdog = threading.Timer(_EXIT_PATIENCE_SECONDS, os._exit, [status])
        watchdog.daemon = True
        watchdog.start()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m local_host",
        description="Run an Azure Functions app (Python v2 model) on this machine.",
    )
    add = parser.add_argument
    add("app_dir", nargs="?", default=".", help="the folder of function_app.py (default: here)")
    add("--port", type=int, help="default: LocalHttpPort of local.settings.json, else 7071")
    add("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    add("--data", help="the folder that keeps state between starts (default: APP_DIR/.data)")
    add("--static", help="the built pages to serve at / (default: APP_DIR/static_web/dist)")
    add("--page-config", help="a JSON object, or a file of one, served as /config.json")
    add("--cors", action="append", default=[], metavar="ORIGIN", help="an origin that may call")
    add(
        "--no-reload",
        dest="reload",
        action="store_false",
        help="do not restart on changes; a debugger needs this",
    )
    add("--carry-events", action="store_true", help="keep unread events on continue_as_new")
    add("--supervised", type=int, help=argparse.SUPPRESS)
    return parser


def _check_page_config(parser: argparse.ArgumentParser, given: str | None) -> None:
    if given is None:
        return
    try:
        is_text = given.lstrip().startswith("{")
        json.loads(given if is_text else Path(given).read_bytes())
    except (OSError, ValueError) as error:
        parser.error(f"--page-config: {error}")


def _absolute(page_config: str | None) -> str | None:
    # The worker changes the current folder to the app's.
    if page_config is None or page_config.lstrip().startswith("{"):
        return page_config
    return str(Path(page_config).resolve())
