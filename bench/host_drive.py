"""Measures the local host from outside: cold start, doorbell to status, SSE, restart with many."""

from __future__ import annotations

import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from bench.desk_drive import ROOT
from tests.customer import Customer

_FRAMES = 200
_STREAMS = 40
_BELLS = 500
_STARTED, _COMPLETED = 0, 5


class Host:
    """A `python -m local_host` of the product, on a free port and its own data."""

    def __init__(self, data: Path, app: Path = ROOT) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = os.environ | {
            "RETURNS_MODE": "local",
            "RETURNS_SHOP": "shops/zava",
            "RETURNS_DATA": str(data),
            "TASKHUB_NAME": "Bench",
        }
        command = [sys.executable, "-m", "local_host", str(app), "--port", str(self.port)]
        command += ["--data", str(data), "--no-reload"]
        self.begun = time.perf_counter()
        self._process = subprocess.Popen(  # noqa: S603 - our own host
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=60)

    def first_answer(self) -> float:
        """Return the seconds from starting the process to the first health answer."""
        while True:
            try:
                if self.http.get("/api/health").status_code == httpx.codes.OK:
                    return time.perf_counter() - self.begun
            except httpx.TransportError:
                if self._process.poll() is not None:
                    raise RuntimeError("the host ended before it answered") from None
            time.sleep(0.02)

    def listening(self) -> None:
        """Wait until the port is open."""
        until_listening(self.http, self.url)

    def memory_mb(self) -> int:
        """Return the resident memory of the process (Linux and macOS)."""
        shown = subprocess.run(  # noqa: S603 - fixed command
            ["/bin/ps", "-o", "rss=", "-p", str(self._process.pid)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return int(shown.stdout) // 1024

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def cold_start(data: Path) -> dict[str, Any]:
    """Return the time to the first answer: with a new data folder, and with one that is there."""
    first = Host(data)
    fresh = first.first_answer()
    first.stop()
    second = Host(data)
    again = second.first_answer()
    second.stop()
    return {"fresh_data_s": round(fresh, 2), "second_start_s": round(again, 2)}


def doorbell(data: Path) -> dict[str, Any]:
    """Return the time from ringing a case to its new status, over five hundred wakes of one case.

    Every wake reads the case in an activity and publishes a status with another `wake_at`. The
    figure includes the HTTP call that rings and those that look.
    """
    host = Host(data)
    host.first_answer()
    page = Customer(host.url)
    page.press_start()
    page.until(lambda: page.shown()[0] == "DRAFT", "the first status")
    status = f"/runtime/webhooks/durabletask/instances/{page.case()['case_id']}"
    spent = [_rung(page, status) for _ in range(_BELLS)]
    host.stop()
    return {
        "first_20_p50_ms": round(statistics.median(spent[:20]), 1),
        "last_20_p50_ms": round(statistics.median(spent[-20:]), 1),
        "steps": len(spent),
    }


def _rung(page: Customer, status: str) -> float:
    before = page.http.get(status).json()["lastUpdatedTime"], _sequence(page, status)
    begun = time.perf_counter()
    page.http.post(f"{status}/raiseEvent/doorbell", json={}).raise_for_status()
    while _sequence(page, status) == before[1]:
        pass
    return (time.perf_counter() - begun) * 1000


def _sequence(page: Customer, status: str) -> Any:
    """Return what differs between two wakes: the execution that the status belongs to."""
    found = page.http.get(status, params={"showHistory": "true"}).json()
    events = [event for event in found["historyEvents"] if event["EventType"] == _STARTED]
    execution = events[-1]["OrchestrationInstance"]["ExecutionId"] if events else None
    read = any(event["EventType"] == _COMPLETED for event in found["historyEvents"])
    return execution if read else None


def waiting(data: Path, count: int = 10_000) -> dict[str, Any]:
    """Return the restart with many waiting cases: seconds to the first answer, and memory."""
    one = Host(data)
    one.first_answer()
    page = Customer(one.url)
    page.press_start()
    page.until(lambda: page.shown()[0] == "DRAFT", "the first status")
    alone = one.memory_mb()
    one.stop()
    _multiply(data / "host.db", count)
    many = Host(data)
    seconds = many.first_answer()
    memory = many.memory_mb()
    many.stop()
    return {"cases": count, "first_answer_s": round(seconds, 2), "memory_mb": memory,
            "memory_with_one_mb": alone}  # fmt: skip


def _multiply(path: Path, count: int) -> None:
    """Copy the rows of the one waiting instance, each copy under an id of its own."""
    copied = "select {first}, {rest} from {table} join numbers where {key} = ?"
    with sqlite3.connect(path) as db:
        (known,) = db.execute("select id from instances limit 1").fetchone()
        db.execute("create temp table numbers(n integer)")
        db.executemany("insert into numbers values(?)", ((n,) for n in range(count - 1)))
        for table, key, rest in _TABLES:
            select = copied.format(first=f"{key} || '-' || n", rest=rest, table=table, key=key)
            db.execute(f"insert into {table}({key}, {rest}) {select}", (known,))


_TABLES = (
    (
        "instances",
        "id",
        "execution_id, name, version, input, output, custom_status, status, created, updated",
    ),
    ("history", "instance_id", "position, event"),
    ("inbox", "instance_id", "execution_id, visible, timer_id, event"),
)


def streams(data: Path) -> dict[str, Any]:
    """Return the time per frame through the host, over the time per frame of bare Starlette."""
    host = Host(data, ROOT / "bench" / "sse_app")
    host.listening()
    ours = _per_frame(f"{host.url}/api/stream")
    host.stop()
    bare = _bare()
    return {"host_ms_per_frame": round(ours, 4), "bare_ms_per_frame": round(bare, 4),
            "ratio": round(ours / bare, 2)}  # fmt: skip


def _per_frame(url: str) -> float:
    """Return the milliseconds per frame of a stream, the median of many."""
    spent: list[float] = []
    with httpx.Client(trust_env=False, timeout=60) as http:
        for _ in range(_STREAMS):
            begun = time.perf_counter()
            http.post(url, params={"frames": _FRAMES}).raise_for_status()
            spent.append((time.perf_counter() - begun) * 1000 / _FRAMES)
    return statistics.median(spent[2:])


def _bare() -> float:
    """Return the same of a Starlette that only streams, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "bench.bare", str(port), str(_FRAMES)]
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - our own server
    url = f"http://127.0.0.1:{port}/"
    try:
        with httpx.Client(trust_env=False) as http:
            until_listening(http, url)
        return _per_frame(url)
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_listening(http: httpx.Client, url: str) -> None:
    """Wait until somebody answers at an address."""
    while True:
        try:
            http.get(url)
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
