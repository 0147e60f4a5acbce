"""The one table from refusals to HTTP, and the one shape of an error's body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from returns.errors import BackendUnavailable, ReturnsError

STATUS_OF_CODE = {
    "not_signed_in": 401,
    "bad_signature": 401,
    "not_allowed": 403,
    "email_unverified": 403,
    "not_found": 404,
    "case_not_found": 404,
    "order_not_found": 404,
    "malformed": 400,
    "command_refused": 409,
    "stale_case": 409,
    "feed_conflict": 409,
    "payment_refused": 409,
    "parcel_in_use": 409,
    "unknown_currency": 422,
    "currency_mismatch": 422,
    "too_large": 413,
    "throttled": 429,
    "unavailable": 503,
}


class Refused(Exception):
    """A door refuses before any rule is asked; `code` is one of the table's."""

    def __init__(self, code: str, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the client gets it: no stack, no vendor's text, and something to do."""

    status: int
    code: str
    message: str
    retry_after_s: int | None = None

    def body(self, trace_id: str) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "trace_id": trace_id}

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after_s)} if self.retry_after_s else {}


def problem_of(failure: Exception) -> Problem | None:
    """Return the problem a client is told; None for a defect of ours, which stays ours."""
    match failure:
        case Refused():
            status = STATUS_OF_CODE[failure.code]
            return Problem(status, failure.code, failure.message, failure.retry_after_s)
        case BackendUnavailable():
            return Problem(
                503, "unavailable", "We are temporarily unavailable. Please try again shortly.", 5
            )
        case ReturnsError():
            code = failure.code if failure.code in STATUS_OF_CODE else "command_refused"
            return Problem(STATUS_OF_CODE[code], failure.code, str(failure))
        case _:
            return None
