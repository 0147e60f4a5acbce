"""One return, from its first sentence to its settled refund, one generation at a time."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import azure.durable_functions as df

from orchestrators.durable import attempt, attempt_together, bell_before, perform
from returns.effects import TOGETHER

blueprint = df.Blueprint()


@blueprint.orchestration_trigger(context_name="context")
def return_case(context: df.DurableOrchestrationContext) -> Generator[Any, Any]:
    """Read the case, show it, do what it owes; then at once again, or at the bell or deadline."""
    job = {"ref": context.get_input(), "now": context.current_utc_datetime.isoformat()}
    step = yield perform(context, "read_case", job)
    context.set_custom_status(step)
    owed = [(one["effect"], job | {"key": one["key"]}) for one in step["owed"]]
    together = [one for one in owed if one[0] in TOGETHER]
    changed = False
    if together:
        changed = yield from attempt_together(context, together)
    for effect, its_job in owed:
        if effect not in TOGETHER:
            changed |= yield from attempt(context, effect, its_job)
    # Over: ended, nothing owed, no deadline left.
    if step["over"]:
        return
    # What was just recorded may owe more: read again at once, else wait.
    if not changed:
        yield from bell_before(context, step["wake_at"])
    context.continue_as_new(job["ref"])
