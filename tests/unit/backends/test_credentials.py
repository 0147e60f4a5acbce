from __future__ import annotations

from azure.identity.aio import DefaultAzureCredential

from backends.credentials import close_credential, credential


async def test_one_credential_serves_every_client_until_it_is_closed():
    first = credential()
    assert isinstance(first, DefaultAzureCredential)
    assert credential() is first

    await close_credential()
    await close_credential()

    assert credential() is not first
    await close_credential()
