"""The golden scenario of the design: what is typed or clicked, and what must then be so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tests.customer import Customer

# How many words, sentences or amounts of a card belong together.
_NEAR = 5

HUB = "Smart Home Hub"
CABLE = "USB-C Cable 6ft (3-Pack)"


@dataclass(frozen=True)
class Row:
    """One turn: how to take it either way, and what the design's table says of it."""

    type: Callable[[Customer], str]
    click: Callable[[Customer], str]
    shown: tuple[str, str | None, int]
    reply: str
    card: tuple[tuple[str, ...], ...]
    answered: str = ""


def _press(action: str, **wanted: str) -> Callable[[Customer], str]:
    return lambda customer: customer.click(action, **wanted)


def _say(text: str) -> Callable[[Customer], str]:
    return lambda customer: customer.say(text)


ROWS = (
    Row(
        _say("I want to return some items"),
        Customer.press_start,
        ("DRAFT", "item", 1),
        "Hi Robert, let's get your return sorted. Which item would you like to return?",
        (
            ("Robert Johnson", "Platinum"),
            ("Ultra HD Smart Display", "10 days left, soon", "1 of 1 returnable · $299.99 each"),
            (HUB, "25 days left, plenty of time", "2 of 2 returnable · $89.99 each"),
            (CABLE, "25 days left, plenty of time", "1 of 1 returnable · $14.99 each"),
        ),
    ),
    Row(
        lambda c: c.say(f"I want to return {HUB} from order {order_of(c)}"),
        lambda c: c.click("select_return_item", order_id=order_of(c), line_id="2"),
        ("DRAFT", "reason", 2),
        f"I've pulled up the {HUB}, one of two. Why are you returning it?",
        (
            ("Quantity: 1 of 2",),
            ("Damaged/Defective",),
            ("Wrong item",),
            ("Wrong size or fit",),
            ("Not as described",),
            ("Changed my mind",),
            ("Found a better price",),
            ("Arrived too late",),
            ("Gift return",),
            ("Other",),
        ),
        "Items",
    ),
    Row(
        _say("it was completely damaged"),
        _press("select_reason", code="DAMAGED"),
        ("DRAFT", "resolution", 3),
        f"Got it — I've marked the {HUB} as damaged. How would you like to be compensated?",
        (
            ("Refund", "$89.99"),
            ("Store credit", "$98.99", "includes $9.00 bonus"),
            ("Exchange", "Even exchange", "in stock"),
            ("Keep it with a discount", "$18.00", "and you keep it"),
        ),
        "Reason",
    ),
    Row(
        _say("I would like a STORE_CREDIT"),
        _press("select_resolution", code="STORE_CREDIT"),
        ("DRAFT", "shipping", 4),
        "Store credit it is. How would you like to send it back?",
        (
            ("Prepaid shipping label", "Free"),
            ("Schedule pickup", "Free"),
            ("Customer drop-off", "Free"),
            ("Return to store", "Free"),
        ),
        "Resolution",
    ),
    Row(
        _say("prepaid label"),
        _press("select_shipping", code="PREPAID_LABEL"),
        ("QUOTED", "confirm", 5),
        "Here is everything in one place. Shall I go ahead?",
        (
            (f"Goods: {HUB}", "Policy 5.1", "$89.99"),
            ("Bonus 10%", "Policy 5.2", "$9.00"),
            ("Total", "$98.99"),
            ("Valid until ",),
        ),
        "Shipping",
    ),
    Row(
        _say("yes"),
        _press("confirm_return"),
        ("AWAITING_SHIPMENT", "parcel", 6),
        "Done. Your return number is **RMA-",
        (("Return RMA-",), ("Your label is being prepared",)),
        "Your return at a glance",
    ),
)

TYPED, CLICKED = ("type",) * 6, ("click",) * 6
MIXED = ("type", "click", "type", "click", "type", "type")


def order_of(customer: Customer) -> str:
    return customer.twin.order() if customer.twin else "ORD-79001"


def take(customer: Customer, number: int, way: str) -> str:
    """Take one turn and check all the design says about it; return what was said."""
    row = ROWS[number]
    before = customer.cards()[-1]["id"] if number else ""

    said = getattr(row, way)(customer)

    assert said.startswith(row.reply), said
    for together in row.card:
        assert says(customer, *together), f"{together} not on the card: {customer.card_text()}"
    if number == 1:
        assert len(buttons(customer, "select_reason")) == 9
    if number == 3:
        assert len(buttons(customer, "select_shipping")) == 4
    if number:
        left = customer.items[before]["widget"]
        assert not list(actions_of(left)), "an answered card has no buttons"
        assert row.answered in str(left)
    return said


def says(customer: Customer, anchor: str, *others: str) -> bool:
    """Whether the newest card says something, with other words close behind it."""
    pieces = customer.card_text().split(" | ")
    near = [
        " | ".join(pieces[place : place + _NEAR])
        for place, piece in enumerate(pieces)
        if piece.startswith(anchor)
    ]
    return any(all(word in words for word in others) for words in near)


def taken(customer: Customer, number: int, way: str) -> str:
    """Take one turn, and wait until its instance shows the state of the table."""
    said = take(customer, number, way)
    customer.until_shown(*ROWS[number].shown)
    return said


def to_row(customer: Customer, last: int, ways: tuple[str, ...] = TYPED) -> Customer:
    """Take the first `last` turns; the sixth is the yes."""
    for number in range(last):
        taken(customer, number, ways[number])
    return customer


def to_warehouse(customer: Customer, grade: str = "A") -> None:
    """Play carrier and warehouse until the case is closed."""
    steps = (
        ("scan", {}, "IN_TRANSIT"),
        ("receive", {}, "RECEIVED"),
        ("grade", {"grade": grade}, "CLOSED"),
    )
    for act, body, state in steps:
        answered = customer.simulate(act, **body)
        assert answered.status_code == 200, answered.text
        customer.until_state(state)


def buttons(customer: Customer, action: str) -> list[dict]:
    """Return the payloads of the newest card's buttons of one action."""
    newest = customer.cards()[-1]["widget"]
    return [found["payload"] for found in actions_of(newest) if found["type"] == action]


def actions_of(node) -> list[dict]:
    """Return every server action of a widget."""
    if isinstance(node, list):
        return [found for child in node for found in actions_of(child)]
    if not isinstance(node, dict):
        return []
    if "type" in node and isinstance(node.get("payload"), dict):
        return [{"type": node["type"], "payload": node["payload"]}]
    return [found for child in node.values() for found in actions_of(child)]


def hours_between(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 3600
