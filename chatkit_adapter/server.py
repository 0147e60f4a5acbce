"""The ChatKit server: hands messages and clicks to the talk, and keeps conversations current."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from chatkit.actions import Action
from chatkit.errors import BaseStreamError, CustomStreamError, ErrorCode, StreamError
from chatkit.server import ChatKitServer, NonStreamingResult, StreamingResult
from chatkit.types import (
    ChatKitReq,
    FeedbackKind,
    StreamingReq,
    StreamOptions,
    ThreadAddUserMessageParams,
    ThreadCreatedEvent,
    ThreadMetadata,
    ThreadsAddUserMessageReq,
    ThreadsCreateReq,
    ThreadStreamEvent,
    UserMessageItem,
    WidgetItem,
    is_streaming_req,
)
from pydantic import TypeAdapter

from backends.documents import Documents
from backends.failures import log_failure
from chatkit_adapter.catch_up import catch_up
from chatkit_adapter.context import Turn
from chatkit_adapter.pointer import pointer_of
from chatkit_adapter.stream import UNAVAILABLE
from chatkit_adapter.talk import Talk
from chatkit_adapter.thread_store import ThreadStore
from returns.errors import BackendUnavailable, StaleCase

# Built once; a request names its type, so one parser serves them all.
REQUEST: TypeAdapter[Any] = TypeAdapter(ChatKitReq)


class ReturnsServer(ChatKitServer[Turn]):
    """Our conversation over the SDK's protocol."""

    store: ThreadStore

    def __init__(self, documents: Documents) -> None:
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

    async def _process_streaming_impl(
        self, request: StreamingReq, context: Turn
    ) -> AsyncGenerator[ThreadStreamEvent]:
        if isinstance(request, ThreadsCreateReq):
            known = context.pages.threads.get(self.store.generate_thread_id(context))
            if known:
                # The request is repeated: the SDK would open the conversation over again.
                yield ThreadCreatedEvent(thread=self._to_thread_response(known.thread))
                params = ThreadAddUserMessageParams(
                    thread_id=known.thread.id, input=request.params.input
                )
                request = ThreadsAddUserMessageReq(params=params, metadata=request.metadata)
        async for event in super()._process_streaming_impl(request, context):
            if isinstance(event, ThreadCreatedEvent) and event.thread.created_at.tzinfo is None:
                # The SDK stamps naive local time.
                event.thread.created_at = context.now
            yield event

    async def respond(
        self,
        thread: ThreadMetadata,
        input_user_message: UserMessageItem | None,
        context: Turn,
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Answer a message. What was said is stored before it is acted on."""
        async for event in _guarded(self._heard(thread, input_user_message, context), context):
            yield event

    async def _heard(
        self, thread: ThreadMetadata, message: UserMessageItem | None, context: Turn
    ) -> AsyncIterator[ThreadStreamEvent]:
        talk = Talk(thread, self.store, context)
        if context.command == "start" and talk.entitle(None):
            self.store.place_thread(thread, context)
        await talk.rewind()
        await self.store.flush(context)
        heard = talk.start() if context.command == "start" else talk.hear(_text(message))
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
        async for event in _guarded(talk.click(action.type, action.payload, sender), context):
            yield event

    async def add_feedback(
        self, thread_id: str, item_ids: list[str], feedback: FeedbackKind, context: Turn
    ) -> None:
        """Keep a thumb per item and person, with its case and trace.

        Safe to repeat: the newest thumb counts.
        """
        stored = await self.store.stored_thread(thread_id, context)
        body = {
            "feedback": feedback,
            "case_id": pointer_of(stored.thread).case_id(thread_id),
            "trace_id": context.trace_id,
            "at": context.now.isoformat(),
        }
        await self.store.give_feedback(thread_id, item_ids, body, context)

    def get_stream_options(self, thread: ThreadMetadata, context: Turn) -> StreamOptions:  # noqa: ARG002 - the SDK's signature
        """Say that a turn cannot be stopped: a command is applied before its reply begins."""
        return StreamOptions(allow_cancel=False)

    async def bring_up_to_date(self, thread_id: str, context: Turn) -> None:
        """Add to a conversation what happened since it was last opened."""
        await catch_up(thread_id, self.store, context)


async def _guarded(
    events: AsyncIterator[ThreadStreamEvent], turn: Turn
) -> AsyncIterator[ThreadStreamEvent]:
    """Pass events on; a failure is logged by its kind and becomes an error to try again.

    Left to the SDK, a defect would be logged with what the customer wrote, and count as answered.
    """
    try:
        async for event in events:
            yield event
    except (BackendUnavailable, StaleCase) as error:
        turn.told.failed = True
        log_failure(logging.getLogger(__name__), "turn interrupted", error)
        raise CustomStreamError(UNAVAILABLE, allow_retry=True) from None
    except BaseStreamError:
        turn.told.failed = True
        raise
    except Exception as error:  # noqa: BLE001 - the edge
        turn.told.failed = True
        log_failure(logging.getLogger(__name__), "turn failed", error)
        raise StreamError(ErrorCode.STREAM_ERROR, allow_retry=True) from None


def _text(message: UserMessageItem | None) -> str:
    if message is None:
        return ""
    return " ".join(part.text for part in message.content if part.type == "input_text").strip()
