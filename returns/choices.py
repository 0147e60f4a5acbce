"""How each of the customer's commands is decided, from the first item to the explicit yes."""

from __future__ import annotations

from returns import commands as c
from returns import events as e
from returns.case import CHOOSING, CaseState
from returns.deliberation import Deliberation
from returns.errors import CommandRefused, OrderNotFound
from returns.identity import return_number
from returns.ledger import UnitState
from returns.policy import Verdict

_CANCELLABLE = (
    CaseState.DRAFT,
    CaseState.QUOTED,
    CaseState.AWAITING_EVIDENCE,
    CaseState.IN_REVIEW,
    CaseState.APPROVED,
    CaseState.AWAITING_SHIPMENT,
)


def start(turn: Deliberation) -> None:
    """Open a draft, unless the case is open already."""
    if turn.case is None:
        locale = turn.shop.locale_for(turn.batch.locale)
        turn.record(e.CaseStarted(locale, turn.batch.thread_id, turn.shop.timers))


def select_units(turn: Deliberation, command: c.SelectUnits) -> None:
    """Set or extend the selection; every unit must be eligible now.

    Raises:
        OrderNotFound: an order is not among the customer's.
        CommandRefused: a unit may not come back; the code says why.
    """
    if not command.units:
        raise CommandRefused("nothing_selected")
    turn.reopen()
    chosen = {(line.order_id, line.line_id): line for line in turn.known.lines if command.add}
    for units in command.units:
        chosen[units.order_id, units.line_id] = _selected(turn, units)
    lines = tuple(chosen.values())
    if lines != turn.known.lines:
        turn.record(e.UnitsSelected(lines))


def set_quantity(turn: Deliberation, command: c.SetQuantity) -> None:
    """Change how many units of the one selected line come back.

    Raises:
        CommandRefused: several lines are selected, or there are not that many units.
    """
    if len(turn.known.lines) != 1:
        raise CommandRefused("which_item")
    line = turn.known.lines[0]
    units = c.Units(line.order_id, line.line_id, command.quantity)
    select_units(turn, c.SelectUnits((units,)))


def choose_reason(turn: Deliberation, command: c.ChooseReason) -> None:
    """Record why.

    Raises:
        CommandRefused: the shop knows no such reason, or it needs details.
    """
    reason = turn.shop.reasons.get(command.code)
    if reason is None:
        raise CommandRefused("unknown_reason", command.code)
    if reason.requires_details and not command.details.strip():
        raise CommandRefused("details_required", reason.code)
    chosen = e.ReasonChosen(
        reason.code, reason.merchant_fault, command.details.strip(), command.text
    )
    turn.reopen()
    if turn.known.reason != chosen:
        turn.record(chosen)


def choose_resolution(turn: Deliberation, command: c.ChooseResolution) -> None:
    """Record what the customer gets.

    Raises:
        CommandRefused: the shop offers no such resolution, or has no stock for an exchange.
    """
    resolution = turn.shop.resolutions.get(command.code)
    if resolution is None:
        raise CommandRefused("unknown_resolution", command.code)
    chosen = e.ResolutionChosen(resolution.code, resolution.keeps_goods)
    turn.reopen()
    if turn.known.resolution != chosen:
        turn.record(chosen)


def choose_shipping(turn: Deliberation, command: c.ChooseShipping) -> None:
    """Record how it travels.

    Raises:
        CommandRefused: no such method, or nothing has to travel.
    """
    method = turn.shop.shipping.get(command.code)
    if method is None:
        raise CommandRefused("unknown_shipping", command.code)
    if turn.known.keeps_goods:
        raise CommandRefused("nothing_to_ship")
    chosen = e.ShippingChosen(method.code, method.service, method.pickup, method.store)
    turn.reopen()
    if turn.known.shipping != chosen:
        turn.record(chosen)


def confirm(turn: Deliberation) -> None:
    """Take the explicit yes to a quote that still stands; the rest follows from the rules."""
    quote = turn.known.quote
    if quote is None or quote.expires_at <= turn.now:
        # What runs next quotes anew, and the customer sees the amount as it now is.
        turn.reopen()
        return
    turn.record(e.Confirmed())
    goods, fault = turn.goods_minor(), turn.known.reason and turn.known.reason.merchant_fault
    if fault and not turn.known.keeps_goods and goods >= turn.shop.photos_from_minor:
        turn.record(e.EvidenceRequested(turn.now + turn.shop.timers.evidence))
    elif goods >= turn.shop.review_from_minor:
        turn.record(e.ReviewRequested("value"))
    else:
        approve(turn)


def continue_without_photos(turn: Deliberation) -> None:
    """Go on without evidence: people look at the case."""
    turn.record(e.ReviewRequested("no_photos"))


def approve(turn: Deliberation) -> None:
    """Issue the return number; goods the customer keeps are settled at once."""
    turn.record(e.Approved(return_number(turn.batch.ref.case_id)))
    turn.move_units(UnitState.IN_RETURN)
    if turn.known.keeps_goods:
        turn.record(e.SettlementStarted())


def cancel(turn: Deliberation) -> None:
    """Cancel before the first scan; what was done outside is undone by what the case owes."""
    if turn.known.state not in _CANCELLABLE:
        turn.ignore("cancel")
        return
    turn.release()
    turn.record(e.Cancelled())


def quote_when_complete(turn: Deliberation) -> None:
    """Hold the units and promise an amount as soon as every slot is filled.

    Raises:
        CommandRefused: in the meantime another case took the units, or their window ended.
    """
    case = turn.case
    if case is None or case.state not in CHOOSING or case.quote:
        return
    terms = turn.terms()
    if terms is None:
        return
    for selected in case.lines:
        found = _eligible(turn, selected.order_id, selected.line_id, selected.quantity)
        ledger = turn.ledger(selected.order_id)
        held = ledger.hold(found.line, selected.quantity, case.ref.case_id)
        turn.ledgers[selected.order_id] = held
    turn.record(e.Quoted(turn.priced(terms)))


def _eligible(turn: Deliberation, order_id: str, line_id: str, quantity: int) -> Verdict:
    found = turn.verdict(order_id, line_id)
    if found is None:
        raise OrderNotFound(order_id)
    earlier = found.earlier_cases
    if not found.eligible:
        about = f"{found.name}|{', '.join(earlier)}"
        raise CommandRefused(found.code, about, section=found.section, cases=earlier)
    if not 1 <= quantity <= found.remaining:
        about = f"{found.name}|{found.remaining}"
        raise CommandRefused("qty_exceeds_remaining", about, cases=earlier)
    return found


def _selected(turn: Deliberation, units: c.Units) -> e.SelectedLine:
    quantity = 1 if units.quantity is None else units.quantity
    found = _eligible(turn, units.order_id, units.line_id, quantity)
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
    )
