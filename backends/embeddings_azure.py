"""Vectors of texts from a deployment of an embedding model."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openai import AsyncOpenAI
    from openai.types import CreateEmbeddingResponse

    from backends.embeddings import Vector

DIMENSIONS = 1536
BUDGET_S = 4.0
# A request larger than a minute's quota is refused for ever: this is about 10,000 tokens of it.
_TEXTS_AT_ONCE = 64
_CHARACTERS_AT_ONCE = 40_000
_LONGEST_TEXT = 8_000  # characters; a model reads 8,191 tokens


class AzureEmbeddings:
    """Asks a deployment through the shared client.

    `budget_s` is how long one request may take, with all its repeats.
    """

    def __init__(
        self,
        client: AsyncOpenAI,
        deployment: str,
        *,
        dimensions: int = DIMENSIONS,
        budget_s: float = BUDGET_S,
    ) -> None:
        self._client = client
        self._deployment = deployment
        self._budget_s = budget_s
        self.dimensions = dimensions

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return one vector per text, in order; an empty text has zeros and is not sent.

        Raises:
            BackendUnavailable: the model did not answer in time, or not with what was asked for.
        """
        found: list[Vector] = [[0.0] * self.dimensions for _ in texts]
        asked = [(row, text[:_LONGEST_TEXT]) for row, text in enumerate(texts) if text.strip()]
        for batch in _batches(asked):
            answer = await self._ask([text for _, text in batch])
            for (row, _), vector in zip(batch, self._vectors(answer, len(batch)), strict=True):
                found[row] = vector
        return found

    async def model(self) -> str:
        """Return the model behind the deployment, which an operator may exchange.

        Raises:
            BackendUnavailable: as `embed`.
        """
        answer = await self._ask(["model"])
        return f"{answer.model}, {self.dimensions}"

    async def _ask(self, texts: list[str]) -> CreateEmbeddingResponse:
        from azure.core.exceptions import AzureError  # noqa: PLC0415 - loaded with the credential
        from openai import APIError, APIStatusError  # noqa: PLC0415 - loaded with the client

        try:
            async with asyncio.timeout(self._budget_s):
                answer = await self._client.embeddings.create(
                    model=self._deployment,
                    input=texts,
                    dimensions=self.dimensions,
                    encoding_format="float",
                )
        except APIStatusError as refused:
            raise _unavailable(f"the service answered {refused.status_code}") from None
        except (APIError, AzureError, TimeoutError, ValueError) as failed:
            raise _unavailable(type(failed).__name__) from None
        # Whatever came with a 200, such as the page of a gateway, is returned as it is.
        if not getattr(answer, "data", None):
            raise _unavailable("the service answered with no vectors")
        return answer

    def _vectors(self, answer: CreateEmbeddingResponse, asked: int) -> list[Vector]:
        rows = sorted(answer.data, key=lambda row: row.index)
        if [row.index for row in rows] != list(range(asked)):
            raise _unavailable(f"{asked} texts were asked for, {len(rows)} came back")
        wrong = {len(row.embedding) for row in rows} - {self.dimensions}
        if wrong:
            raise _unavailable(
                f"{self._deployment} gives vectors of {wrong.pop()}, not of {self.dimensions}"
            )
        return [row.embedding for row in rows]


def _batches(texts: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    batch: list[tuple[int, str]] = []
    characters = 0
    for row, text in texts:
        full = len(batch) == _TEXTS_AT_ONCE or characters + len(text) > _CHARACTERS_AT_ONCE
        if batch and full:
            yield batch
            batch, characters = [], 0
        batch.append((row, text))
        characters += len(text)
    if batch:
        yield batch


def _unavailable(why: str) -> BackendUnavailable:
    return BackendUnavailable("embeddings", why)
