"""An OpenID Connect issuer in memory: it makes keys, publishes them, signs, and may fall silent."""

import base64
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from backends.issuer import OidcTrust
from returns.errors import BackendUnavailable

TRUST = OidcTrust(
    issuer="https://login.example/t1/v2.0",
    audience="api://order-returns",
    jwks_uri="https://login.example/t1/keys",
    client_id="the-page",
    scope="api://order-returns/returns.use",
)


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return the key of this name; making one takes a while, so each is made once."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(header: str, claims: str, key: rsa.RSAPrivateKey) -> str:
    """Return a token of these very texts, whatever they say."""
    text = f"{base64url(header.encode())}.{base64url(claims.encode())}"
    return f"{text}.{base64url(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def claims_at(now: datetime, **changes: Any) -> dict[str, Any]:
    """Return what a customer's token claims; a change to None takes a claim away."""
    claims = {
        "iss": TRUST.issuer,
        "aud": TRUST.audience,
        "sub": "ann",
        "scp": "returns.use",
        "iat": int(now.timestamp()),
        "nbf": int(now.timestamp()),
        "exp": int((now + timedelta(hours=1)).timestamp()),
    } | changes
    return {name: value for name, value in claims.items() if value is not None}


def jwk(key_id: str, key: rsa.RSAPrivateKey, **changes: Any) -> dict[str, Any]:
    """Return the public key as issuers publish it."""
    numbers = key.public_key().public_numbers()

    def number(value: int) -> str:
        return base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))

    own = {"kid": key_id, "kty": "RSA", "use": "sig", "n": number(numbers.n)}
    return own | {"e": number(numbers.e)} | changes


class MemoryIssuer:
    """Signs with the keys it publishes. `asked` counts how often they were asked for."""

    def __init__(self, *key_ids: str) -> None:
        self.key_ids = list(key_ids or ("first",))
        self.asked = 0
        self.down = False
        self.body: bytes | None = None

    async def fetch(self) -> bytes:
        self.asked += 1
        if self.down:
            raise BackendUnavailable("issuer", "silent")
        if self.body is not None:
            return self.body
        return json.dumps({"keys": [jwk(name, rsa_key(name)) for name in self.key_ids]}).encode()

    def token(
        self, now: datetime, header: dict[str, Any] | None = None, *, key: str = "", **claims: Any
    ) -> str:
        """Return a token of the newest key or the named one, with changes of header and claims."""
        name = key or self.key_ids[-1]
        said = {"alg": "RS256", "typ": "JWT", "kid": name} | (header or {})
        said = {name: value for name, value in said.items() if value is not None}
        return signed(json.dumps(said), json.dumps(claims_at(now, **claims)), rsa_key(name))
