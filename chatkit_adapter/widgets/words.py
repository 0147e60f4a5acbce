"""The words on the cards, by language; every language says everything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from chatkit_adapter.widgets.words_de import GERMAN
from chatkit_adapter.widgets.words_fr import FRENCH

type Words = Mapping[str, str]

ENGLISH = {
    "months": "January February March April May June July August September October November"
    " December",
    "day": "{month} {day}, {year}",
    "month": "{month} {year}",
    "percent": "{n}%",
    "decimal_mark": ".",
    "free": "Free",
    "policy": "Policy {section}",
    "times": "{n} × {name}",
    # Items
    "items": "Items",
    "member_since": "Member since {month}",
    "order": "Order {number}",
    "placed": "Placed {day}",
    "status.processing": "Being prepared",
    "status.shipped": "On its way",
    "status.delivered": "Delivered",
    "status.cancelled": "Cancelled",
    "returnable": "{remaining} of {quantity} returnable",
    "each": "{price} each",
    "days_left.none": "last day today",
    "days_left.one": "1 day left",
    "days_left.many": "{n} days left",
    "urgency.plenty": "plenty of time",
    "urgency.soon": "soon",
    "urgency.last": "last days",
    "return_item": "Return {name}",
    "several": "Or return several at once",
    "return_selected": "Return selected items",
    "hidden.one": "1 more item is not shown. Tell me its name or its order number.",
    "hidden.many": "{n} more items are not shown. Tell me a name or an order number.",
    "nothing": "Nothing can come back right now",
    "nothing_why": "Below is why, item by item. If something does not look right, a person"
    " will gladly check it for you.",
    "nothing_yet": "There are no orders to return from yet. If that does not look right, a"
    " person will gladly check it for you.",
    "contact_support": "Contact support",
    "no.window_over": "The return window is over",
    "no.not_delivered": "Not delivered yet; it can come back once it is",
    "no.data_incomplete": "A record is incomplete, so a person has to check it",
    "no.final_sale": "Final sale",
    "no.hygiene": "Cannot come back for hygiene reasons",
    "no.personalized": "Made for you, so it cannot come back",
    "no.digital": "Digital goods cannot come back",
    "no.already_returned": "Every unit is already part of a return",
    "no.other": "Cannot come back",
    "last_day_was": "{text} (last day {day})",
    # Reason
    "reason": "Reason",
    "why.one": "Why are you returning it?",
    "why.many": "Why are you returning them?",
    "quantity": "Quantity: {n} of {available}",
    "fewer": "One fewer",
    "more": "One more",
    "details": "{reason}: please say in a few words",
    "apart": "Answer item by item",
    # Resolution
    "resolution": "Resolution",
    "how_compensated": "How would you like to be compensated?",
    "includes_bonus": "includes {amount} bonus",
    "you_keep": "and you keep it",
    "even_exchange": "Even exchange",
    "stock": "Even exchange, {n} in stock",
    "out_of_stock": "Out of stock at the moment",
    # Shipping
    "shipping": "Shipping",
    "how_shipped": "How would you like to send it back?",
    "cheapest": "Costs the shop least",
    "greenest": "Smallest footprint",
    # Recap
    "recap": "Your return at a glance",
    "row.goods": "Goods",
    "row.tax": "Tax",
    "pair": "{name}: {text}",
    "row.exchange": "Exchange for the same product",
    "row.restocking": "Restocking fee {rate}",
    "row.shipping": "Return shipping",
    "row.bonus": "Bonus {rate}",
    "row.discount": "Discount {rate}",
    "waived.merchant_fault": "our fault",
    "waived.tier": "nothing to pay in your tier",
    "waived.staff": "waived for you",
    "total": "Total",
    "valid_until": "Valid until {day}, {time}",
    "photos_hint": "After you confirm, we ask for a few photos",
    "confirm": "Confirm return",
    "cancel": "Cancel return",
    "edit.item": "Change item",
    "edit.reason": "Change reason",
    "edit.resolution": "Change resolution",
    "edit.shipping": "Change shipping",
    # Evidence
    "photos": "Photos",
    "photos_title": "A few photos, please",
    "photos_why": "Pictures of the item and of what is wrong with it let us decide quickly."
    " Attach them to your next message.",
    "photos_until": "We wait for them until {day}.",
    "photos_else": "No photos? Then a person looks at your return first, usually within two"
    " working days.",
    "without_photos": "Continue without photos",
    # Case
    "your_return": "Your return",
    "return_number": "Return {number}",
    "state.DRAFT": "Open",
    "state.QUOTED": "Ready to confirm",
    "state.AWAITING_EVIDENCE": "Waiting for photos",
    "state.IN_REVIEW": "In review",
    "state.APPROVED": "Approved",
    "state.AWAITING_SHIPMENT": "Ready to send",
    "state.IN_TRANSIT": "On its way to us",
    "state.RECEIVED": "Received",
    "state.INSPECTING": "Being inspected",
    "state.DECIDED": "Inspected",
    "state.SETTLING": "Being settled",
    "state.CLOSED": "Complete",
    "state.CANCELLED": "Cancelled",
    "state.DECLINED": "Not accepted",
    "state.EXPIRED": "Expired",
    "about.DRAFT": "Your return is open.",
    "about.QUOTED": "Your return waits for your confirmation.",
    "about.AWAITING_EVIDENCE": "We are waiting for your photos.",
    "about.IN_REVIEW": "A person is looking at your return, usually within two working days."
    " There is nothing you need to do.",
    "about.APPROVED": "Your label is being prepared; it will appear here in a moment.",
    "about.APPROVED.store": "Your store pass is being prepared; it will appear here in a moment.",
    "about.APPROVED.keep": "You keep the item. The discount is being paid.",
    "about.AWAITING_SHIPMENT": "Everything is ready. Next steps:",
    "about.IN_TRANSIT": "The carrier has your parcel.",
    "about.RECEIVED": "Your return has arrived and will be inspected next.",
    "about.INSPECTING": "Your return has arrived and is being inspected.",
    "about.DECIDED": "The inspection is over and your return is being settled.",
    "about.SETTLING": "Your return is being settled.",
    "about.CLOSED": "Everything is settled.",
    "about.CANCELLED": "You keep the goods, and nothing was charged.",
    "about.DECLINED": "We could not accept this return. {contact}",
    "about.EXPIRED": "This return has run out. You can start a new one at any time.",
    "amount": "You get",
    "paid": "You got",
    "step.pack": "Pack the goods with everything that came with them.",
    "step.label": "Put the label on the parcel.",
    "step.courier": "Hand it to the courier: {slot}.",
    "step.store": "Take the goods and your store pass with you.",
    "step.then": "We inspect the goods, then you get {amount}.",
    "step.exchange": "We inspect the goods, then your replacement ships.",
    "pickup": "Pickup",
    "slot": "{day}, {start}–{end}",
    "send_by": "Send it by {day}",
    "bring_by": "Bring it by {day}",
    "tracking": "Tracking number",
    "open_label.one": "Open label",
    "open_label.many": "Open label {n}",
    "open_pass.one": "Open store pass",
    "open_pass.many": "Open store pass {n}",
    "case_details": "Return details",
    "start_another": "Start another return",
    # Offers, exchanges and decisions
    "offer": "Offer",
    "offer_title": "{rate} back if you keep it",
    "offer_why": "Nothing to send in, paid at once",
    "accept_offer": "Keep it for {amount} back",
    "decline_offers": "No thanks, return it",
    "variant": "Exchange for",
    "which_variant": "Which one would you like instead of {name}?",
    "edit.variant": "Change exchange",
    "row.deduction": "Deduction {rate}",
    "row.rejection": "Not accepted",
    "row.bundle": "Set price no longer earned",
    "row.offer": "Discount no longer earned",
    "row.outbound": "Outbound shipping",
    "row.fee_tax": "Tax on fees {rate}",
    "row.replacement": "Replacement",
    "accept_decision": "Accept",
    "dispute": "Ask for a second look",
    "no.sealed_only": "Only while it is sealed",
    "no.order_has_request": "This order has a return already",
}

_WORDS: Mapping[str, Words] = MappingProxyType({"en": ENGLISH, "de": GERMAN, "fr": FRENCH})


def words_of(locale: str) -> Words:
    """Return the words of a locale's language; English when there are none."""
    return _WORDS.get(locale.partition("-")[0], ENGLISH)


def day_text(day: date, locale: str) -> str:
    """Return a day as it stands in a sentence, such as December 7, 2026 or 7. Dezember 2026."""
    words = words_of(locale)
    return words["day"].format(month=_month(day, words), day=day.day, year=day.year)


def month_text(day: date, locale: str) -> str:
    """Return a month as it stands in a sentence, such as March 2021."""
    words = words_of(locale)
    return words["month"].format(month=_month(day, words), year=day.year)


def _month(day: date, words: Words) -> str:
    return words["months"].split()[day.month - 1]
