"""Answers questions about the policy from its sections in Azure AI Search."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from backends.policy_question import PolicyQuestion
from backends.search_indexes import equals
from returns.ports import PolicyClause

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from backends.search_answers import ShelfSearch

_FACTS = ("section", "version")
_MOST_NUMBERS = 10


class AzurePolicySearch:
    """Searches the sections of one version of the policy."""

    def __init__(self, search: ShelfSearch) -> None:
        self._search = search

    async def find(self, query: str, limit: int) -> tuple[PolicyClause, ...]:
        """Return sections named by their number, then those that answer; none when it is silent.

        Raises:
            BackendUnavailable: it is not known whether the policy is silent.
        """
        question = PolicyQuestion.read(query)
        named, found = await asyncio.gather(self._named(question), self._found(question, limit))
        sections = {clause.section for clause in named}
        others = [clause for clause in found if clause.section not in sections]
        return tuple([*named, *others][:limit])

    async def _named(self, question: PolicyQuestion) -> list[PolicyClause]:
        if not question.numbers:
            return []
        conditions = " or ".join(
            equals(field, number)
            for number in question.numbers[:_MOST_NUMBERS]
            for field in ("section", "chapter")
        )
        documents = await self._search.named(conditions, _FACTS, order_by="position")
        return question.named_among([self._clause(document) for document in documents])

    async def _found(self, question: PolicyQuestion, limit: int) -> list[PolicyClause]:
        """Ask in the policy's own words for a common question, then in the customer's."""
        if question.policy_words is None:
            return await self._answers(question.words, limit)
        common, own = await asyncio.gather(
            self._answers(question.policy_words, limit), self._answers(question.words, limit)
        )
        first = common[:1]
        known = {clause.section for clause in first}
        return first + [clause for clause in own if clause.section not in known]

    async def _answers(self, words: str, limit: int) -> list[PolicyClause]:
        answers = await self._search.answers(words, _FACTS, limit)
        return [self._clause(answer.fields, answer.score) for answer in answers]

    def _clause(self, document: Mapping[str, Any], score: float = 1.0) -> PolicyClause:
        entry = self._search.shelf.entry_of(document)
        return PolicyClause(
            section=document["section"],
            title=entry.title,
            text=entry.text,
            version=document["version"],
            score=score,
        )
