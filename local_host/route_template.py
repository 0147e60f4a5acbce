"""A route template such as `orders/{id:int}/{*rest}`, compiled."""

import re
from collections.abc import Callable
from dataclasses import dataclass

type Check = Callable[[str], bool]


class RouteInvalid(Exception):
    """A route template cannot be understood; the text quotes the part."""


_PARAMETER = re.compile(
    r"\{(?P<stars>\*{0,2})(?P<name>[A-Za-z_]\w*)(?P<constraints>(?::[^{}()=?]+(?:\([^)]*\))?)*)"
    r"(?P<default>=[^{}?]*)?(?P<optional>\?)?\}"
)
_CONSTRAINT = re.compile(r":([a-zA-Z]+)(?:\(([^)]*)\))?")

_LITERAL, _CONSTRAINED, _PLAIN, _CATCH_ALL = 1, 2, 3, 4


@dataclass(frozen=True)
class RouteTemplate:
    """One template; `precedence` sorts literal segments before parameters."""

    text: str
    precedence: tuple[int, ...]
    _pattern: re.Pattern[str]
    _checks: dict[str, tuple[Check, ...]]
    _defaults: dict[str, str]

    def match(self, path: str) -> dict[str, str] | None:
        """Return the parameters when `path` (no leading slash) is of this template, else None."""
        found = self._pattern.fullmatch(path)
        if found is None:
            return None
        values = {name: value for name, value in found.groupdict().items() if value}
        for name, checks in self._checks.items():
            if name in values and not all(check(values[name]) for check in checks):
                return None
        return self._defaults | values


def parse_route(text: str) -> RouteTemplate:
    """Compile a template.

    Raises:
        RouteInvalid: a segment or a constraint is not understood.
    """
    checks: dict[str, tuple[Check, ...]] = {}
    defaults: dict[str, str] = {}
    precedence: list[int] = []
    pattern = ""
    for position, segment in enumerate(part for part in text.strip("/").split("/") if part):
        matches = list(_PARAMETER.finditer(segment))
        if re.search(r"[{}]", _PARAMETER.sub("", segment)):
            raise RouteInvalid(f"{segment!r} in the route {text!r} is not a route segment")
        for match in matches:
            name = match["name"]
            checks[name] = tuple(_constraints(match["constraints"], text))
            if match["default"]:
                defaults[name] = match["default"][1:]
        precedence.append(_precedence(segment, matches))
        pattern += _segment_pattern(segment, matches, first=position == 0)
    try:
        compiled = re.compile(pattern + "/?", re.IGNORECASE)
    except re.error:
        raise RouteInvalid(f"the route {text!r} uses one parameter name twice") from None
    return RouteTemplate(text, tuple(precedence), compiled, checks, defaults)


def _segment_pattern(segment: str, matches: list[re.Match[str]], *, first: bool) -> str:
    slash = "" if first else "/"
    whole = len(matches) == 1 and matches[0].group() == segment
    if whole and matches[0]["stars"]:
        return f"(?:{slash}(?P<{matches[0]['name']}>.*))?"
    pattern = ""
    rest = 0
    for match in matches:
        pattern += re.escape(segment[rest : match.start()]) + f"(?P<{match['name']}>[^/]+)"
        rest = match.end()
    pattern = slash + pattern + re.escape(segment[rest:])
    may_be_absent = whole and (matches[0]["optional"] or matches[0]["default"])
    return f"(?:{pattern})?" if may_be_absent else pattern


def _precedence(segment: str, matches: list[re.Match[str]]) -> int:
    if not matches:
        return _LITERAL
    if matches[0]["stars"]:
        return _CATCH_ALL
    partly_literal = matches[0].group() != segment
    return _CONSTRAINED if partly_literal or matches[0]["constraints"] else _PLAIN


def _constraints(text: str, route: str) -> list[Check]:
    return [_check(kind, arguments or "", route) for kind, arguments in _CONSTRAINT.findall(text)]


def _check(kind: str, arguments: str, route: str) -> Check:
    name = kind.lower()
    if name in _PATTERNS:
        return _fullmatch(_PATTERNS[name])
    if name == "regex":
        return _search(arguments.replace("{{", "{").replace("}}", "}"), route)
    try:
        numbers = [int(part) for part in arguments.split(",")]
    except ValueError:
        numbers = []
    if name in {"length", "minlength", "maxlength"} and numbers:
        return _length(name, numbers)
    if name in {"min", "max", "range"} and numbers:
        return _size(name, numbers)
    raise RouteInvalid(f"the constraint {kind!r} in the route {route!r} is not one this host knows")


_PATTERNS = {
    "alpha": "[a-z]+",
    "bool": "true|false",
    "datetime": r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?",
    "decimal": r"[+-]?\d+(?:\.\d+)?",
    "double": r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?",
    "float": r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?",
    "guid": r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?",
    "int": r"[+-]?\d{1,10}",
    "long": r"[+-]?\d{1,19}",
    "required": ".+",
}


def _fullmatch(pattern: str) -> Check:
    compiled = re.compile(pattern, re.IGNORECASE | re.ASCII)
    return lambda value: compiled.fullmatch(value) is not None


def _search(pattern: str, route: str) -> Check:
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise RouteInvalid(f"the expression {pattern!r} in the route {route!r}: {error}") from None
    return lambda value: compiled.search(value) is not None


def _length(name: str, numbers: list[int]) -> Check:
    low = 0 if name == "maxlength" else numbers[0]
    high = numbers[-1] if name != "minlength" else None
    return lambda value: low <= len(value) and (high is None or len(value) <= high)


def _size(name: str, numbers: list[int]) -> Check:
    low = None if name == "max" else numbers[0]
    high = None if name == "min" else numbers[-1]
    whole = _fullmatch(r"[+-]?\d{1,19}")

    def within(value: str) -> bool:
        if not whole(value):
            return False
        return (low is None or low <= int(value)) and (high is None or int(value) <= high)

    return within
