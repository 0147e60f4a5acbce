"""Whose tokens are believed: the port of sign-in, its refusals, and what the page may know of it.

TokenRefused               not believed, whatever is wrong with it
└── TokenExpired           believed until a moment ago; signing in again helps
Stranger                   believed, and the shop knows nobody it names
└── AddressUnverified      it names an e-mail address nobody has proven to own
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from backends.people import Person

# What the page asks for itself: who it is, and a refresh token to stay signed in with.
_PAGE_SCOPES = "openid profile offline_access"


class TokenRefused(Exception):
    """`reason` is for the operator's log; whoever sent the token is never told it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the token is refused: {reason}")
        self.reason = reason


class TokenExpired(TokenRefused):
    def __init__(self) -> None:
        super().__init__("expired")


class Stranger(Exception):
    pass


class AddressUnverified(Stranger):
    pass


@dataclass(frozen=True, slots=True)
class PageClient:
    """What the page signs people in with. Public: it goes to every browser."""

    authority: str
    client_id: str
    scope: str


@dataclass(frozen=True, slots=True)
class OidcTrust:
    """An OpenID Connect issuer, and how its tokens name a customer.

    `issuer` and `audience` stand in tokens exactly so. A token must carry `scope`, whole or its
    part after the last slash, unless it is empty. `customer_claim` holds the order owner's id, or
    is `email`; then `email_verified` must be true unless the issuer verifies every address anyway
    (`email_is_guaranteed`). `authority` is where the page finds the issuer; empty is its name.
    """

    issuer: str
    audience: str
    jwks_uri: str
    client_id: str
    authority: str = ""
    scope: str = ""
    customer_claim: str = "sub"
    email_is_guaranteed: bool = False

    @property
    def page(self) -> PageClient:
        scope = f"{_PAGE_SCOPES} {self.scope}".strip()
        return PageClient(self.authority or self.issuer, self.client_id, scope)


class Issuer(Protocol):
    """Believes its own tokens and no others."""

    @property
    def page(self) -> PageClient | None:
        """How the page signs people in there; None when it has sample people instead."""
        ...

    async def person(self, token: str, now: datetime) -> Person:
        """Return whom a token speaks for.

        Raises:
            TokenRefused: it is not this issuer's, not for us, not whole, or not valid now.
            Stranger: it is good, but the shop has no customer for it.
            BackendUnavailable: it cannot be judged for now.
        """
        ...
