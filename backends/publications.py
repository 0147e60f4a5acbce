"""Which texts of a shop have been live, in the document store: versions, one pointer, its history.

A version is named by what it says, so the same text is the same version wherever it comes from.
Version, pointer and history entry are written in one batch of the shop's partition: a publication
is whole or has not happened.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from backends.documents import AlreadyExists, Conflict, Create, NotFound, Replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backends.documents import Document, Documents, Operation

SHOP = "shop"
LIVE = "live"
_VERSION = "shop_version"
_PUBLICATION = "publication"
_ATTEMPTS = 5
_PAGE = 1_000
_POLICY_VERSION = re.compile(r"^Version:\s*(\S+)", re.MULTILINE)


class VersionUnknown(Exception):
    """No version of that name was ever published."""

    def __init__(self, version: str) -> None:
        super().__init__(f"No version {version} of this shop was ever published.")
        self.version = version


class NothingBefore(Exception):
    """There is no earlier version to go back to."""

    def __init__(self) -> None:
        super().__init__("This shop has had one version only; there is none to go back to.")


@dataclass(frozen=True, slots=True)
class ShopText:
    """What a shop says of itself: its `shop.toml` and its `policy.md`."""

    settings: str
    policy: str

    @property
    def version(self) -> str:
        """Return the name of this text: the policy's version and a digest of both files."""
        digest = hashlib.sha256(f"{self.settings}\0{self.policy}".encode()).hexdigest()[:10]
        written = _POLICY_VERSION.search(self.policy)
        return f"{written[1] if written else '0'}-{digest}"


def text_of(folder: Path) -> ShopText:
    """Return the text of a shop folder.

    Raises:
        OSError | UnicodeDecodeError: a file is missing or is not UTF-8.
    """
    return ShopText(
        (folder / "shop.toml").read_text(encoding="utf-8"),
        (folder / "policy.md").read_text(encoding="utf-8-sig"),
    )


@dataclass(frozen=True, slots=True)
class Publication:
    """One move of the pointer: the `number`th, to which version, when, by whom and why."""

    number: int
    version: str
    at: datetime
    by: str
    why: str


class Publications:
    """The versions of one shop that have been live, and the one that is."""

    def __init__(self, documents: Documents, shop_id: str) -> None:
        self._documents = documents
        self._shop_id = shop_id

    async def live(self) -> Publication | None:
        """Return the newest publication, or None for a shop nobody has published yet."""
        found = await self._documents.get(SHOP, self._shop_id, LIVE)
        return publication_of(found) if found else None

    async def text(self, version: str) -> ShopText | None:
        """Return the text of a version, or None when it was never published."""
        found = await self._documents.get(SHOP, self._shop_id, f"version:{version}")
        return ShopText(found.body["settings"], found.body["policy"]) if found else None

    async def history(self) -> tuple[Publication, ...]:
        """Return every publication, newest first."""
        found: list[Publication] = []
        continuation: str | None = None
        while True:
            page = await self._documents.query(
                "by_kind",
                self._shop_id,
                {"collection": SHOP, "kinds": [_PUBLICATION]},
                limit=_PAGE,
                continuation=continuation,
            )
            found += [publication_of(document) for document in page.documents]
            continuation = page.continuation
            if continuation is None:
                return tuple(sorted(found, key=lambda one: one.number, reverse=True))

    async def publish(self, text: ShopText, now: datetime, *, by: str, why: str) -> bool:
        """Make a text the live version; return False when it is live already.

        Safe to repeat: publishing what is live changes nothing, and of two publications at once
        one comes after the other.

        Raises:
            Conflict: five others published first.
        """
        return await self._move(text.version, now, by=by, why=why, text=text)

    async def begin(self, text: ShopText, now: datetime, *, by: str) -> bool:
        """Publish a text nobody has published before; leave the pointer alone for a known one.

        So a folder that comes with a new package goes live at its first start, and an older
        package that is still running, or a restart after a publication, moves nothing back.
        Safe to repeat.
        """
        known = await self._documents.get(SHOP, self._shop_id, f"version:{text.version}")
        if known is not None:
            return False
        return await self.publish(text, now, by=by, why="the shop folder of the package")

    async def back(self, now: datetime, *, by: str, why: str, to: str = "") -> Publication:
        """Make a version live again that was: the named one, or the one before; return the move.

        Safe to repeat when the version is named: what is live stays live.

        Raises:
            VersionUnknown: no such version was ever published.
            NothingBefore: there is only one.
        """
        history = await self.history()
        live = history[0] if history else None
        before = (one.version for one in history if live and one.version != live.version)
        version = to or next(before, "")
        if not version:
            raise NothingBefore
        if all(one.version != version for one in history):
            raise VersionUnknown(version)
        await self._move(version, now, by=by, why=why)
        moved = await self.live()
        if moved is None:
            raise AssertionError("a published shop has a live version")
        return moved

    async def _move(
        self, version: str, now: datetime, *, by: str, why: str, text: ShopText | None = None
    ) -> bool:
        for attempt in range(1, _ATTEMPTS + 1):
            ids = [LIVE, f"version:{version}"]
            found = await self._documents.get_many(SHOP, self._shop_id, ids)
            live = found.get(LIVE)
            if live and live.body["version"] == version:
                return False
            number = (live.body["number"] if live else 0) + 1
            body = {"version": version, "number": number, "at": now.isoformat(), "by": by}
            body |= {"why": why}
            operations: list[Operation] = [
                Create(SHOP, f"publication:{number:06}", {"kind": _PUBLICATION} | body)
            ]
            pointer = {"kind": "live_version"} | body
            operations.append(
                Replace(SHOP, LIVE, pointer, live.etag) if live else Create(SHOP, LIVE, pointer)
            )
            if text and ids[1] not in found:
                operations.append(Create(SHOP, ids[1], _version_body(text)))
            try:
                await self._documents.transact(self._shop_id, operations)
            except (AlreadyExists, Conflict, NotFound):
                if attempt == _ATTEMPTS:
                    raise
                continue
            return True
        raise AssertionError("unreachable: the last attempt returns or raises")


def _version_body(text: ShopText) -> dict[str, str]:
    return {
        "kind": _VERSION,
        "version": text.version,
        "settings": text.settings,
        "policy": text.policy,
    }


def publication_of(document: Document) -> Publication:
    """Return the publication a stored pointer or history entry tells of."""
    body: Mapping[str, str] = document.body
    return Publication(
        int(body["number"]),
        body["version"],
        datetime.fromisoformat(body["at"]),
        body["by"],
        body["why"],
    )
