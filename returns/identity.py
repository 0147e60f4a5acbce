"""Identifiers derived from what they name, so that deriving them again gives the same."""

from __future__ import annotations

import hashlib

# Crockford base 32: no letter is mistaken for a digit when read over the phone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def return_number(case_id: str) -> str:
    """Return the RMA number of a case, such as RMA-4K7Q-9MZX."""
    code = _letters(f"rma:{case_id}", 8)
    return f"RMA-{code[:4]}-{code[4:]}"


def case_id_for(thread_id: str, ordinal: int) -> str:
    """Return the id of the n-th case of a conversation; asking twice opens it once."""
    return f"case_{_letters(f'{thread_id}:{ordinal}', 26)}"


def derived_id(prefix: str, *parts: str) -> str:
    """Return a stable id made from the parts, such as an item that is written once."""
    return f"{prefix}_{_letters(':'.join(parts), 26)}"


def _letters(text: str, count: int) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(count))
