"""How the customer's choices are decided, slot by slot, from the first item to the shipping."""

from __future__ import annotations

from collections.abc import Sequence

from returns import commands as c
from returns import events as e
from returns.basis import LineKey
from returns.case import Case, lines_without
from returns.deliberation import Deliberation
from returns.errors import CommandRefused, OrderNotFound
from returns.offering import (
    keeping,
    offer_for,
    reason_refusal,
    resolution_refusal,
    shipping_refusal,
)
from returns.order import OrderLine
from returns.policy import SEALED, Verdict
from returns.rulebook import BundleRule, Reason, Resolution, ResolutionKind

_MOST_PACKAGES = 20


def start(turn: Deliberation) -> None:
    """Open a draft, unless the case is open already.

    Raises:
        CommandRefused: `no_new_returns`; the shop takes none at the moment.
    """
    if turn.case is None:
        if turn.rules.switches.no_new_returns:
            raise CommandRefused("no_new_returns")
        locale = turn.shop.locale_for(turn.batch.locale)
        shop, batch = turn.shop, turn.batch
        turn.record(
            e.CaseStarted(locale, batch.thread_id, shop.timers, batch.recipient, shop.version)
        )


def select_units(turn: Deliberation, command: c.SelectUnits) -> None:
    """Set or extend the selection; every unit must be eligible now.

    Raises:
        OrderNotFound: an order is not among the customer's.
        CommandRefused: a unit may not come back; the code says why.
    """
    if not command.units:
        raise CommandRefused("nothing_selected")
    chosen = {line.key: line for line in turn.known.lines if command.add}
    for units in command.units:
        chosen[LineKey(units.order_id, units.line_id)] = _selected(turn, units)
    lines = tuple(chosen.values())
    if len({line.currency for line in lines}) > 1:
        raise CommandRefused("other_currency", lines[-1].name)
    if lines != turn.known.lines:
        turn.reopen()
        turn.record(e.UnitsSelected(lines))
        _drop_unfit(turn)


def set_quantity(turn: Deliberation, command: c.SetQuantity) -> None:
    """Change how many units of the one selected line come back.

    Raises:
        CommandRefused: several lines are selected, or there are not that many units.
    """
    if len(turn.known.lines) != 1:
        raise CommandRefused("which_item")
    line = turn.known.lines[0]
    units = c.Units(line.order_id, line.line_id, command.quantity, sealed=line.sealed)
    select_units(turn, c.SelectUnits((units,)))


def take_apart(turn: Deliberation, command: c.TakeApart) -> None:
    """Ask a slot for each item by itself from here on."""
    if len(turn.known.lines) > 1 and command.slot not in turn.known.apart:
        turn.reopen()
        turn.record(e.TakenApart(command.slot))


def choose_reason(turn: Deliberation, command: c.ChooseReason) -> None:
    """Record why; a reason for all takes the place of every earlier one.

    Raises:
        CommandRefused: the shop knows no such reason, offers it not for these goods, or needs
            details.
    """
    reason = turn.shop.reasons.get(command.code)
    if reason is None:
        raise CommandRefused("unknown_reason", command.code)
    details = command.details.strip()
    if reason.requires_details and not details:
        raise CommandRefused("details_required", reason.code)
    lines = _meant(turn, command.lines, "reason")
    _require_reason(turn, reason, lines)
    keys = () if _all(turn.known, lines) else tuple(line.key for line in lines)
    chosen = e.ReasonChosen(reason.code, reason.merchant_fault, details, command.text, keys)
    if any(turn.known.reason_of(line.key) != chosen for line in lines) or not lines:
        turn.reopen()
        turn.record(chosen)
        _drop_unfit(turn)


def answer_offer(turn: Deliberation, command: c.AnswerOffer) -> None:
    """Take the offered discount for keeping everything, or decline it once for all.

    Raises:
        CommandRefused: nothing is on offer.
    """
    case, kept = turn.known, keeping(turn.setting)
    if case.offer is None or case.offer_answer is not None:
        raise CommandRefused("nothing_offered")
    turn.reopen()
    turn.record(e.OfferAnswered(command.accepted))
    if command.accepted and kept:
        offer = case.offer
        turn.record(
            e.ResolutionChosen(
                kept.code, keeps_goods=True, discount=offer.discount, section=offer.section
            )
        )


def choose_resolution(turn: Deliberation, command: c.ChooseResolution) -> None:
    """Record what the customer gets; asking for one declines an offer that is open.

    Raises:
        CommandRefused: the shop has no such resolution, or offers it not for these goods.
    """
    resolution = turn.shop.resolutions.get(command.code)
    if resolution is None:
        raise CommandRefused("unknown_resolution", command.code)
    lines = _meant(turn, command.lines, "resolution")
    _require_resolution(turn, resolution, lines)
    keys = () if _all(turn.known, lines) else tuple(line.key for line in lines)
    exchange = resolution.kind is ResolutionKind.EXCHANGE
    chosen = e.ResolutionChosen(resolution.code, resolution.keeps_goods, keys, exchange=exchange)
    if turn.known.offer and turn.known.offer_answer is None:
        turn.record(e.OfferAnswered(accepted=False))
    if any(turn.known.resolution_of(line.key) != chosen for line in lines) or not lines:
        turn.reopen()
        turn.record(chosen)


def choose_variant(turn: Deliberation, command: c.ChooseVariant) -> None:
    """Record what goes out in exchange for a line.

    Raises:
        CommandRefused: nothing is exchanged, or it is not a variant or product on offer.
    """
    case = turn.known
    waiting = lines_without(case, "variant") or tuple(
        line for line in case.lines if _exchanged(case, line)
    )
    line = case.line(command.line) if command.line else next(iter(waiting), None)
    if line is None or not _exchanged(case, line):
        raise CommandRefused("nothing_exchanged")
    product_id = command.product_id or line.product_id
    _require_variant(turn, line, product_id, command.variant)
    chosen = e.VariantChosen(line.key, product_id, command.variant)
    if turn.known.variant_of(line.key) != chosen:
        turn.reopen()
        turn.record(chosen)


def choose_shipping(turn: Deliberation, command: c.ChooseShipping) -> None:
    """Record how it travels.

    Raises:
        CommandRefused: no such method, not for these goods, or nothing has to travel.
    """
    if turn.known.keeps_goods:
        raise CommandRefused("nothing_to_ship")
    if not 1 <= command.packages <= _MOST_PACKAGES:
        raise CommandRefused("too_many_packages", str(_MOST_PACKAGES))
    chosen = shipping_of(turn, command.code, command.packages)
    if turn.known.shipping != chosen:
        turn.reopen()
        turn.record(chosen)


def shipping_of(turn: Deliberation, code: str, packages: int = 1) -> e.ShippingChosen:
    """Return a way of sending as a case records it.

    Raises:
        CommandRefused: no such method, or not for these goods.
    """
    method = turn.shop.shipping.get(code)
    if method is None:
        raise CommandRefused("unknown_shipping", code)
    refusal = shipping_refusal(method, turn.asked(), turn.setting)
    if refusal:
        raise CommandRefused(refusal, method.code)
    return e.ShippingChosen(method.code, method.service, method.pickup, method.store, packages)


def make_offer(turn: Deliberation) -> None:
    """Offer a discount for keeping the goods, once in a case and before any resolution."""
    case = turn.case
    if case is None or case.offer or case.resolution or case.resolutions or not case.lines:
        return
    if lines_without(case, "reason") or keeping(turn.setting) is None:
        return
    offer = offer_for(turn.asked(), turn.setting)
    if offer:
        turn.record(e.OffersMade(offer.code, offer.discount.text, offer.section))


def eligible(turn: Deliberation, order_id: str, line_id: str, quantity: int) -> Verdict:
    """Return the verdict on units that may come back.

    Raises:
        OrderNotFound: the order is not the customer's, or has no such line.
        CommandRefused: a rule says no; the code says which.
    """
    found = turn.verdict(order_id, line_id)
    if found is None:
        raise OrderNotFound(order_id)
    earlier = found.earlier_cases
    if not found.eligible:
        about = f"{found.name}|{', '.join(earlier)}"
        raise CommandRefused(
            found.code, about, section=found.section, cases=earlier, explanation=found.explanation
        )
    if not 1 <= quantity <= found.remaining:
        about = f"{found.name}|{found.remaining}"
        raise CommandRefused("qty_exceeds_remaining", about, cases=earlier)
    return found


def require_whole_bundles(turn: Deliberation) -> None:
    """Hold a selection to sets that only come back whole.

    Raises:
        CommandRefused: `bundle_incomplete`, naming the set.
    """
    if turn.shop.options.bundles is not BundleRule.WHOLE:
        return
    chosen = {(line.order_id, line.line_id): line.quantity for line in turn.known.lines}
    for order_id in turn.known.order_ids:
        for bundle in turn.file.order(order_id).bundles:
            shares = [
                (chosen.get((order_id, line_id), 0), _bought(turn, order_id, line_id))
                for line_id in bundle.line_ids
            ]
            sets = {taken * shares[0][1] == shares[0][0] * bought for taken, bought in shares}
            if any(taken for taken, _ in shares) and sets != {True}:
                section = turn.shop.section("bundle")
                raise CommandRefused("bundle_incomplete", bundle.name, section=section)


def _bought(turn: Deliberation, order_id: str, line_id: str) -> int:
    line = turn.file.order(order_id).line(line_id)
    return line.quantity if line else 0


def _selected(turn: Deliberation, units: c.Units) -> e.SelectedLine:
    quantity = 1 if units.quantity is None else units.quantity
    found = eligible(turn, units.order_id, units.line_id, quantity)
    if SEALED in found.needs and not units.sealed:
        raise CommandRefused("sealed_only", found.name, section=found.section)
    product = turn.shop.catalog.get(found.line.product_id)
    return e.SelectedLine(
        order_id=found.order_id,
        line_id=found.line.line_id,
        product_id=found.line.product_id,
        name=found.name,
        category=found.category,
        quantity=quantity,
        available=found.remaining,
        unit_price_minor=found.line.unit_price_minor,
        currency=turn.file.order(found.order_id).currency,
        assumed=units.quantity is None and found.remaining > 1,
        units=_named(found.line, units, found),
        branch=found.branch,
        sealed=units.sealed,
        has_variants=bool(product and product.variants),
    )


def _named(line: OrderLine, units: c.Units, found: Verdict) -> tuple[int, ...]:
    """Return the piece a serial number names.

    Raises:
        CommandRefused: no such piece was sold, or it may not come back.
    """
    if not units.serial:
        return ()
    wanted = units.serial.strip().casefold()
    numbers = [n for n, serial in enumerate(line.serials, 1) if serial.casefold() == wanted]
    if not numbers:
        raise CommandRefused("serial_unknown", found.name)
    if numbers[0] not in found.units:
        raise CommandRefused("already_returned", f"{found.name}|", cases=found.earlier_cases)
    return (numbers[0],)


def _meant(turn: Deliberation, keys: Sequence[LineKey], slot: str) -> tuple[e.SelectedLine, ...]:
    """Return the lines an answer is about: those named, those asked for, or all of them.

    Raises:
        CommandRefused: a named line is not selected.
    """
    case = turn.known
    if keys:
        found = tuple(case.line(key) for key in keys)
        if None in found:
            raise CommandRefused("which_item")
        return tuple(line for line in found if line)
    return (lines_without(case, slot) if slot in case.apart else ()) or case.lines


def _all(case: Case, lines: Sequence[e.SelectedLine]) -> bool:
    return len(lines) == len(case.lines)


def _exchanged(case: Case, line: e.SelectedLine) -> bool:
    chosen = case.resolution_of(line.key)
    return chosen is not None and chosen.exchange


def _require_reason(turn: Deliberation, reason: Reason, lines: Sequence[e.SelectedLine]) -> None:
    refusal = reason_refusal(reason, turn.asked(lines), turn.setting)
    if refusal:
        section = turn.shop.warranty.section if refusal == "defect_only" else reason.section
        raise CommandRefused(refusal, reason.code, section=section)


def _require_resolution(
    turn: Deliberation, resolution: Resolution, lines: Sequence[e.SelectedLine]
) -> None:
    refusal = resolution_refusal(resolution, turn.asked(lines), turn.setting)
    if refusal:
        raise CommandRefused(refusal, resolution.code, section=resolution.section)


def _require_variant(
    turn: Deliberation, line: e.SelectedLine, product_id: str, variant: str
) -> None:
    chosen = turn.known.resolution_of(line.key)
    resolution = turn.shop.resolutions.get(chosen.code) if chosen else None
    product = turn.shop.catalog.get(product_id)
    other = product_id != line.product_id
    if product is None or (other and not (resolution and resolution.other_products)):
        raise CommandRefused("unknown_variant", line.name)
    if variant and variant not in product.variants:
        raise CommandRefused("unknown_variant", line.name)


def _drop_unfit(turn: Deliberation) -> None:
    """Drop what no longer fits after an earlier slot changed (domain 3, corrections)."""
    shop, setting = turn.shop, turn.setting
    asked = {one.selected.key: one for one in turn.asked()}
    for line in turn.known.lines:
        one, case = asked[line.key], turn.known
        reason, chosen = case.reason_of(line.key), case.resolution_of(line.key)
        said = shop.reasons.get(reason.code) if reason else None
        if reason and (said is None or reason_refusal(said, [one], setting)):
            turn.record(e.ChoiceDropped("reason"))
        taken = shop.resolutions.get(chosen.code) if chosen else None
        if chosen and (taken is None or resolution_refusal(taken, [one], setting)):
            turn.record(e.ChoiceDropped("resolution"))
    shipping = turn.known.shipping
    method = shop.shipping.get(shipping.code) if shipping else None
    if shipping and (method is None or shipping_refusal(method, turn.asked(), setting)):
        turn.record(e.ChoiceDropped("shipping"))
