"""A sentence made ready to be read: tidy, and folded letter by letter so that places agree."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from returns.matching import fold

LONGEST = 2000
# Stands where words have been read already; nothing matches across it.
READ = "|"
# Stands for each letter of the shop's own name, whichever shop it is; vocabularies say `ʢ+`. It is
# a letter, so that words still end where they did, and one that no language in use here writes.
NAME = "ʢ"

_MARKS = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "|": "/"})
_GAPS = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufe0f]")


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed; `folded` has one letter for each letter of `text`."""

    text: str
    folded: str

    def without(self, start: int, end: int) -> Said:
        """Return the same words with one stretch read."""
        gap = READ * (end - start)
        return replace(self, folded=self.folded[:start] + gap + self.folded[end:])

    def only(self, spans: list[tuple[int, int]]) -> Said:
        """Return the same words with everything outside some stretches read."""
        kept = [READ] * len(self.folded)
        for start, end in spans:
            kept[start:end] = self.folded[start:end]
        return replace(self, folded="".join(kept))


def naming(said: Said, shop: str) -> Said:
    """Return the same words with the shop's name made the same for every shop."""
    name = fold(shop).strip()
    if not name:
        return said
    found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return replace(said, folded=found.sub(lambda one: NAME * len(one[0]), said.folded))


def tidy(text: str) -> Said:
    """Cut, and even out what keyboards and pasting do to a text."""
    seen = _UNSEEN.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST]).translate(_MARKS))
    clean = _GAPS.sub(" ", seen).strip()[:LONGEST]
    return Said(clean, fold(clean))
