"""Which function answers which method and path."""

import pytest

from local_host.route_template import RouteInvalid, parse_route
from local_host.router import Match, MethodNotAllowed, Router
from local_host.worker import Function


def a_function(name: str, route: str | None = None, *methods: str) -> Function:
    return Function(name, name, "httpTrigger", {"route": route, "methods": methods})


def a_router(*functions: Function, prefix: str = "api") -> Router:
    return Router(functions, prefix)


def named(found: object) -> str:
    assert isinstance(found, Match)
    return found.function.name


@pytest.mark.parametrize(
    ("template", "path", "parameters"),
    [
        ("a/{x}", "a/b", {"x": "b"}),
        ("a/{x}", "A/b/", {"x": "b"}),
        ("a/{x}", "a", None),
        ("a/{x}", "a/b/c", None),
        ("a/{x?}", "a", {}),
        ("a/{x=5}", "a", {"x": "5"}),
        ("a/{x=5}", "a/6", {"x": "6"}),
        ("a/{x:int}", "a/-7", {"x": "-7"}),
        ("a/{x:int}", "a/seven", None),
        ("a/{x:int?}", "a", {}),
        (
            "a/{x:guid}",
            "a/0f8fad5b-d9cb-469f-a165-70867728950e",
            {"x": "0f8fad5b-d9cb-469f-a165-70867728950e"},
        ),
        ("a/{x:alpha}", "a/b1", None),
        ("a/{x:bool}", "a/TRUE", {"x": "TRUE"}),
        ("a/{x:length(2,3)}", "a/bcde", None),
        ("a/{x:minlength(2)}", "a/b", None),
        ("a/{x:range(1,5)}", "a/6", None),
        ("a/{x:int:min(3)}", "a/3", {"x": "3"}),
        ("a/{x:regex(^r-\\d{{3}}$)}", "a/r-123", {"x": "r-123"}),
        ("a/{x:regex(^r-\\d{{3}}$)}", "a/r-12", None),
        ("a/{name}.{type}", "a/photo.png", {"name": "photo", "type": "png"}),
        ("a/{*rest}", "a/b/c", {"rest": "b/c"}),
        ("a/{*rest}", "a", {}),
        ("{**rest}", "", {}),
        ("a.b", "axb", None),
    ],
)
def test_a_template_matches_what_it_says(template, path, parameters):
    assert parse_route(template).match(path) == parameters


@pytest.mark.parametrize("template", ["a/{", "a/{x}{", "a/{x:shoe}", "{a}/{a}", "a/{x:range(b)}"])
def test_a_template_that_makes_no_sense_is_refused(template):
    with pytest.raises(RouteInvalid):
        parse_route(template)


def test_literal_segments_win_whatever_the_order():
    router = a_router(
        a_function("rest", "items/{*rest}"),
        a_function("one", "items/{id}"),
        a_function("number", "items/{id:int}"),
        a_function("new", "items/new"),
    )
    paths = ["/api/items/new", "/api/items/7", "/api/items/x", "/api/items/x/y"]
    assert [named(router.match("GET", path)) for path in paths] == ["new", "number", "one", "rest"]


def test_two_functions_share_a_path_by_method():
    router = a_router(a_function("read", "items", "GET"), a_function("write", "items", "POST"))
    assert named(router.match("GET", "/api/items")) == "read"
    assert named(router.match("POST", "/api/items")) == "write"
    assert router.match("PUT", "/api/items") == MethodNotAllowed(("GET", "POST"))


def test_one_method_and_path_for_two_functions_is_refused():
    with pytest.raises(RouteInvalid, match="Functions a and b both take GET at /api/items"):
        a_router(a_function("a", "items", "GET", "POST"), a_function("b", "Items", "GET"))


def test_a_path_of_the_hosts_own_is_refused():
    with pytest.raises(RouteInvalid, match="Function a: the route /admin/x is one of the host's"):
        a_router(a_function("a", "admin/x"), prefix="")


def test_a_function_without_a_route_answers_at_its_name():
    router = a_router(a_function("hello"), prefix="")
    assert named(router.match("PATCH", "/hello")) == "hello"
    assert router.match("GET", "/other") is None


def test_an_encoded_slash_stays_within_its_parameter():
    found = a_router(a_function("one", "items/{id}")).match("GET", "/api/items/a%2Fb%20c")
    assert isinstance(found, Match)
    assert found.parameters == {"id": "a%2Fb c"}
