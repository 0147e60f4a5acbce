"""Labels in a blob container: what its faults come to, and what a link opens and does not."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from aiohttp import ClientSession, TCPConnector
from yarl import URL

from backends.provider_book import Trouble
from doors.clock import SystemClock
from returns.errors import BackendUnavailable
from tests.contract import blobs
from tests.contract.test_effect_ports import (
    REF,
    Effect,
    test_a_lookup_that_is_down_is_unavailable,
    test_a_lost_answer_is_found_afterwards_and_not_done_again,
    test_a_provider_that_is_down_has_done_nothing,
    test_a_repeated_act_answers_the_same_and_does_nothing,
    test_many_attempts_at_once_act_once,
    test_what_was_done_is_found,
    test_what_was_never_done_is_not_found,
)
from tests.harness.fault_proxy import Answer, DropAfter, DropBefore, Fault, FaultProxy, named

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import ClientResponse, web

    from backends.labels_blob import BlobLabelFiles
    from tests.contract.blobs import Container

# A blob is read as soon as it is written and its name is its key: no look-up is behind, and no key
# is forgotten.
__all__ = [
    "test_a_lookup_that_is_down_is_unavailable",
    "test_a_lost_answer_is_found_afterwards_and_not_done_again",
    "test_a_provider_that_is_down_has_done_nothing",
    "test_a_repeated_act_answers_the_same_and_does_nothing",
    "test_many_attempts_at_once_act_once",
    "test_what_was_done_is_found",
    "test_what_was_never_done_is_not_found",
]

pytestmark = [*blobs.MARKS]

NAME = f"{REF}.pdf"
NOW = SystemClock().now
QUICK = {"initial_backoff": 0, "increment_base": 0, "random_jitter_range": 0.002}
NO_REPEATS = {"retry_total": 0}
BLOCK_BLOB = {"x-ms-blob-type": "BlockBlob"}
DOWN = Answer(503, {"x-ms-error-code": "ServerBusy"})
FAULTS = [DOWN, Answer(500), DropBefore(), DropAfter()]


class TroubledProxy(FaultProxy):
    """Does wrong what a stand-in has been told to do wrong."""

    trouble: Trouble
    _cuts = 0

    def _fault(self, request: web.Request) -> Fault | None:
        try:
            if request.method != "PUT":
                self.trouble.before_lookup("labels")
                return None
            self.trouble.before_acting("labels")
        except BackendUnavailable:
            return DOWN
        try:
            self.trouble.after_acting("labels")
        except BackendUnavailable:
            self._cuts = 2  # the transport itself repeats a write once whose answer was cut
        self._cuts, cut = max(0, self._cuts - 1), self._cuts
        return DropAfter() if cut else None


@pytest.fixture
async def container(azurite, certificate) -> AsyncIterator[Container]:
    async with blobs.a_container(azurite, certificate) as container:
        yield container


@pytest.fixture
async def labels(container: Container) -> BlobLabelFiles:
    return container.open()


@pytest.fixture
async def proxy(container: Container) -> AsyncIterator[FaultProxy]:
    origin, certificate = container.azurite.origin, container.certificate
    async with FaultProxy(origin, part=container.name, certificate=certificate) as proxy:
        yield proxy


@pytest.fixture
async def effect(container: Container) -> AsyncIterator[Effect]:
    origin, certificate = container.azurite.origin, container.certificate
    async with TroubledProxy(origin, part=container.name, certificate=certificate) as proxy:
        proxy.trouble = Trouble()
        labels = container.open(proxy.endpoint, **NO_REPEATS)

        async def count() -> int:
            client = container.open()._service.get_container_client(container.name)
            return len([name async for name in client.list_blob_names()])

        yield Effect(
            proxy.trouble, lambda: labels.put(NAME, b"%PDF"), lambda: labels.get(NAME), count
        )


@asynccontextmanager
async def opened(
    container: Container, link: str, method: str = "GET"
) -> AsyncIterator[ClientResponse]:
    """Open a link as a browser does: with nothing but its address."""
    connector = TCPConnector(ssl=container.certificate.trusting())
    async with (
        ClientSession(connector=connector) as browser,
        browser.request(method, URL(link, encoded=True), headers=BLOCK_BLOB) as answer,
    ):
        yield answer


def changed(link: str, **fields: str) -> str:
    parts = urlsplit(link)
    return parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | fields)).geturl()


# --- Faults ----------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_a_document_is_stored_once_whatever_one_attempt_suffers(
    container, labels, proxy, fault
):
    faulty = container.open(proxy.endpoint, **QUICK)
    proxy.plan(fault)

    await faulty.put(NAME, b"%PDF")

    assert len(proxy.seen) >= 2
    assert await labels.get(NAME) == b"%PDF"


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_a_document_is_read_whatever_one_attempt_suffers(container, labels, proxy, fault):
    await labels.put(NAME, b"%PDF")
    faulty = container.open(proxy.endpoint, **QUICK)

    proxy.plan(fault)
    assert await faulty.get(NAME) == b"%PDF"
    proxy.plan(fault)
    assert await faulty.link(NAME, NOW())


@pytest.mark.parametrize("fault", [*FAULTS, Answer(403)], ids=named)
async def test_what_never_ends_is_an_outage(container, proxy, fault):
    faulty = container.open(proxy.endpoint, **QUICK)
    calls = [faulty.put, faulty.get, faulty.link]
    for call, arguments in zip(calls, [(b"%PDF",), (), (NOW(),)], strict=True):
        proxy.plan(*[fault] * 20)

        with pytest.raises(BackendUnavailable, match="labels"):
            await call(NAME, *arguments)

        # Three attempts, and the transport itself repeats each one that was cut.
        assert 1 <= len(proxy.seen) <= 6


async def test_an_account_that_lends_no_key_is_an_outage(container, labels):
    await labels.put(NAME, b"%PDF")
    origin, certificate = container.azurite.origin, container.certificate
    async with FaultProxy(origin, part="devstoreaccount1", certificate=certificate) as proxy:
        faulty = container.open(proxy.endpoint, **QUICK)
        proxy.plan(None, Answer(403, {"x-ms-error-code": "AuthorizationPermissionMismatch"}))

        with pytest.raises(BackendUnavailable, match="403 AuthorizationPermissionMismatch"):
            await faulty.link(NAME, NOW())

        assert await faulty.link(NAME, NOW())


async def test_a_missing_container_says_what_to_do(container, labels):
    await labels._service.delete_container(container.name)

    with pytest.raises(BackendUnavailable, match="deploy it"):
        await labels.put(NAME, b"%PDF")
    with pytest.raises(BackendUnavailable, match="deploy it"):
        await labels.get(NAME)


async def test_a_document_drawn_differently_is_reported_by_its_name(labels, caplog):
    await labels.put(NAME, b"%PDF first")
    with caplog.at_level(logging.WARNING, "backends"):
        await labels.put(NAME, b"%PDF first")
        assert caplog.messages == []

        await labels.put(NAME, b"%PDF second")

    assert caplog.messages == [f"label {NAME} stays as it was first drawn"]


async def test_closing_leaves_the_shared_credential_open(container):
    labels = container.open()
    await labels.put(NAME, b"%PDF")

    await labels.close()
    await labels.close()

    assert container.identity.closed == 0
    assert labels._service._pipeline._transport.session is None


# --- Links -----------------------------------------------------------------------------------


async def test_a_link_hands_out_its_document_to_be_saved(container, labels):
    await labels.put(NAME, b"%PDF-label")

    async with opened(container, await labels.link(NAME, NOW())) as answer:
        assert (answer.status, await answer.read()) == (200, b"%PDF-label")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"] == 'attachment; filename="return-label.pdf"'
        assert answer.headers["cache-control"] == "no-store"


async def test_a_link_opens_no_other_document_and_changes_none(container, labels):
    await labels.put(NAME, b"%PDF")
    await labels.put("other.pdf", b"%PDF")
    link = await labels.link(NAME, NOW())
    other = (await labels.link("other.pdf", NOW())).partition("?")[0]

    attempts = [
        (link.partition("?")[0], "GET"),
        (f"{other}?{link.partition('?')[2]}", "GET"),
        (link, "PUT"),
        (link, "DELETE"),
        (changed(link, sp="rw"), "GET"),
        (changed(link, se="2099-01-01T00:00:00Z"), "GET"),
        (changed(link, rscd="inline"), "GET"),
    ]
    for address, method in attempts:
        async with opened(container, address, method) as answer:
            assert answer.status in {403, 404}, address

    assert await labels.get(NAME) == b"%PDF"


@pytest.mark.parametrize("minutes", [-11, 6])
async def test_a_link_is_dead_before_and_after_its_minutes(container, labels, minutes):
    await labels.put(NAME, b"%PDF")

    async with opened(container, await labels.link(NAME, NOW() + timedelta(minutes=minutes))) as it:
        assert it.status == 403


async def test_a_store_nobody_outside_reaches_gives_no_links(container, labels):
    await labels.put(NAME, b"%PDF")

    assert await container.open(links=False).link(NAME, NOW()) is None
