"""The conditions the stub understands: eq, ne and gt on strings, with and, or, not, brackets."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

type Condition = Callable[[Mapping[str, Any]], bool]

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[()]|\w+)")
_COMPARED = {"eq": operator.eq, "ne": operator.ne, "gt": operator.gt}


class Unreadable(ValueError):
    """The condition is not one the service would take."""


def condition(text: str, filterable: set[str]) -> Condition:
    """Return a condition as a function of a document."""
    tokens = _Tokens(_read(text))
    found = _any_of(tokens, filterable)
    if tokens.left:
        raise Unreadable(f"what follows {tokens.left!r}")
    return found


class _Tokens:
    def __init__(self, tokens: Iterator[str]) -> None:
        self.left = list(tokens)

    def take(self, *wanted: str) -> str:
        if not self.left or (wanted and self.left[0] not in wanted):
            raise Unreadable(f"{wanted} was expected before {self.left}")
        return self.left.pop(0)

    def is_next(self, token: str) -> bool:
        return bool(self.left) and self.left[0] == token


def _read(text: str) -> Iterator[str]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unreadable(text[at:])
        yield found[1]
        at = found.end()


def _any_of(tokens: _Tokens, filterable: set[str]) -> Condition:
    parts = [_all_of(tokens, filterable)]
    while tokens.is_next("or"):
        tokens.take()
        parts.append(_all_of(tokens, filterable))
    return lambda document: any(part(document) for part in parts)


def _all_of(tokens: _Tokens, filterable: set[str]) -> Condition:
    parts = [_one(tokens, filterable)]
    while tokens.is_next("and"):
        tokens.take()
        parts.append(_one(tokens, filterable))
    return lambda document: all(part(document) for part in parts)


def _one(tokens: _Tokens, filterable: set[str]) -> Condition:
    if tokens.is_next("not"):
        tokens.take()
        inner = _one(tokens, filterable)
        return lambda document: not inner(document)
    if tokens.is_next("("):
        tokens.take()
        inner = _any_of(tokens, filterable)
        tokens.take(")")
        return inner
    return _compared(tokens, filterable)


def _compared(tokens: _Tokens, filterable: set[str]) -> Condition:
    field = tokens.take()
    if field not in filterable:
        raise Unreadable(f"{field} is not filterable")
    compare = _COMPARED[tokens.take(*_COMPARED)]
    literal = tokens.take()
    if not literal.startswith("'"):
        raise Unreadable(f"{literal} is not a string")
    value = literal[1:-1].replace("''", "'")
    return lambda document: document.get(field) is not None and compare(document[field], value)
