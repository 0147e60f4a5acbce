"""May this come back? One verdict per order line, with the section that decided it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from returns.ledger import UnitLedger
from returns.order import Order, OrderLine, OrderStatus, Product
from returns.shop import CategoryRule, Shop, Tier

DATA_INCOMPLETE = "data_incomplete"
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether units of a line may come back, and why.

    `code` is empty for a yes. `remaining` counts units no case has taken, `days_left` counts
    calendar days of the shop up to and including the last one, and is negative once it is over. A
    window that ends on a weekend is honored on the Monday after it, with no days left.
    """

    line: OrderLine
    order_id: str
    name: str
    category: str
    remaining: int
    code: str = ""
    section: str = ""
    days_left: int = 0
    last_day: date | None = None
    earlier_cases: tuple[str, ...] = ()

    @property
    def eligible(self) -> bool:
        return not self.code


def verdict(
    order: Order, line: OrderLine, ledger: UnitLedger, tier: Tier, shop: Shop, now: datetime
) -> Verdict:
    """Return the verdict on a line; anything missing or unreadable is a no (`data_incomplete`).

    So is an order in another currency than the shop's, since no amount of it could be quoted.

    The window starts at delivery, by category, and is longer for some tiers (policy 2.1-2.3).
    """
    product = shop.catalog.get(line.product_id)
    described = Verdict(
        line=line,
        order_id=order.order_id,
        name=line.name or (product.name if product else line.product_id),
        category=line.category or (product.category if product else ""),
        remaining=len(ledger.free(line)),
        earlier_cases=ledger.holders(line.line_id),
    )
    code, section = _refusal(order, line, product, described, shop)
    if code or order.delivered_at is None:
        return _with(described, code or DATA_INCOMPLETE, section)
    window = shop.windows.get(described.category) or CategoryRule(
        shop.window_section, shop.window_days
    )
    last = shop.day(order.delivered_at) + timedelta(days=window.days + tier.extra_days)
    today = shop.day(now)
    left = (last - today).days
    if today > next_working_day(last):
        return _with(described, "window_over", window.section, days_left=left, last_day=last)
    return _with(described, "", window.section, days_left=max(left, 0), last_day=last)


def verdicts(
    orders: tuple[Order, ...],
    ledgers: dict[str, UnitLedger],
    tier: Tier,
    shop: Shop,
    now: datetime,
) -> tuple[Verdict, ...]:
    """Return the verdict on every line of every order, in order."""
    return tuple(
        verdict(
            order, line, ledgers.get(order.order_id) or UnitLedger(order.order_id), tier, shop, now
        )
        for order in orders
        for line in order.lines
    )


def next_working_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend (policy 2.4)."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)


def _refusal(
    order: Order, line: OrderLine, product: Product | None, described: Verdict, shop: Shop
) -> tuple[str, str]:
    """Return the first rule that refuses, as (code, section); ("", "") when none does."""
    if order.status is not OrderStatus.DELIVERED and not order.unreadable:
        return "not_delivered", shop.sections["not_delivered"]
    foreign = order.currency != shop.currency
    if order.unreadable or product is None or foreign or order.delivered_at is None:
        return DATA_INCOMPLETE, shop.sections[DATA_INCOMPLETE]
    flags = {
        "digital": line.digital or product.digital,
        "personalized": line.personalized or product.personalized,
        "final_sale": line.final_sale or product.final_sale,
    }
    for code, applies in flags.items():
        if applies:
            return code, shop.sections[code]
    block = shop.blocks.get(described.category)
    if block:
        return block.code, block.section
    if described.remaining == 0:
        return "already_returned", shop.sections["already_returned"]
    return "", ""


def _with(
    described: Verdict, code: str, section: str, *, days_left: int = 0, last_day: date | None = None
) -> Verdict:
    return Verdict(
        line=described.line,
        order_id=described.order_id,
        name=described.name,
        category=described.category,
        remaining=described.remaining,
        code=code,
        section=section,
        days_left=days_left,
        last_day=last_day,
        earlier_cases=described.earlier_cases,
    )
