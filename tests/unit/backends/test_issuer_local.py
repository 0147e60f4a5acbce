"""The issuer of local mode believes what it signed itself."""

from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from backends.documents_sqlite import SqliteDocuments
from backends.issuer import TokenExpired, TokenRefused
from backends.issuer_local import LocalIssuer, issue_token
from backends.people import Person, SamplePeople
from tests.builders import NOW
from tests.contract.clocks import StandingClock

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
ANN = Person("ann", "Ann Long", "ann@example.com", "customer", "standard")
NORA = Person("staff-1", "Nora", "nora@example.com", "staff", roles=("agent", "lead"))


@pytest.fixture
async def issuer():
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    yield LocalIssuer(SamplePeople(Path(), documents), KEY)
    await documents.close()


def forged(key: bytes = KEY, algorithm: str = "HS256", **changes) -> str:
    claims = {
        "iss": "local-sign-in",
        "aud": "order-returns",
        "sub": "ann",
        "role": "customer",
        "exp": int((NOW + timedelta(hours=1)).timestamp()),
    }
    return jwt.encode({**claims, **changes}, key, algorithm=algorithm)


async def test_a_token_says_who_it_is_for(issuer):
    ann = await issuer.person(issue_token(ANN, KEY, NOW), NOW)
    nora = await issuer.person(issue_token(NORA, KEY, NOW), NOW)
    assert (ann.person_id, ann.name, ann.role, ann.roles) == ("ann", "Ann Long", "customer", ())
    assert (nora.person_id, nora.role, nora.roles) == ("staff-1", "staff", ("agent", "lead"))


async def test_a_token_is_good_for_twelve_hours_of_the_products_own_clock(issuer):
    token = issue_token(ANN, KEY, NOW)
    assert (await issuer.person(token, NOW + timedelta(hours=12))).person_id == "ann"
    with pytest.raises(TokenExpired):
        await issuer.person(token, NOW + timedelta(hours=12, seconds=1))


@pytest.mark.parametrize(
    "token",
    [
        forged(OTHER_KEY),
        forged(b"k" * 64, algorithm="HS512"),
        forged(role="admin"),
        forged(aud="elsewhere"),
        forged(iss="somebody"),
        jwt.encode({"sub": "ann", "role": "customer"}, None, algorithm="none"),
    ],
    ids=["another key", "another algorithm", "no such role", "audience", "issuer", "unsigned"],
)
async def test_a_token_somebody_else_made_is_not_believed(issuer, token):
    with pytest.raises(TokenRefused):
        await issuer.person(token, NOW)


@pytest.mark.parametrize("claim", ["exp", "sub", "role"])
async def test_a_token_without_a_claim_we_need_is_not_believed(issuer, claim):
    claims = jwt.decode(forged(), options={"verify_signature": False})
    del claims[claim]
    with pytest.raises(TokenRefused):
        await issuer.person(jwt.encode(claims, KEY, algorithm="HS256"), NOW)


async def test_nobody_signs_in_with_an_address_nobody_has(issuer):
    assert await issuer.sign_in("nobody@example.com", NOW) is None


def test_the_key_does_not_show_when_the_issuer_is_printed():
    assert "k" * 8 not in repr(LocalIssuer(None, KEY))  # type: ignore[arg-type]
