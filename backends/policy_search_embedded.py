"""Answers questions about the policy from its own sections, in this process."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backends.policy_question import PolicyQuestion
from backends.ranking import Ranked, Ranking
from backends.search_subjects import POLICY, policy_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from returns.ports import PolicyClause


class EmbeddedPolicySearch:
    """Searches the sections of one version of the policy."""

    def __init__(self, clauses: Sequence[PolicyClause]) -> None:
        self._clauses = tuple(clauses)
        self._ranking = Ranking(
            [policy_entry(clause) for clause in self._clauses],
            ignored=POLICY.ignored,
            share_to_answer=POLICY.share_to_answer,
        )

    async def find(self, query: str, limit: int) -> tuple[PolicyClause, ...]:
        """Return sections named by their number, then those that answer; none when it is silent."""
        question = PolicyQuestion.read(query)
        named = question.named_among(self._clauses)
        found = self._found(question, limit + len(named))
        ranked = [replace(self._clauses[one.position], score=one.score) for one in found]
        sections = {clause.section for clause in named}
        others = [clause for clause in ranked if clause.section not in sections]
        return tuple([*named, *others][:limit])

    def _found(self, question: PolicyQuestion, limit: int) -> list[Ranked]:
        """Rank by the policy's own words for a common question, then by the customer's."""
        if question.policy_words is None:
            return self._ranking.best(question.words, limit)
        first = self._ranking.best(question.policy_words, limit)
        known = {one.position for one in first[:1]}
        return first[:1] + [
            one for one in self._ranking.best(question.words, limit) if one.position not in known
        ]
