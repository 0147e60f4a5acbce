"""The one serializer: frozen dataclasses to plain JSON values and back."""

from __future__ import annotations

from functools import cache
from typing import Any, overload

from pydantic import TypeAdapter


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
        pydantic.ValidationError: a field is missing or unreadable; a ValueError.
    """
    return _adapter(kind).validate_python(payload)


# Building an adapter costs a thousand times what using one does.
@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
