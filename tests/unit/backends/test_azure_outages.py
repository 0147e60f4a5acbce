"""Which errors of an Azure client are outages, and that they are told without what was said."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import traceback
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    HttpResponseError,
    IncompleteReadError,
    ServiceRequestError,
    ServiceResponseError,
)

from backends.azure_outages import reaching
from returns.errors import BackendUnavailable

SECRET = "ada@example.com"


def answered(status: int, code: str = "ServerBusy") -> HttpResponseError:
    response: Any = SimpleNamespace(
        status_code=status, reason=SECRET, headers={"x-ms-error-code": code}
    )
    return HttpResponseError(message=SECRET, response=response)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (answered(429), "the service answered 429 ServerBusy"),
        (answered(500, SECRET), "the service answered 500"),
        (answered(503), "the service answered 503 ServerBusy"),
        (answered(403, "AuthorizationFailure"), "the service answered 403 AuthorizationFailure"),
        (ServiceRequestError(SECRET), "ServiceRequestError"),
        (ServiceResponseError(SECRET), "ServiceResponseError"),
        (IncompleteReadError(SECRET), "IncompleteReadError"),
        (ClientAuthenticationError(SECRET), "ClientAuthenticationError"),
        (TimeoutError(SECRET), "TimeoutError"),
    ],
    ids=str,
)
async def test_an_outage_is_ours_and_says_no_more_than_its_kind(error: Exception, told: str):
    with pytest.raises(BackendUnavailable) as failed:
        async with reaching("labels", 5):
            raise error

    assert str(failed.value) == f"labels is unavailable: {told}"
    assert SECRET not in "".join(traceback.format_exception(failed.value))


@pytest.mark.parametrize("error", [answered(400), answered(409), AzureError("a defect")], ids=str)
async def test_what_is_no_outage_stays_what_it_is(error: Exception):
    with pytest.raises(type(error)) as failed:
        async with reaching("labels", 5):
            raise error

    assert failed.value is error


async def test_a_service_that_does_not_answer_in_time_is_an_outage():
    with pytest.raises(BackendUnavailable, match="TimeoutError"):
        async with reaching("labels", 0.01):
            await asyncio.Event().wait()


def test_importing_the_adapters_loads_no_client():
    adapters = "backends.labels_blob, backends.notices_email, backends.credentials"
    command = [sys.executable, "-c", f"import sys, {adapters}; print(*sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own command line

    assert not [name for name in done.stdout.split() if name.startswith(("azure", "aiohttp"))]
