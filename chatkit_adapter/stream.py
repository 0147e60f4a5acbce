"""A turn runs to its end whoever listens; the response only watches it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import perf_counter

from chatkit.types import ErrorEvent, ProgressUpdateEvent, ThreadStreamEvent

from backends import telemetry
from backends.failures import log_failure
from chatkit_adapter.context import Turn
from chatkit_adapter.thread_store import ThreadStore

UNAVAILABLE = "We are temporarily unavailable. Nothing was lost; please try again."

# A task nobody holds may be collected before it ends.
_running: set[asyncio.Task[None]] = set()


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: to the first sign of life, between two of them, and until a stream ends."""

    first_sign: float = 0.3
    heartbeat: float = 10.0
    longest: float = 200.0


async def watched(
    frames: AsyncIterator[bytes], store: ThreadStore, turn: Turn, pace: Pace
) -> AsyncIterator[bytes]:
    """Yield the frames of a turn, a sign of life in every silence, and an end.

    When the listener leaves, or the stream has lasted long enough, the turn goes on and
    everything it wrote is stored.
    """
    queue: asyncio.Queue[bytes | None] = asyncio.Queue()
    task = asyncio.create_task(_run(frames, store, turn, queue))
    _running.add(task)
    task.add_done_callback(_running.discard)
    clock = asyncio.get_running_loop().time
    end = clock() + pace.longest
    silence = pace.first_sign
    while (left := end - clock()) > 0:
        try:
            frame = await asyncio.wait_for(queue.get(), min(silence, left))
        except TimeoutError:
            silence = pace.heartbeat
            yield frame_of(ProgressUpdateEvent(text="One moment, I'm looking into it."))
            continue
        if frame is None:
            return
        silence = pace.heartbeat
        yield frame


async def settled() -> None:
    """Wait for the turns that nobody watches any more."""
    await asyncio.gather(*_running)


async def _run(
    frames: AsyncIterator[bytes],
    store: ThreadStore,
    turn: Turn,
    queue: asyncio.Queue[bytes | None],
) -> None:
    try:
        with telemetry.turn("text", turn.file_case_id) as turn.told:
            await _told(frames, store, turn, queue)
    except Exception as error:  # noqa: BLE001 - the edge
        # The listener sees an error it can retry; the repeat meets what was applied.
        log_failure(logging.getLogger(__name__), "turn failed", error)
        queue.put_nowait(frame_of(ErrorEvent(code="custom", message=UNAVAILABLE, allow_retry=True)))
    finally:
        queue.put_nowait(None)


async def _told(
    frames: AsyncIterator[bytes],
    store: ThreadStore,
    turn: Turn,
    queue: asyncio.Queue[bytes | None],
) -> None:
    begun = perf_counter()  # a stopwatch: no time of day is read
    async for frame in frames:
        if turn.told.first_event_s is None:
            turn.told.first_event_s = perf_counter() - begun
        queue.put_nowait(frame)
    await store.flush(turn)


def frame_of(event: ThreadStreamEvent) -> bytes:
    """Return an event as one frame of the stream."""
    return b"data: " + event.model_dump_json(exclude_none=True).encode() + b"\n\n"
