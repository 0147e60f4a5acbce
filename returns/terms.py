"""What was chosen, with the shop's values for it: the basis a quote is priced from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from returns.basis import (
    Basis,
    Freight,
    LineBasis,
    OrderBasis,
    Replacement,
    UnitBasis,
    Waiver,
)
from returns.choice_events import SelectedLine, VariantChosen
from returns.explain import Change, facts
from returns.kept import kept_of, outbound_of
from returns.ledger import Cause, UnitLedger
from returns.money import Rate, unit_share
from returns.order import Order, OrderLine
from returns.owner_file import OwnerFile
from returns.rulebook import (
    Reason,
    Resolution,
    ResolutionKind,
    ShippingMethod,
    Tier,
)
from returns.shop import Shop


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """Units of a line by number, with what was chosen; `discount` and `section` are an offer's."""

    selected: SelectedLine
    units: tuple[int, ...]
    reason: Reason
    resolution: Resolution
    discount: str = ""
    variant: VariantChosen | None = None
    section: str = ""

    @property
    def cause(self) -> Cause:
        if self.reason.merchant_fault:
            return Cause.FAULT
        return Cause.WITHDRAWAL if self.reason.withdrawal else Cause.OTHER


@dataclass(frozen=True, slots=True)
class Setting:
    """Whom and what it is priced for: owner's file, ledgers as they stand, shop and case."""

    file: OwnerFile
    ledgers: Mapping[str, UnitLedger]
    shop: Shop
    case_id: str
    gift: bool = False
    fees_waived: bool = False

    @property
    def tier(self) -> Tier:
        return self.shop.tier(self.file.customer.tier)

    def ledger(self, order_id: str) -> UnitLedger:
        return self.ledgers.get(order_id) or UnitLedger(order_id)

    def in_currency_of(self, minor: int, order: Order) -> int:
        """Return an amount of the shop's currency in the order's, at the captured rate."""
        if order.currency == self.shop.currency:
            return minor
        return Rate(order.book_rate).reverted(minor, self.shop.currency, order.currency)

    def in_books(self, minor: int, order: Order) -> int:
        """Return an amount of the order's currency in the shop's, at the captured rate."""
        if order.currency == self.shop.currency:
            return minor
        return Rate(order.book_rate).converted(minor, order.currency, self.shop.currency)


def basis_of(
    lines: Sequence[ChosenLine],
    method: ShippingMethod | None,
    setting: Setting,
    packages: int = 1,
) -> Basis:
    """Return what these choices are priced from; all lines are of orders in one currency."""
    shop, options = setting.shop, setting.shop.options
    order_ids = tuple(dict.fromkeys(line.selected.order_id for line in lines))
    orders = [setting.file.order(order_id) for order_id in order_ids]
    spared = _fee_changes(setting)
    based = tuple(_line(line, setting, spared) for line in lines)
    return Basis(
        currency=orders[0].currency if orders else shop.currency,
        policy_version=shop.policy_version,
        lines=based,
        freight=_freight(method, packages, based, orders, setting) if method else None,
        orders=tuple(_order(order, setting) for order in orders),
        fee_tax="0" if options.tax_included else options.fee_tax.text,
        tax_included=options.tax_included,
        gift=setting.gift,
    )


def unit_basis(line: OrderLine, unit: int, ledger: UnitLedger) -> UnitBasis:
    """Return what a unit paid, less what was conceded for keeping it (rules 4 and 11)."""
    goods, tax = ledger.conceded(line.line_id, unit)
    return UnitBasis(
        unit,
        unit_share(line.net_paid_minor, line.quantity, unit) - goods,
        unit_share(line.tax_minor, line.quantity, unit) - tax,
    )


def _line(chosen: ChosenLine, setting: Setting, spared: tuple[Change, ...]) -> LineBasis:
    shop, selected, resolution = setting.shop, chosen.selected, chosen.resolution
    order = setting.file.order(selected.order_id)
    line = order.line(selected.line_id)
    units = (
        tuple(unit_basis(line, unit, setting.ledger(order.order_id)) for unit in chosen.units)
        if line
        else ()
    )
    restocking = chosen.reason.restocking_for(selected.category)
    return LineBasis(
        key=selected.key,
        product_id=selected.product_id,
        units=units,
        reason=chosen.reason.code,
        cause=chosen.cause,
        resolution=resolution.code,
        kind=resolution.kind,
        section=chosen.section or resolution.section,
        goods_section=shop.section("goods"),
        settle_at=resolution.settle_at,
        restocking=restocking.text,
        restocking_section=shop.section("restocking"),
        waiver=_waiver(chosen.reason, setting),
        discount=chosen.discount or resolution.discount.text,
        bonus=resolution.bonus.text,
        bonus_cap_minor=_cap(resolution, order, setting),
        replacement=_replacement(chosen, order, setting),
        fee_changes=spared,
    )


def _waiver(reason: Reason, setting: Setting) -> Waiver:
    """Merchant fault and exempt tiers pay no fee of any kind (rule 6)."""
    if reason.merchant_fault or setting.fees_waived:
        return Waiver.FAULT if reason.merchant_fault else Waiver.STAFF
    return Waiver.TIER if setting.tier.fee_exempt else Waiver.NONE


def _cap(resolution: Resolution, order: Order, setting: Setting) -> int | None:
    cap = resolution.bonus_cap_minor
    return None if cap is None else setting.in_currency_of(cap, order)


def _replacement(chosen: ChosenLine, order: Order, setting: Setting) -> Replacement | None:
    """Return what goes out; the same product again is even (rule 12)."""
    resolution, selected = chosen.resolution, chosen.selected
    if not resolution.exchange or resolution.kind is ResolutionKind.REPAIR:
        return None
    variant = chosen.variant
    product_id = (variant.product_id if variant else "") or selected.product_id
    product = setting.shop.catalog.get(product_id)
    if product is None:
        return None
    price = setting.in_currency_of(product.price_minor, order)
    options = setting.shop.options
    return Replacement(
        product_id=product_id,
        name=product.name,
        variant=variant.variant if variant else "",
        price_minor=price,
        tax_minor=0 if options.tax_included else options.tax_rate.of(price),
        even=product_id == selected.product_id or resolution.kind is ResolutionKind.REPLACEMENT,
    )


def _freight(
    method: ShippingMethod,
    packages: int,
    lines: Iterable[LineBasis],
    orders: Sequence[Order],
    setting: Setting,
) -> Freight:
    travelling = [line for line in lines if line.travels]
    waivers = {line.waiver for line in travelling}
    # One line that pays is enough for the parcel to be paid for.
    waiver = next(iter(waivers)) if len(waivers) == 1 else Waiver.NONE
    cost = setting.in_currency_of(method.cost_minor, orders[0]) if orders else method.cost_minor
    return Freight(
        method=method.code,
        minor=cost * packages,
        section=setting.shop.section("return_shipping"),
        packages=packages,
        waiver=waiver,
        changes=_cheaper(method, setting),
    )


def _order(order: Order, setting: Setting) -> OrderBasis:
    case_id, ledger = setting.case_id, setting.ledger(order.order_id)
    return OrderBasis(
        order.order_id,
        outbound_of(order, ledger, setting.shop, case_id),
        kept_of(order, ledger, setting.shop, case_id),
    )


def _fee_changes(setting: Setting) -> tuple[Change, ...]:
    """Return what would spare the restocking fee: another resolution, or another tier."""
    free = (
        Change("free_with_resolution", facts(code=other.code))
        for other in setting.shop.resolutions.values()
        if other.exchange and not other.warranty and not other.keeps_goods
    )
    exempt = (
        Change("free_for_tier", facts(tier=tier.code))
        for tier in setting.shop.tiers.values()
        if tier.fee_exempt
    )
    return tuple(found for found in (next(free, None), next(exempt, None)) if found)


def _cheaper(method: ShippingMethod, setting: Setting) -> tuple[Change, ...]:
    """Return the cheapest other way of sending it, when it costs less."""
    others = [m for m in setting.shop.shipping.values() if m.cost_minor < method.cost_minor]
    best = min(others, key=lambda other: other.cost_minor, default=None)
    if best is None:
        return ()
    return (Change("cheaper_shipping", facts(code=best.code, minor=best.cost_minor)),)
