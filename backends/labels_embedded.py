"""Return documents as files in one folder."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from backends.label_names import is_label_name, label_name
from backends.provider_book import Trouble
from returns.errors import BackendUnavailable


class EmbeddedLabelFiles:
    """Keeps each document whole or not at all. `trouble` makes it fail like a real store."""

    def __init__(self, folder: Path, trouble: Trouble | None = None) -> None:
        self.trouble = trouble or Trouble()
        self._folder = folder

    async def put(self, name: str, content: bytes) -> None:
        """Store a document.

        Safe to repeat: an existing one of that name is left as it is.

        Raises:
            ValueError: the name is not letters, digits, "-", "_" and ":" with one extension.
        """
        path = self._path(name)
        self.trouble.before_acting("labels")
        await _on_disk(path, content)
        self.trouble.after_acting("labels")

    async def get(self, name: str) -> bytes | None:
        """Return a document, or None when there is none, whatever the name."""
        self.trouble.before_lookup("labels")
        try:
            content = await asyncio.to_thread(self._path(name).read_bytes)
        except (ValueError, FileNotFoundError):
            return None
        except OSError as error:
            raise BackendUnavailable("labels", str(error)) from error
        return None if self.trouble.hides() else content

    async def delete(self, name: str) -> None:
        """Delete a document. Safe to repeat: one that is gone stays gone."""
        self.trouble.before_acting("labels")
        if is_label_name(name):
            await asyncio.to_thread(self._path(name).unlink, missing_ok=True)
        self.trouble.after_acting("labels")

    async def link(self, name: str, now: datetime) -> str | None:  # noqa: ARG002 - the port's signature
        """Return None: a folder has no address, so the app hands the document out itself."""
        return None

    def _path(self, name: str) -> Path:
        # Our references have colons, which not every file system takes.
        return self._folder / label_name(name).replace(":", "~")


async def _on_disk(path: Path, content: bytes) -> None:
    try:
        await asyncio.to_thread(_create, path, content)
    except OSError as error:
        raise BackendUnavailable("labels", str(error)) from error


def _create(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    whole = Path(file.name)
    try:
        # Unlike a rename, a link never replaces what another writer has put there.
        path.hardlink_to(whole)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)
