"""How much: a quote is the whole calculation, line by line, each with the section that rules it.

Order of operations (domain 5, rule 6): goods share, + tax, - restocking, - shipping, fees capped
at what is there, + bonus.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from returns.money import Money, Rate, allocated, unit_share
from returns.order import OrderLine
from returns.shop import Reason, Resolution, ShippingMethod, Shop, Tier


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One row of the calculation.

    `code` is goods, tax, exchange, restocking, shipping, discount or bonus; `minor` is signed;
    `order_id` and `line_id` are empty on rows of the whole case.
    """

    code: str
    minor: int
    section: str
    order_id: str = ""
    line_id: str = ""
    rate: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What the customer gets. `principal` and `bonus` are booked apart (rule 8)."""

    currency: str
    lines: tuple[QuoteLine, ...]
    expires_at: datetime

    @property
    def bonus_minor(self) -> int:
        return sum(line.minor for line in self.lines if line.code == "bonus")

    @property
    def principal_minor(self) -> int:
        return self.total_minor - self.bonus_minor

    @property
    def total_minor(self) -> int:
        return sum(line.minor for line in self.lines)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    def principal_of(self, order_id: str) -> int:
        """Return what one order's goods and tax share give back, before fees of the case."""
        return sum(
            line.minor
            for line in self.lines
            if line.order_id == order_id and line.code in {"goods", "tax", "discount"}
        )


@dataclass(frozen=True, slots=True)
class PricedLine:
    """Units of an order line to price: `units` are their numbers in the unit ledger."""

    order_id: str
    line: OrderLine
    units: tuple[int, ...]

    @property
    def goods_minor(self) -> int:
        return self._share(self.line.net_paid_minor)

    @property
    def tax_minor(self) -> int:
        return self._share(self.line.tax_minor)

    def _share(self, paid: int) -> int:
        return sum(unit_share(paid, self.line.quantity, unit) for unit in self.units)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was chosen, and for whom: everything a price depends on beside the goods."""

    reason: Reason
    resolution: Resolution
    shipping: ShippingMethod | None
    tier: Tier

    @property
    def pays_fees(self) -> bool:
        """Merchant fault and exempt tiers pay no fee of any kind (rule 6)."""
        return not (self.reason.merchant_fault or self.tier.fee_exempt)


def quote(lines: tuple[PricedLine, ...], terms: Terms, shop: Shop, expires_at: datetime) -> Quote:
    """Return the quote of these units under these terms; fees never make a debt."""
    resolution = terms.resolution
    rows = _concession(lines, terms) if resolution.keeps_goods else _goods(lines)
    if resolution.exchange:
        # Rule 12: the same product again is even, whatever discount was paid.
        even = -sum(row.minor for row in rows)
        rows += (QuoteLine("exchange", even, resolution.section),)
    elif terms.pays_fees and not resolution.keeps_goods:
        rows += _fees(rows, terms, shop)
    bonus = resolution.bonus
    if not bonus.is_zero:
        minor = bonus.of(sum(row.minor for row in rows))
        rows += (QuoteLine("bonus", minor, resolution.section, rate=bonus.text),)
    return Quote(shop.currency, rows, expires_at)


def shipping_cost(method: ShippingMethod, terms: Terms) -> int:
    """Return what a method costs the customer under these terms, in minor units."""
    return method.cost_minor if terms.pays_fees else 0


def _goods(lines: tuple[PricedLine, ...]) -> tuple[QuoteLine, ...]:
    rows: list[QuoteLine] = []
    for priced in lines:
        where = {"order_id": priced.order_id, "line_id": priced.line.line_id}
        rows.append(QuoteLine("goods", priced.goods_minor, "5.1", **where))
        if priced.tax_minor:
            rows.append(QuoteLine("tax", priced.tax_minor, "5.1", **where))
    return tuple(rows)


def _concession(lines: tuple[PricedLine, ...], terms: Terms) -> tuple[QuoteLine, ...]:
    """Rule 11: the discount on the goods share and on the tax share, each rounded."""
    rate = terms.resolution.discount
    return tuple(
        QuoteLine(
            "discount",
            rate.of(priced.goods_minor) + rate.of(priced.tax_minor),
            terms.resolution.section,
            priced.order_id,
            priced.line.line_id,
            rate.text,
        )
        for priced in lines
    )


def _fees(rows: tuple[QuoteLine, ...], terms: Terms, shop: Shop) -> tuple[QuoteLine, ...]:
    """Restocking on the goods share, then shipping, each cut to what is left (E9)."""
    left = sum(row.minor for row in rows)
    goods = sum(row.minor for row in rows if row.code == "goods")
    fees: list[QuoteLine] = []
    restocking = terms.reason.restocking
    due = [("restocking", restocking.of(goods), restocking)]
    if terms.shipping:
        due.append(("shipping", terms.shipping.cost_minor, Rate("0")))
    for code, minor, rate in due:
        charged = min(minor, left)
        left -= charged
        if charged:
            section = shop.sections["restocking" if code == "restocking" else "return_shipping"]
            shown = "" if rate.is_zero else rate.text
            fees.append(QuoteLine(code, -charged, section, rate=shown))
    return tuple(fees)


def refund_per_order(quote: Quote, order_ids: tuple[str, ...]) -> dict[str, int]:
    """Share the principal over the orders by what each gives back; the shares sum exactly.

    Fees belong to the case, so every order bears its part of them (rule 3).
    """
    weights = [quote.principal_of(order_id) for order_id in order_ids]
    return dict(zip(order_ids, allocated(quote.principal_minor, weights), strict=True))
