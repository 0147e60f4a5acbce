"""A customer's tab before the chat endpoint, in one process: no HTTP, no host, real stores."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from azurefunctions.extensions.http.fastapi import StreamingResponse

from backends.documents_counting import CountingDocuments
from backends.settings import Mode, Settings
from backends.shop_store import OrderFile, store_customer, store_orders
from backends.wiring import Backends
from backends.wiring_local import embedded
from chatkit_adapter import http
from chatkit_adapter.context import Turn
from chatkit_adapter.pointer import pointer_of
from chatkit_adapter.request import command_id_of, parse
from chatkit_adapter.stream import Pace
from chatkit_adapter.thread_rows import thread_of
from doors.principal import Principal
from returns import commands as c
from returns.case import Case, CaseRef
from returns.desk import Desk, Outcome
from returns.owner_file import OwnerFile
from tests.builders import (
    NOW,
    Story,
)
from tests.customer import actions_of
from tests.fakes import CountingBell
from tests.zava import FOLDER, file_of, zava, zava_edition

ROBERT = "CUST-1001"
AMELIA = "CUST-1002"
HUB = {"order_id": "ORD-79001", "line_id": "2"}
DAMAGED = {"code": "DAMAGED"}


@dataclass(slots=True)
class House:
    """The embedded backends of the sample shop, with every trip to the store counted."""

    backends: Backends
    documents: CountingDocuments
    bell: CountingBell = field(default_factory=CountingBell)
    now: datetime = NOW
    keys: Iterator[int] = field(default_factory=count)

    @property
    def desk(self) -> Desk:
        return Desk(self.backends.cases, self.backends.rules, self.bell)

    async def welcome(self, file: OwnerFile) -> None:
        """Let a customer with these orders into the shop."""
        await store_customer(self.backends.documents, file.customer)
        orders = [OrderFile(order, file.ledgers[order.order_id]) for order in file.orders.values()]
        owner = file.customer.customer_id
        await store_orders(self.backends.documents, owner, orders, reload=False)

    async def settle(self, ref: CaseRef) -> None:
        """Let everything the case owes succeed, as its orchestration would."""
        await Story(self.desk, ref, self.now, next(self.keys)).settle()

    def turn(self, owner: str = ROBERT, **changes: Any) -> Turn:
        """Return the context of a request that is not in a hurry: each write is stored at once."""
        turn = Turn(
            principal=Principal(owner, owner, "customer", owner),
            owner_id=owner,
            backends=self.backends,
            desk=self.desk,
            now=self.now,
            locale="en",
            command_id=f"command-{next(self.keys)}",
            trace_id="trace",
            edition=self.backends.rules.live,
        )
        return replace(turn, **changes)


async def a_house(documents: CountingDocuments, data: Path) -> House:
    settings = Settings(Mode.LOCAL, FOLDER, console_telemetry=False, build="t", data=data)
    backends = embedded(settings, zava_edition(), documents)
    house = House(backends, documents)
    for owner in (ROBERT, AMELIA):
        await house.welcome(file_of(owner))
    stock = {product.product_id: product.stock for product in zava().catalog.values()}
    await backends.inventory.seed_stock(stock)
    return house


@dataclass(slots=True)
class Tab:
    """One signed-in tab. `events` are of the last turn; `items` are what the page shows."""

    house: House
    owner: str = ROBERT
    thread_id: str = ""
    pace: Pace = http.PACE
    events: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    items: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    # --- Talking -------------------------------------------------------------------------------

    async def say(self, text: str, **metadata: Any) -> str:
        """Type a message; return what was said in reply."""
        await self._stream(self.message(text), metadata)
        return self.said()

    async def start(self, **metadata: Any) -> str:
        return await self.say("Start a return", command="start", **metadata)

    async def start_again(self, key: str) -> str:
        """Send the request that opened the conversation once more."""
        self.thread_id = ""
        return await self.start(idempotency_key=key)

    async def click(
        self, action: str, wanted: dict[str, Any] | None = None, **metadata: Any
    ) -> str:
        """Press the button of the newest card that has one for this action and these values."""
        await self._stream(self.press(action, wanted), metadata)
        return self.said()

    async def act(self, request: dict[str, Any], **metadata: Any) -> str:
        """Send a streaming request as it is; return what was said in reply."""
        await self._stream(request, metadata)
        return self.said()

    async def to_the_recap(self) -> None:
        await self.start()
        await self.click("select_return_item", HUB)
        await self.click("select_reason", {"code": "DAMAGED"})
        await self.click("select_resolution", {"code": "FULL_REFUND"})
        await self.click("select_shipping", {"code": "PREPAID_LABEL"})

    def message(self, text: str) -> dict[str, Any]:
        content = [{"type": "input_text", "text": text}]
        said = {"content": content, "attachments": [], "inference_options": {}}
        if not self.thread_id:
            return {"type": "threads.create", "params": {"input": said}}
        params = {"thread_id": self.thread_id, "input": said}
        return {"type": "threads.add_user_message", "params": params}

    def press(self, action: str, wanted: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the request of the newest button for this action and these values."""
        for item in reversed(self.cards()):
            for config in actions_of(item["widget"]):
                payload = config.get("payload", {})
                if config["type"] == action and (wanted or {}).items() <= payload.items():
                    return self.action(item["id"], action, payload)
        raise AssertionError(f"no button {action} {wanted}")

    def action(self, item_id: str, action: str, payload: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "threads.custom_action",
            "params": {
                "thread_id": self.thread_id,
                "item_id": item_id,
                "action": {"type": action, "payload": payload},
            },
        }

    # --- Looking -------------------------------------------------------------------------------

    async def ask(self, kind: str, **params: Any) -> dict[str, Any]:
        """Send a request that is answered at once."""
        answered = await self.answer({"type": kind, "params": params}, {})
        return json.loads(bytes(answered.body))

    async def open(self) -> list[dict[str, Any]]:
        """Open the conversation anew, as another tab or day would; return its items in order."""
        thread = await self.ask("threads.get_by_id", thread_id=self.thread_id)
        page = thread["items"]
        items = list(page["data"])
        while page["has_more"]:
            page = await self.ask(
                "items.list", thread_id=self.thread_id, after=page["after"], order="asc", limit=100
            )
            items += page["data"]
        self.items = {item["id"]: item for item in items}
        return items

    def cards(self) -> list[dict[str, Any]]:
        return [item for item in self.items.values() if item["type"] == "widget"]

    def open_cards(self) -> list[dict[str, Any]]:
        """Return the cards that still have something to press."""
        return [card for card in self.cards() if any(actions_of(card["widget"]))]

    def replies(self) -> list[str]:
        return [
            item["content"][0]["text"]
            for item in self.items.values()
            if item["type"] == "assistant_message"
        ]

    def said(self) -> str:
        """Return what the last turn said."""
        done = [e["item"] for e in self.events if e["type"] == "thread.item.done"]
        return "\n".join(
            item["content"][0]["text"] for item in done if item["type"] == "assistant_message"
        )

    def kinds(self) -> list[str]:
        return [event["type"] for event in self.events]

    async def case(self) -> Case:
        """Return the case this conversation is about."""
        thread = await self.house.backends.documents.get("threads", self.thread_id, "thread")
        assert thread is not None
        case_id = pointer_of(thread_of(thread).thread).case_id(self.thread_id)
        return await self.house.backends.cases.load(CaseRef(self.owner, case_id))

    async def answered_words(self) -> list[str]:
        """Return what each answered card says after a reload."""
        items = await self.open()
        return [item["copy_text"] for item in items if "answered" in item.get("copy_text", "")]

    # --- Other doors ---------------------------------------------------------------------------

    async def meanwhile(self, *commands: c.Command, source: c.Source = "staff") -> None:
        """Change the case by another door."""
        case = await self.case()
        command_id = f"other-{next(self.house.keys)}"
        batch = c.Batch(command_id, case.ref, "other", source, commands)
        answer = await self.house.desk.apply(batch, self.house.now)
        assert answer.outcome is Outcome.APPLIED

    async def to_the_inspection(self) -> None:
        """Bring a return, by clicks, facts and the warehouse, to where it is inspected."""
        await self.to_the_recap()
        await self.click("confirm_return")
        await self.house.settle((await self.case()).ref)
        await self.meanwhile(c.Receive())

    # --- The protocol --------------------------------------------------------------------------

    async def answer(self, request: dict[str, Any], metadata: dict[str, Any]) -> Any:
        """Return the response to a request, before anything of its stream is read."""
        stated = {"idempotency_key": f"key-{next(self.house.keys)}", "locale": "en"} | metadata
        stated = {name: value for name, value in stated.items() if value is not None}
        asked = parse(json.dumps(request | {"metadata": stated}).encode(), "")
        turn = self.house.turn(
            self.owner,
            command_id=command_id_of(asked, self.owner),
            command=asked.command,
            streaming=asked.streaming,
        )
        return await http.respond(asked, turn, self.pace)

    async def frames(
        self, request: dict[str, Any], **metadata: Any
    ) -> AsyncIterator[dict[str, Any]]:
        """Yield the events of a streamed answer as they come."""
        response = await self.answer(request, metadata)
        assert isinstance(response, StreamingResponse)
        async for frame in response.body_iterator:
            text = bytes(frame).decode() if not isinstance(frame, str) else frame
            assert text.startswith("data: ")
            yield json.loads(text[6:])

    async def _stream(self, request: dict[str, Any], metadata: dict[str, Any]) -> None:
        self.events = []
        async for event in self.frames(request, **metadata):
            self.events.append(event)
            self._take(event)

    def _take(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "thread.created":
                self.thread_id = event["thread"]["id"]
            case "thread.item.done" | "thread.item.replaced":
                self.items[event["item"]["id"]] = event["item"]
