"""A turn runs to its end whoever listens; the response only watches it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from chatkit.types import ErrorEvent, ProgressUpdateEvent, ThreadStreamEvent

from chatkit_adapter.context import Turn
from chatkit_adapter.thread_store import ThreadStore

_FIRST_SIGN_S = 0.3
_HEARTBEAT_S = 10.0
_LONGEST_S = 200.0

# A task nobody holds may be collected before it ends.
_running: set[asyncio.Task[None]] = set()


async def watched(
    frames: AsyncIterator[bytes], store: ThreadStore, turn: Turn
) -> AsyncIterator[bytes]:
    """Yield the frames of a turn, a sign of life in every silence, and an end by 200 s.

    When the listener leaves, the turn goes on and everything it wrote is stored.
    """
    queue: asyncio.Queue[bytes | None] = asyncio.Queue()
    task = asyncio.create_task(_run(frames, store, turn, queue))
    _running.add(task)
    task.add_done_callback(_running.discard)
    silence, left = _FIRST_SIGN_S, _LONGEST_S
    while left > 0:
        try:
            frame = await asyncio.wait_for(queue.get(), silence)
        except TimeoutError:
            left -= silence
            silence = _HEARTBEAT_S
            yield frame_of(ProgressUpdateEvent(text="One moment, I'm looking into it."))
            continue
        if frame is None:
            return
        yield frame


async def _run(
    frames: AsyncIterator[bytes],
    store: ThreadStore,
    turn: Turn,
    queue: asyncio.Queue[bytes | None],
) -> None:
    try:
        async for frame in frames:
            queue.put_nowait(frame)
        await store.flush(turn)
    except Exception:
        # The listener sees an error it can retry; the repeat meets what was applied.
        logging.getLogger(__name__).exception("turn failed")
        queue.put_nowait(frame_of(ErrorEvent(code="custom", message=_FAILED, allow_retry=True)))
    finally:
        queue.put_nowait(None)


_FAILED = "We are temporarily unavailable. Nothing was lost; please try again."


def frame_of(event: ThreadStreamEvent) -> bytes:
    """Return an event as one frame of the stream."""
    return b"data: " + event.model_dump_json(exclude_none=True).encode() + b"\n\n"
