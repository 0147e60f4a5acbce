from datetime import timedelta

import jwt
import pytest

from backends.people import Person
from doors.principal import Principal, issue_token, owner_of, principal_of
from doors.problems import Refused
from tests.builders import NOW

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
ANN = Person("ann", "Ann Long", "ann@example.com", "customer", "standard")
NORA = Person("staff-1", "Nora", "nora@example.com", "staff", roles=("agent", "lead"))


def spoken(token: str, *, key: bytes = KEY, now=NOW) -> Principal:
    return principal_of(f"Bearer {token}", key, now)


def forged(key: bytes = KEY, algorithm: str = "HS256", **changes) -> str:
    claims = {
        "iss": "local-sign-in",
        "aud": "order-returns",
        "sub": "ann",
        "role": "customer",
        "exp": int((NOW + timedelta(hours=1)).timestamp()),
    }
    return jwt.encode({**claims, **changes}, key, algorithm=algorithm)


def test_a_customer_speaks_for_their_own_orders():
    principal = spoken(issue_token(ANN, KEY, NOW))
    assert (principal.person_id, principal.owner_id, principal.is_staff) == ("ann", "ann", False)
    assert owner_of(principal) == "ann"


def test_staff_speak_with_their_roles_and_for_no_owner():
    principal = spoken(issue_token(NORA, KEY, NOW))
    assert (principal.roles, principal.owner_id) == (("agent", "lead"), None)
    with pytest.raises(Refused) as refusal:
        owner_of(principal)
    assert refusal.value.code == "not_allowed"


def test_a_token_is_good_for_twelve_hours_of_the_products_own_clock():
    token = issue_token(ANN, KEY, NOW)
    assert spoken(token, now=NOW + timedelta(hours=12)).person_id == "ann"
    with pytest.raises(Refused, match="expired"):
        spoken(token, now=NOW + timedelta(hours=12, seconds=1))


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer not.a.token", "abc"]
)
def test_nobody_speaks_without_a_token(header):
    with pytest.raises(Refused) as refusal:
        principal_of(header, KEY, NOW)
    assert refusal.value.code == "not_signed_in"


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
def test_a_token_somebody_else_made_is_not_believed(token):
    with pytest.raises(Refused) as refusal:
        spoken(token)
    assert refusal.value.code == "not_signed_in"


@pytest.mark.parametrize("claim", ["exp", "sub", "role"])
def test_a_token_without_a_claim_we_need_is_not_believed(claim):
    claims = jwt.decode(forged(), options={"verify_signature": False})
    del claims[claim]
    with pytest.raises(Refused):
        spoken(jwt.encode(claims, KEY, algorithm="HS256"))
