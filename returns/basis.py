"""What a price stands on: every value a quote was made from, pinned with it.

A later change of the shop, its policy or its catalog cannot reach a quote, because settlement is
priced from the same basis (domain 4, rule 17). Amounts are minor units of `Basis.currency`, rates
are decimal strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from returns.explain import Change
from returns.rulebook import ResolutionKind, SettleAt


class Waiver(StrEnum):
    """Why a fee that would be due is not."""

    NONE = ""
    FAULT = "merchant_fault"
    TIER = "tier"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class LineKey:
    """An order line, named from anywhere in a case."""

    order_id: str
    line_id: str


@dataclass(frozen=True, slots=True)
class UnitBasis:
    """What one unit paid and has not got back yet.

    Where tax is included, `goods_minor` is the gross amount and `tax_minor` the part of it.
    """

    unit: int
    goods_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class Replacement:
    """What goes out in an exchange: one `product_id` per unit, at `price_minor` plus `tax_minor`.

    `even` says that nothing is owed either way, because it is the same product again (rule 12).
    """

    product_id: str
    name: str
    variant: str
    price_minor: int
    tax_minor: int
    even: bool


@dataclass(frozen=True, slots=True)
class LineBasis:
    """Units of a line with the terms they come back on."""

    key: LineKey
    product_id: str
    units: tuple[UnitBasis, ...]
    reason: str
    cause: str
    resolution: str
    kind: ResolutionKind
    section: str
    goods_section: str
    settle_at: SettleAt = SettleAt.INSPECTION
    restocking: str = "0"
    restocking_section: str = ""
    waiver: Waiver = Waiver.NONE
    discount: str = "0"
    bonus: str = "0"
    bonus_cap_minor: int | None = None
    replacement: Replacement | None = None
    fee_changes: tuple[Change, ...] = ()

    @property
    def goods_minor(self) -> int:
        return sum(unit.goods_minor for unit in self.units)

    @property
    def tax_minor(self) -> int:
        return sum(unit.tax_minor for unit in self.units)

    @property
    def travels(self) -> bool:
        return self.kind not in {ResolutionKind.KEEP, ResolutionKind.RETURNLESS}

    @property
    def pays_fees(self) -> bool:
        return self.kind in {ResolutionKind.REFUND, ResolutionKind.CREDIT} and not self.waiver


@dataclass(frozen=True, slots=True)
class Freight:
    """What sending it back costs the customer, for all packages together."""

    method: str
    minor: int
    section: str
    packages: int = 1
    waiver: Waiver = Waiver.NONE
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Outbound:
    """Outbound shipping of an order, due once all `standing_units` come back (rule 7).

    `causes` earn it; what was paid above the standard rate comes back for a fault alone.
    """

    minor: int
    express_minor: int
    standing_units: int
    causes: tuple[str, ...]
    section: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Goods whose discount depended on keeping them: a bundle (rule 13) or an offer (rule 14).

    `paid_minor` was paid for all of them, `back_minor` has gone back for some earlier, and
    `standing_minor` is what those not returned yet would cost alone, one unit of each line at its
    price in `prices`. Below `threshold_minor` of kept goods the `discount_minor` is lost; a bundle
    has none, and loses it with the first part. What an earlier return lost comes back with the
    rest, so that everything together gives exactly what was paid. `name` tells bundles apart.
    """

    rule: str
    name: str
    prices: tuple[tuple[str, int], ...]
    paid_minor: int
    back_minor: int
    standing_minor: int
    section: str
    threshold_minor: int = 0
    discount_minor: int = 0


@dataclass(frozen=True, slots=True)
class OrderBasis:
    order_id: str
    outbound: Outbound | None = None
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything a price of a case is made from. `fee_tax` is added to fees (rule 5)."""

    currency: str
    policy_version: str
    lines: tuple[LineBasis, ...]
    freight: Freight | None = None
    orders: tuple[OrderBasis, ...] = ()
    fee_tax: str = "0"
    tax_included: bool = False
    gift: bool = False

    def line(self, key: LineKey) -> LineBasis | None:
        return next((line for line in self.lines if line.key == key), None)
