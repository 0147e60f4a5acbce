"""What a return document may be called, wherever it is kept."""

from __future__ import annotations

import re

# A name can never leave its folder or hide in it, nor mean another blob once it is in an address.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_-]{0,120}(\.[A-Za-z0-9]{1,8})?", re.ASCII)


def is_label_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def label_name(name: str) -> str:
    """Return the name itself.

    Raises:
        ValueError: the name is not letters, digits, "-", "_" and ":" with one extension.
    """
    if not is_label_name(name):
        raise ValueError(f"{name!r} cannot name a return document.")
    return name
