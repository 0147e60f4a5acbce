"""Reads a token of an OpenID Connect issuer: its shape first, then what its signature covers."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import jwt

from backends.issuer import OidcTrust, TokenExpired, TokenRefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

type Claims = Mapping[str, Any]

# The one algorithm: nothing in a token chooses how it is verified.
ALGORITHM = "RS256"
# How far the issuer's clock may be from ours.
SKEW_S = 60
MAX_TOKEN_BYTES = 16 * 1024

_SHAPE = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
# Access tokens call themselves so, or nothing; other kinds an issuer signs are not for a door.
_KINDS = {"", "jwt", "at+jwt", "application/at+jwt"}
_MAX_KEY_ID = 256
# The last second that can be written as a date.
_LATEST = 253_402_300_799


def key_id_of(token: str) -> str:
    """Return the id of the key that a token says it was signed with.

    Nothing else of the header is used: a key, an address of keys or a certificate in it is not
    looked at.

    Raises:
        TokenRefused: it is no access token signed with RS256 and a named key.
    """
    if len(token) > MAX_TOKEN_BYTES:
        raise TokenRefused("too long")
    if not _SHAPE.fullmatch(token):
        raise TokenRefused("not three parts")
    header = _object(token.partition(".")[0])
    if header.get("alg") != ALGORITHM:
        raise TokenRefused("algorithm")
    if {"crit", "b64"} & header.keys():
        raise TokenRefused("critical header")
    if str(header.get("typ", "")).lower() not in _KINDS:
        raise TokenRefused("not an access token")
    key_id = header.get("kid")
    if not isinstance(key_id, str) or not 0 < len(key_id) <= _MAX_KEY_ID:
        raise TokenRefused("no key id")
    return key_id


def claims_of(token: str, key: RSAPublicKey, trust: OidcTrust, now: datetime) -> Claims:
    """Return what a token claims, once its signature, issuer, audience, time and scope hold.

    Raises:
        TokenRefused: one of them does not.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=trust.audience,
            issuer=trust.issuer,
            # The product's own clock judges time, below.
            options={
                "require": ["iss", "aud", "sub", "exp"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except jwt.InvalidTokenError as problem:
        raise TokenRefused(type(problem).__name__) from None
    _hold_to_time(claims, now)
    if not claims["sub"]:
        raise TokenRefused("sub")
    wanted = {trust.scope, trust.scope.rpartition("/")[2]}
    if trust.scope and not wanted & _scopes(claims):
        raise TokenRefused("scope")
    return claims


def _hold_to_time(claims: Claims, now: datetime) -> None:
    moment = now.timestamp()
    if moment >= _moment(claims, "exp") + SKEW_S:
        raise TokenExpired
    if "nbf" in claims and moment < _moment(claims, "nbf") - SKEW_S:
        raise TokenRefused("not valid yet")


def _moment(claims: Claims, name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LATEST:
        raise TokenRefused(f"{name} is no moment")
    return value


def _scopes(claims: Claims) -> set[str]:
    """Return the scopes of a token: `scp` or `scope`, a text of words or a list of them."""
    found: set[str] = set()
    for name in ("scp", "scope"):
        value = claims.get(name)
        found.update(value.split() if isinstance(value, str) else texts_of(value))
    return found - {""}


def texts_of(value: Any) -> list[str]:
    """Return the texts of a list claim; none when the claim is anything else."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType] - a claim may hold anything


def _object(part: str) -> dict[str, Any]:
    """Return the JSON object of a token's part, in which each name stands once.

    Raises:
        TokenRefused: it is none, or says something twice, which two readers may read differently.
    """
    try:
        text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        read = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise TokenRefused("header")
    return read  # pyright: ignore[reportUnknownVariableType] - names of JSON objects are strings


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("said twice")
    return read
