"""Whoever the issuer vouches for may speak; the door says no in its own words."""

import logging

import pytest

from backends.issuer import AddressUnverified, Issuer, Stranger, TokenExpired, TokenRefused
from backends.people import Person
from doors.principal import Principal, owner_of, principal_of
from doors.problems import Refused
from returns.errors import BackendUnavailable
from tests.builders import NOW

ANN = Person("ann", "Ann Long", "ann@example.com", "customer", "standard")
NORA = Person("staff-1", "Nora", "nora@example.com", "staff", roles=("agent", "lead"))


class OneToken:
    """An issuer that knows one token: it names a person, or fails in one way."""

    page = None

    def __init__(self, answer: Person | Exception) -> None:
        self._answer = answer

    async def person(self, token, now) -> Person:
        assert (token, now) == ("t0k3n", NOW)
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


async def spoken(answer: Person | Exception, *headers: str) -> Principal:
    issuer: Issuer = OneToken(answer)
    return await principal_of(headers or ("Bearer t0k3n",), issuer, NOW)


async def test_a_customer_speaks_for_their_own_orders():
    principal = await spoken(ANN)
    assert (principal.person_id, principal.owner_id, principal.is_staff) == ("ann", "ann", False)
    assert owner_of(principal) == "ann"


async def test_staff_speak_with_their_roles_and_for_no_owner():
    principal = await spoken(NORA)
    assert (principal.roles, principal.owner_id) == (("agent", "lead"), None)
    with pytest.raises(Refused) as refusal:
        owner_of(principal)
    assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize("header", ["Bearer t0k3n", "bearer t0k3n", "BEARER   t0k3n "])
async def test_the_scheme_may_be_written_as_one_likes(header):
    assert (await spoken(ANN, header)).person_id == "ann"


@pytest.mark.parametrize(
    "headers",
    [[], [""], ["Bearer"], ["Bearer "], ["Basic abc"], ["t0k3n"], ["Bearer t0k3n"] * 2],
)
async def test_nobody_speaks_without_one_token(headers):
    with pytest.raises(Refused) as refusal:
        await principal_of(headers, OneToken(ANN), NOW)
    assert refusal.value.code == "not_signed_in"


@pytest.mark.parametrize(
    ("failure", "code", "says"),
    [
        (TokenRefused("audience"), "not_signed_in", "sign in again"),
        (TokenExpired(), "not_signed_in", "expired"),
        (Stranger(), "not_allowed", "account you ordered with"),
        (AddressUnverified(), "email_unverified", "confirm your e-mail address"),
    ],
)
async def test_each_refusal_has_its_code_and_says_what_to_do(failure, code, says):
    with pytest.raises(Refused, match=says) as refusal:
        await spoken(failure)
    assert refusal.value.code == code


async def test_why_a_token_is_refused_is_for_the_operator(caplog):
    with caplog.at_level(logging.INFO), pytest.raises(Refused) as refusal:
        await spoken(TokenRefused("audience"))
    assert "audience" in caplog.text
    assert "audience" not in refusal.value.message
    assert "t0k3n" not in caplog.text


async def test_an_issuer_that_cannot_be_asked_is_an_outage():
    with pytest.raises(BackendUnavailable):
        await spoken(BackendUnavailable("issuer"))
