"""What an orchestrator does: perform activities, alone or together, and wait for the bell.

The only file that touches the SDK's untyped surface, so the only one to change when the SDK does.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Any

import azure.durable_functions as df

from returns.effects import TOGETHER
from returns.events import DOORBELL

type Job = dict[str, Any]

# History keeps error texts for ever; very long ones have hung instances.
_LONGEST_ERROR = 500

# 2 s, then 5 attempts: outlives a database failover, still quick enough for chat.
_RETRY = df.RetryOptions(first_retry_interval_in_milliseconds=2_000, max_number_of_attempts=5)


def perform(context: df.DurableOrchestrationContext, activity: str, payload: object) -> Any:
    """Schedule an activity under the house retry policy; yield the result of this call."""
    return context.call_activity_with_retry(activity, _RETRY, payload)  # pyright: ignore[reportUnknownMemberType]


def perform_owed(
    context: df.DurableOrchestrationContext, owed: Sequence[dict[str, str]], job: Job
) -> Generator[Any, Any, bool]:
    """Perform what a case owes, searches side by side; return whether the case changed."""
    jobs = [(one["effect"], job | {"key": one["key"]}) for one in owed]
    together = [one for one in jobs if one[0] in TOGETHER]
    changed = False
    if together:
        changed = yield from attempt_together(context, together)
    for effect, its_job in jobs:
        if effect not in TOGETHER:
            changed |= yield from attempt(context, effect, its_job)
    return changed


def attempt(
    context: df.DurableOrchestrationContext, activity: str, job: Job
) -> Generator[Any, Any, bool]:
    """Perform one effect; return whether the case changed. Failure is recorded, not raised."""
    try:
        return bool((yield perform(context, activity, job)))
    except Exception as failure:  # noqa: BLE001 - the SDK raises nothing narrower
        failed = {**job, "error": str(failure)[:_LONGEST_ERROR]}
        return bool((yield perform(context, "record_effect", failed)))


def attempt_together(
    context: df.DurableOrchestrationContext, jobs: Sequence[tuple[str, Job]]
) -> Generator[Any, Any, bool]:
    """Perform independent effects side by side; return whether the case changed."""
    try:
        changed = yield context.task_all(
            [perform(context, activity, job) for activity, job in jobs]
        )
    except Exception:  # noqa: BLE001 - the SDK raises nothing narrower
        # It does not say which of them failed; each is safe to repeat, so each is tried alone.
        found = False
        for activity, job in jobs:
            found |= yield from attempt(context, activity, job)
        return found
    return any(changed)


def bell_before(context: df.DurableOrchestrationContext, wake_at: str) -> Generator[Any, Any]:
    """Wait for the doorbell, or until `wake_at`, whichever comes first."""
    bell = context.wait_for_external_event(DOORBELL)
    timer: Any = context.create_timer(datetime.fromisoformat(wake_at))
    winner = yield context.task_any([bell, timer])
    if winner is not timer:
        # An uncanceled timer keeps the instance alive until it fires.
        timer.cancel()
