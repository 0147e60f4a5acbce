"""The ChatKit server: hands messages and clicks to the talk, and keeps conversations current."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from chatkit.actions import Action
from chatkit.server import ChatKitServer, NonStreamingResult, StreamingResult
from chatkit.types import (
    ChatKitReq,
    FeedbackKind,
    StreamOptions,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
    WidgetItem,
    is_streaming_req,
)
from pydantic import TypeAdapter

from backends.documents import Documents, Put
from chatkit_adapter.catch_up import catch_up
from chatkit_adapter.context import Turn
from chatkit_adapter.pointer import pointer_of
from chatkit_adapter.talk import Talk
from chatkit_adapter.thread_store import THREADS, ThreadStore

# Built once; a request names its type, so one parser serves them all.
REQUEST: TypeAdapter[Any] = TypeAdapter(ChatKitReq)


class ReturnsServer(ChatKitServer[Turn]):
    """Our conversation over the SDK's protocol."""

    store: ThreadStore

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        super().__init__(ThreadStore(documents))

    async def process(
        self, request: str | bytes | bytearray, context: Turn
    ) -> StreamingResult | NonStreamingResult:
        """Route a request; the SDK builds its parser anew for each, which costs more than a turn.

        Raises:
            pydantic.ValidationError: it is not a request of the protocol.
        """
        parsed = REQUEST.validate_json(request)
        if is_streaming_req(parsed):
            return StreamingResult(self._process_streaming(parsed, context))
        return NonStreamingResult(await self._process_non_streaming(parsed, context))

    async def respond(
        self,
        thread: ThreadMetadata,
        input_user_message: UserMessageItem | None,
        context: Turn,
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Answer a message. What was said is stored before it is acted on."""
        await self.store.flush(context)
        talk = Talk(thread, self.store, context)
        heard = talk.start() if context.command == "start" else talk.hear(_text(input_user_message))
        async for event in heard:
            yield event

    async def action(
        self,
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: Turn,
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Answer a click on a card."""
        talk = Talk(thread, self.store, context)
        async for event in talk.click(action.type, action.payload, sender.id if sender else ""):
            yield event

    async def add_feedback(
        self, thread_id: str, item_ids: list[str], feedback: FeedbackKind, context: Turn
    ) -> None:
        """Keep a thumb per item and person, with its case and trace.

        Safe to repeat: the newest thumb counts.
        """
        stored = await self.store.stored_thread(thread_id, context)
        case_id = pointer_of(stored.thread).case_id(thread_id)
        rows = [
            Put(
                THREADS,
                f"feedback:{item_id}:{context.principal.person_id}",
                {
                    "kind": "feedback",
                    "item_id": item_id,
                    "feedback": feedback,
                    "case_id": case_id,
                    "trace_id": context.trace_id,
                    "at": context.now.isoformat(),
                },
            )
            for item_id in item_ids[:20]
        ]
        await self._documents.transact(thread_id, rows)

    def get_stream_options(self, thread: ThreadMetadata, context: Turn) -> StreamOptions:  # noqa: ARG002 - the SDK's signature
        """Say that a turn cannot be stopped: a command is applied before its reply begins."""
        return StreamOptions(allow_cancel=False)

    async def bring_up_to_date(self, thread_id: str, context: Turn) -> None:
        """Add to a conversation what happened since it was last opened."""
        thread = await self.store.load_thread(thread_id, context)
        await catch_up(thread, self.store, context)


def _text(message: UserMessageItem | None) -> str:
    if message is None:
        return ""
    return " ".join(part.text for part in message.content if part.type == "input_text").strip()
