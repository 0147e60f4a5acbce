"""The claims of a believed token become somebody the shop knows, or nobody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backends.documents_counting import CountingDocuments
from backends.documents_sqlite import SqliteDocuments
from backends.issuer import AddressUnverified, PageClient, Stranger, TokenRefused
from backends.issuer_keys import SigningKeys
from backends.issuer_oidc import OidcIssuer, oidc_issuer
from backends.people import People
from backends.people_recent import KNOWN_FOR, UNKNOWN_FOR
from backends.shop_store import store_customer
from returns.errors import BackendUnavailable
from tests.builders import NOW, a_customer
from tests.contract.clocks import StandingClock
from tests.issuers import TRUST, MemoryIssuer

BY_EMAIL = replace(TRUST, customer_claim="email")
ANN = replace(a_customer(), customer_id="ann", email="Ann.Long@Example.com", name="Ann Long")


@pytest.fixture
async def documents():
    documents = CountingDocuments(await SqliteDocuments.open(":memory:", StandingClock()))
    await store_customer(documents, ANN)
    documents.reset()
    yield documents
    await documents.close()


@pytest.fixture
def signer() -> MemoryIssuer:
    return MemoryIssuer()


@pytest.fixture
def issuer(documents, signer) -> OidcIssuer:
    return issuer_over(documents, signer)


def issuer_over(documents, signer, trust=TRUST) -> OidcIssuer:
    return OidcIssuer(trust, SigningKeys(signer.fetch), People(documents))


@pytest.fixture
def person(documents, signer, issuer):
    """Find whom a token of these claims speaks for."""

    async def find(*, trust=TRUST, now=NOW, **claims: Any):
        asked = issuer if trust is TRUST else issuer_over(documents, signer, trust)
        return await asked.person(signer.token(now, **claims), now)

    return find


async def test_a_customer_is_the_order_owner_the_subject_names(person):
    found = await person(name="Whatever I call myself", roles=[])
    assert (found.person_id, found.name, found.role, found.roles) == (
        "ann", "Ann Long", "customer", (),
    )  # fmt: skip


async def test_another_claim_can_name_the_owner(person):
    trust = replace(TRUST, customer_claim="customer_number")
    found = await person(trust=trust, sub="pairwise-7", customer_number="ann")
    assert found.person_id == "ann"


async def test_a_verified_address_finds_its_owner_whatever_its_capitals(person):
    found = await person(trust=BY_EMAIL, sub="7", email="ANN.long@example.COM", email_verified=True)
    assert found.person_id == "ann"


async def test_an_issuer_that_verifies_every_address_need_not_say_so(person):
    trust = replace(BY_EMAIL, email_is_guaranteed=True)
    assert (await person(trust=trust, email="ann.long@example.com")).person_id == "ann"


@pytest.mark.parametrize("said", [None, False, "true", 1, "false", []])
async def test_an_address_nobody_has_proven_to_own_opens_nothing(person, said):
    with pytest.raises(AddressUnverified):
        await person(trust=BY_EMAIL, email="ann.long@example.com", email_verified=said)


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "bob"},
        {"sub": "ANN"},
        {"sub": " ann"},
        {"sub": "email:ann.long@example.com"},
        {"sub": "a" * 321},
    ],
)
async def test_whom_the_shop_does_not_know_is_a_stranger(person, claims):
    with pytest.raises(Stranger):
        await person(**claims)


@pytest.mark.parametrize(
    "email",
    [None, "", 7, ["ann.long@example.com"], "ann.\u2112ong@example.com", "bob@example.com",
     "ann.long@example.com ", "ann.lon\uff47@example.com"],
)  # fmt: skip
async def test_an_address_that_only_looks_like_hers_is_a_stranger_s(person, email):
    with pytest.raises(Stranger):
        await person(trust=BY_EMAIL, email=email, email_verified=True)


async def test_letters_with_the_same_small_letter_are_not_the_same(person, documents):
    await store_customer(documents, replace(ANN, customer_id="kim", email="kim@example.com"))
    with pytest.raises(Stranger):
        await person(trust=BY_EMAIL, email="\u212aim@example.com", email_verified=True)


async def test_app_roles_make_a_token_staff_under_our_names(person):
    roles = ["returns.agent", "returns.lead", "returns.warehouse", "returns.ops", "Files.Read"]
    found = await person(sub="nora-7", name="Nora", roles=roles)
    assert (found.person_id, found.name, found.role) == ("nora-7", "Nora", "staff")
    assert found.roles == ("agent", "lead", "warehouse", "ops")


async def test_staff_who_shop_here_too_are_staff(person):
    assert (await person(sub="ann", roles=["returns.agent"])).role == "staff"


@pytest.mark.parametrize(
    "roles", ["returns.agent", {"returns.agent": 1}, ["agent", "Returns.Agent", 7, None], None]
)
async def test_what_is_no_list_of_our_app_roles_makes_nobody_staff(person, roles):
    assert (await person(roles=roles)).role == "customer"


async def test_a_role_under_another_claim_makes_nobody_staff(person):
    assert (await person(role="staff", groups=["returns.ops"], wids=["returns.ops"])).roles == ()


async def test_a_token_of_an_unknown_key_is_refused(issuer):
    with pytest.raises(TokenRefused, match="unknown key id"):
        await issuer.person(MemoryIssuer("stolen").token(NOW), NOW)


@pytest.mark.parametrize("key_id", ["../first", "first\x00", "FIRST", "' OR 1=1", "{}", "first "])
async def test_a_key_id_is_looked_up_as_it_is(issuer, signer, key_id):
    with pytest.raises(TokenRefused, match="unknown key id"):
        await issuer.person(signer.token(NOW, {"kid": key_id}), NOW)


async def test_garbage_does_not_make_the_issuer_be_asked(issuer, signer):
    for token in ("letmein", "a.b.c", signer.token(NOW, {"alg": "none"}), "x" * 99_999):
        with pytest.raises(TokenRefused):
            await issuer.person(token, NOW)
    assert signer.asked == 0


async def test_a_customer_who_clicks_is_read_once(documents, person):
    for _ in range(3):
        assert (await person()).name == "Ann Long"
    assert documents.trips == 1
    await store_customer(documents, replace(ANN, name="Ann Short"))
    assert (await person(now=NOW + KNOWN_FOR)).name == "Ann Short"


async def test_a_stranger_who_orders_is_known_half_a_minute_later(documents, person):
    for _ in range(3):
        with pytest.raises(Stranger):
            await person(sub="bob")
    assert documents.trips == 1
    await store_customer(documents, replace(ANN, customer_id="bob", email="bob@example.com"))
    assert (await person(sub="bob", now=NOW + UNKNOWN_FOR)).person_id == "bob"


async def test_a_store_that_does_not_answer_makes_nobody_a_stranger(documents, person):
    documents.script.down = {0}
    with pytest.raises(BackendUnavailable):
        await person()


async def test_known_people_get_in_while_the_issuer_is_silent(documents, signer, person):
    await person()
    signer.down = True
    assert (await person(now=NOW + timedelta(hours=2))).person_id == "ann"
    with pytest.raises(BackendUnavailable):
        await issuer_over(documents, signer).person(signer.token(NOW), NOW)


def test_the_page_is_told_public_values_only(documents):
    assert oidc_issuer(TRUST, documents).page == PageClient(
        "https://login.example/t1/v2.0",
        "the-page",
        "openid profile offline_access api://order-returns/returns.use",
    )
    elsewhere = replace(TRUST, authority="https://shop.login.example/t1/v2.0", scope="")
    assert elsewhere.page == PageClient(
        "https://shop.login.example/t1/v2.0", "the-page", "openid profile offline_access"
    )
