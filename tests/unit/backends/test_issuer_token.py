"""A token is believed when everything about it is right, and for no other reason."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from backends.issuer import TokenExpired, TokenRefused
from backends.issuer_token import MAX_TOKEN_BYTES, SKEW_S, claims_of, key_id_of
from tests.builders import NOW
from tests.issuers import TRUST, MemoryIssuer, base64url, claims_at, jwk, rsa_key, signed

ISSUER = MemoryIssuer()
KEY = rsa_key("first")
HEADER = {"alg": "RS256", "typ": "JWT", "kid": "first"}


def verified(token, *, trust=TRUST, now=NOW):
    """Verify a token with the issuer's key, whatever key it names."""
    key_id_of(token)
    return claims_of(token, KEY.public_key(), trust, now)


def public_pem() -> bytes:
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return KEY.public_key().public_bytes(encoding, form)


def hmac_signed(algorithm: str) -> str:
    """Return a token whose MAC is made with the public key, which everybody has."""
    header = {"alg": algorithm, "typ": "JWT", "kid": "first"}
    text = (
        f"{base64url(json.dumps(header).encode())}.{base64url(json.dumps(claims_at(NOW)).encode())}"
    )
    mac = hmac.new(public_pem(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64url(mac)}"


def test_a_whole_token_is_believed():
    claims = verified(ISSUER.token(NOW))
    assert (claims["sub"], claims["scp"]) == ("ann", "returns.use")


@pytest.mark.parametrize("kind", [None, "JWT", "jwt", "at+jwt", "application/at+jwt"])
def test_an_access_token_is_called_so_or_nothing(kind):
    assert verified(ISSUER.token(NOW, {"typ": kind}))["sub"] == "ann"


STOLEN = rsa_key("of somebody else")
FORGERIES = {
    "alg none": jwt.encode(claims_at(NOW), None, algorithm="none", headers={"kid": "first"}),
    "alg none with a signature": signed(
        json.dumps(HEADER | {"alg": "none"}), json.dumps(claims_at(NOW)), KEY
    ),
    "alg None": ISSUER.token(NOW, {"alg": "None"}),
    "no alg": ISSUER.token(NOW, {"alg": None}),
    "a list of algs": ISSUER.token(NOW, {"alg": ["RS256"]}),
    "HS256 by the public key": hmac_signed("HS256"),
    "HS256 by the public key, called RS256": hmac_signed("RS256"),
    "another RSA algorithm": jwt.encode(claims_at(NOW), KEY, "RS512", {"kid": "first"}),
    "a PSS algorithm": jwt.encode(claims_at(NOW), KEY, "PS256", {"kid": "first"}),
    "another key": signed(json.dumps(HEADER), json.dumps(claims_at(NOW)), STOLEN),
    "a key of its own": signed(
        json.dumps(HEADER | {"jwk": jwk("first", STOLEN)}), json.dumps(claims_at(NOW)), STOLEN
    ),
    "keys elsewhere": signed(
        json.dumps(HEADER | {"jku": "https://thief.example/keys", "x5u": "https://thief.example"}),
        json.dumps(claims_at(NOW)),
        STOLEN,
    ),
    "no signature": ISSUER.token(NOW).rpartition(".")[0] + ".",
    "half a signature": ISSUER.token(NOW)[:-40],
    "claims of another": ".".join(
        (
            ISSUER.token(NOW).split(".")[0],
            ISSUER.token(NOW, sub="robert").split(".")[1],
            ISSUER.token(NOW).split(".")[2],
        )
    ),
    "a critical header": ISSUER.token(NOW, {"crit": ["exp"]}),
    "an empty list of critical headers": ISSUER.token(NOW, {"crit": []}),
    "an unencoded payload": ISSUER.token(NOW, {"b64": False, "crit": ["b64"]}),
    "a header said twice": signed(
        '{"alg":"none","alg":"RS256","kid":"first"}', json.dumps(claims_at(NOW)), KEY
    ),
    "two key ids": signed(
        '{"alg":"RS256","kid":"other","kid":"first"}', json.dumps(claims_at(NOW)), KEY
    ),
    "no key id": ISSUER.token(NOW, {"kid": None}),
    "a key id that is none": ISSUER.token(NOW, {"kid": 7}),
    "an endless key id": ISSUER.token(NOW, {"kid": "k" * 257}),
    "a logout token": ISSUER.token(NOW, {"typ": "logout+jwt"}),
    "a header that is no object": signed('["RS256"]', json.dumps(claims_at(NOW)), KEY),
    "a header nested too deep": signed("[" * 5_000, json.dumps(claims_at(NOW)), KEY),
    "claims that are no object": signed(json.dumps(HEADER), '"ann"', KEY),
    "claims that are no JSON": signed(json.dumps(HEADER), "ann", KEY),
    "garbage": "letmein",
    "nothing": "",
    "dots": "..",
    "four parts": ISSUER.token(NOW) + ".x",
    "an encrypted token": "a.b.c.d.e",
    "a letter that is none": ISSUER.token(NOW) + "\u00e9",
    "a line break": ISSUER.token(NOW) + "\n",
    "too long": ISSUER.token(NOW, bulk="x" * MAX_TOKEN_BYTES),
    "another issuer": ISSUER.token(NOW, iss="https://login.example/t2/v2.0"),
    "an issuer with a slash more": ISSUER.token(NOW, iss=TRUST.issuer + "/"),
    "no issuer": ISSUER.token(NOW, iss=None),
    "another audience": ISSUER.token(NOW, aud="api://elsewhere"),
    "the page's audience": ISSUER.token(NOW, aud=TRUST.client_id),
    "other audiences": ISSUER.token(NOW, aud=["api://one", "api://two"]),
    "no audience": ISSUER.token(NOW, aud=None),
    "no end": ISSUER.token(NOW, exp=None),
    "an end that is no number": ISSUER.token(NOW, exp="2099-01-01"),
    "an end that is true": ISSUER.token(NOW, exp=True),
    "an end without end": ISSUER.token(NOW, exp=float("inf")),
    "an end beyond numbers": ISSUER.token(NOW, exp=10**400),
    "a beginning that is none": ISSUER.token(NOW, nbf="now"),
    "no subject": ISSUER.token(NOW, sub=None),
    "an empty subject": ISSUER.token(NOW, sub=""),
    "a subject that is a number": ISSUER.token(NOW, sub=7),
    "no scope": ISSUER.token(NOW, scp=None),
    "another scope": ISSUER.token(NOW, scp="profile returns.used"),
    "a scope that is none": ISSUER.token(NOW, scp={"returns.use": True}),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_not_whole_is_refused(forgery):
    with pytest.raises(TokenRefused):
        verified(FORGERIES[forgery])


def test_a_refusal_tells_the_operator_why_and_holds_nothing_of_the_token():
    with pytest.raises(TokenRefused) as refused:
        verified(ISSUER.token(NOW, aud="api://elsewhere"))
    assert refused.value.reason == "InvalidAudienceError"
    assert "elsewhere" not in str(refused.value)


@pytest.mark.parametrize(
    "claims",
    [
        {"scp": "openid returns.use"},
        {"scp": None, "scope": "returns.use"},
        {"scp": None, "scope": "api://order-returns/returns.use"},
        {"scp": ["profile", "returns.use"]},
        {"aud": ["api://other", TRUST.audience]},
        {"nbf": None, "iat": None},
        {"exp": NOW.timestamp() + 0.5},
    ],
    ids=["words", "scope", "whole", "list", "audiences", "no beginning", "fraction"],
)
def test_issuers_say_the_same_in_several_ways(claims):
    assert verified(ISSUER.token(NOW, **claims))["sub"] == "ann"


def test_without_a_scope_to_ask_for_none_is_needed():
    unscoped = replace(TRUST, scope="")
    assert verified(ISSUER.token(NOW, scp=None), trust=unscoped)["sub"] == "ann"


def test_an_empty_scope_is_no_scope():
    ending = replace(TRUST, scope="https://returns.example/")
    with pytest.raises(TokenRefused, match="scope"):
        verified(ISSUER.token(NOW, scp=[""]), trust=ending)


def test_a_token_ends_a_minute_late_by_the_given_clock():
    token = ISSUER.token(NOW)
    end = NOW + timedelta(hours=1)
    assert verified(token, now=end + timedelta(seconds=SKEW_S - 1))["sub"] == "ann"
    with pytest.raises(TokenExpired):
        verified(token, now=end + timedelta(seconds=SKEW_S))


def test_a_token_begins_a_minute_early_by_the_given_clock():
    token = ISSUER.token(NOW)
    assert verified(token, now=NOW - timedelta(seconds=SKEW_S))["sub"] == "ann"
    with pytest.raises(TokenRefused, match="not valid yet"):
        verified(token, now=NOW - timedelta(seconds=SKEW_S + 1))
