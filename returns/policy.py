"""May this come back? One verdict per order line, unit by unit, with the rules behind it.

Anything missing, unreadable or unknown is a no with the code `data_incomplete`, which people look
at; a rule is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from returns.errors import UnknownCurrency
from returns.explain import Change, Explanation, Fact, Finding, facts
from returns.ledger import UnitLedger
from returns.money import exponent_of
from returns.order import Order, OrderLine, OrderStatus, Product, UnitFacts
from returns.rulebook import CategoryRule, Tier
from returns.shop import Shop
from returns.windows import warranty_until, window_of

DATA_INCOMPLETE = "data_incomplete"
SEALED = "sealed"

type Branch = Literal["return", "warranty"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether units of a line may come back, and why.

    `code` is empty for a yes. `units` may come back, those whose window ends first in front;
    `remaining` counts them, or the units no case has taken where none may. `days_left` counts
    calendar days of the shop up to and including the last one, and is negative once it is over; a
    window that ends on a day off is honored on the next working day, with no days left. `needs`
    names what the customer must state for the yes to hold, such as `sealed`.
    """

    line: OrderLine
    order_id: str
    name: str
    category: str
    explanation: Explanation
    units: tuple[int, ...] = ()
    remaining: int = 0
    code: str = ""
    days_left: int = 0
    last_day: date | None = None
    earlier_cases: tuple[str, ...] = ()
    branch: Branch = "return"
    needs: tuple[str, ...] = ()

    @property
    def eligible(self) -> bool:
        return not self.code

    @property
    def section(self) -> str:
        return self.explanation.section


@dataclass(frozen=True, slots=True)
class _Look:
    """What is known while one line is decided."""

    order: Order
    line: OrderLine
    product: Product | None
    category: str
    ledger: UnitLedger
    tier: Tier
    shop: Shop
    today: date
    by: str


@dataclass(frozen=True, slots=True)
class _Ruling:
    """The outcome for units that were delivered together."""

    code: str
    findings: tuple[Finding, ...]
    days_left: int = 0
    last_day: date | None = None
    branch: Branch = "return"
    changes: tuple[Change, ...] = ()


def verdict(
    order: Order,
    line: OrderLine,
    ledger: UnitLedger,
    tier: Tier,
    shop: Shop,
    now: datetime,
    by: str = "",
) -> Verdict:
    """Return the verdict on a line; units that the case `by` has taken count as free.

    The window starts at each unit's own delivery, by category, and is longer for some tiers and
    seasons; once it is over, a defect may still be covered by the warranty.
    """
    product = shop.catalog.get(line.product_id)
    category = line.category or (product.category if product else "")
    look = _Look(order, line, product, category, ledger, tier, shop, shop.day(now), by)
    free = ledger.free(line, by)
    found = _of_line(look, free)
    named = Verdict(
        line=line,
        order_id=order.order_id,
        name=line.name or (product.name if product else line.product_id),
        category=category,
        explanation=_explained(found, shop) if found else _NO_EXPLANATION,
        remaining=len(free),
        code=found.code if found else "",
        earlier_cases=ledger.holders(line.line_id, by),
    )
    return named if found else _of_units(look, named, free)


def verdicts(
    orders: tuple[Order, ...],
    ledgers: Mapping[str, UnitLedger],
    tier: Tier,
    shop: Shop,
    now: datetime,
    by: str = "",
) -> tuple[Verdict, ...]:
    """Return the verdict on every line of every order, in order."""
    return tuple(
        verdict(order, line, ledgers.get(order.order_id) or _none(order), tier, shop, now, by)
        for order in orders
        for line in order.lines
    )


_NO_EXPLANATION = Explanation("eligibility", "", "")


def _none(order: Order) -> UnitLedger:
    return UnitLedger(order.order_id)


def _of_line(look: _Look, free: tuple[int, ...]) -> _Ruling | None:
    """Return the first rule that refuses the whole line, or None."""
    line, product = look.line, look.product
    if not (line.deliveries or look.order.unreadable):
        if look.order.status is OrderStatus.CANCELLED:
            return _no(look, "not_delivered")
        if look.order.status is not OrderStatus.DELIVERED:
            return _no(look, "not_delivered", Change("delivered"))
    if _incomplete(look):
        return _no(look, DATA_INCOMPLETE, Change("person"))
    for code, applies in (
        ("digital", line.digital or (product is not None and product.digital)),
        ("personalized", line.personalized or (product is not None and product.personalized)),
        ("final_sale", line.final_sale or (product is not None and product.final_sale)),
    ):
        if applies:
            return _no(look, code)
    block = look.shop.blocks.get(look.category)
    if block and not block.unless_sealed:
        return _Ruling(block.code, (Finding("block", block.section, _category(look)),))
    if not free:
        cases = ", ".join(look.ledger.holders(line.line_id, look.by))
        return _no(look, "already_returned", Change("earlier_case", facts(cases=cases)))
    others = [case for case in look.ledger.cases() if case != look.by]
    if others and look.shop.options.one_request_per_order:
        told = facts(cases=", ".join(others))
        return _no(look, "order_has_request", Change("earlier_case", told))
    return None


def _incomplete(look: _Look) -> bool:
    """Whether something about the line itself cannot be known for sure."""
    order, shop = look.order, look.shop
    unknown = order.unreadable or look.product is None or not look.category
    return bool(unknown) or not _priced(order.currency, order.book_rate, shop.currency)


def _priced(currency: str, book_rate: str, own: str) -> bool:
    """Whether amounts of a currency can be quoted beside limits and fees of the shop's own."""
    if currency == own:
        return True
    try:
        exponent_of(currency)
    except UnknownCurrency:
        return False
    return bool(book_rate)


def _of_units(look: _Look, named: Verdict, free: tuple[int, ...]) -> Verdict:
    """Decide the free units by what they were delivered with, and sum it up for the line."""
    facts_of = look.order.units_of(look.line)
    groups: dict[tuple[OrderStatus, datetime | None], list[UnitFacts]] = {}
    for unit in free:
        one = facts_of[unit - 1]
        groups.setdefault((one.status, one.delivered_at), []).append(one)
    rulings = [(_of_delivery(look, status, at), units) for (status, at), units in groups.items()]
    best = min((ruling for ruling, _ in rulings), key=_standing)
    units = sorted(
        ((ruling.days_left, one.unit) for ruling, ones in rulings for one in ones
         if not ruling.code and ruling.branch == best.branch),
    )  # fmt: skip
    block = look.shop.blocks.get(look.category)
    needs = (SEALED,) if block and not best.code and best.branch == "return" else ()
    return replace(
        named,
        explanation=_explained(_with_block(best, block, look) if needs else best, look.shop),
        units=tuple(unit for _, unit in units),
        remaining=len(units) if units else len(free),
        code=best.code,
        days_left=best.days_left,
        last_day=best.last_day,
        branch=best.branch,
        needs=needs,
    )


_STANDING = {"": 0, "window_over": 1, "not_delivered": 2, DATA_INCOMPLETE: 3}


def _standing(ruling: _Ruling) -> tuple[int, bool, int]:
    """Order rulings: a yes first, a return before the warranty, the shortest time left first."""
    return _STANDING[ruling.code], ruling.branch == "warranty", ruling.days_left


def _of_delivery(look: _Look, status: OrderStatus, delivered_at: datetime | None) -> _Ruling:
    if status is not OrderStatus.DELIVERED:
        changes = () if status is OrderStatus.CANCELLED else (Change("delivered"),)
        return _no(look, "not_delivered", *changes)
    if delivered_at is None or look.shop.day(delivered_at) > look.today:
        return _no(look, DATA_INCOMPLETE, Change("person"))
    window = window_of(delivered_at, look.category, look.tier, look.shop, look.ledger.paused)
    left = (window.last - look.today).days
    if look.today <= window.honored:
        soon = Change("window_ends", facts(days=max(left, 0), last_day=window.last))
        return _Ruling("", window.findings, max(left, 0), window.last, changes=(soon,))
    covered = _warranty(look, delivered_at)
    if covered:
        return replace(covered, findings=(*window.findings, *covered.findings))
    changes = _longer(look, delivered_at)
    return _Ruling("window_over", window.findings, left, window.last, changes=changes)


def _warranty(look: _Look, delivered_at: datetime) -> _Ruling | None:
    """Return the ruling of the warranty, or None when there is none or it is over."""
    rules = look.shop.warranty
    own = look.product.warranty_months if look.product else None
    months = rules.months_for(look.category, own)
    if not months:
        return None
    until = warranty_until(look.shop.day(delivered_at), months)
    left = (until - look.today).days
    if left < 0:
        return None
    told = facts(months=months, until=until)
    changes = (Change("defect_only"), Change("window_ends", facts(days=left, last_day=until)))
    finding = Finding("warranty", rules.section, told)
    return _Ruling("", (finding,), left, until, "warranty", changes)


def _longer(look: _Look, delivered_at: datetime) -> tuple[Change, ...]:
    """Return the tier under which a window that is over would still be open, if there is one."""
    tiers = sorted(look.shop.tiers.values(), key=lambda tier: tier.extra_days)
    for tier in tiers:
        if tier.extra_days <= look.tier.extra_days:
            continue
        window = window_of(delivered_at, look.category, tier, look.shop, look.ledger.paused)
        if look.today <= window.honored:
            return (Change("higher_tier", facts(tier=tier.code, last_day=window.last)),)
    return ()


def _with_block(ruling: _Ruling, block: CategoryRule | None, look: _Look) -> _Ruling:
    """Put the rule that only sealed goods come back behind a yes."""
    if block is None:
        return ruling
    finding = Finding("sealed_only", block.section, _category(look))
    return replace(ruling, findings=(*ruling.findings, finding))


def _no(look: _Look, code: str, *changes: Change) -> _Ruling:
    told = facts(product=look.line.product_id)
    return _Ruling(code, (Finding(code, look.shop.section(code), told),), changes=changes)


def _category(look: _Look) -> tuple[Fact, ...]:
    return facts(category=look.category)


def _explained(ruling: _Ruling, shop: Shop) -> Explanation:
    return Explanation(
        "eligibility",
        ruling.code or ("eligible" if ruling.branch == "return" else "warranty"),
        shop.policy_version,
        ruling.findings,
        ruling.changes,
    )
