"""One transfer of money or credit, from its plan to its end (the money machine, domain 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from returns.ports import MovementKind


@dataclass(frozen=True, slots=True)
class PlannedMovement:
    """A transfer as it is to be made. `target` is a tender, or whose credit it is.

    `plan_id` names it within its case for ever; it is part of our reference at the provider.
    """

    plan_id: str
    kind: MovementKind
    order_id: str
    target: str
    minor: int
    currency: str


class MoneyState(StrEnum):
    PLANNED = "planned"
    SUBMITTED = "submitted"
    SETTLED = "settled"
    FAILED = "failed"
    RETRIED = "retried"
    REPLACED = "replaced"
    REVERSED = "reversed"


# Where a movement may go from each of its states.
NEXT: Mapping[MoneyState, frozenset[MoneyState]] = {
    MoneyState.PLANNED: frozenset(
        {MoneyState.SUBMITTED, MoneyState.SETTLED, MoneyState.FAILED, MoneyState.REPLACED}
    ),
    MoneyState.SUBMITTED: frozenset({MoneyState.SETTLED, MoneyState.FAILED}),
    MoneyState.FAILED: frozenset({MoneyState.RETRIED, MoneyState.REPLACED, MoneyState.SETTLED}),
    MoneyState.RETRIED: frozenset(
        {MoneyState.SUBMITTED, MoneyState.SETTLED, MoneyState.FAILED, MoneyState.REPLACED}
    ),
    MoneyState.SETTLED: frozenset({MoneyState.REVERSED}),
    MoneyState.REPLACED: frozenset(),
    MoneyState.REVERSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A planned movement and what has become of it."""

    planned: PlannedMovement
    state: MoneyState = MoneyState.PLANNED
    provider_id: str = ""
    why: str = ""

    @property
    def counts(self) -> bool:
        """Whether its amount is, or may yet be, with the customer."""
        return self.state not in {MoneyState.REPLACED, MoneyState.REVERSED}

    @property
    def open(self) -> bool:
        return self.counts and self.state is not MoneyState.SETTLED
