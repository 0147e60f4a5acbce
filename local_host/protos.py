"""Stand-ins for the language worker's protocol-buffer classes, as the Python worker uses them.

The worker takes its message classes from the host as one namespace and only ever reads
attributes, so plain objects do and no code generation is needed. This module is that namespace.
"""

from enum import IntEnum
from typing import Any


class Message:
    """A message whose unset fields read as None."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    def __getattr__(self, field: str) -> Any:
        if field.startswith("__"):
            raise AttributeError(field)
        return None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__dict__})"


class StatusResult(Message):
    Failure = 0
    Success = 1
    Cancelled = 2


class BindingInfo(Message):
    out = 1
    inout = 2
    undefined = 0
    string = 1
    binary = 2
    stream = 3


# The worker asks for this member by its protocol name, which Python reserves.
setattr(BindingInfo, "in", 0)


class TypedData:
    """One value under the name of its kind: string, json, bytes, http and so on.

    Every field but the one that was set reads as None, and `kind` is None when none was.
    """

    __slots__ = ("kind", "value")

    FIELDS = frozenset(
        {
            "string",
            "json",
            "bytes",
            "stream",
            "http",
            "int",
            "double",
            "collection_bytes",
            "collection_string",
            "collection_double",
            "collection_sint64",
            "model_binding_data",
            "collection_model_binding_data",
        }
    )

    def __init__(self, **field: Any) -> None:
        given = [(kind, value) for kind, value in field.items() if value is not None]
        self.kind: str | None = given[0][0] if given else None
        self.value: Any = given[0][1] if given else None

    def WhichOneof(self, _group: str) -> str | None:  # noqa: N802 - the name protocol buffers use
        return self.kind

    def __getattr__(self, field: str) -> Any:
        # The worker tells messages apart by which attributes raise.
        if field not in TypedData.FIELDS:
            raise AttributeError(field)
        return self.value if self.kind == field else None

    def __repr__(self) -> str:
        return f"TypedData({self.kind}={self.value!r})"


class ParameterBinding(Message):
    def WhichOneof(self, _group: str) -> str:  # noqa: N802 - the name protocol buffers use
        return "data"


class SameSite(IntEnum):
    Unset = 0
    Lax = 1
    Strict = 2
    ExplicitNone = 3


# Reserved in Python as well; the worker reads it with getattr.
setattr(SameSite, "None", SameSite.Unset)


class RpcHttpCookie(Message):
    SameSite = SameSite


class RpcHttp(Message): ...


class RpcException(Message): ...


class RpcFunctionMetadata(Message): ...


class RpcRetryOptions(Message): ...


class WorkerInitResponse(Message): ...


class WorkerMetadata(Message): ...


class FunctionMetadataResponse(Message): ...


class FunctionLoadResponse(Message): ...


class InvocationResponse(Message): ...


class NullableString(Message): ...


class NullableBool(Message): ...


class NullableDouble(Message): ...


class NullableTimestamp(Message): ...


class Timestamp(Message): ...
