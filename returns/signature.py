"""Our signature under a quote: what was promised can be proven, and cannot be altered in store."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from returns.quote import Quote


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with one key of the shop; `key_id` says which one it was."""

    key: bytes = field(repr=False)
    key_id: str = "1"

    def sign(self, text: str) -> str:
        """Return `key_id.signature`, HMAC-SHA256 in hexadecimal."""
        made = hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()
        return f"{self.key_id}.{made}"


def signed(quote: Quote, case_id: str, signer: Signer) -> Quote:
    """Return the quote with a signature over everything in it and the case it is for."""
    return replace(quote, signature=signer.sign(_text(quote, case_id)))


def genuine(quote: Quote, case_id: str, signer: Signer) -> bool:
    """Whether a quote is as we signed it, for this case."""
    expected = signer.sign(_text(quote, case_id))
    return hmac.compare_digest(quote.signature, expected)


def _text(quote: Quote, case_id: str) -> str:
    told = [case_id, _plain(replace(quote, signature=""))]
    return json.dumps(told, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    """Return a record as its class and its values, in order; `asdict` would copy each first."""
    read = _reader(value.__class__)
    return str(value) if read is None else read(value)


@cache
def _reader(kind: type[Any]) -> Callable[[Any], list[Any]] | None:
    if not is_dataclass(kind):
        return None
    names = [one.name for one in fields(kind)]
    if len(names) == 1:
        return lambda record: [kind.__name__, getattr(record, names[0])]
    values = attrgetter(*names)
    return lambda record: [kind.__name__, *values(record)]
