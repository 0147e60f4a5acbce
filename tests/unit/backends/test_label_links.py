"""A link to one label: each field of its signature, and how long the key under it is kept."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from azure.core.exceptions import ServiceRequestError
from azure.storage.blob import UserDelegationKey

from backends.label_links import LinkSigner

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAME = "case-1:make_label:PREPAID.1.pdf"
SECRET = base64.b64encode(b"lent by the account").decode()


@dataclass
class Account:
    """A blob service that lends a key with a number of its own each time it is asked."""

    account_name: str | None = "stlabels"
    down: int = 0
    lent: list[tuple[datetime, datetime]] = field(default_factory=list)

    async def get_user_delegation_key(self, start: datetime, expiry: datetime) -> UserDelegationKey:
        await asyncio.sleep(0)
        if self.down:
            self.down -= 1
            raise ServiceRequestError("told to be down")
        self.lent.append((start, expiry))
        key = UserDelegationKey()
        key.signed_oid, key.signed_tid = f"the-app-{len(self.lent)}", "tenant"
        key.signed_start, key.signed_expiry = stamp(start), stamp(expiry)
        key.signed_service, key.signed_version, key.value = "b", "2026-10-06", SECRET
        return key

    def get_blob_client(self, container: str, name: str) -> Any:
        # As the SDK writes it: a colon has no place in a path.
        escaped = name.replace(":", "%3A")
        address = f"https://{self.account_name}.blob.core.windows.net/{container}/{escaped}"
        return SimpleNamespace(url=address)


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def signer(account: Account) -> LinkSigner:
    service: Any = account
    return LinkSigner(service, "labels")


def fields(link: str) -> dict[str, str]:
    found = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert all(len(values) == 1 for values in found.values())
    return {name: values[0] for name, values in found.items()}


async def test_a_link_is_read_only_and_for_one_blob_by_https_for_fifteen_minutes():
    link = await signer(Account()).link(NAME, NOW)

    address = link.partition("?")[0]
    assert address == (
        "https://stlabels.blob.core.windows.net/labels/case-1%3Amake_label%3APREPAID.1.pdf"
    )
    signature = fields(link)
    assert signature.pop("sig")
    assert signature.pop("sv") >= "2020-12-06"
    assert signature == {
        "sp": "r",
        "sr": "b",
        "spr": "https",
        "st": "2026-03-02T11:55:00Z",
        "se": "2026-03-02T12:10:00Z",
        "rscd": 'attachment; filename="return-label.pdf"',
        "rscc": "no-store",
        "skoid": "the-app-1",
        "sktid": "tenant",
        "skt": "2026-03-02T11:55:00Z",
        "ske": "2026-03-02T13:00:00Z",
        "sks": "b",
        "skv": "2026-10-06",
    }


async def test_the_signature_is_over_everything_a_link_says():
    """The text is put together here line by line, not by the SDK."""
    signature = fields(await signer(Account()).link(NAME, NOW))

    def said(*names: str) -> list[str]:
        return [signature.get(name, "") for name in names]

    text = "\n".join(
        [
            *said("sp", "st", "se"),
            f"/blob/stlabels/labels/{NAME}",
            *said("skoid", "sktid", "skt", "ske", "sks", "skv"),
            *said("saoid", "suoid", "scid", "skdutid", "sduoid"),
            *said("sip", "spr", "sv", "sr", "snapshot", "ses", "srh", "srq"),
            *said("rscc", "rscd", "rsce", "rscl", "rsct"),
        ]
    )
    wanted = hmac.new(base64.b64decode(SECRET), text.encode(), hashlib.sha256).digest()
    assert base64.b64decode(signature["sig"]) == wanted


async def test_a_key_signs_until_it_would_die_before_its_link():
    account = Account()
    links = signer(account)
    for minutes in (0, 1, 44, 45):
        await links.link(NAME, NOW + timedelta(minutes=minutes))
    assert account.lent == [(NOW - timedelta(minutes=5), NOW + timedelta(hours=1))]

    later = fields(await links.link(NAME, NOW + timedelta(minutes=46)))

    assert later["skoid"] == "the-app-2"
    assert later["se"] < later["ske"] == "2026-03-02T13:46:00Z"


async def test_no_link_is_signed_for_before_its_key():
    account = Account()
    links = signer(account)
    await links.link(NAME, NOW)

    earlier = fields(await links.link(NAME, NOW - timedelta(minutes=1)))

    assert earlier["skt"] <= earlier["st"]
    assert len(account.lent) == 2


async def test_many_clicks_at_once_ask_for_one_key():
    account = Account()
    links = signer(account)

    made = await asyncio.gather(*(links.link(NAME, NOW) for _ in range(10)))

    assert (len(set(made)), len(account.lent)) == (1, 1)


async def test_an_account_that_lends_no_key_is_asked_again():
    account = Account(down=1)
    links = signer(account)
    with pytest.raises(ServiceRequestError):
        await links.link(NAME, NOW)

    assert await links.link(NAME, NOW)


async def test_a_link_is_logged_nowhere(caplog):
    caplog.set_level(logging.DEBUG)

    link = await signer(Account()).link(NAME, NOW)

    assert fields(link)["sig"] not in caplog.text
    assert "sig=" not in caplog.text


def test_an_endpoint_that_names_no_account_is_refused():
    with pytest.raises(ValueError, match="blob endpoint must be"):
        signer(Account(account_name=None))
