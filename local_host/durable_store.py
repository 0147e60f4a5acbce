"""Orchestration instances in SQLite: their history, their inbox and the work they ordered."""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local_host.crash_points import reached
from local_host.durable_events import Event, dumps

TERMINAL = frozenset({"Completed", "Failed", "Terminated", "Canceled"})
LIVE = frozenset({"Pending", "Running", "Suspended"})

_SCHEMA = """
CREATE TABLE IF NOT EXISTS instances(
    id TEXT PRIMARY KEY, execution_id TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
    input TEXT, output TEXT, custom_status TEXT, status TEXT NOT NULL,
    created TEXT NOT NULL, updated TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history(
    instance_id TEXT NOT NULL, position INTEGER NOT NULL, event TEXT NOT NULL,
    PRIMARY KEY(instance_id, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inbox(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, instance_id TEXT NOT NULL, execution_id TEXT,
    visible INTEGER NOT NULL, timer_id INTEGER, event TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS inbox_of_instance ON inbox(instance_id);
CREATE INDEX IF NOT EXISTS inbox_by_time ON inbox(visible, instance_id);
CREATE TABLE IF NOT EXISTS work(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, instance_id TEXT NOT NULL, execution_id TEXT NOT NULL,
    task_id INTEGER NOT NULL, name TEXT NOT NULL, input TEXT
);
CREATE INDEX IF NOT EXISTS work_of_instance ON work(instance_id);
"""

_INSTANCE = (
    "id, execution_id, name, version, input, output, custom_status, status, created, updated"
)


@dataclass(frozen=True, slots=True)
class Instance:
    """One orchestration; input, output and custom status are JSON text, times are ISO text."""

    id: str
    execution_id: str
    name: str
    version: str
    input: str | None
    output: str | None
    custom_status: str | None
    status: str
    created: str
    updated: str

    @property
    def ended(self) -> bool:
        return self.status in TERMINAL


@dataclass(frozen=True, slots=True)
class Message:
    """An event in an inbox, from `visible` on, in microseconds since 1970; 0 is at once.

    `execution_id` is None for what is meant for the instance, whatever its execution.
    """

    seq: int
    execution_id: str | None
    visible: int
    timer_id: int | None
    event: str


@dataclass(frozen=True, slots=True)
class Work:
    """An activity to run for an execution."""

    seq: int
    instance_id: str
    execution_id: str
    task_id: int
    name: str
    input: str | None


@dataclass(frozen=True, slots=True)
class Timer:
    task_id: int
    visible: int
    event: Event


@dataclass(frozen=True, slots=True)
class Step:
    """What one episode changed; stored as a whole or not at all."""

    instance: Instance
    position: int
    history: Sequence[Event]
    consumed: Sequence[int]
    status: str
    custom_status: str | None
    updated: str
    output: str | None = None
    activities: Sequence[tuple[int, str, str | None]] = ()
    timers: Sequence[Timer] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """The execution that follows a continue_as_new; `events` come first in its inbox."""

    execution_id: str
    input: str | None
    events: Sequence[Event] = field(default=())


class InstanceStore:
    """Keeps every instance of one task hub in one file; each method is one transaction.

    Safe to open again after the process was killed at any moment: what was committed is there,
    what was not never happened.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA busy_timeout=5000")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """Write all of a block or nothing of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
            self._db.execute("COMMIT")
        except BaseException:
            # SQLite itself has rolled back where the disk was full.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _instances_with(self, condition: str, values: Sequence[object]) -> list[str]:
        statement = f"SELECT DISTINCT instance_id FROM inbox WHERE {condition}"  # noqa: S608 - conditions are constants
        return [instance_id for (instance_id,) in self.rows(statement, values)]

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Run one query and return all it finds."""
        return self._db.execute(statement, values).fetchall()

    def instance(self, instance_id: str) -> Instance | None:
        found = self.rows(f"SELECT {_INSTANCE} FROM instances WHERE id=?", (instance_id,))  # noqa: S608 - column names
        return Instance(*found[0]) if found else None

    def instances(self, where: str = "1", values: Sequence[object] = ()) -> list[Instance]:
        """Return the instances a condition on the table's columns selects, by id."""
        statement = f"SELECT {_INSTANCE} FROM instances WHERE {where} ORDER BY id"  # noqa: S608 - conditions are constants
        return [Instance(*row) for row in self.rows(statement, values)]

    def history(self, instance_id: str) -> list[str]:
        statement = "SELECT event FROM history WHERE instance_id=? ORDER BY position"
        return [text for (text,) in self.rows(statement, (instance_id,))]

    def messages(self, instance_id: str) -> list[Message]:
        """Return an inbox in order of arrival, timers that are not due yet included."""
        statement = (
            "SELECT seq, execution_id, visible, timer_id, event FROM inbox"
            " WHERE instance_id=? ORDER BY seq"
        )
        return [Message(*row) for row in self.rows(statement, (instance_id,))]

    def episode(self, instance_id: str) -> tuple[Instance | None, list[Message], list[str]]:
        """Return an instance, its inbox and its history as of one moment."""
        self._db.execute("BEGIN")
        try:
            instance = self.instance(instance_id)
            return instance, self.messages(instance_id), self.history(instance_id)
        finally:
            self._db.execute("COMMIT")

    def unread(self) -> list[str]:
        """Return the instances with a message that is no timer."""
        return self._instances_with("visible=0", ())

    def due(self, after: int, until: int) -> list[str]:
        """Return the instances with a message that became visible in a span of time."""
        return self._instances_with("visible>? AND visible<=?", (after, until))

    def next_visible(self, after: int) -> int | None:
        """Return when the next timer is due."""
        ((visible,),) = self.rows("SELECT MIN(visible) FROM inbox WHERE visible>?", (after,))
        return visible

    def work_after(self, seq: int, count: int) -> list[Work]:
        statement = (
            "SELECT seq, instance_id, execution_id, task_id, name, input FROM work"
            " WHERE seq>? ORDER BY seq LIMIT ?"
        )
        return [Work(*row) for row in self.rows(statement, (seq, count))]

    def start(self, instance: Instance, started: Event) -> Instance | None:
        """Create an instance, or begin an ended one anew; return one that is live instead."""
        with self.transaction() as db:
            existing = self.instance(instance.id)
            if existing is not None and not existing.ended:
                return existing
            _forget(db, instance.id)
            db.execute(
                f"INSERT INTO instances({_INSTANCE}) VALUES(?,?,?,?,?,NULL,NULL,?,?,?)",
                (
                    instance.id,
                    instance.execution_id,
                    instance.name,
                    instance.version,
                    instance.input,
                    instance.status,
                    instance.created,
                    instance.updated,
                ),
            )
            _put(db, instance.id, instance.execution_id, started)
            reached("start.committing")
        return None

    def post(self, instance_id: str, event: Event) -> Instance | None:
        """Put an event into the inbox of a live instance; return the instance as it was."""
        with self.transaction() as db:
            instance = self.instance(instance_id)
            if instance is not None and not instance.ended:
                _put(db, instance_id, None, event)
            reached("post.committing")
        return instance

    def post_result(self, work: Work, event: Event) -> bool:
        """Trade a work row for its result; False when nobody waits for it any more.

        Safe to repeat: once the row is gone, nothing is posted.
        """
        with self.transaction() as db:
            taken = db.execute("DELETE FROM work WHERE seq=?", (work.seq,)).rowcount
            wanted = bool(taken) and bool(
                db.execute(
                    "SELECT 1 FROM instances WHERE id=? AND execution_id=?"
                    " AND status IN ('Pending','Running','Suspended')",
                    (work.instance_id, work.execution_id),
                ).fetchone()
            )
            if wanted:
                _put(db, work.instance_id, work.execution_id, event)
            reached("activity.committing")
        return wanted

    def commit(self, step: Step) -> bool:
        """Store an episode; False, and nothing stored, when the execution is gone."""
        with self.transaction() as db:
            stored = _write(db, step)
            reached("episode.committing")
        return stored

    def commit_end(self, step: Step) -> bool:
        """Store the last episode and drop what is left in the inbox."""
        with self.transaction() as db:
            stored = _write(db, step)
            if stored:
                db.execute("DELETE FROM inbox WHERE instance_id=?", (step.instance.id,))
            reached("end.committing")
        return stored

    def commit_generation(self, step: Step, following: Generation) -> bool:
        """Store an episode that continued as new.

        What the old execution ordered no longer counts; events not yet taken stay for the next.
        """
        instance = step.instance
        with self.transaction() as db:
            stored = _write(db, step)
            if stored:
                db.execute("DELETE FROM history WHERE instance_id=?", (instance.id,))
                db.execute(
                    "DELETE FROM inbox WHERE instance_id=? AND execution_id=?",
                    (instance.id, instance.execution_id),
                )
                db.execute(
                    "UPDATE instances SET execution_id=?, input=? WHERE id=?",
                    (following.execution_id, following.input, instance.id),
                )
                for event in following.events:
                    _put(db, instance.id, following.execution_id, event)
            reached("generation.committing")
        return stored

    def discard(self, instance_id: str) -> None:
        """Empty an inbox nobody reads any more."""
        with self.transaction() as db:
            db.execute("DELETE FROM inbox WHERE instance_id=?", (instance_id,))

    def purge(self, instance_ids: Sequence[str]) -> int:
        """Forget instances and all they ordered; return how many there were."""
        with self.transaction() as db:
            count = 0
            for instance_id in instance_ids:
                _forget(db, instance_id)
                db.execute("DELETE FROM work WHERE instance_id=?", (instance_id,))
                count += 1
        return count


def _put(db: sqlite3.Connection, instance_id: str, execution_id: str | None, event: Event) -> None:
    db.execute(
        "INSERT INTO inbox(instance_id, execution_id, visible, event) VALUES(?,?,0,?)",
        (instance_id, execution_id, dumps(event)),
    )


def _forget(db: sqlite3.Connection, instance_id: str) -> None:
    # Activities already ordered still run, as in Azure; nobody hears of their results.
    db.execute("DELETE FROM history WHERE instance_id=?", (instance_id,))
    db.execute("DELETE FROM inbox WHERE instance_id=?", (instance_id,))
    db.execute("DELETE FROM instances WHERE id=?", (instance_id,))


def _write(db: sqlite3.Connection, step: Step) -> bool:
    instance = step.instance
    stored = db.execute(
        "UPDATE instances SET status=?, custom_status=?, output=?, updated=?"
        " WHERE id=? AND execution_id=?",
        (
            step.status,
            step.custom_status,
            step.output,
            step.updated,
            instance.id,
            instance.execution_id,
        ),
    ).rowcount
    if not stored:
        return False
    db.executemany(
        "INSERT INTO history(instance_id, position, event) VALUES(?,?,?)",
        # Whoever reads them back replays them.
        [
            (instance.id, step.position + offset, dumps(event | {"IsPlayed": True}))
            for offset, event in enumerate(step.history)
        ],
    )
    db.executemany("DELETE FROM inbox WHERE seq=?", [(seq,) for seq in step.consumed])
    db.executemany(
        "INSERT INTO inbox(instance_id, execution_id, visible, timer_id, event) VALUES(?,?,?,?,?)",
        [
            (instance.id, instance.execution_id, timer.visible, timer.task_id, dumps(timer.event))
            for timer in step.timers
        ],
    )
    db.executemany(
        "INSERT INTO work(instance_id, execution_id, task_id, name, input) VALUES(?,?,?,?,?)",
        [(instance.id, instance.execution_id, *activity) for activity in step.activities],
    )
    return True
