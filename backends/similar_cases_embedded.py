"""Finds settled returns like this one, in this process."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backends.ranking import Ranking
from backends.search_subjects import PAST_CASES, past_case_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from returns.ports import PastCase


class EmbeddedSimilarCases:
    """Searches settled returns by item, category, reason and what was said."""

    def __init__(self, cases: Sequence[PastCase]) -> None:
        self._cases = tuple(cases)
        self._ranking = Ranking(
            [past_case_entry(case) for case in self._cases],
            share_to_answer=PAST_CASES.share_to_answer,
        )

    async def find(self, query: str, limit: int) -> tuple[PastCase, ...]:
        """Return the most similar settled returns, best first; none when none is."""
        return tuple(
            replace(self._cases[found.position], score=found.score)
            for found in self._ranking.best(query, limit)
        )
