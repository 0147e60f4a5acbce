"""Drives turns in this process over a counting store: what a turn costs in trips and time."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
import uuid
from pathlib import Path
from typing import Any

from backends.documents_counting import NO_LATENCY, CountingDocuments, Latency
from backends.documents_sqlite import SqliteDocuments
from backends.inventory_embedded import EmbeddedInventory
from backends.load import load_shop
from backends.settings import Mode, Settings
from backends.wiring import Backends
from backends.wiring_local import embedded
from backends.wiring_shop import embedded_search, open_editions
from chatkit_adapter.http import respond, turn_of
from chatkit_adapter.request import parse
from doors.house import CLOCK
from doors.principal import Principal
from returns.case import CaseRef
from tests.customer import actions_of

ROOT = Path(__file__).resolve().parent.parent


class QuietBell:
    """The desk's bell with nobody behind it: the orchestration is measured elsewhere."""

    async def wake(self, ref: CaseRef) -> None:
        del ref


class Browser:
    """One customer's page, without the network."""

    def __init__(self, backends: Backends, owner_id: str) -> None:
        self._backends = backends
        self._principal = Principal(owner_id, owner_id, "customer", owner_id)
        self.thread_id = ""
        self.cards: dict[str, dict[str, Any]] = {}

    async def start(self) -> None:
        await self._message("Start a return", command="start")

    async def say(self, text: str) -> None:
        await self._message(text)

    async def click(self, action: str, **values: Any) -> None:
        card = list(self.cards.values())[-1]
        config = next(
            found
            for found in actions_of(card["widget"])
            if found["type"] == action and values.items() <= found["payload"].items()
        )
        stated = {"type": action, "payload": config["payload"]}
        params = {"thread_id": self.thread_id, "item_id": card["id"], "action": stated}
        await self._send("threads.custom_action", params, {})

    async def _message(self, text: str, **metadata: str) -> None:
        content = [{"type": "input_text", "text": text}]
        message = {"content": content, "attachments": [], "inference_options": {}}
        if self.thread_id:
            params = {"thread_id": self.thread_id, "input": message}
            await self._send("threads.add_user_message", params, metadata)
        else:
            await self._send("threads.create", {"input": message}, metadata)

    async def _send(self, kind: str, params: dict[str, Any], metadata: dict[str, str]) -> None:
        key = {"idempotency_key": str(uuid.uuid4())}
        body = json.dumps({"type": kind, "params": params, "metadata": key | metadata}).encode()
        asked = parse(body, "en")
        turn = await turn_of(asked, self._principal, self._backends, QuietBell(), "0" * 32)
        response: Any = await respond(asked, turn)
        async for chunk in response.body_iterator:
            self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        event = json.loads(chunk.decode().removeprefix("data: "))
        if event["type"] == "thread.created":
            self.thread_id = event["thread"]["id"]
        if event["type"] in {"thread.item.done", "thread.item.replaced"}:
            item = event["item"]
            if item["type"] == "widget":
                self.cards[item["id"]] = item


async def opened(folder: Path, latency: Latency = NO_LATENCY) -> tuple[Backends, CountingDocuments]:
    """Return the embedded backends over a fresh, counted store with the sample shop."""
    shop_folder = ROOT / "shops" / "zava"
    settings = Settings(
        Mode.LOCAL, shop_folder, console_telemetry=False, build="bench", data=folder
    )
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    store = await SqliteDocuments.open(folder / "returns.db", CLOCK)
    await load_shop(shop_folder, store, CLOCK.now())
    counted = CountingDocuments(store, latency)
    editions = await open_editions(counted, shop_folder, CLOCK, embedded_search(shop_folder))
    catalog = editions.live.shop.catalog
    stock = {product.product_id: product.stock for product in catalog.values()}
    await EmbeddedInventory(store).seed_stock(stock)
    return embedded(settings, editions, counted), counted


async def turns(folder: Path) -> dict[str, Any]:
    """Return trips of the opening turn, of a click and of a whole return, and a click's time."""
    backends, store = await opened(folder)
    await _whole(Browser(backends, "CUST-1002"), _WARM_UP)
    page = Browser(backends, "CUST-1001")
    store.reset()
    await page.start()
    opening = {"trips": store.trips, "in_sequence": store.in_sequence}
    whole = store.trips
    clicks: list[dict[str, Any]] = []
    for action, values in _CLICKS:
        store.reset()
        begun = time.perf_counter()
        await page.click(action, **values)
        spent = (time.perf_counter() - begun) * 1000
        clicks.append({"trips": store.trips, "in_sequence": store.in_sequence, "ms": spent})
        whole += store.trips
    await backends.documents.close()
    return {
        "click": {
            "p50_ms": round(statistics.median(click["ms"] for click in clicks), 1),
            "most_trips": max(click["trips"] for click in clicks),
            "most_in_sequence": max(click["in_sequence"] for click in clicks),
        },
        "opening_turn": opening,
        "whole_return_by_clicks": {"trips": whole},
    }


async def crowd(folder: Path) -> dict[str, Any]:
    """Return what ten concurrent clicks of ten customers take, beside one, on a slow store."""
    backends, _ = await opened(folder, Latency())
    owners = [f"CUST-10{number:02d}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 11, 12)]
    pages = [Browser(backends, owner) for owner in owners]
    await asyncio.gather(*(page.start() for page in pages))
    alone = await _timed(_press(pages[0]))
    together = await _timed(asyncio.gather(*(_press(page) for page in pages[1:])))
    await backends.documents.close()
    return {"one_ms": round(alone, 1), "nine_more_ms": round(together, 1),
            "ratio": round(together / alone, 2)}  # fmt: skip


async def _press(page: Browser) -> None:
    await page.click("select_return_item")


async def _timed(work: Any) -> float:
    begun = time.perf_counter()
    await work
    return (time.perf_counter() - begun) * 1000


async def _whole(page: Browser, clicks: tuple[tuple[str, dict[str, str]], ...]) -> None:
    """Make one return, so that what is built once is built before anything is measured."""
    await page.start()
    for action, values in clicks:
        await page.click(action, **values)


_CLICKS: tuple[tuple[str, dict[str, str]], ...] = (
    ("select_return_item", {"order_id": "ORD-79001", "line_id": "2"}),
    ("select_reason", {"code": "DAMAGED"}),
    ("select_resolution", {"code": "STORE_CREDIT"}),
    ("select_shipping", {"code": "PREPAID_LABEL"}),
    ("confirm_return", {}),
)
_WARM_UP = (("select_return_item", {}), *_CLICKS[1:])
