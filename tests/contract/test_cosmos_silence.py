"""No address that somebody is looked up by reaches a log through the client of the store."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from backends import telemetry
from tests.contract.cosmos import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.cosmos import Connect

pytestmark = [*LOOPBACK, pytest.mark.timeout(300)]

CANARY = "quetzalfeather"
KEY = f"email:{CANARY}@example.com"


@pytest.fixture(autouse=True)
def talkative() -> Iterator[None]:
    """Let the client log as it likes, as it does in a worker until the app is set up."""
    logger = logging.getLogger("azure")
    before = logger.level
    logger.setLevel(logging.NOTSET)
    yield
    logger.setLevel(before)


async def logged(connect: Connect, caplog: pytest.LogCaptureFixture) -> str:
    """Return all that is logged while somebody is looked up, with the worker's level."""
    store = await connect()
    with caplog.at_level(logging.INFO):
        assert await store.get("lookups", KEY, KEY) is None
    # What is exported beside a message counts as much as the message.
    return "".join(str(record.__dict__) for record in caplog.records)


async def test_the_client_would_log_whom_it_looks_up(
    connect: Connect, caplog: pytest.LogCaptureFixture
):
    assert CANARY in await logged(connect, caplog)


async def test_the_client_of_a_configured_process_logs_nothing_of_it(
    connect: Connect, caplog: pytest.LogCaptureFixture
):
    telemetry.configure(console=False)

    assert CANARY not in await logged(connect, caplog)
