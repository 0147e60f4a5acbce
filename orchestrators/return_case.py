"""One return, from its first sentence to its settled refund: wake, do what is owed, wait."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import azure.durable_functions as df

from orchestrators.durable import Job, bell_before, perform, perform_owed

blueprint = df.Blueprint()

# Doing what is owed may owe more (a label owes its notice); no chain is nearly this long, so
# a case that keeps owing is carried on by a fresh history instead of a growing one.
_ROUNDS = 6


@blueprint.orchestration_trigger(context_name="context")
def return_case(context: df.DurableOrchestrationContext) -> Generator[Any, Any]:
    """Carry the case until nothing is owed, wait for the bell or a deadline, begin anew."""
    ref: Any = context.get_input()
    for _ in range(_ROUNDS):
        job: Job = {"ref": ref, "now": context.current_utc_datetime.isoformat()}
        step = yield perform(context, "read_case", job)
        context.set_custom_status(step)
        changed = yield from perform_owed(context, step["owed"], job)
        # Over: ended, nothing owed, no deadline left.
        if step["over"]:
            return
        # What was just recorded may owe more: read again at once, else wait.
        if not changed:
            yield from bell_before(context, step["wake_at"])
            break
    context.continue_as_new(ref)
