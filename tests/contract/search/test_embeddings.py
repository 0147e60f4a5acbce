"""What the searches may expect of vectors, and what the hosted model is asked for them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import numpy as np
import pytest
from azure.core.exceptions import ClientAuthenticationError

from backends.embeddings_azure import AzureEmbeddings
from backends.embeddings_embedded import HashedEmbeddings
from backends.model_azure import model_client
from returns.errors import BackendUnavailable
from tests.harness.embeddings_service import SCOPE, EmbeddingsService, answer
from tests.harness.search_service.transport import Credential

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from openai import AsyncOpenAI

    from backends.embeddings import Embeddings

ENDPOINT = "https://oai-1.openai.azure.com/"


@dataclass(frozen=True)
class Hosted:
    """The hosted model over its stub; nothing is waited for between repeats."""

    service: EmbeddingsService
    credential: Credential
    client: AsyncOpenAI

    def embeddings(self, **options: Any) -> AzureEmbeddings:
        return AzureEmbeddings(self.client, "embedding", **options)


def client_of(service: EmbeddingsService, credential: Credential) -> AsyncOpenAI:
    return model_client(ENDPOINT, credential).with_options(
        http_client=httpx2.AsyncClient(transport=service.transport())
    )


@pytest.fixture
async def hosted() -> AsyncIterator[Hosted]:
    service, credential = EmbeddingsService(), Credential()
    async with client_of(service, credential) as client:
        yield Hosted(service, credential, client)


@pytest.fixture(params=["embedded", "azure"])
def embeddings(request: pytest.FixtureRequest, hosted: Hosted) -> Embeddings:
    return HashedEmbeddings() if request.param == "embedded" else hosted.embeddings()


def refused(status: int, **headers: str) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": "ada@example.com"}}, headers=headers)


SOON = {"retry-after-ms": "1"}


async def test_every_text_has_a_vector_of_the_stated_length_in_order(embeddings: Embeddings):
    texts = ["restocking fee", "merino sweater", "restocking fee"]

    first, second, third = await embeddings.embed(texts)

    assert [len(vector) for vector in (first, second, third)] == [embeddings.dimensions] * 3
    assert np.allclose(first, third)
    assert not np.allclose(first, second)


async def test_a_near_text_has_a_larger_cosine_than_another(embeddings: Embeddings):
    asked, near, far = map(
        np.array, await embeddings.embed(["wireless headphones", "wirless headfones", "cast iron"])
    )

    assert asked @ near > 0.2 > asked @ far


async def test_an_empty_text_is_a_vector_of_zeros_between_the_others(embeddings: Embeddings):
    full, empty, other = await embeddings.embed(["hub", " ", "plug"])

    assert not any(empty)
    assert any(full)
    assert any(other)
    assert await embeddings.embed([]) == []


async def test_many_texts_are_embedded_like_each_alone(embeddings: Embeddings):
    texts = [f"text number {number}" for number in range(150)]

    together = await embeddings.embed(texts)
    (alone,) = await embeddings.embed([texts[120]])

    assert np.allclose(together[120], alone)


async def test_the_model_behind_is_named(embeddings: Embeddings):
    assert str(embeddings.dimensions) in await embeddings.model()


# --- The hosted model -------------------------------------------------------------------------


async def test_the_deployment_is_asked_at_the_account_by_token(hosted: Hosted):
    await hosted.embeddings().embed(["hub", "plug"])

    assert hosted.service.urls == ["https://oai-1.openai.azure.com/openai/v1/embeddings"]
    assert hosted.service.bodies == [
        {
            "model": "embedding",
            "input": ["hub", "plug"],
            "dimensions": 1536,
            "encoding_format": "float",
        }
    ]
    assert hosted.credential.asked == [SCOPE]


@pytest.mark.parametrize(("expires_on", "times"), [(1, 2), (4_000_000_000, 1)])
async def test_a_token_is_used_until_it_runs_out(expires_on: int, times: int):
    credential = Credential(expires_on=expires_on)
    async with client_of(EmbeddingsService(), credential) as client:
        embeddings = AzureEmbeddings(client, "embedding")
        await embeddings.embed(["hub"])
        await embeddings.embed(["plug"])

    assert credential.asked == [SCOPE] * times


async def test_texts_are_sent_in_parts_that_fit_a_minutes_quota(hosted: Hosted):
    embeddings = hosted.embeddings(dimensions=8)
    await embeddings.embed(["text"] * 150)
    counted = [len(body["input"]) for body in hosted.service.bodies]
    hosted.service.bodies.clear()
    await embeddings.embed(["x" * 50_000] * 7)

    assert counted == [64, 64, 22]
    parts = [[len(text) for text in body["input"]] for body in hosted.service.bodies]
    assert parts == [[8_000] * 5, [8_000] * 2]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
async def test_a_busy_model_is_asked_again(hosted: Hosted, status: int):
    hosted.service.plan(refused(status, **SOON), refused(status, **SOON))

    (vector,) = await hosted.embeddings().embed(["hub"])

    assert any(vector)
    assert len(hosted.service.bodies) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
async def test_a_refusal_that_lasts_is_an_outage_and_hands_nothing_on(hosted: Hosted, status: int):
    hosted.service.plan(*[refused(status, **SOON)] * 3)

    with pytest.raises(BackendUnavailable) as failed:
        await hosted.embeddings().embed(["hub"])

    assert str(failed.value) == f"embeddings is unavailable: the service answered {status}"


@pytest.mark.parametrize("error", [httpx2.ConnectError("cut"), httpx2.ReadTimeout("slow")])
async def test_a_connection_that_is_cut_or_slow_is_an_outage(hosted: Hosted, error: Exception):
    patient = hosted.client.with_options(max_retries=0)
    hosted.service.plan(error)

    with pytest.raises(BackendUnavailable, match="embeddings is unavailable: API"):
        await AzureEmbeddings(patient, "embedding").embed(["hub"])


async def test_nobody_waits_longer_than_the_budget(hosted: Hosted):
    hosted.service.plan(asyncio.Event().wait)

    with pytest.raises(BackendUnavailable, match="TimeoutError"):
        await hosted.embeddings(budget_s=0.05).embed(["hub"])


async def test_nobody_waits_as_long_as_a_throttled_model_asks_for(hosted: Hosted):
    hosted.service.plan(refused(429, **{"retry-after": "60"}))

    with pytest.raises(BackendUnavailable, match="TimeoutError"):
        await hosted.embeddings(budget_s=0.05).embed(["hub"])


async def test_an_identity_without_a_token_is_an_outage():
    service = EmbeddingsService()
    nobody = Credential(failure=ClientAuthenticationError("no identity here"))
    async with client_of(service, nobody) as client:
        with pytest.raises(BackendUnavailable, match="ClientAuthenticationError"):
            await AzureEmbeddings(client, "embedding").embed(["hub"])

    assert service.bodies == []


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (answer(["hub", "plug"], 8), "gives vectors of 8, not of 1536"),
        (answer(["hub"], 1536), "2 texts were asked for, 1 came back"),
        (answer(["hub", "plug", "lamp"], 1536), "2 texts were asked for, 3 came back"),
        ({"object": "list", "data": []}, "with no vectors"),
        ({}, "with no vectors"),
    ],
)
async def test_an_answer_to_something_else_is_none(hosted: Hosted, reply: Any, told: str):
    hosted.service.plan(httpx2.Response(200, json=reply))

    with pytest.raises(BackendUnavailable, match=told):
        await hosted.embeddings().embed(["hub", "plug"])


async def test_an_answer_that_cannot_be_read_is_an_outage(hosted: Hosted):
    hosted.service.plan(httpx2.Response(200, text="<html>a gateway</html>"))

    with pytest.raises(BackendUnavailable, match="with no vectors"):
        await hosted.embeddings().embed(["hub"])


async def test_another_model_behind_the_deployment_has_another_name(hosted: Hosted):
    before = await hosted.embeddings().model()
    hosted.service.model = "text-embedding-3-large"

    assert (before, await hosted.embeddings().model()) == (
        "text-embedding-3-small, 1536",
        "text-embedding-3-large, 1536",
    )


async def test_the_client_states_how_long_it_waits_and_how_often_it_repeats():
    client = model_client(ENDPOINT, Credential())

    assert client.max_retries == 2
    assert isinstance(client.timeout, httpx2.Timeout)
    assert (client.timeout.connect, client.timeout.read) == (2.0, 8.0)
    await client.close()
