"""The key a shop signs its quotes with: random, made once, kept in the document store."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from backends.documents import AlreadyExists, Create
from returns.signature import Signer

if TYPE_CHECKING:
    from backends.documents import Document, Documents

_COLLECTION = "shop"
_ID = "quote-key"
_BYTES = 32


async def quote_signer(documents: Documents, shop_id: str) -> Signer:
    """Return the signer of a shop's quotes.

    Safe to repeat: of two processes that make the key at once, one makes it and both read it.
    """
    found = await documents.get(_COLLECTION, shop_id, _ID)
    if found is None:
        body = {"kind": "quote_key", "key": secrets.token_hex(_BYTES), "key_id": "1"}
        try:
            await documents.transact(shop_id, [Create(_COLLECTION, _ID, body)])
        except AlreadyExists:
            found = await documents.get(_COLLECTION, shop_id, _ID)
        else:
            return _signer(body["key"], body["key_id"])
    return _read(found)


def _read(found: Document | None) -> Signer:
    if found is None:
        raise AssertionError("a key that was there is gone")
    return _signer(found.body["key"], found.body["key_id"])


def _signer(key: str, key_id: str) -> Signer:
    return Signer(bytes.fromhex(key), key_id)
