"""What the desk says: templates filled with facts of the case, never with a model's words."""

from __future__ import annotations

from returns.amounts import amount_text
from returns.case import Case, CaseState, Milestone, awaiting
from returns.errors import CommandRefused, OrderNotFound
from returns.matching import Match
from returns.money import Money
from returns.notices import day_text, paid_minor
from returns.order import Customer
from returns.ports import MovementKind
from returns.shop import Shop, localized

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(count: int) -> str:
    """Return a small number as a word."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def greeting(customer: Customer, shop: Shop, locale: str) -> str:
    return shop.text("greeting", locale).replace("{first_name}", customer.first_name)


def items_text(case: Case) -> str:
    """Return the selection in words, such as "Smart Home Hub and 2 × USB-C Cable"."""
    names = [
        line.name if line.quantity == 1 else f"{line.quantity} × {line.name}" for line in case.lines
    ]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def question(case: Case, customer: Customer, shop: Shop) -> str:
    """Return the sentence that goes with the next card, acknowledging what is known."""
    locale = case.locale
    match awaiting(case):
        case "item":
            return f"{greeting(customer, shop, locale)} Which item would you like to return?"
        case "reason":
            return f"I've pulled up the {_selection(case)}. Why are you returning {_it(case)}?"
        case "resolution":
            return _acknowledged(case, shop)
        case "offer":
            return "Before we go on: you could keep it and get some of your money back."
        case "variant":
            return "Which one would you like instead?"
        case "shipping":
            chosen = [shop.resolutions[code] for code in case.codes if code in shop.resolutions]
            label = " + ".join(localized(one.label, locale) for one in chosen)
            return f"{label} it is. How would you like to send {_it(case)} back?"
        case "confirm":
            return "Here is everything in one place. Shall I go ahead?"
        case "photos":
            return "Photos help us decide quickly. Without any, a person looks at your case first."
        case _:
            return state_text(case, shop)


def _selection(case: Case) -> str:
    line = case.lines[0]
    if len(case.lines) > 1 or line.quantity > 1 or line.available == 1:
        return items_text(case)
    return f"{line.name}, one of {number_word(line.available)}"


def _it(case: Case) -> str:
    return "it" if len(case.lines) == 1 and case.lines[0].quantity == 1 else "them"


def _acknowledged(case: Case, shop: Shop) -> str:
    chosen = case.reason_of(case.lines[0].key) if case.lines else None
    reason = shop.reasons.get(chosen.code) if chosen else None
    said = localized(reason.said, case.locale) if reason else ""
    pattern = shop.text("acknowledge", case.locale)
    return pattern.replace("{item}", items_text(case)).replace("{reason}", said)


def state_text(case: Case, shop: Shop) -> str:
    """Return where a confirmed case stands, claiming only what has happened."""
    number = f"**{case.return_number}**" if case.return_number else ""
    match case.state:
        case CaseState.APPROVED:
            return f"Done. Your return number is {number}. {_preparing(case)}"
        case CaseState.AWAITING_SHIPMENT:
            return f"Return {number} is ready. {_send(case)}"
        case CaseState.IN_REVIEW:
            return "A colleague is looking at your request, usually within two working days."
        case CaseState.IN_TRANSIT:
            return f"Return {number} is on its way to us."
        case CaseState.DECIDED if case.until:
            return (
                f"Return {number} has been inspected, and something was taken off. You have until"
                f" {day_text(case.until)} to accept it or to ask for a second look."
            )
        case CaseState.RECEIVED | CaseState.INSPECTING | CaseState.DECIDED:
            return f"Return {number} has arrived and is being inspected."
        case CaseState.SETTLING:
            return f"Return {number} is being settled."
        case CaseState.CLOSED:
            return f"Return {number} is complete. {settled_text(case)}".strip()
        case CaseState.CANCELLED:
            return "This return is cancelled. You keep the goods, and nothing was charged."
        case CaseState.EXPIRED:
            return "This return has expired. You can start a new one while the window is open."
        case CaseState.DECLINED:
            reason = case.decline.text if case.decline else ""
            return f"We could not accept this return. {reason} {shop.contact}"
        case _:
            return "Your return is open."


def _preparing(case: Case) -> str:
    if case.keeps_goods:
        return "You keep the item; the discount is being paid."
    if case.shipping and case.shipping.store:
        return "Your store pass is being prepared."
    return "Your label is being prepared; it will appear here in a moment."


def _send(case: Case) -> str:
    until = f" by {day_text(case.until)}" if case.until else ""
    if case.shipping and case.shipping.store:
        return f"Show the pass at any of our stores{until}."
    if case.pickup:
        start, end = case.pickup.starts_at, case.pickup.ends_at
        when = f"{day_text(start)}, {start:%H:%M}–{end:%H:%M}"
        return f"A courier comes on {when}. Put the label on the parcel."
    return f"Print the label, put it on the parcel and hand it over{until}."


def settled_text(case: Case) -> str:
    """Return what was paid, from the movements that are recorded."""
    if case.exchange_orders:
        return f"Your replacement is ordered: {', '.join(case.exchange_orders)}."
    paid = paid_minor(case)
    if not paid or not case.quote:
        return ""
    amount = amount_text(Money(paid, case.quote.currency), case.locale)
    kinds = {movement.kind for movement in case.movements}
    if kinds <= {MovementKind.CREDIT_PRINCIPAL, MovementKind.CREDIT_BONUS}:
        return f"{amount} of store credit is on your account."
    return f"{amount} went back to how you paid."


def milestone_text(milestone: Milestone, case: Case, shop: Shop) -> str:
    """Return what the customer is told of something that happened meanwhile."""
    number = f"**{case.return_number}**" if case.return_number else "Your return"
    match milestone.code:
        case "logistics_ready":
            ready = "pass" if case.shipping and case.shipping.store else "label"
            # Told late, it may have been used already, or be void.
            todo = f" {_send(case)}" if case.state is CaseState.AWAITING_SHIPMENT else ""
            return f"Your {ready} for {number} is ready.{todo}"
        case "first_scanned":
            return f"The carrier has your parcel. {number} is on its way to us."
        case "received":
            return f"We have received {number} and are inspecting it."
        case "parcel_lost":
            return f"The carrier has lost {number}. You are paid in full."
        case "pickup_missed":
            return f"The courier for {number} did not come. We book another one; you pay nothing."
        case "decided":
            return state_text(case, shop)
        case "closed":
            return f"{number} is complete. {settled_text(case)}".strip()
        case code if code.startswith("reminded."):
            code = code.removeprefix("reminded.")
            return reminder_text(code, case) if code in case.reminded else ""
        case "nudged":
            return "Still there? Your return is saved; go on whenever you like."
        case _:
            return state_text(case, shop)


def reminder_text(code: str, case: Case) -> str:
    """Return what a customer is reminded of; "" for what reminds the shop's own people."""
    number = f"**{case.return_number}**" if case.return_number else "your return"
    until = f" by {day_text(case.until)}" if case.until else ""
    if code == "photos_reminder":
        return f"We are still waiting for your photos{until}."
    if code.startswith("label_"):
        return f"Please send {number}{until}; its label runs out then."
    if code.startswith("recovery"):
        return f"You have been paid for {number} already. Please send the goods{until}."
    return ""


def match_text(match: Match) -> str:
    """Return what has to be asked about the items a customer named; "" when all are clear."""
    parts = [f"Order {order_id} is not among your orders." for order_id in match.foreign_orders]
    parts += [f"I couldn't find “{words}” among your orders." for words in match.unmatched]
    for words, candidates in match.ambiguous:
        names = " or ".join(f"{item.name} ({item.order_id})" for item in candidates[:4])
        parts.append(f"Which one do you mean by “{words}”: {names}?")
    return " ".join(parts)


def refusal_text(refusal: CommandRefused | OrderNotFound, shop: Shop) -> str:
    """Return why something was refused, and what to do instead."""
    if isinstance(refusal, OrderNotFound):
        return f"Order {refusal.order_id} is not among your orders. Here is what I can see:"
    name, _, rest = refusal.subject.partition("|")
    section = f" (policy {refusal.section})" if refusal.section else ""
    template = _REFUSALS.get(refusal.code) or _NOT_OFFERED.get(
        refusal.code.partition("_")[0], "That is not possible here."
    )
    text = template.replace("{name}", name).replace("{rest}", rest)
    return f"{text}{section}".replace("{contact}", shop.contact)


_NOT_OFFERED = {
    "reason": "That reason does not fit here; please pick one below.",
    "resolution": "That is not on offer here; please pick one below.",
    "shipping": "That way of sending is not on offer here; please pick one below.",
}

_REFUSALS = {
    "window_over": "The return window for {name} is over.",
    "not_delivered": "{name} has not been delivered yet; it can come back once it is.",
    "data_incomplete": "I can't read all about {name}, so a colleague has to look. {contact}",
    "final_sale": "{name} was a final sale and cannot come back.",
    "hygiene": "{name} cannot come back for hygiene reasons.",
    "personalized": "{name} was made for you and cannot come back.",
    "digital": "{name} is digital and cannot come back.",
    "already_returned": "All units of {name} are already part of a return.",
    "qty_exceeds_remaining": "Only {rest} of {name} can still come back.",
    "details_required": "Please tell me in a few words what is wrong.",
    "unknown_reason": "That is not one of the reasons; please pick one below.",
    "unknown_resolution": "That is not on offer here; please pick one below.",
    "unknown_shipping": "That way of sending is not on offer; please pick one below.",
    "nothing_to_ship": "You keep the item, so there is nothing to send.",
    "nothing_selected": "Please pick at least one item.",
    "sealed_only": "{name} can only come back while it is sealed. Tell me if it still is.",
    "order_has_request": "This order has a return already; please finish that one first.",
    "bundle_incomplete": "{name} only comes back as a whole set.",
    "other_currency": "{name} was paid in another currency; please return it by itself.",
    "serial_unknown": "I can't find that serial number on your order for {name}.",
    "defect_only": "The return window is over. Under the warranty only a defect can come back.",
    "not_under_warranty": "That is only for the warranty; please pick one below.",
    "warranty_only": "Under the warranty that is not on offer; please pick one below.",
    "gift_credit_only": "A gift is returned for store credit.",
    "already_discounted": "A discount for keeping it has been paid already.",
    "nothing_offered": "There is no offer open at the moment.",
    "nothing_exchanged": "Nothing is being exchanged here.",
    "unknown_variant": "That is not one of the choices for {name}; please pick one below.",
    "too_many_packages": "That are more packages than one return can have.",
    "already_scanned": "The carrier has your parcel already, so this can no longer be changed.",
    "same_method": "That is how it is sent already.",
    "nothing_to_dispute": "There is nothing to disagree with at the moment.",
    "disputed_before": "A second inspector has looked at it already.",
    "too_late_to_reopen": "It is too late to take this return up again. {contact}",
    "no_new_returns": "We are not taking new returns at the moment. Please come back later.",
    "no_photos": "Please attach at least one photo.",
    "which_item": "Which of the items do you mean? Please pick it below.",
}
