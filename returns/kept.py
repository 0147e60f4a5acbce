"""What a price owes to goods that stay: discounts that depend on them, and outbound shipping."""

from __future__ import annotations

from collections.abc import Mapping

from returns.basis import Kept, Outbound
from returns.ledger import Cause, LedgerUnit, UnitLedger, UnitState
from returns.money import unit_share
from returns.order import Order, OrderLine
from returns.rulebook import BundleRule, OfferRule
from returns.shop import Shop

OFFER, BUNDLE = "offer", "bundle"


def outbound_of(order: Order, ledger: UnitLedger, shop: Shop, case_id: str) -> Outbound | None:
    """Return the outbound shipping that comes back with the last unit; None where none can.

    It comes back once per order, and only when every unit came back for a cause the shop grants it
    for (rule 7).
    """
    options = shop.options
    causes = tuple(
        cause
        for cause, earned in (
            (Cause.FAULT, options.outbound_on_fault),
            (Cause.WITHDRAWAL, options.outbound_on_withdrawal),
        )
        if earned
    )
    others = [unit for unit in ledger.units if unit.case_id != case_id and _is_gone(unit)]
    given = ledger.outbound_case not in {"", case_id}
    if given or not causes or not all(unit.cause in causes for unit in others):
        return None
    if not (order.shipping_minor or order.express_minor):
        return None
    bought = sum(line.quantity for line in order.lines)
    return Outbound(
        minor=order.shipping_minor,
        express_minor=order.express_minor,
        standing_units=bought - len(others),
        causes=causes,
        section=shop.section("outbound"),
    )


def kept_of(order: Order, ledger: UnitLedger, shop: Shop, case_id: str) -> tuple[Kept, ...]:
    """Return the discounts of an order that depend on what is kept, as the shop's rules say."""
    options, found = shop.options, list[Kept]()
    if order.offer and options.offers is OfferRule.RECHECK:
        prices = {line.line_id: line.unit_price_minor for line in order.lines}
        paid, back, standing = _sums(order, ledger, prices, case_id)
        by_sets = sum(ledger.regained_minor(BUNDLE, one.bundle_id) for one in order.bundles)
        found.append(
            Kept(
                rule=OFFER,
                name="",
                prices=tuple(prices.items()),
                paid_minor=paid,
                back_minor=back + ledger.regained_minor(OFFER) + by_sets,
                standing_minor=standing,
                section=shop.section(OFFER),
                threshold_minor=order.offer.threshold_minor,
                discount_minor=order.offer.discount_minor,
            )
        )
    if options.bundles is not BundleRule.KEEP_AT_LIST:
        return tuple(found)
    for bundle in order.bundles:
        lines = [line for line in order.lines if line.line_id in bundle.line_ids]
        prices = {line.line_id: line.list_minor for line in lines}
        paid, back, standing = _sums(order, ledger, prices, case_id)
        found.append(
            Kept(
                rule=BUNDLE,
                name=bundle.bundle_id,
                prices=tuple(prices.items()),
                paid_minor=paid,
                # What the order's offer gave back is not given once more for the set.
                back_minor=back
                + ledger.regained_minor(BUNDLE, bundle.bundle_id)
                + ledger.regained_minor(OFFER),
                standing_minor=standing,
                section=shop.section(BUNDLE),
            )
        )
    return tuple(found)


def _sums(
    order: Order, ledger: UnitLedger, prices: Mapping[str, int], case_id: str
) -> tuple[int, int, int]:
    """Return what was paid for the goods, what has gone back, and what the rest costs alone."""
    paid = back = standing = 0
    for line in order.lines:
        if line.line_id not in prices:
            continue
        gone = [
            unit
            for unit in ledger.units
            if unit.line_id == line.line_id and unit.case_id != case_id and _is_gone(unit)
        ]
        paid += line.net_paid_minor
        standing += prices[line.line_id] * (line.quantity - len(gone))
        back += sum(_given_back(line, unit) for unit in gone)
        back += sum(c.goods_minor for c in ledger.concessions if c.line_id == line.line_id)
    return paid, back, standing


def _given_back(line: OrderLine, unit: LedgerUnit) -> int:
    if unit.settled:
        return unit.goods_minor
    return unit_share(line.net_paid_minor, line.quantity, unit.unit)


def _is_gone(unit: LedgerUnit) -> bool:
    """Whether a unit has left the customer: one that was sent back to them has not."""
    return unit.state != UnitState.SENT_BACK
