"""How far a load is, drawn as one line over itself on a terminal."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from backends.shop_check import Step

_CELLS = 24
_ERASE = "\r\x1b[K"


class LoadBar:
    """Draws each step over the one before; says nothing where nobody looks, as in a file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = ""

    def __call__(self, step: Step) -> None:
        """Draw a step, unless it would look like the one that is shown."""
        if not self._stream.isatty():
            return
        line = drawn(step)[: shutil.get_terminal_size().columns - 1]
        if line != self._shown:
            self._stream.write(f"{_ERASE}{line}")
            self._stream.flush()
            self._shown = line

    def clear(self) -> None:
        """Take the line away, so that a report can stand in its place."""
        if self._shown:
            self._stream.write(_ERASE)
            self._stream.flush()
            self._shown = ""


def drawn(step: Step) -> str:
    """Return a step as a line: what is done, a bar, the percentage and the rows."""
    share = step.done / step.total if step.total else 1
    full = round(share * _CELLS)
    bar = f"[{'#' * full}{'-' * (_CELLS - full)}]"
    return f"{step.doing} {step.file} {bar} {share:4.0%} {step.done} of {step.total}"
