"""A hosted model heard as a stream: silence is noticed early, and what began is not asked again."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from agents import ModelResponse, OpenAIResponsesModel, Usage
from agents.exceptions import AgentsException
from azure.core.exceptions import AzureError
from openai import APIStatusError, OpenAIError, RateLimitError
from openai.types.responses import Response, ResponseCompletedEvent

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from openai import AsyncOpenAI
    from openai.types.responses import ResponseStreamEvent

type Kind = Literal["throttled", "refused", "cut", "slow", "empty", "resting"]

# Until it speaks, a model may be asked again after these pauses, unless it names another.
_PAUSES_S = (0.25, 0.5)
_PASSING_STATUS = {408, 409}
_SERVER_ERROR = 500
# ValueError: the SDK lets the error of an event that is no JSON pass as it is.
_FAILURES = (OpenAIError, AgentsException, AzureError, ValueError)


class ModelUnavailable(Exception):
    """The model gave nothing usable.

    `throttled`: too many calls. `refused`: it does not take this one. `cut`: the answer never
    began, broke off or was corrupt. `slow`: it did not come in time. `empty`: it holds no valid
    call. `resting`: the model failed too often and was not asked. `retry_after_s` is what it
    told us to wait.
    """

    def __init__(self, kind: Kind, *, retry_after_s: float = 0.0, status: int = 0) -> None:
        super().__init__(f"{kind} {status}" if status else kind)
        self.kind: Kind = kind
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Budget:
    """How many seconds a customer waits for a model's first sign, and for all of its answer."""

    first_sign_s: float = 4.0
    total_s: float = 8.0


class StreamedModel(OpenAIResponsesModel):
    """One call within a budget. `response` is what the model answered, once it did."""

    def __init__(self, name: str, client: AsyncOpenAI, budget: Budget) -> None:
        # Only here it is known what is left of the budget, so the client tries nothing again.
        super().__init__(name, client.with_options(max_retries=0))
        self._budget = budget
        self._spoke = False
        self.response: Response | None = None

    async def get_response(self, *asked: Any, **how: Any) -> ModelResponse:
        """Return the whole answer; until its first sign a passing failure is tried again.

        Raises:
            ModelUnavailable: there is none.
        """
        end = asyncio.get_running_loop().time() + self._budget.total_s
        try:
            async with asyncio.timeout(self._budget.first_sign_s) as limit:
                response = await self._insist(limit, end, asked, how)
        except TimeoutError:
            # Its last event may have come, and only the end of the stream not.
            response = self.response
        if response is None:
            raise ModelUnavailable("slow")
        return ModelResponse(response.output, _usage(response), response.id)

    async def _insist(
        self, limit: asyncio.Timeout, end: float, asked: tuple[Any, ...], how: dict[str, Any]
    ) -> Response:
        pauses = iter(_PAUSES_S)
        while True:
            try:
                await self._listen(limit, end, asked, how)
            except _FAILURES as error:
                failure = _named(error)
            else:
                failure = ModelUnavailable("cut")
            if self.response is not None:
                return self.response
            wait_s = self._wait_s(failure, next(pauses, None), limit)
            if wait_s is None:
                raise failure
            await asyncio.sleep(wait_s)

    async def _listen(
        self, limit: asyncio.Timeout, end: float, asked: tuple[Any, ...], how: dict[str, Any]
    ) -> None:
        stream = cast("AsyncGenerator[ResponseStreamEvent]", self.stream_response(*asked, **how))
        async with aclosing(stream) as events:
            # To its very end: a connection left in the middle serves no other turn.
            async for event in events:
                if not self._spoke:
                    self._spoke = True
                    limit.reschedule(end)
                if isinstance(event, ResponseCompletedEvent):
                    self.response = event.response

    def _wait_s(
        self, failure: ModelUnavailable, pause_s: float | None, limit: asyncio.Timeout
    ) -> float | None:
        """Return the seconds until it is asked again, or None: it spoke, refused, or time is up."""
        if self._spoke or pause_s is None or failure.kind == "refused":
            return None
        wait_s = failure.retry_after_s or pause_s
        left_s = (limit.when() or 0.0) - asyncio.get_running_loop().time()
        return wait_s if wait_s < left_s else None


def _named(error: Exception) -> ModelUnavailable:
    if not isinstance(error, APIStatusError):
        return ModelUnavailable("cut")
    status, retry_after_s = error.status_code, _retry_after_s(error)
    if isinstance(error, RateLimitError):
        return ModelUnavailable("throttled", retry_after_s=retry_after_s)
    if status < _SERVER_ERROR and status not in _PASSING_STATUS:
        return ModelUnavailable("refused", status=status)
    return ModelUnavailable("cut", retry_after_s=retry_after_s, status=status)


def _retry_after_s(error: APIStatusError) -> float:
    """Return what the service told us to wait; a date, or nothing, is 0."""
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "0")))
    except ValueError:
        return 0.0


def _usage(response: Response) -> Usage:
    used = response.usage
    if used is None:
        return Usage(requests=1)
    # The client checks no type of an answer: whatever is declared may be missing.
    return Usage(
        requests=1,
        input_tokens=used.input_tokens or 0,
        input_tokens_details=used.input_tokens_details,
        output_tokens=used.output_tokens or 0,
        output_tokens_details=used.output_tokens_details,
        total_tokens=used.total_tokens or 0,
    )
