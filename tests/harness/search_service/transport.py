"""Lets the SDK's clients ask the stub in this process, where no socket may be opened."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

from azure.core.credentials import AccessToken
from azure.core.pipeline.transport import AsyncHttpTransport
from azure.core.rest._http_response_impl_async import AsyncHttpResponseImpl
from azure.core.utils import case_insensitive_dict

from tests.harness.search_service.service import Reply, Request, SearchService, token_for

if TYPE_CHECKING:
    from types import TracebackType

ENDPOINT = "https://stub.search.windows.net"
_LATER = 4_000_000_000


class Credential:
    """Gives tokens that say what they are for, or fails; `asked` are the scopes."""

    def __init__(self, *, failure: Exception | None = None, expires_on: int = _LATER) -> None:
        self.asked: list[str] = []
        self._failure = failure
        self._expires_on = expires_on

    async def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        self.asked += scopes
        if self._failure:
            raise self._failure
        return AccessToken(token_for(*scopes), self._expires_on)

    async def close(self) -> None:
        pass

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


class ServiceTransport(AsyncHttpTransport[Any, Any]):
    """Answers from the stub at once; `slept` are the pauses the SDK would have made."""

    def __init__(self, service: SearchService) -> None:
        self.slept: list[float] = []
        self._service = service

    async def send(self, request: Any, **_: Any) -> AsyncHttpResponseImpl:
        body = json.loads(request.content) if request.content else None
        reply = self._service.answer(Request(request.method, request.url, request.headers, body))
        return _response(request, reply)

    async def sleep(self, duration: float) -> None:
        self.slept.append(duration)

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        pass

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        pass


class _Nothing:
    async def close(self) -> None:
        pass


def _response(request: Any, reply: Reply) -> AsyncHttpResponseImpl:
    response = AsyncHttpResponseImpl(
        request=request,
        internal_response=_Nothing(),
        status_code=reply.status,
        reason=HTTPStatus(reply.status).phrase,
        content_type="application/json",
        headers=case_insensitive_dict({"Content-Type": "application/json"} | reply.headers),
        stream_download_generator=None,
    )
    response._content = json.dumps(reply.body).encode()
    return response
