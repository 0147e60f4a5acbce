"""The one serializer: frozen dataclasses to plain JSON values and back."""

from __future__ import annotations

from functools import cache
from typing import Any, overload

from pydantic import TypeAdapter, ValidationError


class Unreadable(ValueError):
    """What was stored or sent is not what it should be.

    It tells which field and why, and not what stood there, which customers may have written: the
    error of an activity is kept in its Durable history.
    """


def encode(value: object) -> dict[str, Any]:
    """Return a dataclass as plain JSON values, ready to be stored or sent.

    A value that is itself one of a union must carry what tells it apart; nothing is added here.
    """
    return _adapter(type(value)).dump_python(value, mode="json")


@overload
def decode[T](kind: type[T], payload: object) -> T: ...


@overload
def decode(kind: object, payload: object) -> Any: ...


def decode(kind: Any, payload: object) -> Any:
    """Return what `encode` was given; `kind` is a class, a union or a type alias.

    Fields the class does not know are ignored, so an older program reads a newer document.

    Raises:
        Unreadable: a field is missing or is not what it should be.
    """
    try:
        return _adapter(kind).validate_python(payload)
    except ValidationError as error:
        places = (
            f"{'.'.join(map(str, line['loc'])) or 'all of it'} ({line['type']})"
            for line in error.errors(include_url=False, include_input=False, include_context=False)
        )
        raise Unreadable(f"{error.title}: {', '.join(places)}") from None


# Building an adapter costs a thousand times what using one does.
@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
