"""Finds settled returns like this one, in this process."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backends.ranking import Entry, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from returns.ports import PastCase

# A customer's own words are many, and few of them were said before.
_SHARE_TO_ANSWER = 0.25


class EmbeddedSimilarCases:
    """Searches settled returns by item, category, reason and what was said."""

    def __init__(self, cases: Sequence[PastCase]) -> None:
        self._cases = tuple(cases)
        self._ranking = Ranking(
            [_entry(case) for case in self._cases], share_to_answer=_SHARE_TO_ANSWER
        )

    async def find(self, query: str, limit: int) -> tuple[PastCase, ...]:
        """Return the most similar settled returns, best first; none when none is."""
        return tuple(
            replace(self._cases[found.position], score=found.score)
            for found in self._ranking.best(query, limit)
        )


def _entry(case: PastCase) -> Entry:
    said = (case.category, case.reason, case.resolution, case.text, case.outcome)
    return Entry(case.item, " ".join(said))
