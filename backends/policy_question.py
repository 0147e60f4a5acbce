"""A question about the policy taken apart: sections named by number, and words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from backends.policy_phrases import in_policy_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from returns.ports import PolicyClause

_MENTION = re.compile(
    r"(?:sections?|clauses?|chapters?|paragraphs?|§+)\s*(\d+(?:\.\d+)*)", re.IGNORECASE
)
_BARE = re.compile(r"\s*(\d+\.\d+)[.?!\s]*")


@dataclass(frozen=True, slots=True)
class PolicyQuestion:
    """What a question names and what it asks.

    `numbers` are of sections or chapters and `words` are all else. `policy_words` ask a common
    question the way policies put it.
    """

    numbers: tuple[str, ...]
    words: str
    policy_words: str | None

    @classmethod
    def read(cls, query: str) -> Self:
        """Take a question apart. A number that names a section is not a word of any text."""
        if bare := _BARE.fullmatch(query):
            return cls((bare[1],), "", None)
        words = _MENTION.sub(" ", query)
        numbers: list[str] = _MENTION.findall(query)
        return cls(tuple(dict.fromkeys(numbers)), words, in_policy_words(words))

    def named_among(self, clauses: Sequence[PolicyClause]) -> list[PolicyClause]:
        """Return the sections it names, by their number or their chapter's, in its order."""
        return [
            replace(clause, score=1.0)
            for number in self.numbers
            for clause in clauses
            if clause.section == number or clause.section.startswith(f"{number}.")
        ]
