"""Remembers when each timer last ran, so that downtime is noticed."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS timer_status (
    function TEXT PRIMARY KEY,
    last_run TEXT,
    updated TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True)
class TimerStatus:
    """When a timer last ran, if ever, and when it was last looked after."""

    last_run: datetime | None
    updated: datetime


class TimerStatusStore:
    """One row per timer in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, autocommit=True, timeout=10)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute(_SCHEMA)

    def read(self, function: str) -> TimerStatus | None:
        """Return the status of one timer; None when it has never been seen."""
        statement = "SELECT last_run, updated FROM timer_status WHERE function = ?"
        with closing(self._db.execute(statement, (function,))) as cursor:
            row: tuple[str | None, str] | None = cursor.fetchone()
        if row is None:
            return None
        last_run = datetime.fromisoformat(row[0]) if row[0] else None
        return TimerStatus(last_run, datetime.fromisoformat(row[1]))

    def write(self, function: str, status: TimerStatus) -> None:
        """Store the status. Safe to repeat: the newest row replaces the one before."""
        last_run = status.last_run.isoformat() if status.last_run else None
        self._db.execute(
            "INSERT INTO timer_status VALUES (?, ?, ?) ON CONFLICT (function)"
            " DO UPDATE SET last_run = excluded.last_run, updated = excluded.updated",
            (function, last_run, status.updated.isoformat()),
        )

    def close(self) -> None:
        """Close the file."""
        self._db.close()
