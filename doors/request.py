"""What every HTTP door does around its own work: who, how much, and errors as one shape."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from backends.failures import log_failure
from backends.wiring import Backends
from doors.house import CLOCK
from doors.limits import Rate
from doors.principal import Principal, principal_of
from doors.problems import Problem, Refused, problem_of

# A person clicking fast stays far below this; a script does not.
_CHAT_RATE = Rate(burst=60, per_second=5)
_SIGN_IN_RATE = Rate(burst=20, per_second=0.2)

_TRACE = re.compile(r"^00-([0-9a-f]{32})-")


async def speaker(authorization: Sequence[str], backends: Backends) -> Principal:
    """Return who speaks by the Authorization headers of a request, and count the request.

    Raises:
        Refused: `not_signed_in`, `not_allowed`, `email_unverified` or `throttled`.
        BackendUnavailable: the issuer or the store has to be asked, and does not answer.
    """
    now = CLOCK.now()
    principal = await principal_of(authorization, backends.issuer, now)
    _CHAT_RATE.take(principal.person_id, now)
    return principal


def count_sign_in(address: str) -> None:
    """Count a sign-in of a network address.

    Raises:
        Refused: `throttled`.
    """
    _SIGN_IN_RATE.take(address, CLOCK.now())


def trace_id_of(traceparent: str | None) -> str:
    """Return the trace of the request, or a new one."""
    found = _TRACE.match(traceparent or "")
    return found.group(1) if found else secrets.token_hex(16)


def json_object(body: bytes) -> Mapping[str, Any]:
    """Return a body that must be a JSON object.

    Raises:
        Refused: `malformed`.
    """
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise Refused("malformed", "The request body must be a JSON object.")
    return parsed  # pyright: ignore[reportUnknownVariableType] - keys of JSON objects are strings


def told(failure: Exception) -> Problem:
    """Return what a client is told of any failure; a defect is logged and told as one."""
    problem = problem_of(failure)
    if problem is None:
        log_failure(logging.getLogger(__name__), "request failed", failure)
        return Problem(500, "defect", "Something went wrong on our side. Please try again.")
    return problem
