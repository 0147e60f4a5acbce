"""What the searches make of a service that throttles, fails, forgets and lets nobody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError

from returns.errors import BackendUnavailable
from tests.contract.search.meanings import Down
from tests.contract.search.shelves import CASES, CLAUSES, a_shop, clause
from tests.harness.search_service.service import Reply
from tests.harness.search_service.transport import Credential

if TYPE_CHECKING:
    from tests.contract.search.shelves import Stub
    from tests.harness.search_service.service import SearchService
    from tests.harness.search_service.transport import ServiceTransport

SHOP = a_shop()
THROTTLED = Reply(429, headers={"Retry-After": "7"})


@pytest.fixture
async def filled(stub: Stub, service: SearchService) -> Stub:
    await stub.publish(SHOP)
    service.seen.clear()
    return stub


async def test_a_throttled_question_waits_as_long_as_it_is_told(
    filled: Stub, service: SearchService, transport: ServiceTransport
):
    async with filled.met(SHOP) as searches:
        service.plan(THROTTLED, THROTTLED)
        (found,) = await searches.policy.find("hygiene", 1)

    assert found.section == "3.2"
    assert transport.slept == [7, 7]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_question_is_asked_again_after_an_outage(
    filled: Stub, service: SearchService, status: int
):
    async with filled.met(SHOP) as searches:
        service.plan(Reply(status), Reply(status))
        (found,) = await searches.policy.find("hygiene", 1)

    assert found.section == "3.2"
    assert len(service.seen) == 3


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("question", ["hygiene", "section 3.2"])
async def test_an_outage_that_lasts_is_never_an_answer(
    filled: Stub, service: SearchService, status: int, question: str
):
    async with filled.met(SHOP) as searches:
        service.plan(*[Reply(status)] * 9)
        with pytest.raises(BackendUnavailable, match=str(status)):
            await searches.policy.find(question, 1)

    assert len(service.seen) == 3


async def test_one_half_of_an_answer_is_not_one(filled: Stub, service: SearchService):
    """The section is found, and what else the policy says is not known."""
    async with filled.met(SHOP) as searches:
        service.plan(None, *[Reply(503)] * 9)
        with pytest.raises(BackendUnavailable):
            await searches.policy.find("section 3.2, and the restocking fee?", 2)


@pytest.mark.parametrize("status", [401, 403])
async def test_an_identity_that_is_not_let_in_is_an_outage(
    filled: Stub, service: SearchService, status: int
):
    async with filled.met(SHOP) as searches:
        service.plan(Reply(status))
        with pytest.raises(BackendUnavailable, match=str(status)):
            await searches.products.find("hub", 1)


async def test_an_identity_without_a_token_is_an_outage(filled: Stub, service: SearchService):
    nobody = Credential(failure=ClientAuthenticationError("no identity here"))
    async with filled.searches(SHOP, credential=nobody) as searches:
        with pytest.raises(BackendUnavailable):
            await searches.products.find("hub", 1)

    assert service.seen == []


async def test_a_model_that_does_not_answer_is_an_outage_and_nothing_is_asked(
    filled: Stub, service: SearchService
):
    async with filled.searches(SHOP, embeddings=Down()) as searches:
        with pytest.raises(BackendUnavailable, match="embeddings"):
            await searches.policy.find("hygiene", 1)

    assert service.seen == []


async def test_a_request_the_service_does_not_take_is_a_defect_of_ours(
    filled: Stub, service: SearchService
):
    async with filled.met(SHOP) as searches:
        service.plan(Reply(400))
        with pytest.raises(HttpResponseError):
            await searches.products.find("hub", 1)


async def test_an_index_that_is_not_there_says_what_to_run(stub: Stub):
    async with stub.searches(SHOP) as searches:
        for find in (searches.policy.find, searches.products.find, searches.similar_cases.find):
            with pytest.raises(BackendUnavailable, match="make provision-data"):
                await find("Smart Home Hub", 1)


async def test_a_version_that_was_not_published_is_an_outage_not_a_silence(filled: Stub):
    """Were the desk deployed first, it would tell its customers that the policy says nothing."""
    next_version = [*CLAUSES, clause("12.1", "Drones", "A drone can be returned within a day.")]
    async with filled.searches(a_shop(version="4"), next_version) as searches:
        with pytest.raises(BackendUnavailable, match=r"edition 4-\w+; run make provision-data"):
            await searches.policy.find("drone", 1)


@pytest.mark.parametrize("question", ["hygiene", "section 6.1", "do you sell pizza"])
async def test_a_version_that_was_not_published_to_its_end_is_an_outage(
    filled: Stub, service: SearchService, question: str
):
    """What is missing could be what answers."""
    documents = service.documents["returns-policy"]
    key, missing = next((k, one) for k, one in documents.items() if one["section"] == "6.1")
    del documents[key]
    async with filled.searches(SHOP) as searches:
        with pytest.raises(BackendUnavailable, match="has 7 of the 8 documents of corner"):
            await searches.policy.find(question, 1)
        documents[key] = missing
        (found,) = await searches.policy.find("section 6.1", 1)

    assert found.section == "6.1"


async def test_a_shelf_that_was_whole_once_is_not_counted_again(
    filled: Stub, service: SearchService
):
    async with filled.searches(SHOP) as searches:
        for question in ("hygiene", "section 6.1", "restocking fee"):
            await searches.policy.find(question, 1)

    counts = [request.body for request in service.seen if "count" in request.body]
    where = service.questions[0].body["filter"]
    assert counts == [{"search": "*", "filter": where, "top": 0, "count": True}]


async def test_a_shop_that_settled_nothing_yet_is_silent(stub: Stub):
    await stub.publish(SHOP, cases=[])
    async with stub.searches(SHOP) as searches:
        assert await searches.similar_cases.find("Smart Home Hub", 3) == ()


async def test_what_a_service_says_of_a_question_is_not_handed_on(
    filled: Stub, service: SearchService
):
    async with filled.met(SHOP) as searches:
        service.plan(*[Reply(503, {"error": {"code": "", "message": "ada@example.com"}})] * 9)
        with pytest.raises(BackendUnavailable) as failed:
            await searches.policy.find("hygiene", 1)

    assert "ada" not in str(failed.value)
    assert failed.value.__cause__ is None


# --- Sending documents ------------------------------------------------------------------------


async def test_only_the_documents_that_were_not_taken_are_sent_again(
    stub: Stub, service: SearchService
):
    service.refuse(200, 503, 200, 422)
    await stub.publish(SHOP)

    first, second = service.bodies("('returns-policy')/docs/search.index")
    assert len(first["value"]) == len(CLAUSES)
    assert [one["section"] for one in second["value"]] == ["2.1", "4.1"]
    assert len(service.documents["returns-policy"]) == len(CLAUSES)


@pytest.mark.parametrize(("status", "attempts"), [(503, 3), (409, 3), (400, 1), (413, 1)])
async def test_documents_that_are_never_taken_are_an_outage(
    stub: Stub, service: SearchService, status: int, attempts: int
):
    taken = [200] * (len(CLAUSES) - 1)
    service.refuse(status, *taken, *[status] * 9)
    with pytest.raises(BackendUnavailable, match=rf"1 of {len(CLAUSES)} documents: {status}"):
        await stub.publish(SHOP)

    assert len(service.bodies("/docs/search.index")) == attempts


async def test_documents_the_service_says_nothing_of_were_not_taken(
    stub: Stub, service: SearchService
):
    created = [None] * 3  # the index is asked for, made, and listed
    service.plan(*created, *[Reply(200, {"value": []})] * 3)
    with pytest.raises(BackendUnavailable, match=f"{len(CLAUSES)} of {len(CLAUSES)}"):
        await stub.publish(SHOP)


async def test_publishing_again_finishes_what_an_outage_cut(stub: Stub, service: SearchService):
    service.refuse(*[400] * 3)
    with pytest.raises(BackendUnavailable):
        await stub.publish(SHOP)

    policy, products, cases = await stub.publish(SHOP)

    assert (policy.published.sent, policy.published.unchanged) == (3, len(CLAUSES) - 3)
    assert (products.published.sent, cases.published.sent) == (5, len(CASES))
