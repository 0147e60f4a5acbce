"""What an error of an Azure client means to us, told without anything the service has said.

What a service says can quote what it was sent: an address, a name, a text.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from returns.errors import BackendUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

# An identity that is not let in is usually one whose role is not known everywhere yet.
_PASSING = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
}
_CODE = re.compile(r"[A-Za-z0-9]{1,60}")


@asynccontextmanager
async def reaching(backend: str, seconds: float) -> AsyncGenerator[None]:
    """Bound a call in time, and make the outage of its service one of ours.

    Raises:
        BackendUnavailable: the service did not answer in time, throttles us, does not let us in or
            is down. Whether it has acted is unknown.
    """
    from azure.core.exceptions import AzureError  # noqa: PLC0415 - loaded in the cloud only

    try:
        async with asyncio.timeout(seconds):
            yield
    except (AzureError, TimeoutError) as error:
        if not _is_outage(error):
            raise
        raise BackendUnavailable(backend, told(error)) from None


def told(error: Exception) -> str:
    """Return the status and the code of an answer, or what kept one from coming."""
    status = getattr(error, "status_code", None)
    if not status:
        return type(error).__name__
    response = getattr(error, "response", None)
    code = code_or_none(response.headers.get("x-ms-error-code")) if response is not None else ""
    return f"the service answered {status} {code}".rstrip()


def code_or_none(said: object) -> str:
    """Return what a service calls an error, or "" for anything that is not a bare code."""
    return said if isinstance(said, str) and _CODE.fullmatch(said) else ""


def _is_outage(error: Exception) -> bool:
    from azure.core.exceptions import (  # noqa: PLC0415 - as in `reaching`
        ClientAuthenticationError,
        HttpResponseError,
        IncompleteReadError,
        ServiceRequestError,
        ServiceResponseError,
    )

    lost = (TimeoutError, ServiceRequestError, ServiceResponseError, IncompleteReadError)
    if isinstance(error, (*lost, ClientAuthenticationError)):
        return True
    status = error.status_code if isinstance(error, HttpResponseError) else None
    return bool(status) and (status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR)
