"""The trace of a case: made from its id, so that every process finds the same one for weeks."""

from __future__ import annotations

import hashlib

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, TraceFlags

_TRACE_BYTES, _SPAN_BYTES = 16, 8


def root_of(case_id: str) -> SpanContext:
    """Return the root that all spans of a case hang from; it was never recorded itself."""
    digest = hashlib.sha256(f"case:{case_id}".encode()).digest()
    end = _TRACE_BYTES + _SPAN_BYTES
    return SpanContext(
        trace_id=int.from_bytes(digest[:_TRACE_BYTES]),
        span_id=int.from_bytes(digest[_TRACE_BYTES:end]),
        is_remote=True,
        trace_flags=TraceFlags(TraceFlags.SAMPLED),
    )


def place_in(case_id: str) -> tuple[Context, list[Link]]:
    """Return where a span about a case begins, and the request or activity it is linked to.

    Inside a span of the same case it is that one's child, and nothing has to be linked.
    """
    around = trace.get_current_span().get_span_context()
    root = root_of(case_id)
    if around.trace_id == root.trace_id:
        return context.get_current(), []
    links = [Link(around)] if around.is_valid else []
    return trace.set_span_in_context(NonRecordingSpan(root)), links
