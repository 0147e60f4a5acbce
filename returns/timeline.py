"""A case's story in sentences, for the customer and for staff."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from returns import events as e
from returns.amounts import amount_text
from returns.money import Money
from returns.notices import day_text
from returns.quote import QuoteLine
from returns.shop import Shop, localized


def timeline(history: Iterable[e.Recorded], locale: str, shop: Shop) -> list[dict[str, str]]:
    """Return `{"at", "text"}` rows of everything worth telling, in order."""
    rows = ((recorded.at, sentence(recorded.event, locale, shop)) for recorded in history)
    return [{"at": at.isoformat(), "text": text} for at, text in rows if text]


def sentence(event: e.Event, locale: str, shop: Shop) -> str:
    """Return what an event means in words; "" for what concerns nobody outside."""
    match event:
        case e.CaseStarted():
            return "Return started"
        case e.UnitsSelected(lines=lines):
            items = ", ".join(f"{line.quantity} × {line.name} ({line.order_id})" for line in lines)
            return f"Chosen: {items}"
        case e.ReasonChosen(code=code) if code in shop.reasons:
            return f"Reason: {localized(shop.reasons[code].label, locale)}"
        case e.ResolutionChosen(code=code) if code in shop.resolutions:
            return f"Resolution: {localized(shop.resolutions[code].label, locale)}"
        case e.ShippingChosen(code=code) if code in shop.shipping:
            return f"Shipping: {localized(shop.shipping[code].label, locale)}"
        case e.Quoted(quote=quote):
            return f"Quote of {amount_text(quote.total, locale)}"
        case e.QuoteReleased(why=why):
            return f"Quote {why}"
        case e.Approved(return_number=number):
            return f"Approved as {number}"
        case e.Declined(text=text):
            return f"Declined: {text}"
        case e.LogisticsReady(until=until):
            return f"Ready to send until {day_text(until)}"
        case e.LabelMade(tracking_number=number) if number:
            return f"Label made, tracking number {number}"
        case e.PickupBooked(starts_at=starts, ends_at=ends):
            return f"Courier booked for {day_text(starts)}, {starts:%H:%M}–{ends:%H:%M}"
        case e.MoneyMoved(movements=movements):
            parts = (
                f"{amount_text(moved.amount, locale)} {_KINDS[moved.kind]}" for moved in movements
            )
            return f"Paid: {', '.join(parts)}"
        case e.ExchangePlaced(order_ids=order_ids):
            return f"Replacement ordered: {', '.join(order_ids)}"
        case _:
            return _of_goods_and_people(event) or _PLAIN.get(event.type, "")


def _of_goods_and_people(event: e.Event) -> str:
    """Return what happened to the goods, or what people decided, in words."""
    match event:
        case e.UnitGraded(ref=ref, grade=grade):
            return f"Inspected unit {ref.unit} of line {ref.line.line_id}: {grade}"
        case e.ParcelScanned(code=code):
            return f"Carrier: {code.replace('_', ' ')}"
        case e.OffersMade(discount=discount):
            return f"Offered a discount of {percent(discount)} for keeping it"
        case e.OfferAnswered(accepted=accepted):
            return "Discount accepted" if accepted else "Discount declined"
        case e.VariantChosen(variant=variant) if variant:
            return f"Exchange for {variant}"
        case e.Decided(until=until) if until:
            return f"Inspection finished with a deduction, open to dispute until {day_text(until)}"
        case e.Disputed(reason=reason):
            return f"Disputed: {reason}"
        case e.Held(why=why):
            return f"On hold: {why}"
        case e.Escalated(code=code):
            return f"A person has to act: {code.replace('_', ' ')}"
        case e.Overridden(act=act, reason=reason):
            return f"Decided by staff: {act.replace('_', ' ')} ({reason})"
        case e.Reopened(why=why):
            return f"Taken up again: {why}"
        case e.Reminded(code=code):
            return f"Reminder: {code.replace('_', ' ')}"
        case _:
            return ""


def quote_line_text(line: QuoteLine, currency: str, locale: str) -> str:
    """Return a row of the calculation in words, such as "Restocking fee 15%: −$6.43"."""
    rate = f" {percent(line.rate)}" if line.rate else ""
    words = _ROWS.get(line.code, line.code)
    return f"{words}{rate}: {amount_text(Money(line.minor, currency), locale)}"


def percent(rate: str) -> str:
    """Return a rate as people read it, such as 15%."""
    return f"{(Decimal(rate) * 100).normalize():f}%"


_KINDS = {
    "refund": "refund",
    "credit_principal": "store credit",
    "credit_bonus": "bonus credit",
    "collection": "collected",
}

_ROWS = {
    "goods": "Goods",
    "tax": "Tax",
    "deduction": "Deduction after inspection",
    "rejection": "Not accepted by inspection",
    "bundle": "Set price no longer earned",
    "offer": "Discount no longer earned",
    "outbound": "Outbound shipping",
    "fee_tax": "Tax on fees",
    "exchange": "Even exchange",
    "replacement": "Replacement",
    "restocking": "Restocking fee",
    "shipping": "Return shipping",
    "discount": "Discount for keeping it,",
    "bonus": "Store credit bonus",
}

_PLAIN = {
    "confirmed": "Confirmed by the customer",
    "evidence_requested": "Photos asked for",
    "review_requested": "Sent to review",
    "cancelled": "Cancelled by the customer",
    "expired": "Expired",
    "handed_off": "A person was asked for",
    "nudged": "Reminder shown",
    "label_made": "Store pass made",
    "first_scanned": "First carrier scan",
    "received": "Received",
    "inspection_started": "Inspection started",
    "decided": "Inspection finished",
    "taken_apart": "Answered item by item from here on",
    "units_graded": "Inspected",
    "decision_accepted": "Decision accepted",
    "evidence_provided": "Photos added",
    "method_changed": "Another way of sending chosen",
    "requoted": "Quote improved",
    "choice_dropped": "A choice no longer fits and is asked again",
    "handed_back": "Handed back to the desk",
    "hold_released": "Hold ended",
    "override_proposed": "A second person is asked to decide",
    "effect_retried": "A failed step is tried again",
    "pickup_missed": "The courier did not come; another pickup is booked",
    "parcel_lost": "Lost by the carrier; settled in full",
    "goods_arrived": "Goods arrived after all; people look at it",
    "settled_early": "Paid before inspection",
    "reclaimed": "Early credit is taken back",
    "movements_replaced": "A refused payment goes another way",
    "money_submitted": "Payment under way",
    "money_refused": "Payment refused",
    "credit_reversed": "Store credit taken back",
    "loyalty_adjusted": "Points and coupons adjusted",
    "sent_back": "Sent back to the customer",
    "case_purged": "Personal data erased",
    "effect_deferred": "A step waits, because the shop has paused it",
    "settlement_started": "Settlement started",
    "closed": "Closed",
    "clauses_found": "Policy sections found",
    "similar_cases_found": "Similar cases found",
    "order_updated": "Order marked as being returned",
    "inbound_reserved": "Warehouse slot reserved",
    "restocked": "Back on the shelf",
    "notice_sent": "Customer notified",
    "effect_undone": "A step was undone",
    "effect_failed": "A step failed and will be tried again",
}
