"""The local signing key of sign-ins: random, made once, and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_BYTES = 32


def session_key(data: Path) -> bytes:
    """Return the key; it survives a restart so that nobody has to sign in again.

    Safe to repeat: of two processes that make it at once, one makes it and both read it.
    """
    path = data / "session.key"
    data.mkdir(parents=True, exist_ok=True)
    made = data / f"session.key.{os.getpid()}"
    if not path.exists():
        made.write_bytes(secrets.token_bytes(_BYTES))
        made.chmod(0o600)
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_bytes()
