"""Shows every call to the outside as a span with port, operation and outcome, and no argument."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from backends import telemetry

if TYPE_CHECKING:
    from backends.editions import Searches
    from backends.wiring import Backends

# The ports a case is carried by. The store is observed where it is opened, since more stand on it.
_PORTS = ("interpreter", "payments", "carrier", "label_files", "notices", "orders", "inventory")


def observed[T](port: T, name: str) -> T:
    """Return the port itself to whoever uses it, with each of its calls recorded."""
    return cast("T", _Observed(port, name))


def observe_ports(backends: Backends) -> Backends:
    """Return the backends with every port observed."""
    seen: dict[str, Any] = {name: observed(getattr(backends, name), name) for name in _PORTS}
    return replace(backends, **seen)


def observe_searches(searches: Searches) -> Searches:
    """Return the searches of an edition, observed."""
    return replace(
        searches,
        policy=observed(searches.policy, "policy_search"),
        products=observed(searches.products, "product_search"),
        similar_cases=observed(searches.similar_cases, "similar_cases"),
    )


class _Observed:
    """Hands everything on; what is awaited on the way is recorded."""

    def __init__(self, port: object, name: str) -> None:
        self._port = port
        self._name = name
        self._calls: dict[str, Callable[..., Awaitable[Any]]] = {}

    @property
    def __class__(self) -> type[Any]:  # pyright: ignore[reportIncompatibleMethodOverride] - only read
        """Say what class the port has: `isinstance` is answered as by the port itself."""
        return self._port.__class__

    def __getattr__(self, attribute: str) -> Any:
        known = self._calls.get(attribute)
        if known:
            return known
        found = getattr(self._port, attribute)
        if not inspect.iscoroutinefunction(found):
            return found
        return self._calls.setdefault(attribute, _recorded(found, self._name))


def _recorded(call: Callable[..., Awaitable[Any]], name: str) -> Callable[..., Awaitable[Any]]:
    operation = call.__name__

    @wraps(call)
    async def recorded(*arguments: Any, **named: Any) -> Any:
        with telemetry.port(name, operation):
            return await call(*arguments, **named)

    return recorded
