"""What the app offers, as lines for a terminal and as documents for `/admin/functions`."""

from collections.abc import Mapping
from typing import Any

from local_host.router import Router
from local_host.worker import Function


class Listing:
    """Every function of the app with the address it answers at, if any."""

    def __init__(self, functions: Mapping[str, Function], router: Router, base_url: str) -> None:
        self.functions = functions
        self._base_url = base_url
        self._routes = {route.function.name: route for route in router.routes}

    def document(self, name: str) -> dict[str, Any]:
        """Describe one function."""
        function = self.functions[name]
        return {
            "name": name,
            "href": f"{self._base_url}/admin/functions/{name}",
            "invoke_url_template": self._url(name),
            "language": "python",
            "isDisabled": False,
            "config": {"bindings": list(function.bindings)},
        }

    def documents(self) -> list[dict[str, Any]]:
        """Describe every function, by name."""
        return [self.document(name) for name in sorted(self.functions)]

    def lines(self) -> list[str]:
        """Return one line per function: its name, and how it is reached."""
        width = max((len(name) for name in self.functions), default=0)
        return [f"  {name:<{width}}  {self._reach(self.functions[name])}" for name in self._order()]

    def _order(self) -> list[str]:
        kinds = ("httpTrigger", "timerTrigger", "orchestrationTrigger", "activityTrigger")
        return sorted(self.functions, key=lambda name: kinds.index(self.functions[name].kind))

    def _reach(self, function: Function) -> str:
        if function.kind == "httpTrigger":
            methods = ",".join(self._routes[function.name].methods) or "any method"
            return f"{methods}  {self._url(function.name)}"
        if function.kind == "timerTrigger":
            return f"timer  {function.trigger.get('schedule', '')}"
        kind = function.kind.removesuffix("Trigger")
        named = f"  as {function.durable_name}" if function.durable_name != function.name else ""
        return kind + named

    def _url(self, name: str) -> str | None:
        route = self._routes.get(name)
        return f"{self._base_url}/{route.template.text}" if route else None
