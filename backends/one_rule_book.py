"""A rule book of a single version: every case is decided by the shop as it was opened."""

from __future__ import annotations

from dataclasses import dataclass

from returns.case import Case
from returns.rules import Rules


@dataclass(frozen=True, slots=True)
class OneRuleBook:
    rules: Rules

    async def rules_for(self, case: Case | None) -> Rules:  # noqa: ARG002 - one version serves all
        """Return the only version there is."""
        return self.rules
