"""The values behind every rule, as a shop's folder states them.

A rule's mechanism is code; its lengths, rates, limits and the policy section that stands behind it
are these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from returns.money import ONE, ZERO, Rate

type Localized = Mapping[str, str]

_EVERYWHERE: frozenset[str] = frozenset()
_HALF = Rate("0.5")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something is offered. An empty set and an absent limit allow everything."""

    categories: frozenset[str] = _EVERYWHERE
    tiers: frozenset[str] = _EVERYWHERE
    reasons: frozenset[str] = _EVERYWHERE
    from_minor: int = 0
    below_minor: int | None = None

    def refusal(self, category: str, tier: str, reason: str, goods_minor: int) -> str:
        """Return what keeps something out of scope: category, tier, reason or value; "" if none."""
        for code, allowed, found in (
            ("category", self.categories, category),
            ("tier", self.tiers, tier),
            ("reason", self.reasons, reason),
        ):
            if allowed and found and found not in allowed:
                return code
        over = self.below_minor is not None and goods_minor >= self.below_minor
        return "value" if over or goods_minor < self.from_minor else ""


ANYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something comes back. Merchant fault pays no fee and no shipping.

    `withdrawal` is the right the law gives without a reason; `defect` opens the warranty once the
    window is over. A category's own restocking rate comes before the general one.
    """

    code: str
    label: Localized
    said: Localized
    description: Localized
    section: str
    merchant_fault: bool = False
    requires_details: bool = False
    restocking: Rate = ZERO
    restocking_of: Mapping[str, Rate] = field(default_factory=dict[str, Rate])
    withdrawal: bool = False
    defect: bool = False
    scope: Scope = ANYWHERE

    def restocking_for(self, category: str) -> Rate:
        """Return the share of the goods that is kept for restocking a category."""
        return self.restocking_of.get(category, self.restocking)


class ResolutionKind(StrEnum):
    """What a resolution does, whatever the shop calls it."""

    REFUND = "refund"
    CREDIT = "credit"
    EXCHANGE = "exchange"
    REPLACEMENT = "replacement"
    REPAIR = "repair"
    KEEP = "keep"
    RETURNLESS = "returnless"


class SettleAt(StrEnum):
    INSPECTION = "inspection"
    FIRST_SCAN = "first_scan"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the customer gets.

    `bonus` is booked apart, up to `bonus_cap_minor`; `discount` is what keeping the goods gives;
    `other_products` lets an exchange be for something else; `warranty` is offered on that branch
    alone; `settle_at` says when money moves.
    """

    code: str
    label: Localized
    description: Localized
    section: str
    kind: ResolutionKind = ResolutionKind.REFUND
    bonus: Rate = ZERO
    bonus_cap_minor: int | None = None
    discount: Rate = ZERO
    other_products: bool = False
    warranty: bool = False
    settle_at: SettleAt = SettleAt.INSPECTION
    processing: Localized = field(default_factory=dict[str, str])
    scope: Scope = ANYWHERE

    @property
    def keeps_goods(self) -> bool:
        return self.kind in {ResolutionKind.KEEP, ResolutionKind.RETURNLESS}

    @property
    def exchange(self) -> bool:
        """Whether goods go out again instead of money."""
        return self.kind in {
            ResolutionKind.EXCHANGE,
            ResolutionKind.REPLACEMENT,
            ResolutionKind.REPAIR,
        }

    @property
    def fees(self) -> bool:
        """Whether restocking and return shipping are taken: only where money comes back."""
        return self.kind in {ResolutionKind.REFUND, ResolutionKind.CREDIT}


@dataclass(frozen=True, slots=True)
class ShippingMethod:
    """How it travels. A store return needs no carrier; a pickup books a slot too.

    `cost_minor` is the customer's, per package; `shop_cost_minor` and `grams_co2` are what one
    package costs the shop and the climate, for marking the cheapest and the greenest.
    """

    code: str
    label: Localized
    description: Localized
    section: str
    cost_minor: int
    service: str
    pickup: bool = False
    store: bool = False
    shop_cost_minor: int = 0
    grams_co2: int | None = None
    scope: Scope = ANYWHERE


@dataclass(frozen=True, slots=True)
class RetentionOffer:
    """A discount offered for keeping the goods, before any resolution is asked for.

    `scope` names the tiers and reasons it is for; the largest discount in scope is offered.
    """

    code: str
    label: Localized
    section: str
    discount: Rate
    scope: Scope = ANYWHERE


@dataclass(frozen=True, slots=True)
class Tier:
    code: str
    label: Localized
    badge: str
    extra_days: int = 0
    fee_exempt: bool = False


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """A category's own window (`days`), or the code it is refused with (`code`).

    A block with `unless_sealed` is lifted by the customer's word that a unit is sealed, which the
    inspection then holds them to.
    """

    section: str
    days: int = 0
    code: str = ""
    unless_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """Deliveries from one day of the year to another may come back until a third.

    Days are (month, day); a span or an end may lie in the next year.
    """

    name: str
    section: str
    first: tuple[int, int]
    last: tuple[int, int]
    until: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Warranty:
    """How long a defect is put right after the window: by category, else in general."""

    section: str = ""
    months: int = 0
    categories: Mapping[str, int] = field(default_factory=dict[str, int])

    def months_for(self, category: str, own: int | None) -> int:
        """Return the warranty of a product in months: its own, its category's, or the general."""
        return own if own is not None else self.categories.get(category, self.months)


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """Photos are asked for when one of these reasons meets goods of this value."""

    section: str
    reasons: frozenset[str]
    from_minor: int = 0


class BundleRule(StrEnum):
    """What a part of a set gives back (rule 13), or that sets come back whole."""

    ALLOCATED = "allocated"
    KEEP_AT_LIST = "keep_at_list"
    WHOLE = "whole"


class OfferRule(StrEnum):
    """What becomes of a threshold discount when goods come back (rule 14)."""

    ALLOCATED = "allocated"
    RECHECK = "recheck_offer"


@dataclass(frozen=True, slots=True)
class Options:
    """Mechanisms a shop chooses between. `tax_included` says that prices are gross.

    `tax_rate` is added to the price of what goes out in exchange, `fee_tax` to fees.
    """

    tax_included: bool = False
    one_request_per_order: bool = False
    bundles: BundleRule = BundleRule.ALLOCATED
    offers: OfferRule = OfferRule.ALLOCATED
    outbound_on_fault: bool = False
    outbound_on_withdrawal: bool = False
    fee_tax: Rate = ZERO
    tax_rate: Rate = ZERO


class Disposition(StrEnum):
    """What becomes of a unit after its inspection; stored spellings are the unit machine's."""

    RESTOCK = "restocked"
    REFURBISH = "refurbish"
    DONATE = "donate"
    RECYCLE = "recycle"
    SEND_BACK = "sent_back"


@dataclass(frozen=True, slots=True)
class GradeRule:
    """What a grade takes off the goods, and where the unit goes; taking all is a rejection."""

    code: str
    deduction: Rate
    disposition: Disposition

    @property
    def rejects(self) -> bool:
        return self.deduction == ONE


@dataclass(frozen=True, slots=True)
class RiskRules:
    """Points per factor, and the score from which a person looks. Nothing is declined by it."""

    review_from: int = 0
    section: str = ""
    points: Mapping[str, int] = field(default_factory=dict[str, int])
    recent_days: int = 90
    many_returns: int = 3
    new_customer_days: int = 30
    high_share: Rate = _HALF
    blocked: frozenset[str] = _EVERYWHERE
    trusted: frozenset[str] = _EVERYWHERE


@dataclass(frozen=True, slots=True)
class Timers:
    """Every length of domain 4.4. A case pins those it was started with."""

    nudge: timedelta
    draft: timedelta
    quote: timedelta
    evidence: timedelta
    label: timedelta
    evidence_reminder: timedelta = timedelta(hours=48)
    review_working_days: int = 2
    label_reminders: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=12))
    pickup: timedelta = timedelta(hours=4)
    no_movement: timedelta = timedelta(days=10)
    trace: timedelta = timedelta(days=7)
    remaining: timedelta = timedelta(days=14)
    inspection_working_days: int = 3
    inspection_grace_working_days: int = 2
    dispute: timedelta = timedelta(days=10)
    recovery: timedelta = timedelta(days=21)
    recovery_reminders: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=14))
    reopen: timedelta = timedelta(days=30)
    retention: timedelta | None = None
