"""A case's story in sentences, for the customer and for staff."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from returns import events as e
from returns.amounts import amount_text
from returns.money import Money
from returns.notices import day_text
from returns.refund import QuoteLine
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
        case e.UnitsGraded(grade=grade):
            return f"Inspected, grade {grade}"
        case e.MoneyMoved(movements=movements):
            parts = (
                f"{amount_text(moved.amount, locale)} {_KINDS[moved.kind]}" for moved in movements
            )
            return f"Paid: {', '.join(parts)}"
        case e.ExchangePlaced(order_ids=order_ids):
            return f"Replacement ordered: {', '.join(order_ids)}"
        case _:
            return _PLAIN.get(event.type, "")


def quote_line_text(line: QuoteLine, currency: str, locale: str) -> str:
    """Return a row of the calculation in words, such as "Restocking fee 15%: −$6.43"."""
    percent = f" {(Decimal(line.rate) * 100).normalize():f}%" if line.rate else ""
    words = _ROWS.get(line.code, line.code)
    return f"{words}{percent}: {amount_text(Money(line.minor, currency), locale)}"


_KINDS = {"refund": "refund", "credit_principal": "store credit", "credit_bonus": "bonus credit"}

_ROWS = {
    "goods": "Goods",
    "tax": "Tax",
    "exchange": "Even exchange",
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
