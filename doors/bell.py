"""Starts a case's orchestration, or rings the one that is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Protocol

from returns.case import CaseRef
from returns.events import DOORBELL, RETURN_CASE


class Instances(Protocol):
    """The two things we ask of the Durable client."""

    async def raise_event(self, instance_id: str, event_name: str) -> None: ...

    async def start_new(
        self, orchestration_function_name: str, instance_id: str, client_input: Any
    ) -> str: ...


class Woken(StrEnum):
    RUNG = "rung"
    STARTED = "started"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DurableBell:
    instances: Instances

    async def wake(self, ref: CaseRef) -> None:
        """Ring, or start what is not there.

        Safe to repeat: a spare bell only makes the case be read once more.
        """
        # A customer who closes the page must not stop the ring halfway.
        await asyncio.shield(self.ring(ref))

    async def ring(self, ref: CaseRef) -> Woken:
        """Wake the case and say how; an outage loses the bell, and the sweep rings again."""
        try:
            if await self._rang(ref):
                return Woken.RUNG
            if await self._started(ref):
                return Woken.STARTED
            # Someone else started it in between, perhaps on what we replaced.
            return Woken.RUNG if await self._rang(ref) else Woken.LOST
        except Exception:
            logging.getLogger(__name__).exception("bell of %s lost", ref.case_id)
            return Woken.LOST

    async def _rang(self, ref: CaseRef) -> bool:
        return await _unless(
            self.instances.raise_event(ref.case_id, DOORBELL), "No instance", "is gone"
        )

    async def _started(self, ref: CaseRef) -> bool:
        start = self.instances.start_new(RETURN_CASE, ref.case_id, asdict(ref))
        return await _unless(start, "already exists")


def bell_of(client: Any) -> DurableBell:
    """Return the bell of a Durable client as a trigger gets it."""
    return DurableBell(client)


async def _unless(call: Coroutine[Any, Any, object], *refusals: str) -> bool:
    """Await the call; return False when it is refused with one of these messages."""
    try:
        await call
    except Exception as failure:
        # The 1.7.0 client raises a bare Exception; only its text tells 404 from 410 from 500.
        if not any(refusal in str(failure) for refusal in refusals):
            raise
        return False
    return True
