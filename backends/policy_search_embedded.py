"""Answers questions about the policy from its own sections, in this process."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backends.policy_phrases import in_policy_words
from backends.ranking import Entry, Ranked, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from returns.ports import PolicyClause

_MENTION = re.compile(
    r"(?:sections?|clauses?|chapters?|paragraphs?|§+)\s*(\d+(?:\.\d+)*)", re.IGNORECASE
)
_BARE = re.compile(r"\s*(\d+\.\d+)[.?!\s]*")
# Any section could be meant by these.
_IGNORED = (
    "policy", "policies", "rule", "rules", "item", "items", "section", "clause",
    "return", "returns", "returned", "returning",
)  # fmt: skip


class EmbeddedPolicySearch:
    """Searches the sections of one version of the policy."""

    def __init__(self, clauses: Sequence[PolicyClause]) -> None:
        self._clauses = tuple(clauses)
        self._ranking = Ranking(
            [Entry(clause.title, clause.text) for clause in self._clauses], ignored=_IGNORED
        )

    async def find(self, query: str, limit: int) -> tuple[PolicyClause, ...]:
        """Return sections named by their number, then those that answer; none when it is silent."""
        bare = _BARE.fullmatch(query)
        numbers = [bare[1]] if bare else _MENTION.findall(query)
        named = [replace(clause, score=1.0) for clause in self._numbered(numbers)]
        # A number that names a section is not a word of any text.
        words = "" if bare else _MENTION.sub(" ", query)
        found = self._found(words, limit + len(named))
        ranked = [replace(self._clauses[one.position], score=one.score) for one in found]
        sections = {clause.section for clause in named}
        others = [clause for clause in ranked if clause.section not in sections]
        return tuple([*named, *others][:limit])

    def _found(self, words: str, limit: int) -> list[Ranked]:
        """Rank by the policy's own words for a common question, then by the customer's."""
        common = in_policy_words(words)
        if common is None:
            return self._ranking.best(words, limit)
        first = self._ranking.best(common, limit)
        known = {one.position for one in first[:1]}
        return first[:1] + [
            one for one in self._ranking.best(words, limit) if one.position not in known
        ]

    def _numbered(self, numbers: Sequence[str]) -> list[PolicyClause]:
        return [
            clause
            for number in dict.fromkeys(numbers)
            for clause in self._clauses
            if clause.section == number or clause.section.startswith(f"{number}.")
        ]
