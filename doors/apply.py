"""Applies a batch at the desk, and records what became of it; no door asks the desk by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from backends import telemetry
from returns.commands import Batch, Source
from returns.desk import Answer, Desk, Outcome
from returns.errors import BackendUnavailable, ReturnsError, StaleCase
from returns.owner_file import OwnerFile

_WORDS: dict[Outcome, telemetry.CommandOutcome] = {
    Outcome.APPLIED: "accepted",
    Outcome.UNCHANGED: "accepted",
    Outcome.DUPLICATE: "duplicate",
    Outcome.STALE: "stale",
    Outcome.REFUSED: "rejected",
}


class Tally(Protocol):
    """Counts what became of a batch: `telemetry.command`."""

    def __call__(
        self,
        outcome: telemetry.CommandOutcome,
        case_id: str,
        *,
        source: Source,
        reason_code: str | None = None,
    ) -> None: ...


async def applied(
    desk: Desk,
    batch: Batch,
    now: datetime,
    file: OwnerFile | None = None,
    *,
    tally: Tally = telemetry.command,
) -> Answer:
    """Apply a batch and record its outcome, also one that is unknown.

    Safe to repeat: as the desk is; each asking is recorded.

    Raises:
        CaseNotFound | StaleCase | BackendUnavailable: as from the desk.
    """
    case_id, source = batch.ref.case_id, batch.source
    try:
        answer = await desk.apply(batch, now, file)
    except StaleCase:
        tally("stale", case_id, source=source)
        raise
    except ReturnsError as refusal:
        tally("rejected", case_id, source=source, reason_code=refusal.code)
        raise
    except BackendUnavailable:
        tally("unknown", case_id, source=source)
        raise
    code = answer.refusal.code if answer.refusal else None
    tally(_WORDS[answer.outcome], case_id, source=source, reason_code=code)
    return answer
