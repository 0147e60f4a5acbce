"""Makes a key for live data, or signs and sends one row: python -m tools.sign_feed."""

from __future__ import annotations

import argparse
import base64
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from backends.feed_signature import ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Sequence

_HTTP_OK = 200


def main(arguments: Sequence[str]) -> int:
    """Do as the command line says; return 0 when the row was taken."""
    parser = argparse.ArgumentParser(prog="python -m tools.sign_feed", description=__doc__)
    parser.add_argument("--new", type=Path, metavar="FILE", help="write a new private key there")
    parser.add_argument("--key", type=Path, help="the file of the private key")
    parser.add_argument("--kid", default="erp", help="the id of its public key in shop.toml")
    parser.add_argument("--to", default="http://127.0.0.1:7071", help="the address of the API")
    parser.add_argument("--path", help="such as /api/orders/ORD-1")
    parser.add_argument("--row", type=Path, help="the file of the row, as JSON")
    asked = parser.parse_args(arguments)
    if asked.new:
        print(made(asked.new))
        return 0
    if not (asked.key and asked.path and asked.row):
        parser.error("give --new, or --key with --path and --row")
    body = asked.row.read_bytes()
    key = load_pem_private_key(asked.key.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        parser.error("the key is none of Ed25519")
    signature = signed(body, asked.path, key, asked.kid, int(time.time()))
    status, answer = sent(f"{asked.to}{asked.path}", body, signature)
    print(f"{status} {answer}")
    return 0 if status == _HTTP_OK else 1


def made(path: Path) -> str:
    """Write a new private key to a file of one's own alone; return the public one for shop.toml."""
    key = Ed25519PrivateKey.generate()
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public_text(key)


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public key as shop.toml wants it."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def signed(body: bytes, path: str, key: Ed25519PrivateKey, kid: str, at: int) -> str:
    """Return the detached signature of a body for a path, made at a second of the clock."""
    header = {"kid": kid, "path": path, "iat": at, "crit": ["b64"]}
    return jwt.api_jws.PyJWS(algorithms=[ALGORITHM]).encode(
        body, key, algorithm=ALGORITHM, headers=header, is_payload_detached=True
    )


def sent(address: str, body: bytes, signature: str) -> tuple[int, str]:
    """Put a signed row; return the status and the body of the answer."""
    headers = {"Content-Type": "application/json", "Feed-Signature": signature}
    request = urllib.request.Request(address, body, headers, method="PUT")  # noqa: S310 - as asked
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
