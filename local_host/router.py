"""Finds the HTTP function for a method and a path."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from local_host.route_template import RouteInvalid, RouteTemplate, parse_route
from local_host.worker import Function

# Paths that are the host's own, here and in the cloud.
RESERVED = ("admin", "runtime", "durabletask")


@dataclass(frozen=True)
class Route:
    """An HTTP function under its full template, prefix included; no methods means all."""

    function: Function
    template: RouteTemplate
    methods: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """The function for a request and the parameters its path carries."""

    function: Function
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class MethodNotAllowed:
    """The path is known, with other methods."""

    allowed: tuple[str, ...]


class Router:
    """The routes of one app: literal segments win over parameters, whatever their order."""

    def __init__(self, functions: Iterable[Function], prefix: str) -> None:
        """Compile every HTTP function's route.

        Raises:
            RouteInvalid: a template is not understood, is the host's own, or is used twice.
        """
        routes = [_route(f, prefix) for f in functions if f.kind == "httpTrigger"]
        _require_distinct(routes)
        self.routes = sorted(routes, key=lambda route: route.template.precedence)

    def match(self, method: str, raw_path: str) -> Match | MethodNotAllowed | None:
        """Return the function to call; None when no route has this path."""
        path = _decoded(raw_path)
        allowed: set[str] = set()
        for route in self.routes:
            parameters = route.template.match(path)
            if parameters is None:
                continue
            if not route.methods or method.upper() in route.methods:
                return Match(route.function, parameters)
            allowed.update(route.methods)
        return MethodNotAllowed(tuple(sorted(allowed))) if allowed else None


def _route(function: Function, prefix: str) -> Route:
    path = str(function.trigger.get("route") or function.name).strip("/")
    template = parse_route("/".join(part for part in (prefix, path) if part))
    methods = tuple(str(method).upper() for method in function.trigger.get("methods") or ())
    return Route(function, template, methods)


def _require_distinct(routes: Sequence[Route]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for route in routes:
        path = route.template.text.lower()
        name = route.function.name
        if path.partition("/")[0] in RESERVED:
            raise RouteInvalid(f"Function {name}: the route /{path} is one of the host's own.")
        for method in route.methods or ("any method",):
            if (other := taken.setdefault((path, method), name)) != name:
                raise RouteInvalid(f"Functions {other} and {name} both take {method} at /{path}.")


def _decoded(raw_path: str) -> str:
    # An encoded slash is part of a value, not a separator, and stays encoded.
    parts = raw_path.removeprefix("/").split("/")
    return "/".join(unquote(part).replace("/", "%2F") for part in parts)
