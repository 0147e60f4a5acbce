"""How unusual a case is. A score only ever sends it to a person; it declines nothing by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from returns.money import divided
from returns.order import OrderStatus
from returns.staff_events import RiskFactor
from returns.terms import Setting

BLOCKED = "blocked"
# Every factor there is; a shop gives points to those it cares about.
FACTORS = (BLOCKED, "many_returns", "new_customer", "high_share", "photos_missing")
_PERCENT = 100


def risk_of(setting: Setting, now: datetime, photos_missing: bool) -> tuple[RiskFactor, ...]:  # noqa: FBT001 - one fact among others
    """Return the factors that count, each with its points and the number behind it.

    A customer the shop trusts has none but its block list; the shop's points may be zero.
    """
    rules, customer = setting.shop.risk, setting.file.customer
    found: list[tuple[str, str]] = []
    if customer.customer_id in rules.blocked:
        found.append((BLOCKED, customer.customer_id))
    elif customer.customer_id not in rules.trusted:
        recent = _recent_returns(setting, now)
        if recent >= rules.many_returns:
            found.append(("many_returns", str(recent)))
        days = (now - customer.member_since).days
        if days < rules.new_customer_days:
            found.append(("new_customer", str(days)))
        percent = _returned_percent(setting)
        if percent > rules.high_share.of(_PERCENT):
            found.append(("high_share", str(percent)))
        if photos_missing:
            found.append(("photos_missing", ""))
    return tuple(
        RiskFactor(code, rules.points[code], told)
        for code, told in found
        if rules.points.get(code, 0)
    )


def score(factors: tuple[RiskFactor, ...]) -> int:
    """Return the sum of the points."""
    return sum(factor.points for factor in factors)


def _recent_returns(setting: Setting, now: datetime) -> int:
    """Count the owner's other cases that took units within the shop's number of days."""
    since = now - timedelta(days=setting.shop.risk.recent_days)
    return len(
        {
            unit.case_id
            for ledger in setting.ledgers.values()
            for unit in ledger.units
            if unit.case_id != setting.case_id and unit.taken_at and unit.taken_at >= since
        }
    )


def _returned_percent(setting: Setting) -> int:
    """Return the share of delivered units that other cases have taken, in whole percent."""
    orders = setting.file.orders.values()
    delivered = [order for order in orders if order.status is OrderStatus.DELIVERED]
    bought = sum(line.quantity for order in delivered for line in order.lines)
    taken = sum(
        unit.case_id != setting.case_id
        for order in delivered
        for unit in setting.ledger(order.order_id).units
    )
    return divided(taken * _PERCENT, bought) if bought else 0
