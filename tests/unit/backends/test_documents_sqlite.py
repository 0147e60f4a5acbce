from __future__ import annotations

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest

from backends.documents import Create, Put
from backends.documents_sqlite import _SCHEMA, SqliteDocuments
from backends.documents_sqlite_queries import count_statement
from returns.errors import BackendUnavailable
from tests.contract.clocks import StandingClock

WRITER = """
import asyncio, sys
from backends.documents import Create, DocumentError
from backends.documents_sqlite import _SCHEMA, SqliteDocuments
from backends.documents_sqlite_queries import count_statement
from tests.contract.clocks import StandingClock

async def main():
    documents = await SqliteDocuments.open(sys.argv[1], StandingClock())
    won = 0
    for number in range(50):
        try:
            await documents.transact("o", [Create("cases", f"d{number}", {"kind": "x"})])
            won += 1
        except DocumentError:
            pass
    await documents.close()
    print(won)

asyncio.run(main())
"""


async def test_processes_on_one_new_file_share_the_ids_between_them(tmp_path: Path):
    path = tmp_path / "new" / "documents.db"
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITER, str(path),
            stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3],
        )
        for _ in range(3)
    ]  # fmt: skip

    answers = await asyncio.gather(*(process.communicate() for process in processes))

    assert sum(int(out) for out, _ in answers) == 50


async def test_what_was_written_is_there_after_closing(tmp_path: Path):
    path = tmp_path / "documents.db"
    first = await SqliteDocuments.open(path, StandingClock())
    await first.transact("o", [Create("cases", "a", {"kind": "x"})])
    await first.close()

    second = await SqliteDocuments.open(path, StandingClock())

    assert await second.get("cases", "o", "a") is not None
    await second.close()


async def test_a_closed_store_says_so_and_may_be_closed_again(tmp_path: Path):
    documents = await SqliteDocuments.open(tmp_path / "documents.db", StandingClock())
    await documents.close()
    await documents.close()

    with pytest.raises(BackendUnavailable, match="closed"):
        await documents.get("cases", "o", "a")


async def test_a_file_that_is_no_database_is_reported_as_unavailable(tmp_path: Path):
    path = tmp_path / "documents.db"
    path.write_text("this is a text, and a long enough one to be no database header at all" * 20)

    with pytest.raises(BackendUnavailable, match="documents"):
        await SqliteDocuments.open(path, StandingClock())


async def test_a_cancelled_caller_leaves_no_transaction_open(tmp_path: Path):
    documents = await SqliteDocuments.open(tmp_path / "documents.db", StandingClock())
    writes = [
        asyncio.create_task(documents.transact("o", [Put("cases", f"d{n}", {"kind": "x"})]))
        for n in range(20)
    ]
    await asyncio.sleep(0)

    for write in writes:
        write.cancel()
    await asyncio.gather(*writes, return_exceptions=True)

    assert await documents.transact("o", [Create("cases", "after", {"kind": "x"})])
    await documents.close()


def test_a_count_reads_no_more_than_its_index():
    connection = sqlite3.connect(":memory:")
    connection.executescript(_SCHEMA)
    bound = {"state": "DRAFT", "now": 0}
    plan = connection.execute(f"explain query plan {count_statement('cases_in_state')}", bound)

    steps = [row[-1] for row in plan]
    connection.close()

    assert steps == ["SEARCH docs USING INDEX docs_state (coll=? AND <expr>=?)"]
