"""What every issuer promises: its own tokens name people, other tokens name nobody."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from backends.documents_sqlite import SqliteDocuments
from backends.issuer import Issuer, TokenExpired, TokenRefused
from backends.issuer_keys import SigningKeys
from backends.issuer_local import LocalIssuer, issue_token
from backends.issuer_oidc import ROLES, OidcIssuer
from backends.people import People, Person, SamplePeople
from backends.shop_store import store_customer
from tests.builders import NOW, a_customer
from tests.contract.clocks import StandingClock
from tests.issuers import TRUST, MemoryIssuer

KEY = b"k" * 32
ANN = Person("ann", "Ann Long", "ann@example.com", "customer")
NORA = Person("nora-7", "Nora", "", "staff", roles=("agent", "ops"))
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Signing:
    """An issuer, and how somebody gets a token of it."""

    issuer: Issuer
    token: Callable[[Person, datetime], str]


def local(documents) -> Signing:
    people = SamplePeople(Path(), documents)
    return Signing(LocalIssuer(people, KEY), lambda who, now: issue_token(who, KEY, now))


def oidc(documents) -> Signing:
    signer = MemoryIssuer()
    apps = {ours: app for app, ours in ROLES.items()}

    def token(who: Person, now: datetime) -> str:
        roles = [apps[role] for role in who.roles]
        return signer.token(now, sub=who.person_id, name=who.name, roles=roles or None)

    return Signing(OidcIssuer(TRUST, SigningKeys(signer.fetch), People(documents)), token)


@pytest.fixture
async def documents():
    documents = await SqliteDocuments.open(":memory:", StandingClock())
    await store_customer(
        documents,
        replace(a_customer(), customer_id="ann", name="Ann Long", email="ann@example.com"),
    )
    yield documents
    await documents.close()


@pytest.fixture(params=[local, oidc])
def signing(request, documents) -> Signing:
    return request.param(documents)


async def test_a_customer_comes_as_the_owner_of_their_orders(signing):
    found = await signing.issuer.person(signing.token(ANN, NOW), NOW)
    assert (found.person_id, found.name, found.role, found.roles) == (
        "ann", "Ann Long", "customer", (),
    )  # fmt: skip


async def test_staff_come_with_their_roles(signing):
    found = await signing.issuer.person(signing.token(NORA, NOW), NOW)
    assert (found.person_id, found.role, found.roles) == ("nora-7", "staff", ("agent", "ops"))


async def test_a_token_ends_by_the_clock_it_is_judged_by(signing):
    with pytest.raises(TokenExpired):
        await signing.issuer.person(signing.token(ANN, NOW), NOW + DAY)
    assert await signing.issuer.person(signing.token(ANN, NOW + DAY), NOW + DAY)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "..", "é" * 9, "x" * 99_999])
async def test_garbage_names_nobody(signing, token):
    with pytest.raises(TokenRefused):
        await signing.issuer.person(token, NOW)


async def test_no_issuer_believes_the_other_one(documents):
    one, other = local(documents), oidc(documents)
    for believer, signer in ((one, other), (other, one)):
        with pytest.raises(TokenRefused):
            await believer.issuer.person(signer.token(ANN, NOW), NOW)


async def test_a_changed_token_names_nobody(signing):
    head, _, signature = signing.token(ANN, NOW).split(".")
    changed = f"{head}.{signing.token(NORA, NOW).split('.')[1]}.{signature}"
    with pytest.raises(TokenRefused):
        await signing.issuer.person(changed, NOW)
