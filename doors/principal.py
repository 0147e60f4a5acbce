"""Who speaks: a signed token in, a principal out, and nothing else is believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from backends.people import Person
from doors.problems import Refused

_ISSUER = "local-sign-in"
_AUDIENCE = "order-returns"
_VALID = timedelta(hours=12)
_ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified speaker. `owner_id` is whose partition they act on; None for staff."""

    person_id: str
    name: str
    role: str
    owner_id: str | None
    roles: tuple[str, ...] = ()

    @property
    def is_staff(self) -> bool:
        return self.role == "staff"


def issue_token(person: Person, key: bytes, now: datetime) -> str:
    """Return a token for someone of the sample shop, valid for twelve hours."""
    claims: dict[str, Any] = {
        "iss": _ISSUER,
        "aud": _AUDIENCE,
        "sub": person.person_id,
        "name": person.name,
        "role": person.role,
        "roles": list(person.roles),
        "iat": int(now.timestamp()),
        "exp": int((now + _VALID).timestamp()),
    }
    return jwt.encode(claims, key, algorithm=_ALGORITHM)


def principal_of(authorization: str | None, key: bytes, now: datetime) -> Principal:
    """Return who a bearer header speaks for.

    Raises:
        Refused: `not_signed_in`, whatever is wrong with the token; the answer does not say what.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused("not_signed_in", "Please sign in.")
    try:
        claims: dict[str, Any] = jwt.decode(
            token.strip(),
            key,
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            issuer=_ISSUER,
            # The product's own clock judges time: in development it can be moved.
            options={"require": ["exp", "sub", "role"], "verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidTokenError:
        raise Refused("not_signed_in", "Please sign in again.") from None
    if claims["exp"] < now.timestamp() or claims["role"] not in {"customer", "staff"}:
        raise Refused("not_signed_in", "Your sign-in has expired. Please sign in again.")
    owner = claims["sub"] if claims["role"] == "customer" else None
    roles = tuple(str(role) for role in claims.get("roles", ()))
    return Principal(claims["sub"], str(claims.get("name", "")), claims["role"], owner, roles)


def owner_of(principal: Principal) -> str:
    """Return whose orders a customer acts on.

    Raises:
        Refused: `not_allowed`; staff have no orders of their own.
    """
    if principal.owner_id is None:
        raise Refused("not_allowed", "Staff work on cases from the staff console.")
    return principal.owner_id
