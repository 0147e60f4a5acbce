from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from backends.labels_embedded import EmbeddedLabelFiles
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from pathlib import Path


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_what_was_put_is_read_back(tmp_path: Path):
    labels = EmbeddedLabelFiles(tmp_path / "labels")

    await labels.put("case:make_label:1.pdf", b"%PDF-1")

    assert await labels.get("case:make_label:1.pdf") == b"%PDF-1"
    assert await labels.get("case:make_label:2.pdf") is None


async def test_an_existing_document_is_left_as_it_is(tmp_path: Path):
    labels = EmbeddedLabelFiles(tmp_path)
    await labels.put("a.pdf", b"first")

    await labels.put("a.pdf", b"second")

    assert await labels.get("a.pdf") == b"first"


async def test_of_many_writers_one_stays_and_nothing_is_left_over(tmp_path: Path):
    labels = EmbeddedLabelFiles(tmp_path)
    contents = [bytes([number]) * 100_000 for number in range(10)]

    await asyncio.gather(*(labels.put("a.pdf", content) for content in contents))

    assert await labels.get("a.pdf") in contents
    assert names_in(tmp_path) == ["a.pdf"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../a.pdf", "a/b.pdf", "a\\b.pdf", "/etc/passwd", ".hidden", "a.tar.gz", "a\n",
     "ä.pdf", "a" * 200, "a.pdf\x00"],
)  # fmt: skip
async def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str):
    labels = EmbeddedLabelFiles(tmp_path / "labels")

    with pytest.raises(ValueError, match="cannot name"):
        await labels.put(name, b"x")

    assert await labels.get(name) is None
    assert names_in(tmp_path) == []


async def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path):
    (tmp_path / "labels").write_text("a file where the folder should be")

    with pytest.raises(BackendUnavailable, match="labels"):
        await EmbeddedLabelFiles(tmp_path / "labels").put("a.pdf", b"x")
