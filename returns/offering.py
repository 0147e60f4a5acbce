"""What may be chosen: reasons, resolutions, shipping and offers, each where the shop allows it.

Cards show what is allowed here, and a command that asks for anything else is refused with the code
that stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from returns.basis import LineKey
from returns.choice_events import SelectedLine
from returns.money import unit_share
from returns.rulebook import Reason, Resolution, ResolutionKind, RetentionOffer, ShippingMethod
from returns.terms import Setting


@dataclass(frozen=True, slots=True)
class Asked:
    """A selected line with the units that would come back, and its reason once it is known."""

    selected: SelectedLine
    units: tuple[int, ...]
    reason: str = ""


def goods_minor(asked: Iterable[Asked], setting: Setting) -> int:
    """Return what these units cost before tax, in minor units of the shop's currency."""
    total = 0
    for one in asked:
        order = setting.file.order(one.selected.order_id)
        line = order.line(one.selected.line_id)
        if line:
            paid = sum(unit_share(line.net_paid_minor, line.quantity, unit) for unit in one.units)
            total += setting.in_books(paid, order)
    return total


def reason_refusal(reason: Reason, asked: Sequence[Asked], setting: Setting) -> str:
    """Return why a reason is not offered for these lines; "" when it is."""
    for one in asked:
        if one.selected.branch == "warranty" and not reason.defect:
            return "defect_only"
        code = reason.scope.refusal(
            one.selected.category, setting.tier.code, "", goods_minor([one], setting)
        )
        if code:
            return f"reason_{code}"
    return ""


def reasons_for(asked: Sequence[Asked], setting: Setting) -> tuple[Reason, ...]:
    """Return the reasons that fit every one of the lines, in the shop's order."""
    return tuple(
        reason
        for reason in setting.shop.reasons.values()
        if not reason_refusal(reason, asked, setting)
    )


def resolution_refusal(resolution: Resolution, asked: Sequence[Asked], setting: Setting) -> str:
    """Return why a resolution is not offered for these lines; "" when it is."""
    if setting.gift and resolution.kind is not ResolutionKind.CREDIT:
        return "gift_credit_only"
    for one in asked:
        warranty = one.selected.branch == "warranty"
        if warranty != resolution.warranty and (warranty or resolution.warranty):
            return "warranty_only" if warranty else "not_under_warranty"
        code = resolution.scope.refusal(
            one.selected.category, setting.tier.code, one.reason, goods_minor([one], setting)
        )
        if code:
            return f"resolution_{code}"
        if resolution.kind is ResolutionKind.KEEP and _conceded(one, setting):
            return "already_discounted"
        if resolution.kind is ResolutionKind.RETURNLESS and not _worthless(one, setting):
            return "resolution_value"
    return ""


def resolutions_for(asked: Sequence[Asked], setting: Setting) -> tuple[Resolution, ...]:
    """Return the resolutions that fit every one of the lines, in the shop's order."""
    return tuple(
        resolution
        for resolution in setting.shop.resolutions.values()
        if not resolution_refusal(resolution, asked, setting)
    )


def shipping_refusal(method: ShippingMethod, asked: Sequence[Asked], setting: Setting) -> str:
    """Return why a way of sending is not offered for these goods together; "" when it is."""
    value = goods_minor(asked, setting)
    for one in asked:
        code = method.scope.refusal(one.selected.category, setting.tier.code, one.reason, value)
        if code:
            return f"shipping_{code}"
    return ""


def shipping_for(asked: Sequence[Asked], setting: Setting) -> tuple[ShippingMethod, ...]:
    """Return the ways these goods may travel together, in the shop's order."""
    return tuple(
        method
        for method in setting.shop.shipping.values()
        if not shipping_refusal(method, asked, setting)
    )


def offer_for(asked: Sequence[Asked], setting: Setting) -> RetentionOffer | None:
    """Return the best discount for keeping these goods that tier and reason earn, if any."""
    if setting.gift or not asked:
        return None
    if any(one.selected.branch == "warranty" or _conceded(one, setting) for one in asked):
        return None
    tier = setting.tier.code
    found = [
        offer
        for offer in setting.shop.offers
        if all(
            not offer.scope.refusal(
                one.selected.category, tier, one.reason, goods_minor([one], setting)
            )
            for one in asked
        )
    ]
    return max(found, key=lambda offer: offer.discount.of(10_000), default=None)


def keeping(setting: Setting) -> Resolution | None:
    """Return the shop's resolution for keeping the goods at a discount, if it has one."""
    resolutions = setting.shop.resolutions.values()
    return next((one for one in resolutions if one.kind is ResolutionKind.KEEP), None)


def sold_out(resolution: Resolution, asked: Sequence[Asked], stock: Mapping[str, int]) -> bool:
    """Whether an exchange for the same product cannot be served for some line."""
    if resolution.kind not in {ResolutionKind.EXCHANGE, ResolutionKind.REPLACEMENT}:
        return False
    if resolution.other_products:
        return False
    return any(stock.get(one.selected.product_id, 0) < len(one.units or (0,)) for one in asked)


def keys(asked: Iterable[Asked]) -> tuple[LineKey, ...]:
    return tuple(one.selected.key for one in asked)


def _conceded(one: Asked, setting: Setting) -> bool:
    """Whether keeping one of the units has been paid for already."""
    ledger = setting.ledger(one.selected.order_id)
    return any(ledger.conceded(one.selected.line_id, unit) != (0, 0) for unit in one.units)


def _worthless(one: Asked, setting: Setting) -> bool:
    """Whether taking the goods back costs the shop more than they are worth to it."""
    product = setting.shop.catalog.get(one.selected.product_id)
    if product is None or product.salvage_minor is None:
        return False
    methods = setting.shop.shipping.values()
    cost = min((method.shop_cost_minor for method in methods), default=0)
    return cost > product.salvage_minor * len(one.units)
