"""`/embeddings` of an Azure OpenAI account, without a socket."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Any

import httpx2

from backends.embeddings_embedded import embedded
from tests.harness.search_service.service import token_for

if TYPE_CHECKING:
    from collections.abc import Callable

SCOPE = "https://cognitiveservices.azure.com/.default"
_MOST_TEXTS = 2048

type Answer = httpx2.Response | Exception | Callable[[], Any]


class EmbeddingsService:
    """Gives hashed vectors of the length it is asked for; `plan` answers the next requests."""

    def __init__(self, model: str = "text-embedding-3-small") -> None:
        self.model = model
        self.urls: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self._planned: deque[Answer | None] = deque()

    def plan(self, *answers: Answer | None) -> None:
        """Give these answers to the next requests; None lets one be answered."""
        self._planned = deque(answers)

    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self._handle)

    async def _handle(self, request: httpx2.Request) -> httpx2.Response:
        self.urls.append(str(request.url))
        self.bodies.append(json.loads(request.content))
        planned = self._planned.popleft() if self._planned else None
        if isinstance(planned, Exception):
            raise planned
        if isinstance(planned, httpx2.Response):
            return planned
        if planned is not None:
            await planned()
        if request.headers["Authorization"] != f"Bearer {token_for(SCOPE)}":
            return httpx2.Response(401, json={"error": {"message": "no token of ours"}})
        texts = self.bodies[-1]["input"]
        if not 0 < len(texts) <= _MOST_TEXTS or not all(texts):
            return httpx2.Response(400, json={"error": {"message": "the input is empty"}})
        return httpx2.Response(200, json=answer(texts, self.bodies[-1]["dimensions"], self.model))


def answer(texts: list[str], dimensions: int, model: str = "model") -> dict[str, Any]:
    """Return a whole answer; its rows need not come in the order of the texts."""
    rows = embedded(texts).tolist()
    padded = [(row + [0.0] * dimensions)[:dimensions] for row in rows]
    data = [
        {"object": "embedding", "index": index, "embedding": row}
        for index, row in enumerate(padded)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": data[::-1], "model": model, "usage": usage}
