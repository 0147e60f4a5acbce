"""The page on one origin, the API on another, as deployed."""

import json
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from local_host.static_site import CONTENT_SECURITY_POLICY
from tests.browser.visit import HUB, Visit


class Pages(SimpleHTTPRequestHandler):
    """Serves the built page with a policy and a config that name the API's origin."""

    def __init__(self, *args, api: str, **options) -> None:
        self._api = api
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        if self.path != "/config.json":
            return super().do_GET()
        body = json.dumps({"api_origin": self._api}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(body)
        return None

    def end_headers(self) -> None:
        policy = CONTENT_SECURITY_POLICY.replace("connect-src", f"connect-src {self._api}")
        self.send_header("content-security-policy", policy)
        super().end_headers()

    def log_message(self, *_args) -> None:
        pass


@pytest.fixture
def apart(desk):
    """The page, served from an origin the host was told of."""
    pages = partial(Pages, api=desk.url, directory=str(desk.site / "dist"))
    with ThreadingHTTPServer(("127.0.0.1", desk.other_port), pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield desk.other_url
        server.shutdown()


def test_a_return_streams_across_origins(apart, tab, desk, watch):
    watch.allow(apart)
    twin = desk.fresh()
    context = tab()
    context.add_init_script(desk.signed_in(twin))
    robert = Visit(context.new_page(), apart, twin)
    robert.page.goto(f"{apart}/#/")
    with robert.page.expect_request(f"{desk.url}/api/chatkit") as asked:
        robert.start()
    robert.press(f"Return {HUB}")
    robert.asks("Why are you returning it?")

    assert asked.value.all_headers()["origin"] == apart
    expect(robert.page).to_have_url(re.compile(f"{apart}/#/c/"))
