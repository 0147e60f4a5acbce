"""The chat endpoint over HTTP: its refusals, and one turn as a stream."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.fakes import MemoryInstances
from tests.unit.chatkit_adapter.tab import House
from tests.unit.web_api.site import problem

HELLO: dict[str, Any] = {
    "content": [{"type": "input_text", "text": "hello"}],
    "attachments": [],
    "inference_options": {},
}


async def ask(client: httpx.AsyncClient, kind: str, **params: Any) -> httpx.Response:
    return await client.post("/api/chatkit", json={"type": kind, "params": params})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"type": "threads.explode", "params": {}}',
        b'{"type": "threads.get_by_id"}',
        b'{"type": "threads.get_by_id", "params": {"thread_id": 7}}',
        b'{"type": "threads.custom_action", "params": {"thread_id": "t"}}',
        b'{"a":' * 9_000,
    ],
)
async def test_what_is_no_request_of_the_protocol_is_refused(
    robert: httpx.AsyncClient, body: bytes
) -> None:
    answer = await robert.post("/api/chatkit", content=body)

    assert problem(answer) == (400, "malformed")


async def test_a_body_over_64_kb_is_refused_before_it_is_parsed(robert: httpx.AsyncClient) -> None:
    answer = await robert.post("/api/chatkit", content=b"{" * 65_537)

    assert problem(answer) == (413, "too_large")


async def test_a_body_that_declares_no_size_is_refused_when_it_grows(
    robert: httpx.AsyncClient,
) -> None:
    async def endless() -> Any:
        for _ in range(100):
            yield b"x" * 1_000

    answer = await robert.post("/api/chatkit", content=endless())

    assert problem(answer) == (413, "too_large")


async def test_what_is_not_theirs_is_not_found(
    robert: httpx.AsyncClient, amelia: httpx.AsyncClient
) -> None:
    opened = await ask(robert, "threads.create", input=HELLO)
    thread_id = json.loads(opened.text.partition("\n\n")[0][6:])["thread"]["id"]

    for params in ({"thread_id": thread_id}, {"thread_id": "thr_NONE"}):
        assert problem(await ask(amelia, "threads.get_by_id", **params)) == (404, "not_found")
        answer = await ask(amelia, "threads.add_user_message", **params, input=HELLO)
        assert problem(answer) == (404, "not_found")
        assert problem(await ask(amelia, "threads.delete", **params)) == (404, "not_found")


async def test_a_turn_is_a_stream_that_nobody_keeps(
    robert: httpx.AsyncClient, instances: MemoryInstances
) -> None:
    body = {
        "type": "threads.create",
        "params": {"input": HELLO},
        "metadata": {"command": "start"},
    }
    answer = await robert.post("/api/chatkit", json=body)
    frames = answer.text.removesuffix("\n\n").split("\n\n")
    events = [json.loads(frame.removeprefix("data: ")) for frame in frames]

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "no-store" in answer.headers["cache-control"]
    assert events[0]["type"] == "thread.created"
    threads = [event["thread"] for event in events if "thread" in event]
    assert not [thread for thread in threads if thread.get("metadata")]
    assert [name for name, _ in instances.calls] == ["doorbell"]


async def test_an_outage_before_the_stream_is_a_problem_that_can_be_tried_again(
    robert: httpx.AsyncClient, house: House
) -> None:
    house.documents.reset()
    house.documents.script.down = {0}

    answer = await ask(robert, "threads.create", input=HELLO)

    assert problem(answer) == (503, "unavailable")
    assert answer.headers["retry-after"] == "5"


async def test_a_thumb_is_kept_with_its_case_and_for_items_that_exist(
    robert: httpx.AsyncClient, house: House
) -> None:
    opened = await ask(robert, "threads.create", input=HELLO)
    first = json.loads(opened.text.partition("\n\n")[0][6:])
    thread_id = first["thread"]["id"]
    items = (await ask(robert, "items.list", thread_id=thread_id)).json()["data"]
    said = items[0]["id"]

    for kind in ("negative", "positive"):
        params = {"thread_id": thread_id, "item_ids": [said, "x/../y"], "kind": kind}
        body = {"type": "items.feedback", "params": params}
        answer = await robert.post("/api/chatkit", json=body)
        assert answer.status_code == 200

    wanted = {"collection": "threads", "kinds": ["feedback"]}
    found = await house.backends.documents.query("by_kind", thread_id, wanted)
    assert [(row.body["item_id"], row.body["feedback"]) for row in found.documents] == [
        (said, "positive")
    ]
    assert found.documents[0].body["case_id"].startswith("case_")
