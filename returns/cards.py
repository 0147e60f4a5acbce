"""Which card comes next: a pure function of the case, so any tab, day or device shows the same.

A card carries the case's revision and the codes its buttons send; amounts are already decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from returns.case import CHOOSING, Case, CaseState, awaiting
from returns.deliberation import priced_lines
from returns.events import LabelMade, PickupBooked, SelectedLine
from returns.order import Customer, Order
from returns.owner_file import OwnerFile
from returns.policy import Verdict, verdicts
from returns.refund import Quote, Terms, quote, shipping_cost
from returns.shop import Prompt, Reason, Resolution, ShippingMethod, Shop, Tier, localized

_LONGEST_LIST = 20

# The slot of the card that a confirmed case shows.
CASE_SLOT = "case"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An order line on the items card; without a button when it may not come back."""

    verdict: Verdict
    unit_price_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderGroup:
    order: Order
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class ItemsCard:
    """The customer's profile, and what may come back, grouped by order (P1 and P2).

    `hidden` counts lines beyond the longest list a card holds.
    """

    customer: Customer
    tier: Tier
    groups: tuple[OrderGroup, ...]
    returnable: int
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class ReasonCard:
    """Why, with the quantity of a single line still adjustable (P6)."""

    lines: tuple[SelectedLine, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ResolutionOption:
    """A resolution with its exact amounts; `stock` is set for an exchange."""

    resolution: Resolution
    quote: Quote
    stock: int | None = None

    @property
    def possible(self) -> bool:
        return self.stock is None or self.stock > 0


@dataclass(frozen=True, slots=True)
class ResolutionCard:
    options: tuple[ResolutionOption, ...]


@dataclass(frozen=True, slots=True)
class ShippingOption:
    method: ShippingMethod
    cost_minor: int


@dataclass(frozen=True, slots=True)
class ShippingCard:
    options: tuple[ShippingOption, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class RecapCard:
    """Everything chosen and every amount, before the explicit yes (P10)."""

    lines: tuple[SelectedLine, ...]
    reason: Reason
    details: str
    resolution: Resolution
    shipping: ShippingMethod | None
    quote: Quote
    needs_photos: bool


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    until: datetime


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A confirmed case: number, state, amount and what to do next (P11 and P12)."""

    lines: tuple[SelectedLine, ...]
    state: CaseState
    return_number: str | None
    resolution: Resolution
    shipping: ShippingMethod | None
    quote: Quote | None
    labels: tuple[LabelMade, ...]
    pickup: PickupBooked | None
    until: datetime | None
    can_cancel: bool


type Card = (
    ItemsCard | ReasonCard | ResolutionCard | ShippingCard | RecapCard | EvidenceCard | CaseCard
)

_CANCELLABLE = (
    CaseState.IN_REVIEW,
    CaseState.APPROVED,
    CaseState.AWAITING_SHIPMENT,
)


def next_card(
    file: OwnerFile, shop: Shop, now: datetime, stock: dict[str, int] | None = None
) -> Card | None:
    """Return the card for the first missing slot, or for the state; None without a case.

    `stock` counts what an exchange could be served with, by product id.
    """
    case = file.case
    return card_for(slot_of(case), file, shop, now, stock) if case else None


def slot_of(case: Case) -> str:
    """Return which card a case shows: a slot's while choosing, its own afterwards."""
    slot = awaiting(case)
    return slot if slot and (case.state in CHOOSING or slot == "photos") else CASE_SLOT


def card_for(
    slot: str,
    file: OwnerFile,
    shop: Shop,
    now: datetime,
    stock: dict[str, int] | None = None,
) -> Card | None:
    """Return the card of a slot, filled or not; None without a case."""
    case = file.case
    if case is None:
        return None
    match slot:
        case "item":
            return items_card(file, shop, now)
        case "reason":
            return ReasonCard(case.lines, tuple(shop.reasons.values()))
        case "resolution":
            return resolution_card(case, file, shop, now, stock or {})
        case "shipping":
            return shipping_card(case, file, shop)
        case "confirm":
            return recap_card(case, file, shop, now)
        case "photos":
            return EvidenceCard(case.until or now)
        case _:
            return case_card(case, shop)


def items_card(file: OwnerFile, shop: Shop, now: datetime) -> ItemsCard:
    """Return the profile and every order line, the returnable ones first in each order."""
    tier = shop.tier(file.customer.tier)
    orders = sorted(file.orders.values(), key=lambda order: order.placed_at, reverse=True)
    found = verdicts(tuple(orders), dict(file.ledgers), tier, shop, now)
    # Orders with something to return come first; the list is bounded, and says so.
    found_of = {
        order.order_id: [v for v in found if v.order_id == order.order_id] for order in orders
    }
    orders.sort(key=lambda order: not any(v.eligible for v in found_of[order.order_id]))
    groups: list[OrderGroup] = []
    left = _LONGEST_LIST
    for order in orders:
        rows = sorted(found_of[order.order_id], key=lambda v: not v.eligible)[:left]
        left -= len(rows)
        if rows:
            shown = (ItemRow(v, v.line.unit_price_minor, order.currency) for v in rows)
            groups.append(OrderGroup(order, tuple(shown)))
    returnable = sum(v.eligible for v in found)
    hidden = max(0, len(found) - _LONGEST_LIST)
    return ItemsCard(file.customer, tier, tuple(groups), returnable, hidden)


def resolution_card(
    case: Case, file: OwnerFile, shop: Shop, now: datetime, stock: dict[str, int]
) -> ResolutionCard:
    """Return each resolution with what it would give now, before any choice of shipping."""
    lines = priced_lines(case, file, dict(file.ledgers))
    options: list[ResolutionOption] = []
    for resolution in shop.resolutions.values():
        terms = terms_of(case, file, shop, resolution)
        if terms is None:
            continue
        offered = quote(lines, terms, shop, now + shop.timers.quote)
        counts = [stock.get(line.product_id, 0) // line.quantity for line in case.lines]
        left = min(counts, default=0) if resolution.exchange else None
        options.append(ResolutionOption(resolution, offered, left))
    return ResolutionCard(tuple(options))


def shipping_card(case: Case, file: OwnerFile, shop: Shop) -> ShippingCard:
    """Return each method with what it costs this customer for this reason."""
    resolution = shop.resolutions[case.resolution.code] if case.resolution else None
    terms = terms_of(case, file, shop, resolution) if resolution else None
    options = tuple(
        ShippingOption(method, shipping_cost(method, terms) if terms else method.cost_minor)
        for method in shop.shipping.values()
    )
    return ShippingCard(options, shop.currency)


def recap_card(case: Case, file: OwnerFile, shop: Shop, now: datetime) -> RecapCard | None:
    """Return the recap; a quote that has run out is priced anew before it is shown."""
    resolution = shop.resolutions[case.resolution.code] if case.resolution else None
    if resolution is None or case.reason is None:
        return None
    method = shop.shipping[case.shipping.code] if case.shipping else None
    terms = terms_of(case, file, shop, resolution, method)
    if terms is None:
        return None
    lines = priced_lines(case, file, dict(file.ledgers))
    offered = case.quote or quote(lines, terms, shop, now + shop.timers.quote)
    goods = sum(line.goods_minor for line in lines)
    reason = shop.reasons[case.reason.code]
    photos = reason.merchant_fault and goods >= shop.photos_from_minor
    return RecapCard(
        lines=case.lines,
        reason=reason,
        details=case.reason.details,
        resolution=resolution,
        shipping=method,
        quote=offered,
        needs_photos=photos and not case.keeps_goods,
    )


def case_card(case: Case, shop: Shop) -> CaseCard | None:
    """Return the card of a confirmed case; None for one that ended before its confirmation."""
    if case.resolution is None:
        return None
    return CaseCard(
        lines=case.lines,
        state=case.state,
        return_number=case.return_number,
        resolution=shop.resolutions[case.resolution.code],
        shipping=shop.shipping[case.shipping.code] if case.shipping else None,
        quote=case.quote,
        labels=case.labels,
        pickup=case.pickup,
        until=case.until,
        can_cancel=case.state in _CANCELLABLE,
    )


def terms_of(
    case: Case,
    file: OwnerFile,
    shop: Shop,
    resolution: Resolution,
    shipping: ShippingMethod | None = None,
) -> Terms | None:
    """Return the terms under one resolution; None while no reason is known."""
    if case.reason is None:
        return None
    return Terms(
        shop.reasons[case.reason.code], resolution, shipping, shop.tier(file.customer.tier)
    )


def prompts_of(shop: Shop, locale: str) -> tuple[Prompt, ...]:
    """Return the buttons of the start screen in a locale."""
    code = shop.locale_for(locale)
    return shop.prompts.get(code) or next(iter(shop.prompts.values()), ())


def label_of(thing: Reason | Resolution | ShippingMethod | Tier, locale: str) -> str:
    """Return the words on a button, or the code of a thing without any."""
    return localized(thing.label, locale) or thing.code
