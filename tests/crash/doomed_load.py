"""A load that ends its own process at a write: python -m tests.crash.doomed_load SHOP DATA 40."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from itertools import count
from pathlib import Path

from backends.documents_sqlite import SqliteDocuments
from backends.load import DATABASE, load_shop
from doors.clock import SystemClock


async def load_and_die(folder: Path, data: Path, write: int) -> None:
    """Load a folder and die like in a power cut as the numbered write is about to happen.

    Rows and commits are counted as writes, so it dies in the middle of a batch as well.
    """
    documents = await SqliteDocuments.open(data / DATABASE, SystemClock())
    writes = count(1)

    def watch(statement: str) -> None:
        if statement.startswith(("insert into docs", "commit")) and next(writes) == write:
            os.kill(os.getpid(), signal.SIGKILL)

    await documents._run(lambda: documents._open().set_trace_callback(watch))
    await load_shop(folder, documents, SystemClock().now())
    await documents.close()


if __name__ == "__main__":
    asyncio.run(load_and_die(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
