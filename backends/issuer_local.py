"""Signs in the sample people of a shop by e-mail: no password, so never where customers are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, cast

import jwt

from backends.issuer import TokenExpired, TokenRefused
from backends.people import Person, SamplePeople

_ISSUER = "local-sign-in"
_AUDIENCE = "order-returns"
_VALID = timedelta(hours=12)
_ALGORITHM = "HS256"
_ROLES = {"customer", "staff"}


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


@dataclass(frozen=True, slots=True)
class LocalIssuer:
    """The issuer of local mode; its token says all there is, so it costs no trip to the store."""

    people: SamplePeople
    key: bytes = field(repr=False)
    page: None = None

    async def sign_in(self, email: str, now: datetime) -> tuple[str, Person] | None:
        """Return a token and whom it is for, or None when nobody has this address."""
        person = await self.people.find(email)
        return (issue_token(person, self.key, now), person) if person else None

    def suggested(self) -> tuple[Person, ...]:
        """Return whom a visitor may want to be."""
        return self.people.suggested()

    async def person(self, token: str, now: datetime) -> Person:
        """Return whom a token of `issue_token` speaks for.

        Raises:
            TokenRefused: somebody else made it, or it has expired.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                # The product's own clock judges time: in development it can be moved.
                options={
                    "require": ["exp", "sub", "role"], "verify_exp": False, "verify_iat": False
                },
            )  # fmt: skip
        except jwt.InvalidTokenError as problem:
            raise TokenRefused(type(problem).__name__) from None
        if claims["role"] not in _ROLES:
            raise TokenRefused("role")
        if claims["exp"] < now.timestamp():
            raise TokenExpired
        role = cast("Literal['customer', 'staff']", claims["role"])
        roles = tuple(str(one) for one in claims.get("roles", ()))
        return Person(claims["sub"], str(claims.get("name", "")), "", role, roles=roles)
