"""Which card comes next: a pure function of the case, so any tab, day or device shows the same.

A card carries the case's revision and the codes its buttons send; amounts are already decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from returns.card_kinds import (
    Card,
    CaseCard,
    EvidenceCard,
    ItemRow,
    ItemsCard,
    OfferCard,
    OrderGroup,
    ReasonCard,
    RecapCard,
    RecapLine,
    ResolutionCard,
    ResolutionOption,
    ShippingCard,
    ShippingOption,
    VariantCard,
    VariantOption,
)
from returns.case import CHOOSING, Case, CaseState, awaiting, lines_without
from returns.choice_events import SelectedLine
from returns.commitment import CANCELLABLE, evidence_rule
from returns.offering import Asked, keeping, reasons_for, resolutions_for, shipping_for
from returns.owner_file import OwnerFile
from returns.picture import asked_of, chosen_of, setting_of, tried_of
from returns.policy import verdicts
from returns.pricing import price
from returns.quote import Quote
from returns.rulebook import (
    Reason,
    Resolution,
    ResolutionKind,
    RetentionOffer,
    ShippingMethod,
    Tier,
)
from returns.shop import Prompt, Shop, localized
from returns.terms import Setting, basis_of

_LONGEST_LIST = 20

# The slot of the card that a confirmed case shows.
CASE_SLOT = "case"

type Stock = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Look:
    """What a card is made from."""

    case: Case
    file: OwnerFile
    shop: Shop
    now: datetime
    stock: Stock

    @property
    def setting(self) -> Setting:
        return setting_of(self.case, self.file, self.file.ledgers, self.shop)

    def asked(self, lines: tuple[SelectedLine, ...]) -> tuple[Asked, ...]:
        return asked_of(self.case, lines, self.setting, self.now)

    def waiting(self, slot: str) -> tuple[SelectedLine, ...]:
        """Return the lines a slot is asked for; all of them once it is filled."""
        return lines_without(self.case, slot) or self.case.lines

    def separable(self, slot: str) -> bool:
        return len(self.case.lines) > 1 and slot not in self.case.apart

    def tried(
        self, lines: tuple[SelectedLine, ...], resolution: Resolution, discount: str = ""
    ) -> Quote | None:
        """Return what some lines would come to under one resolution, before any shipping."""
        setting = self.setting
        chosen = tried_of(self.case, lines, resolution, setting, self.now, discount)
        if chosen is None:
            return None
        return price(basis_of(chosen, None, setting), self.now + self.shop.timers.quote)


def next_card(
    file: OwnerFile, shop: Shop, now: datetime, stock: Stock | None = None
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
    slot: str, file: OwnerFile, shop: Shop, now: datetime, stock: Stock | None = None
) -> Card | None:
    """Return the card of a slot, filled or not; None without a case."""
    if file.case is None:
        return None
    look = _Look(file.case, file, shop, now, stock or {})
    match slot:
        case "item":
            return items_card(file, shop, now)
        case "reason":
            return _reason_card(look)
        case "offer":
            return _offer_card(look)
        case "resolution":
            return _resolution_card(look)
        case "variant":
            return _variant_card(look)
        case "shipping":
            return _shipping_card(look)
        case "confirm":
            return _recap_card(look)
        case "photos":
            return EvidenceCard(file.case.until or now)
        case _:
            return case_card(file.case, shop)


def items_card(file: OwnerFile, shop: Shop, now: datetime) -> ItemsCard:
    """Return the profile and every order line, the returnable ones first in each order."""
    tier = shop.tier(file.customer.tier)
    orders = sorted(file.orders.values(), key=lambda order: order.placed_at, reverse=True)
    by = file.case.ref.case_id if file.case else ""
    found = verdicts(tuple(orders), file.ledgers, tier, shop, now, by)
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


def _reason_card(look: _Look) -> ReasonCard:
    lines = look.waiting("reason")
    reasons = reasons_for(look.asked(lines), look.setting)
    return ReasonCard(lines, reasons, look.separable("reason"))


def _offer_card(look: _Look) -> OfferCard | None:
    """Return the discount on offer with what it pays; None when nothing is on offer."""
    made, kept = look.case.offer, keeping(look.setting)
    quote = look.tried(look.case.lines, kept, made.discount) if made and kept else None
    if made is None or quote is None:
        return None
    label = next((offer for offer in look.shop.offers if offer.code == made.code), None)
    return OfferCard(look.case.lines, made, label, quote)


def _resolution_card(look: _Look) -> ResolutionCard:
    """Return each resolution with what it would give now, before any choice of shipping."""
    lines = look.waiting("resolution")
    asked = look.asked(lines)
    options: list[ResolutionOption] = []
    for resolution in resolutions_for(asked, look.setting):
        offered = look.tried(lines, resolution)
        if offered:
            options.append(ResolutionOption(resolution, offered, _left(resolution, asked, look)))
    part = len(lines) < len(look.case.lines)
    return ResolutionCard(tuple(options), lines, look.separable("resolution"), part)


def _left(resolution: Resolution, asked: tuple[Asked, ...], look: _Look) -> int | None:
    """Return how often an exchange could be served; None for what needs no stock."""
    if resolution.kind not in {ResolutionKind.EXCHANGE, ResolutionKind.REPLACEMENT}:
        return None
    counts = [look.stock.get(one.selected.product_id, 0) // one.selected.quantity for one in asked]
    return None if resolution.other_products else min(counts, default=0)


def _variant_card(look: _Look) -> VariantCard | None:
    """Return what may go out for the next line that is exchanged; None when none is."""
    waiting = lines_without(look.case, "variant")
    exchanged = [
        line
        for line in look.case.lines
        if (chosen := look.case.resolution_of(line.key)) and chosen.exchange
    ]
    line = next(iter((*waiting, *exchanged)), None)
    product = look.shop.catalog.get(line.product_id) if line else None
    if line is None or product is None:
        return None
    in_stock = look.stock.get(product.product_id, 0) >= line.quantity
    return VariantCard(
        line,
        tuple(
            VariantOption(product.product_id, product.name, variant, in_stock)
            for variant in product.variants
        ),
    )


def _shipping_card(look: _Look) -> ShippingCard:
    """Return each method with what it costs this customer for these goods and reasons."""
    case, setting = look.case, look.setting
    methods = shipping_for(look.asked(case.lines), setting)
    lines = chosen_of(case, setting, look.now)
    cheapest = _best({m.code: m.shop_cost_minor for m in methods if m.shop_cost_minor})
    greenest = _best({m.code: m.grams_co2 for m in methods if m.grams_co2 is not None})
    options: list[ShippingOption] = []
    for method in methods:
        freight = basis_of(lines, method, setting).freight if lines else None
        cost = freight.minor if freight and not freight.waiver else 0
        minor = cost if lines else method.cost_minor
        options.append(
            ShippingOption(method, minor, method.code == cheapest, method.code == greenest)
        )
    currency = case.lines[0].currency if case.lines else look.shop.currency
    return ShippingCard(tuple(options), currency)


def _best(values: Mapping[str, int]) -> str:
    """Return the code of the lowest value, where there is a choice to be made."""
    return min(values, key=lambda code: values[code]) if len(values) > 1 else ""


def _recap_card(look: _Look) -> RecapCard | None:
    """Return the recap; a quote that has run out is priced anew before it is shown."""
    case, setting = look.case, look.setting
    lines = chosen_of(case, setting, look.now)
    if lines is None:
        return None
    method = look.shop.shipping.get(case.shipping.code) if case.shipping else None
    packages = case.shipping.packages if case.shipping else 1
    basis = basis_of(lines, method, setting, packages)
    quote = case.quote or price(basis, look.now + look.shop.timers.quote)
    rows: list[RecapLine] = []
    for line in lines:
        said = case.reason_of(line.selected.key)
        variant = line.variant.variant if line.variant else ""
        details = said.details if said else ""
        rows.append(RecapLine(line.selected, line.reason, details, line.resolution, variant))
    photos = evidence_rule(case, look.asked(case.lines), setting) is not None
    return RecapCard(tuple(rows), method, quote, photos and not case.photos)


def case_card(case: Case, shop: Shop) -> CaseCard | None:
    """Return the card of a confirmed case; None for one that ended before its confirmation."""
    resolutions = tuple(shop.resolutions[code] for code in case.codes if code in shop.resolutions)
    if not resolutions:
        return None
    return CaseCard(
        lines=case.lines,
        state=case.state,
        return_number=case.return_number,
        resolutions=resolutions,
        shipping=shop.shipping.get(case.shipping.code) if case.shipping else None,
        chosen=case.shipping,
        quote=case.quote,
        settlement=case.settlement,
        units=case.units,
        labels=case.labels,
        pickup=case.pickup,
        until=case.until,
        can_cancel=case.confirmed and case.state in CANCELLABLE and not case.scans,
        dispute_until=case.until if case.state is CaseState.DECIDED else None,
    )


def prompts_of(shop: Shop, locale: str) -> tuple[Prompt, ...]:
    """Return the buttons of the start screen in a locale."""
    code = shop.locale_for(locale)
    return shop.prompts.get(code) or next(iter(shop.prompts.values()), ())


def label_of(
    thing: Reason | Resolution | ShippingMethod | Tier | RetentionOffer, locale: str
) -> str:
    """Return the words on a button, or the code of a thing without any."""
    return localized(thing.label, locale) or thing.code
