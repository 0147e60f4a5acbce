"""A shop book of a single edition: every case is decided by the shop it was made with."""

from dataclasses import dataclass, field

from backends.editions import Edition, Searches
from backends.policy_search_embedded import EmbeddedPolicySearch
from backends.product_search_embedded import EmbeddedProductSearch
from backends.similar_cases_embedded import EmbeddedSimilarCases
from returns.case import Case
from returns.rules import Rules, Switches

NOTHING_FOUND = Searches(
    EmbeddedPolicySearch(()), EmbeddedProductSearch(()), EmbeddedSimilarCases(())
)


@dataclass(frozen=True, slots=True)
class OneEdition:
    rules: Rules
    searches: Searches = field(default=NOTHING_FOUND)

    @property
    def live(self) -> Edition:
        return Edition(self.rules.shop, self.searches)

    @property
    def switches(self) -> Switches:
        return self.rules.switches

    async def edition(self, case: Case | None) -> Edition:  # noqa: ARG002 - one serves all
        return self.live

    async def rules_for(self, case: Case | None) -> Rules:  # noqa: ARG002 - one serves all
        return self.rules

    async def refresh(self) -> None:
        """Know already what is live."""
