"""Whether a shop's own system sent a row: a detached JWS over the body (RFC 7515, RFC 7797).

The signature covers the body's bytes, the path they are for and the second they were signed at, so
that nothing can be put in another place, or put again later.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# The one algorithm: nothing in a message chooses how it is verified.
ALGORITHM = "EdDSA"
# How far apart the two clocks may be, with the time a message is under way.
_FRESH_S = 300
_LONGEST = 2_048


class SignatureRefused(Exception):
    """A row was not sent by whom the shop trusts. Why stays in the log, for operators alone."""


def public_key(text: str) -> Ed25519PublicKey:
    """Return the key that 32 bytes in URL-safe base64 are.

    Raises:
        ValueError: they are no such key.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("write the 32 bytes of an Ed25519 public key in URL-safe base64") from None


def require_signed(
    signature: str, body: bytes, path: str, keys: Mapping[str, str], now: datetime
) -> str:
    """Return the id of the key that signed a body for a path just now.

    Raises:
        SignatureRefused: nobody the shop trusts has.
    """
    header = _header(signature)
    key = keys.get(str(header.get("kid", "")))
    if key is None:
        raise SignatureRefused("unknown key")
    try:
        jwt.api_jws.PyJWS(algorithms=[ALGORITHM]).decode_complete(
            signature, public_key(key), algorithms=[ALGORITHM], detached_payload=body
        )
    except (jwt.PyJWTError, ValueError):
        raise SignatureRefused("signature") from None
    if header.get("path") != path:
        raise SignatureRefused("another path")
    signed_at = header.get("iat")
    if type(signed_at) is not int or abs(now.timestamp() - signed_at) > _FRESH_S:
        raise SignatureRefused("not signed just now")
    return str(header["kid"])


def _header(signature: str) -> Mapping[str, Any]:
    if not 0 < len(signature) <= _LONGEST:
        raise SignatureRefused("no signature")
    try:
        return jwt.get_unverified_header(signature)
    except jwt.PyJWTError:
        raise SignatureRefused("not a signature") from None
