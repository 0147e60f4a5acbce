"""An OpenID Connect issuer on this machine: people press their name, and everything else is real.

It holds the page to the flow: registered addresses only, PKCE, codes and refresh tokens good once.
"""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.issuers import base64url, jwk, rsa_key, signed

CLIENT_ID = "order-returns-page"
AUDIENCE = "api://order-returns"
SCOPE = "api://order-returns/returns.use"
_COOKIE = "provider-session"
_LIFETIME_S = 3600


@dataclass(frozen=True)
class Grant:
    """What a code or a refresh token stands for."""

    person: str
    scope: str
    redirect_uri: str
    challenge: str = ""
    nonce: str = ""


class OidcProvider:
    """`people` are claims by the name on the button; `asked` lists every request, oldest first."""

    def __init__(self, people: dict[str, dict[str, Any]], *page_origins: str) -> None:
        self.people = people
        self.redirects = {f"{origin}/" for origin in page_origins}
        self.origins = set(page_origins)
        self.asked: list[str] = []
        self.grants: dict[str, Grant] = {}
        self.key_id = "first"
        self.gives_refresh_tokens = True
        self.is_down = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def settings(self) -> dict[str, str]:
        """The settings that make the product trust it."""
        return {
            "AUTH_ISSUER": self.url,
            "AUTH_AUDIENCE": AUDIENCE,
            "AUTH_JWKS_URI": f"{self.url}/keys",
            "AUTH_CLIENT_ID": CLIENT_ID,
            "AUTH_SCOPE": SCOPE,
        }

    @property
    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "end_session_endpoint": f"{self.url}/logout",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
        }

    def count(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(one.partition("?")[0] == path for one in self.asked)

    def forget(self) -> None:
        """Be as new, but for the address."""
        self.asked.clear()
        self.grants.clear()
        self.gives_refresh_tokens, self.is_down = True, False

    # --- tokens ----------------------------------------------------------------------------

    def tokens(self, grant: Grant) -> dict[str, Any]:
        about = {"name": grant.person} | self.people[grant.person]
        nonce = {"nonce": grant.nonce} if grant.nonce else {}
        answer: dict[str, Any] = {
            "access_token": self._signed("at+jwt", {"aud": AUDIENCE, "scp": "returns.use"} | about),
            "id_token": self._signed("JWT", {"aud": CLIENT_ID} | about | nonce),
            "token_type": "Bearer",
            "expires_in": _LIFETIME_S,
            "scope": grant.scope,
        }
        if self.gives_refresh_tokens and "offline_access" in grant.scope.split():
            answer["refresh_token"] = self.granted(grant)
        return answer

    def granted(self, grant: Grant) -> str:
        """Return a code or a refresh token that is good once."""
        secret = secrets.token_urlsafe(32)
        self.grants[secret] = grant
        return secret

    def _signed(self, kind: str, claims: dict[str, Any]) -> str:
        now = int(time.time())
        header = {"alg": "RS256", "typ": kind, "kid": self.key_id}
        # Two tokens of one second are two tokens.
        own = {"iss": self.url, "jti": secrets.token_hex(8)}
        times = {"iat": now, "nbf": now, "exp": now + _LIFETIME_S}
        return signed(json.dumps(header), json.dumps(own | times | claims), rsa_key(self.key_id))

    # --- the flow --------------------------------------------------------------------------

    def redeemed(self, form: dict[str, str]) -> Grant | None:
        """Return what a code or a refresh token stood for; neither is good twice."""
        kind = form.get("grant_type")
        secret = {"authorization_code": "code", "refresh_token": "refresh_token"}.get(kind or "")
        grant = self.grants.pop(form.get(secret or "", ""), None)
        if grant is None or form.get("client_id") != CLIENT_ID or "client_secret" in form:
            return None
        if kind == "refresh_token":
            return None if grant.challenge else grant
        verifier = form.get("code_verifier", "").encode()
        proven = base64url(hashlib.sha256(verifier).digest()) == grant.challenge
        if not proven or form.get("redirect_uri") != grant.redirect_uri:
            return None
        return Grant(grant.person, grant.scope, grant.redirect_uri, nonce=grant.nonce)

    def is_proper(self, asked: dict[str, str]) -> bool:
        """Whether the page asked as it is registered, with a challenge and a state."""
        return (
            asked.get("client_id") == CLIENT_ID
            and asked.get("redirect_uri") in self.redirects
            and asked.get("response_type") == "code"
            and asked.get("code_challenge_method") == "S256"
            and len(base64.urlsafe_b64decode(asked.get("code_challenge", "") + "==")) == 32
            and bool(asked.get("state"))
            and {"openid", SCOPE} <= set(asked.get("scope", "").split())
        )


def _handler(provider: OidcProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        def __init__(self, *arguments: Any) -> None:
            self.provider = provider
            super().__init__(*arguments)

    return Handler


class _Handler(BaseHTTPRequestHandler):
    provider: OidcProvider
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, asked = self._asked()
        match path:
            case _ if self.provider.is_down:
                self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", "down")
            case "/.well-known/openid-configuration":
                self._json(HTTPStatus.OK, self.provider.discovery)
            case "/keys":
                key_id = self.provider.key_id
                self._json(HTTPStatus.OK, {"keys": [jwk(key_id, rsa_key(key_id))]})
            case "/authorize":
                self._authorize(asked)
            case "/logout":
                self._redirect(asked["post_logout_redirect_uri"], cookie="")
            case _:
                self._answer(HTTPStatus.NOT_FOUND, "text/plain", "there is nothing here")

    def do_POST(self) -> None:
        path, _ = self._asked()
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if self.provider.is_down or path != "/token":
            return self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", "down")
        grant = self.provider.redeemed(_single(body))
        if grant is None:
            return self._json(HTTPStatus.BAD_REQUEST, {"error": "invalid_grant"})
        return self._json(HTTPStatus.OK, self.provider.tokens(grant))

    def _authorize(self, asked: dict[str, str]) -> None:
        if not self.provider.is_proper(asked):
            return self._answer(HTTPStatus.BAD_REQUEST, "text/plain", "not a request of the page")
        signed_in = _single(self.headers.get("cookie", "").replace("; ", "&")).get(_COOKIE, "")
        person = asked.get("person") or ("" if asked.get("prompt") == "login" else signed_in)
        back = {"state": asked["state"]}
        if person in self.provider.people:
            grant = Grant(
                person, asked["scope"], asked["redirect_uri"], asked["code_challenge"],
                asked.get("nonce", ""),
            )  # fmt: skip
            back["code"] = self.provider.granted(grant)
        elif asked.get("prompt") == "none":
            back["error"] = "login_required"
        elif asked.get("person") == "nobody":
            back["error"] = "access_denied"
        else:
            return self._answer(HTTPStatus.OK, "text/html", self._form(asked))
        return self._redirect(f"{asked['redirect_uri']}?{urlencode(back)}", cookie=person)

    def _form(self, asked: dict[str, str]) -> str:
        links = "".join(
            f'<li><a href="/authorize?{html.escape(urlencode(asked | {"person": person}))}">'
            f"{html.escape(person)}</a></li>"
            for person in (*self.provider.people, "nobody")
        )
        icon = '<link rel="icon" href="data:,">'
        return f"<!doctype html>{icon}<title>Provider</title><h1>Who are you?</h1><ul>{links}</ul>"

    # --- HTTP ------------------------------------------------------------------------------

    def _asked(self) -> tuple[str, dict[str, str]]:
        self.provider.asked.append(self.path)
        where = urlsplit(self.path)
        return where.path, _single(where.query)

    def _json(self, status: HTTPStatus, body: dict[str, Any]) -> None:
        self._answer(status, "application/json", json.dumps(body))

    def _redirect(self, address: str, *, cookie: str) -> None:
        age = "" if cookie else "; Max-Age=0"
        kept = f"{_COOKIE}={urlencode({'': cookie})[1:]}; HttpOnly; SameSite=Lax; Path=/{age}"
        self._answer(HTTPStatus.FOUND, "text/plain", "", {"location": address, "set-cookie": kept})

    def _answer(
        self, status: HTTPStatus, kind: str, body: str, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body.encode())))
        origin = self.headers.get("origin", "")
        if origin in self.provider.origins and not self.provider.is_down:
            self.send_header("access-control-allow-origin", origin)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
