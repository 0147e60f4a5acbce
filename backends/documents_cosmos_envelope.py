"""What surrounds a body in Cosmos, so that no property of ours meets one of the caller's.

An item holds `id`, the partition under its container's key, `body`, `op` (which write made it),
`written` (when, in microseconds, later for every later write of this process) and, when it
expires, `expires` (by our clock, for reading) and `ttl` (by the service's clock, for removal).
"""

from __future__ import annotations

import json
import re
from typing import Any

from backends.documents import Body, Document

type Envelope = dict[str, Any]

# Characters an id must not have in Cosmos, and the one that stands for them.
_FORBIDDEN = re.compile(r"[/\\?#~]")
_STOOD_FOR = re.compile(r"~([0-9a-f]{2})")
# Joins an etag with the moment its document expires; the service's etags have none of it.
_JOINT = "|"


def stored_id(document_id: str) -> str:
    """Return an id as Cosmos takes it; most stay as they are."""
    return _FORBIDDEN.sub(lambda found: f"~{ord(found[0]):02x}", document_id)


def plain_id(stored: str) -> str:
    """Return the id that `stored_id` was given."""
    return _STOOD_FOR.sub(lambda found: chr(int(found[1], 16)), stored)


def sealed(body: Body, document_id: str, op: str) -> Envelope:
    """Return the item of a body, as yet without its partition."""
    return {"id": stored_id(document_id), "op": op, "body": body}


def opened(envelope: Envelope) -> Document:
    """Return what the caller stored, and nothing of ours."""
    return Document(plain_id(envelope["id"]), etag_of(envelope), envelope["body"])


def expired(envelope: Envelope, now: float) -> bool:
    return envelope.get("expires") is not None and envelope["expires"] <= now


def etag_of(envelope: Envelope) -> str:
    """Return the etag callers see: it knows when its document expires."""
    return joined_etag(envelope["_etag"], envelope.get("expires"))


def joined_etag(service_etag: str, expires: float | None) -> str:
    return service_etag if expires is None else f"{service_etag}{_JOINT}{expires}"


def service_etag(etag: str) -> str:
    return etag.partition(_JOINT)[0]


def outlived(etag: str, now: float) -> bool:
    """Say whether the document of this etag has expired, although it may still be there."""
    _, joint, expires = etag.partition(_JOINT)
    return bool(joint) and float(expires) <= now


def size_of(body: Body) -> int:
    """Return the bytes of a body as they are counted against the limits."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return len(text.encode())
