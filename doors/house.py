"""Opens the backends once per process, on the first request, and hands them to every door."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from backends import telemetry
from backends.settings import read_settings
from backends.wiring import Backends, connect
from doors.clock import SystemClock

CLOCK = SystemClock()

_opened: list[Backends] = []
_opening = asyncio.Lock()


async def house() -> Backends:
    """Return the backends.

    Raises:
        SettingsUnusable: the environment is incomplete; every missing name is listed.
    """
    if not _opened:
        async with _opening:
            if not _opened:
                _opened.append(await _open())
    return _opened[0]


async def _open() -> Backends:
    root = Path(os.environ.get("AzureWebJobsScriptRoot", Path.cwd()))  # noqa: SIM112 - the host's spelling
    settings = read_settings(os.environ, root)
    telemetry.configure(console=settings.console_telemetry)
    return await connect(settings, CLOCK)
