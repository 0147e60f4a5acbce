"""The three subjects that are searched: what stands for each thing, and when it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backends.ranking_terms import SHARE_TO_ANSWER, Entry
from backends.ranking_words import telling_words

if TYPE_CHECKING:
    from returns.order import Product
    from returns.ports import PastCase, PolicyClause


@dataclass(frozen=True, slots=True)
class Subject:
    """Which words tell nothing about a subject, and how much of a question an answer shares."""

    ignored: frozenset[str] = frozenset()
    share_to_answer: float = SHARE_TO_ANSWER

    def is_asked_by(self, question: str) -> bool:
        """Return whether any word of a question says what it is about."""
        return any(word not in self.ignored for word in telling_words(question))


# Any section could be meant by these.
_IN_ANY_SECTION = (
    "policy", "policies", "rule", "rules", "item", "items", "section", "clause",
    "return", "returns", "returned", "returning",
)  # fmt: skip
# What customers say around a product's name when they talk about returning it.
_AROUND_A_PRODUCT = (
    "return", "returns", "returning", "returned", "refund", "exchange", "bought", "buy", "purchase",
    "purchased", "order", "ordered", "orders", "send", "back", "item", "items", "product",
    "products", "stuff", "new", "last", "week", "month", "yesterday", "today", "recent", "recently",
    "broken", "damaged", "defective", "arrived", "received", "delivered", "work", "works",
    "working", "wrong", "size",
)  # fmt: skip

POLICY = Subject(ignored=frozenset(_IN_ANY_SECTION))
PRODUCTS = Subject(ignored=frozenset(_AROUND_A_PRODUCT), share_to_answer=0.3)
# A customer's own words are many, and few of them were said before.
PAST_CASES = Subject(share_to_answer=0.25)


def policy_entry(clause: PolicyClause) -> Entry:
    """Return what a section of the policy is found by."""
    return Entry(clause.title, clause.text)


def product_entry(product: Product) -> Entry:
    """Return what a product is found by."""
    return Entry(product.name, " ".join((product.category, *product.variants, product.description)))


def past_case_entry(case: PastCase) -> Entry:
    """Return what a settled return is found by."""
    said = (case.category, case.reason, case.resolution, case.text, case.outcome)
    return Entry(case.item, " ".join(said))
