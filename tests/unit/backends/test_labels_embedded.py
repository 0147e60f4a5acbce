"""What label files in a folder are beside what tests/contract/test_label_files.py asks of all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from backends.labels_embedded import EmbeddedLabelFiles
from doors.clock import SystemClock
from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from pathlib import Path


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_many_writers_leave_nothing_over(tmp_path: Path):
    labels = EmbeddedLabelFiles(tmp_path)

    await asyncio.gather(*(labels.put("a.pdf", bytes([n]) * 100_000) for n in range(10)))

    assert names_in(tmp_path) == ["a.pdf"]


@pytest.mark.parametrize("name", ["", "..", "../a.pdf", "a/b.pdf", "/etc/passwd", ".hidden"])
async def test_a_name_that_could_leave_the_folder_writes_nothing(tmp_path: Path, name: str):
    labels = EmbeddedLabelFiles(tmp_path / "labels")

    with pytest.raises(ValueError, match="cannot name"):
        await labels.put(name, b"x")

    assert names_in(tmp_path) == []


async def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path):
    (tmp_path / "labels").write_text("a file where the folder should be")

    with pytest.raises(BackendUnavailable, match="labels"):
        await EmbeddedLabelFiles(tmp_path / "labels").put("a.pdf", b"x")


async def test_a_folder_has_no_address_to_hand_out(tmp_path: Path):
    labels = EmbeddedLabelFiles(tmp_path)
    await labels.put("a.pdf", b"%PDF")

    assert await labels.link("a.pdf", SystemClock().now()) is None
