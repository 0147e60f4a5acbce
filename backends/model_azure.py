"""The one client of the hosted models, for whoever interprets, describes or embeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azure.core.credentials_async import AsyncTokenCredential
    from openai import AsyncOpenAI

_SCOPE = "https://cognitiveservices.azure.com/.default"
_CONNECT_SECONDS = 2.0
_ANSWER_SECONDS = 8.0  # without a byte
_REPEATS = 2


def model_client(endpoint: str, credential: AsyncTokenCredential) -> AsyncOpenAI:
    """Return a client of an Azure OpenAI account; its credential is asked before each request.

    A request is repeated twice after a 429, an outage or a cut connection. The SDK waits as long
    as the service asks it to, up to two minutes, so whoever has somebody waiting sets a time limit.
    """
    from azure.identity.aio import get_bearer_token_provider  # noqa: PLC0415 - loaded in the cloud
    from openai import AsyncOpenAI, Timeout  # noqa: PLC0415 - as above

    return AsyncOpenAI(
        base_url=f"{endpoint.rstrip('/')}/openai/v1/",
        api_key=get_bearer_token_provider(credential, _SCOPE),
        timeout=Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS),
        max_retries=_REPEATS,
    )
