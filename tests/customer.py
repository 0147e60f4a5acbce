"""A customer who talks to the running product over HTTP: types, clicks, waits, and looks."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from returns.identity import case_id_for

ROBERT = "rjohnson@company.com"

# As the management API numbers the events of a history.
_TASK_SCHEDULED, _TASK_COMPLETED = 4, 5


class Customer:
    """One signed-in browser. Events of the last turn are in `events`, the items in `items`.

    `ordinal` says which return of the conversation is meant, for those who start another.
    """

    def __init__(
        self,
        base: str,
        email: str = ROBERT,
        thread_id: str | None = None,
        *,
        token: str | None = None,
        twin: Any = None,
    ) -> None:
        # Loopback only: whatever proxy the environment names has no part in it.
        # Nothing is kept open: a browser is never closed here.
        alone = httpx.Limits(max_keepalive_connections=0)
        self.http = httpx.Client(base_url=base, trust_env=False, timeout=30, limits=alone)
        self.twin = twin
        self.token = token or self._sign_in(email)
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        self.thread_id = thread_id
        self.ordinal = 1
        self.events: list[dict[str, Any]] = []
        self.items: dict[str, dict[str, Any]] = {}

    def _sign_in(self, email: str) -> str:
        signed_in = self.http.post("/api/session", json={"email": email}).raise_for_status()
        return signed_in.json()["token"]

    # --- talking ---------------------------------------------------------------------------

    def say(self, text: str, **metadata: Any) -> str:
        """Type a message; return what was said in reply."""
        content = [{"type": "input_text", "text": text}]
        message = {"content": content, "attachments": [], "inference_options": {}}
        if self.thread_id is None:
            return self._stream("threads.create", {"input": message}, metadata)
        params = {"thread_id": self.thread_id, "input": message}
        return self._stream("threads.add_user_message", params, metadata)

    def press_start(self) -> str:
        """Press the start screen's button, which is a command."""
        return self.say("Start a return", command="start")

    def click(self, action: str, **wanted: Any) -> str:
        """Press the button of the newest card that has one for this action and these values."""
        item, config = self.button(action, **wanted)
        return self.act(item["id"], config["type"], config["payload"])

    def act(self, item_id: str, action: str, payload: dict[str, Any], **metadata: Any) -> str:
        """Send an action as a page does, or as nobody should."""
        params = {
            "thread_id": self.thread_id,
            "item_id": item_id,
            "action": {"type": action, "payload": payload},
        }
        return self._stream("threads.custom_action", params, metadata)

    def button(self, action: str, **wanted: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return (item, action) of the newest card with such a button."""
        for item in reversed(self.cards()):
            for config in actions_of(item["widget"]):
                values = config.get("payload", {})
                if config["type"] == action and wanted.items() <= values.items():
                    return item, config
        raise AssertionError(f"no button {action} {wanted} on {[_labels(c) for c in self.cards()]}")

    # --- looking ---------------------------------------------------------------------------

    def open(self) -> list[dict[str, Any]]:
        """Open the conversation anew, as another tab or day would; return its items."""
        thread = self.call("threads.get_by_id", thread_id=self.thread_id)
        page = thread["items"]
        items = list(page["data"])
        while page["has_more"]:
            page = self.call(
                "items.list", thread_id=self.thread_id, after=page["after"], order="asc", limit=100
            )
            items += page["data"]
        self.items = {item["id"]: item for item in items}
        return items

    def threads(self) -> list[dict[str, Any]]:
        return self.call("threads.list", limit=20, order="desc")["data"]

    def cards(self) -> list[dict[str, Any]]:
        return [item for item in self.items.values() if item["type"] == "widget"]

    def card_text(self) -> str:
        """Return all words on the newest card."""
        return " | ".join(_labels(self.cards()[-1]["widget"]))

    def notices(self) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == "notice"]

    @property
    def case_id(self) -> str:
        assert self.thread_id is not None
        return case_id_for(self.thread_id, self.ordinal)

    def case(self) -> dict[str, Any]:
        """Return the case of the conversation with its timeline."""
        return self.http.get(f"/api/cases/{self.case_id}").raise_for_status().json()

    def cases(self) -> list[dict[str, Any]]:
        return self.http.get("/api/cases").raise_for_status().json()["cases"]

    def status(self, *, history: bool = True) -> dict[str, Any]:
        """Return the orchestration's status, with its history unless told otherwise."""
        found = self.http.get(
            f"/runtime/webhooks/durabletask/instances/{self.case_id}",
            params={"showHistory": "true", "showHistoryOutput": "true"} if history else {},
        )
        return found.raise_for_status().json() if found.status_code != 404 else {}

    def shown(self) -> tuple[str, str | None, int]:
        """Return what the instance's custom status shows: state, awaiting, revision."""
        custom = self.custom()
        return custom.get("state", ""), custom.get("awaiting"), custom.get("revision", -1)

    def custom(self) -> dict[str, Any]:
        return self.status(history=False).get("customStatus") or {}

    def performed(self) -> list[str]:
        """Return the activities in the instance's history: what it did since it last woke."""
        events = self.status().get("historyEvents", [])
        return [event["Name"] for event in events if event["EventType"] == _TASK_SCHEDULED]

    def seen(self) -> list[tuple[str, str | None, int]]:
        """Return what each look at the case showed since the instance last woke."""
        events = self.status().get("historyEvents", [])
        reads = {e["EventId"] for e in events if e.get("Name") == "read_case"}
        steps = [
            json.loads(event["Result"])
            for event in events
            if event["EventType"] == _TASK_COMPLETED and event["TaskScheduledId"] in reads
        ]
        return [(step["state"], step["awaiting"], step["revision"]) for step in steps]

    def until(self, met: Callable[[], bool], what: str, seconds: float = 45) -> None:
        """Wait for something the orchestration does in the background."""
        end = time.monotonic() + seconds
        while not met():
            if time.monotonic() > end:
                raise AssertionError(f"{what} did not come: {self.case()} {self.status()}")
            time.sleep(0.02)

    def until_shown(self, state: str, awaiting: str | None, revision: int) -> None:
        """Wait until the instance's custom status says exactly this, and nothing more is owed."""
        wanted = {"state": state, "awaiting": awaiting, "revision": revision, "owed": []}
        self.until(lambda: wanted.items() <= self.custom().items(), str(wanted))

    def until_state(self, state: str, seconds: float = 45) -> None:
        """Wait until the instance shows a state, with nothing more owed in it."""
        wanted = {"state": state, "owed": []}
        self.until(lambda: wanted.items() <= self.custom().items(), state, seconds)

    # --- playing carrier and warehouse ----------------------------------------------------

    def simulate(self, act: str, **body: Any) -> httpx.Response:
        return self.http.post(f"/api/simulate/{act}", json={"case_id": self.case_id, **body})

    def outbox(self) -> list[dict[str, Any]]:
        return self.http.get("/api/simulate/outbox").raise_for_status().json()["notices"]

    def label(self, n: int = 1) -> bytes:
        path = f"/api/cases/{self.case_id}/labels/{n}.pdf"
        return self.http.get(path).raise_for_status().content

    # --- the protocol ----------------------------------------------------------------------

    def call(self, kind: str, **params: Any) -> dict[str, Any]:
        answered = self.post(kind, params, {})
        answered.raise_for_status()
        return answered.json()

    def post(self, kind: str, params: dict[str, Any], metadata: dict[str, Any]) -> httpx.Response:
        body = {"type": kind, "params": params, "metadata": metadata}
        return self.http.post("/api/chatkit", json=body)

    def _stream(self, kind: str, params: dict[str, Any], metadata: dict[str, Any]) -> str:
        stated = {"idempotency_key": str(uuid.uuid4()), "locale": "en"} | metadata
        answered = self.post(kind, params, stated)
        assert answered.status_code == 200, answered.text
        self.events = list(_frames(answered.text))
        for event in self.events:
            self._take(event)
        said = [e["item"] for e in self.events if e["type"] == "thread.item.done"]
        return "\n".join(
            item["content"][0]["text"] for item in said if item["type"] == "assistant_message"
        )

    def _take(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "thread.created":
                self.thread_id = event["thread"]["id"]
            case "thread.item.done" | "thread.item.replaced":
                self.items[event["item"]["id"]] = event["item"]
            case "error":
                raise AssertionError(f"the stream ended in an error: {event}")


def _frames(text: str) -> Iterator[dict[str, Any]]:
    for block in text.split("\n\n"):
        if block.startswith("data:"):
            yield json.loads(block[5:])


def actions_of(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every action a widget can send."""
    if isinstance(node, list):
        for child in node:
            yield from actions_of(child)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name.endswith("Action") and isinstance(value, dict):
                yield value
            elif name in {"confirm", "cancel"} and isinstance(value, dict):
                yield value["action"]
            else:
                yield from actions_of(value)


def _labels(node: Any) -> list[str]:
    found: list[str] = []
    if isinstance(node, list):
        for child in node:
            found += _labels(child)
    elif isinstance(node, dict):
        found += [str(node[name]) for name in ("value", "label", "text") if name in node]
        for value in node.values():
            found += _labels(value) if isinstance(value, dict | list) else []
    return found
