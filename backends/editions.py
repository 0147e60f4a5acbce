"""Every edition of one shop that has been live: what a case is decided by, and what is searched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from backends.catalog import CATALOG, Catalog
from backends.publications import LIVE, SHOP, Publications, ShopText
from backends.shop_folder import ShopSettingsUnusable
from backends.switchboard import SWITCHES, switches_of
from returns.case import Case
from returns.desk import RuleBook
from returns.errors import BackendUnavailable
from returns.rules import Rules, Switches
from returns.shop import Shop

if TYPE_CHECKING:
    from backends.documents import Document, Documents
    from returns import ports as p

# A publication and a switch reach every process within this; in between nothing is asked.
_FRESH = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Searches:
    """What one edition is asked: its policy, its products, and what happened before."""

    policy: p.PolicySearch
    products: p.ProductSearch
    similar_cases: p.SimilarCases


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a shop with its searches."""

    shop: Shop
    searches: Searches


type Bound = Callable[[ShopText], Edition]


class ShopBook(RuleBook, Protocol):
    """The rule book of the desk, open at the live edition for whoever only reads."""

    @property
    def live(self) -> Edition: ...

    @property
    def switches(self) -> Switches: ...

    async def edition(self, case: Case | None) -> Edition:
        """Return the edition a case began with, or the live one.

        Raises:
            BackendUnavailable: it cannot be read; nothing is guessed from another one.
        """
        ...

    async def refresh(self) -> None:
        """Read what is live, unless that was done a moment ago.

        Raises:
            BackendUnavailable: the store does not answer.
        """
        ...


class Editions:
    """A `ShopBook` over the document store. An edition is read once and never changes."""

    def __init__(
        self,
        documents: Documents,
        rules: Rules,
        clock: p.Clock,
        bound: Bound,
        first: Edition,
        catalog: Catalog,
    ) -> None:
        """`rules` are of `first`, the edition that is live until the store has been read.

        `bound` makes an edition with the products that `catalog` has at that moment.
        """
        self._catalog = catalog
        self._documents = documents
        self._rules = rules
        self._clock = clock
        self._bound = bound
        self._publications = Publications(documents, rules.shop.shop_id)
        self._editions = {first.shop.version: first}
        self._live = first.shop.version
        self._outdated = False
        self._switches = Switches()
        self._read_at: datetime | None = None
        self._reading = asyncio.Lock()

    @property
    def live(self) -> Edition:
        return self._editions[self._live]

    @property
    def switches(self) -> Switches:
        return self._switches

    async def edition(self, case: Case | None) -> Edition:
        await self.refresh()
        return await self._open(_pinned(case) or self._live)

    async def rules_for(self, case: Case | None) -> Rules:
        edition = await self.edition(case)
        return replace(self._rules, shop=edition.shop, switches=self._switches)

    async def refresh(self) -> None:
        if self._is_fresh():
            return
        async with self._reading:
            if self._is_fresh():
                return
            ids = [LIVE, SWITCHES, CATALOG]
            found = await self._documents.get_many(SHOP, self._rules.shop.shop_id, ids)
            if await self._catalog.follow(found.get(CATALOG)):
                self._outdated = True
            await self._turn_to(found.get(LIVE))
            self._switches = switches_of(found.get(SWITCHES))
            self._read_at = self._clock.now()

    def _is_fresh(self) -> bool:
        now = self._clock.now()
        return self._read_at is not None and self._read_at <= now < self._read_at + _FRESH

    async def _turn_to(self, pointer: Document | None) -> None:
        version = pointer.body["version"] if pointer else self._live
        if self._outdated:
            # Whoever asks meanwhile, or after a failure here, still finds what was live.
            self._editions = {version: await self._read(version)}
            self._outdated = False
        else:
            await self._open(version)
        if version != self._live:
            logging.getLogger(__name__).info("shop version %s is live", version)
        self._live = version

    async def _open(self, version: str) -> Edition:
        # A read that began before the products changed is not kept among those that came after.
        editions = self._editions
        if version not in editions:
            editions[version] = await self._read(version)
        return editions[version]

    async def _read(self, version: str) -> Edition:
        text = await self._publications.text(version)
        if text is None:
            raise BackendUnavailable("shop", f"version {version} is not there")
        try:
            return await asyncio.to_thread(self._bound, text)
        except (ShopSettingsUnusable, ValueError) as unreadable:
            # It was good when it was published; this release reads it no more.
            raise BackendUnavailable("shop", f"version {version}: {unreadable}") from unreadable


def _pinned(case: Case | None) -> str:
    return case.shop_version if case else ""
