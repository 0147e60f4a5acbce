"""The order numbers in a statement: those on screen in any spelling, and foreign ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from backends.understanding_text import Said
from returns.matching import fold

_SHORTEST_TAIL = 4
_WORD = (
    r"(?:order|bestellung|commande)"
    r"(?: ?(?:number|no\.?|num|id|nr\.?|nummer|numero|#))?[ :]*"
)
_LEAD = (
    r"(?:(?:from|in|of|on|for|with|under|aus|von|vom|bei|de|dans|sur) )?"
    r"(?:(?:the|my|this|that|der|meiner|la|ma) )?"
    rf"(?:{_WORD})?#? ?"
)
_AFTER_THE_WORD = _WORD + r"#? ?(?P<named>(?:[a-z]{1,5}[_-]?)?\d{4,}[\w-]*)"


@dataclass(frozen=True, slots=True)
class OrderNamed:
    order_id: str
    start: int


def read_orders(said: Said, order_ids: tuple[str, ...]) -> tuple[tuple[OrderNamed, ...], Said]:
    """Return the orders named, in order, and the words left to read."""
    found: list[OrderNamed] = []
    rest = said
    for order_id, pattern in _patterns(order_ids):
        for hit in pattern.finditer(rest.folded):
            number = order_id or said.text[slice(*hit.span("named"))].upper().replace(" ", "-")
            found.append(OrderNamed(number, hit.start()))
            rest = rest.without(*hit.span())
    return tuple(sorted(found, key=lambda order: order.start)), rest


@lru_cache(maxsize=256)
def _patterns(order_ids: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    known = [(order_id, _spellings(order_id)) for order_id in order_ids]
    prefixes = {"ord", *filter(None, map(_prefix, order_ids))}
    foreign = rf"(?P<named>(?:{'|'.join(sorted(map(re.escape, prefixes)))})[ _-]?\d[\w-]*)"
    unknown = [("", _bounded(_LEAD + foreign)), ("", _bounded(_AFTER_THE_WORD))]
    return (*known, *unknown)


def _spellings(order_id: str) -> re.Pattern[str]:
    """The number with any separator, or its last part alone where that is long enough."""
    parts = re.findall(r"[^\W_]+", fold(order_id))
    whole = "[ _-]?".join(map(re.escape, parts)) or re.escape(fold(order_id))
    tail = parts[-1] if parts else ""
    if tail.isdecimal() and len(tail) >= _SHORTEST_TAIL:
        whole = f"(?:{whole}|{tail})"
    return _bounded(_LEAD + whole)


def _prefix(order_id: str) -> str:
    found = re.match(r"[^\W\d_]+(?=[ _-]?\d)", fold(order_id))
    return found.group() if found else ""


def _bounded(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£.-]){pattern}(?![\w%]|[.,-]\d)")
