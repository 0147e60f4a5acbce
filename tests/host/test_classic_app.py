"""An app on the SDK's own request and response types, served by a real host."""

import pytest

from tests.host.process import APPS, HostProcess

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    running = HostProcess(APPS / "classic", tmp_path_factory.mktemp("classic") / "data")
    yield running.ready()
    running.stop()


def test_a_request_reaches_the_function_whole(host):
    answer = host.post("/items/tea/a/b?x=1&y=", content="green", headers={"x-probe": "p"})
    assert answer.status_code == 207
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "method": "POST",
        "url": f"{host.url}/items/tea/a/b?x=1&y=",
        "route": {"kind": "tea", "rest": "a/b"},
        "query": {"x": "1", "y": ""},
        "header": "p",
        "body": "green",
    }


def test_cookies_keep_their_attributes(host):
    cookies = host.get("/items/tea").headers.get_list("set-cookie")
    assert cookies == ["a=1; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", "b=2; Secure"]


def test_a_returned_string_is_plain_text(host):
    answer = host.get("/text")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "plain text"


def test_returning_nothing_fails_as_it_does_in_the_cloud(host):
    assert host.get("/nothing").status_code == 500
    assert "Function nothing failed: TypeError: unable to encode outgoing" in host.output


def test_a_function_that_raises_answers_500(host):
    answer = host.get("/boom")
    assert (answer.status_code, answer.content) == (500, b"")


def test_a_function_that_overruns_its_timeout_answers_500(host):
    assert host.get("/forever").status_code == 500
    assert "forever ran longer than the functionTimeout of 1 seconds" in host.output


def test_without_a_prefix_the_own_routes_still_win(host):
    assert host.get("/admin/host/ping").status_code == 200


def test_without_built_pages_the_root_says_how_to_go_on(host):
    answer = host.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "The API runs; the pages are not built yet" in answer.text
