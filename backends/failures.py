"""Logs a failure by its kind and where it happened, and never by its words.

The message of an exception may hold what a customer wrote, and so may the lines of a traceback
that quote it. What helps whoever repairs it is which code failed, and what it was doing.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parent.parent
_LONGEST = 8  # calls of one error, the innermost
_DEEPEST = 5  # errors that led to one another


def log_failure(logger: logging.Logger, what: str, error: BaseException) -> None:
    """Log an error and what led to it; `what` is ours and holds codes and ids only."""
    logger.error("%s: %s", what, "; after ".join(map(_told, _chain(error))))


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    for _ in range(_DEEPEST):
        if current is None:
            return
        yield current
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


def _told(error: BaseException) -> str:
    kind = type(error).__name__
    if isinstance(error, BackendUnavailable):
        kind = f"{kind}({error.backend})"
    calls = traceback.extract_tb(error.__traceback__)[-_LONGEST:]
    places = [f"{_place(call.filename)}:{call.lineno} {call.name}" for call in calls]
    return f"{kind} in {' > '.join(places)}" if places else kind


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(_ROOT):
        return path.relative_to(_ROOT).as_posix()
    return "/".join(path.parts[-2:])
