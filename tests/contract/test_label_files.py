"""What every store of return documents promises."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from backends.labels_embedded import EmbeddedLabelFiles
from doors.clock import SystemClock
from tests.contract import blobs
from tests.fakes import LinkedLabelFiles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from returns.ports import LabelFiles

UNNAMEABLE = [
    "", ".", "..", "../a.pdf", "a/b.pdf", "a\\b.pdf", "/etc/passwd", ".hidden", "a.tar.gz", "a\n",
    "ä.pdf", "a" * 200, "a.pdf\x00", "a?sp=w", "a#b", "a%2fb",
]  # fmt: skip


@pytest.fixture(params=["embedded", "memory", pytest.param("azurite", marks=blobs.MARKS)])
async def labels(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[LabelFiles]:
    if request.param == "embedded":
        yield EmbeddedLabelFiles(tmp_path / "labels")
        return
    if request.param == "memory":
        yield LinkedLabelFiles()
        return
    azurite, certificate = map(request.getfixturevalue, ("azurite", "certificate"))
    async with blobs.a_container(azurite, certificate) as container:
        yield container.open()


async def test_what_was_put_is_read_back(labels: LabelFiles):
    await labels.put("case:make_label:1.pdf", b"%PDF-1")

    assert await labels.get("case:make_label:1.pdf") == b"%PDF-1"
    assert await labels.get("case:make_label:2.pdf") is None


async def test_an_existing_document_is_left_as_it_is(labels: LabelFiles):
    await labels.put("a.pdf", b"first")

    await labels.put("a.pdf", b"second")

    assert await labels.get("a.pdf") == b"first"


async def test_a_deleted_document_is_gone_and_may_be_deleted_again(labels: LabelFiles):
    await labels.put("a.pdf", b"first")
    await labels.put("b.pdf", b"second")

    for name in ("a.pdf", "a.pdf", "../a.pdf"):
        await labels.delete(name)

    assert (await labels.get("a.pdf"), await labels.get("b.pdf")) == (None, b"second")


async def test_of_many_writers_one_stays(labels: LabelFiles):
    contents = [bytes([number]) * 100_000 for number in range(10)]

    await asyncio.gather(*(labels.put("a.pdf", content) for content in contents))

    assert await labels.get("a.pdf") in contents


async def test_an_empty_document_is_a_document(labels: LabelFiles):
    await labels.put("a.pdf", b"")

    assert await labels.get("a.pdf") == b""


@pytest.mark.parametrize("name", UNNAMEABLE)
async def test_a_name_that_could_mean_something_else_is_refused(labels: LabelFiles, name: str):
    with pytest.raises(ValueError, match="cannot name"):
        await labels.put(name, b"x")

    assert await labels.get(name) is None
    assert await labels.link(name, SystemClock().now()) is None


async def test_nothing_leads_to_a_document_that_is_not_there(labels: LabelFiles):
    assert await labels.link("a.pdf", SystemClock().now()) is None
