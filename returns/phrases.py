"""What the desk says: templates filled with facts of the case, never with a model's words."""

from __future__ import annotations

from returns.amounts import amount_text
from returns.case import Case, CaseState, Milestone, awaiting
from returns.errors import CommandRefused, OrderNotFound
from returns.matching import Match
from returns.money import Money
from returns.notices import day_text
from returns.order import Customer
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
        case "shipping":
            chosen = shop.resolutions[case.resolution.code] if case.resolution else None
            label = localized(chosen.label, locale) if chosen else ""
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
    said = localized(shop.reasons[case.reason.code].said, case.locale) if case.reason else ""
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
    paid = sum(movement.amount.minor for movement in case.movements)
    if not paid or not case.quote:
        return ""
    amount = amount_text(Money(paid, case.quote.currency), case.locale)
    if case.resolution and case.resolution.code == "STORE_CREDIT":
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
        case "closed":
            return f"{number} is complete. {settled_text(case)}".strip()
        case "nudged":
            return "Still there? Your return is saved; go on whenever you like."
        case _:
            return state_text(case, shop)


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
    template = _REFUSALS.get(refusal.code, "That is not possible here.")
    text = template.replace("{name}", name).replace("{rest}", rest)
    return f"{text}{section}".replace("{contact}", shop.contact)


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
    "which_item": "Which of the items do you mean? Please pick it below.",
}
