"""Who speaks: a token in, a principal out, and nothing else a request says is believed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backends.issuer import AddressUnverified, Issuer, Stranger, TokenExpired, TokenRefused
from backends.people import Person
from doors.problems import Refused

_EXPIRED = "Your sign-in has expired. Please sign in again."
_UNVERIFIED = "Please confirm your e-mail address where you sign in, and then sign in again."
_STRANGER = (
    "You are signed in, but this shop knows no customer by that sign-in. Please sign in with the"
    " account you ordered with, or ask the shop for help."
)


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


async def principal_of(authorization: Sequence[str], issuer: Issuer, now: datetime) -> Principal:
    """Return who the Authorization headers of a request speak for.

    Raises:
        Refused: `not_signed_in`, whatever is wrong with the token; the answer does not say what.
            `not_allowed` when the token is good and the shop knows nobody it names, and
            `email_unverified` when it names them by an address nobody has proven to own.
        BackendUnavailable: the token cannot be judged for now.
    """
    token = _bearer(authorization)
    try:
        person = await issuer.person(token, now)
    except TokenExpired:
        raise Refused("not_signed_in", _EXPIRED) from None
    except TokenRefused as refused:
        logging.getLogger(__name__).info("%s", refused)
        raise Refused("not_signed_in", "Please sign in again.") from None
    except AddressUnverified:
        raise Refused("email_unverified", _UNVERIFIED) from None
    except Stranger:
        raise Refused("not_allowed", _STRANGER) from None
    return _principal(person)


def _bearer(authorization: Sequence[str]) -> str:
    """Return the one token of a request; of two, each could be meant for another reader."""
    scheme, _, token = (authorization[0] if len(authorization) == 1 else "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused("not_signed_in", "Please sign in.")
    return token.strip()


def _principal(person: Person) -> Principal:
    owner = person.person_id if person.role == "customer" else None
    return Principal(person.person_id, person.name, person.role, owner, person.roles)


def owner_of(principal: Principal) -> str:
    """Return whose orders a customer acts on.

    Raises:
        Refused: `not_allowed`; staff have no orders of their own.
    """
    if principal.owner_id is None:
        raise Refused("not_allowed", "Staff work on cases from the staff console.")
    return principal.owner_id
