"""How the key set is fetched: over a real connection, and whatever comes back."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from backends.issuer_http import KeySetAddress
from backends.issuer_keys import SigningKeys
from returns.errors import BackendUnavailable
from tests.builders import NOW
from tests.harness.oidc_provider import OidcProvider
from tests.host.process import free_port
from tests.issuers import rsa_key

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


class Odd(BaseHTTPRequestHandler):
    """Answers by the path, in ways an issuer should not."""

    def do_GET(self) -> None:
        match self.path:
            case "/moved":
                self._head(302, 0, location="/keys")
            case "/huge":
                self._head(200, 300_000)
                self.wfile.write(b" " * 300_000)
            case "/endless":
                self._head(200, 10**9)
                self.wfile.write(b" " * 300_000)
            case "/cut":
                self._head(200, 100)
                self.wfile.write(b'{"keys"')
                self.close_connection = True
            case "/silent":
                self.server.release.wait(20)  # type: ignore[attr-defined]
            case "/keys":
                self._head(200, 2)
                self.wfile.write(b"{}")
            case _:
                self._head(500, 0)

    def _head(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-length": str(length), **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_) -> None:
        pass


@pytest.fixture(scope="module")
def odd():
    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        server.release = threading.Event()  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.release.set()  # type: ignore[attr-defined]
        server.shutdown()


async def test_published_keys_verify_what_they_signed():
    with OidcProvider({"Ann": {"sub": "ann"}}) as provider:
        keys = SigningKeys(KeySetAddress(provider.settings["AUTH_JWKS_URI"]).fetch)
        assert await keys.find("first", NOW) == rsa_key("first").public_key()
        assert await keys.find("first", NOW)
        assert provider.asked == ["/keys"]


@pytest.mark.parametrize("path", ["/moved", "/huge", "/endless", "/cut", "/broken"])
async def test_what_is_no_key_set_is_an_outage_of_the_issuer(odd, path):
    with pytest.raises(BackendUnavailable, match="issuer"):
        await KeySetAddress(odd + path).fetch()


async def test_an_issuer_that_says_nothing_is_not_waited_for(odd):
    with pytest.raises(BackendUnavailable, match="Timeout"):
        await KeySetAddress(f"{odd}/silent", timeout_s=0.2).fetch()


async def test_an_address_where_nobody_listens_is_an_outage():
    with pytest.raises(BackendUnavailable, match="did not answer"):
        await KeySetAddress(f"http://127.0.0.1:{free_port()}/keys").fetch()


async def test_a_redirect_is_not_followed_anywhere(odd):
    assert await KeySetAddress(f"{odd}/keys").fetch() == b"{}"
    with pytest.raises(BackendUnavailable, match="302"):
        await KeySetAddress(f"{odd}/moved").fetch()
