"""An OpenID Connect issuer: verifies its token and finds whom the shop knows by its claims."""

from __future__ import annotations

from datetime import datetime

from backends.documents import Documents
from backends.issuer import AddressUnverified, OidcTrust, PageClient, Stranger, TokenRefused
from backends.issuer_http import KeySetAddress
from backends.issuer_keys import SigningKeys
from backends.issuer_token import Claims, claims_of, key_id_of, texts_of
from backends.people import People, Person
from backends.people_recent import RecentPeople

# The app roles of the issuer, and what they are called here.
ROLES = {
    "returns.agent": "agent",
    "returns.lead": "lead",
    "returns.warehouse": "warehouse",
    "returns.ops": "ops",
}
_EMAIL = "email"
# The longest address that mail allows; an owner's id is shorter.
_LONGEST_KEY = 320


class OidcIssuer:
    """Believes what one issuer signs; a token with a staff role is staff, any other a customer."""

    def __init__(self, trust: OidcTrust, keys: SigningKeys, people: People) -> None:
        self._trust = trust
        self._keys = keys
        by_email = trust.customer_claim == _EMAIL
        self._customers = RecentPeople(people.customer_at if by_email else people.customer)

    @property
    def page(self) -> PageClient:
        return self._trust.page

    async def person(self, token: str, now: datetime) -> Person:
        """Return whom a token speaks for.

        Raises:
            TokenRefused: the issuer did not sign it, or not for us, now and with our scope.
            Stranger: it names no customer of the shop.
            BackendUnavailable: neither the issuer's keys nor the customer can be asked for.
        """
        key = await self._keys.find(key_id_of(token), now)
        if key is None:
            raise TokenRefused("unknown key id")
        claims = claims_of(token, key, self._trust, now)
        roles = tuple(ROLES[role] for role in texts_of(claims.get("roles")) if role in ROLES)
        if roles:
            return Person(claims["sub"], _name(claims), "", "staff", roles=roles)
        customer = await self._customers.find(self._customer_key(claims), now)
        if customer is None:
            raise Stranger(self._trust.customer_claim)
        return customer

    def _customer_key(self, claims: Claims) -> str:
        """Return what a token says of a customer that they are found by.

        Raises:
            Stranger: it does not, or by an e-mail address that may be anybody's.
        """
        key = claims.get(self._trust.customer_claim)
        if not isinstance(key, str) or not 0 < len(key) <= _LONGEST_KEY:
            raise Stranger(self._trust.customer_claim)
        if self._trust.customer_claim != _EMAIL:
            return key
        if not self._trust.email_is_guaranteed and claims.get("email_verified") is not True:
            raise AddressUnverified(_EMAIL)
        # Beyond ASCII, different letters have one small letter: K and the sign for kelvin.
        return key.lower() if key.isascii() else key


def oidc_issuer(trust: OidcTrust, documents: Documents) -> OidcIssuer:
    """Return the issuer over its published keys and the shop's customers; nothing is asked yet."""
    return OidcIssuer(trust, SigningKeys(KeySetAddress(trust.jwks_uri).fetch), People(documents))


def _name(claims: Claims) -> str:
    name = claims.get("name")
    return name if isinstance(name, str) else ""
