"""Which parts of Azure Functions this host runs; the rest is refused in one sentence."""

from collections.abc import Iterable

from local_host.worker import Function

_TRIGGERS = frozenset({"httpTrigger", "timerTrigger", "orchestrationTrigger", "activityTrigger"})
_INPUTS = frozenset({"durableClient"})
_REMEDY = "; remove it, or run this app with the Azure Functions Core Tools."


class FeatureUnsupported(Exception):
    """The app uses something this host does not run; the text names it and the function."""


def require_supported(functions: Iterable[Function]) -> None:
    """Refuse an app this host would run only half.

    Raises:
        FeatureUnsupported: a binding or a policy is out of scope.
    """
    for function in functions:
        _require_bindings(function)
        if function.retried:
            raise FeatureUnsupported(
                f"Function {function.name} has a retry policy, which this local host does not"
                f" apply{_REMEDY}"
            )


def _require_bindings(function: Function) -> None:
    for binding in function.bindings:
        kind = str(binding["type"])
        outgoing = str(binding.get("direction", "")).upper() == "OUT"
        is_answer = kind == "http" and binding.get("name") == "$return"
        known = is_answer if outgoing else kind in _TRIGGERS | _INPUTS
        if not known:
            role = "output" if outgoing else "trigger or input"
            raise FeatureUnsupported(
                f"Function {function.name} uses the {role} binding {kind!r}, which this local"
                f" host does not run{_REMEDY}"
            )
