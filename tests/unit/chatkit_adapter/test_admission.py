"""What is refused before the response starts."""

from __future__ import annotations

import pytest

from doors.problems import Refused
from tests.unit.chatkit_adapter.tab import AMELIA, HUB, House, Tab


async def test_a_foreign_conversation_is_refused_before_anything_is_streamed(
    house: House, tab: Tab
) -> None:
    await tab.start()
    stranger = Tab(house, AMELIA, thread_id=tab.thread_id)
    stranger.items = tab.items
    requests = (
        stranger.message("hello"),
        stranger.press("select_return_item", HUB),
        {
            "type": "threads.retry_after_item",
            "params": {"thread_id": tab.thread_id, "item_id": next(iter(tab.items))},
        },
        {"type": "threads.get_by_id", "params": {"thread_id": tab.thread_id}},
        {"type": "items.list", "params": {"thread_id": tab.thread_id}},
        {"type": "threads.update", "params": {"thread_id": tab.thread_id, "title": "mine"}},
        {"type": "threads.delete", "params": {"thread_id": tab.thread_id}},
        {
            "type": "items.feedback",
            "params": {"thread_id": tab.thread_id, "item_ids": ["x"], "kind": "positive"},
        },
    )
    before = await tab.open()

    for request in requests:
        with pytest.raises(Refused) as refusal:
            await stranger.answer(request, {})
        assert refusal.value.code == "not_found", request["type"]

    assert await tab.open() == before


async def test_an_unknown_sender_or_attachment_is_refused_before_the_stream(tab: Tab) -> None:
    await tab.start()
    message = tab.message("look at this")
    message["params"]["input"]["attachments"] = ["atc_none"]

    for request in (tab.action("crd_none", "confirm_return", {}), message):
        with pytest.raises(Refused) as refusal:
            await tab.answer(request, {})
        assert refusal.value.code == "not_found"


@pytest.mark.parametrize(
    "request_type",
    [
        "threads.add_client_tool_output",
        "threads.add_structured_input",
        "threads.sync_custom_action",
        "attachments.create",
        "input.transcribe",
    ],
)
async def test_what_is_not_offered_is_refused_and_no_defect(tab: Tab, request_type: str) -> None:
    await tab.start()
    params = {
        "thread_id": tab.thread_id,
        "item_id": "x",
        "result": {},
        "input": {"status": "answered", "answers": {}},
        "action": {"type": "a", "payload": {}},
        "name": "n",
        "size": 1,
        "mime_type": "audio/webm",
        "audio_base64": "",
    }

    with pytest.raises(Refused) as refusal:
        await tab.answer({"type": request_type, "params": params}, {})

    assert refusal.value.code == "malformed"


@pytest.mark.parametrize("name", ["thread_id", "item_id"])
async def test_an_id_longer_than_ours_is_refused(tab: Tab, name: str) -> None:
    await tab.start()
    request = tab.press("select_return_item", HUB)
    request["params"][name] = "x" * 1_000

    with pytest.raises(Refused) as refusal:
        await tab.answer(request, {})

    assert refusal.value.code == "malformed"
