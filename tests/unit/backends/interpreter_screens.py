"""The screens that utterances are read beside, and a short way to write what was understood."""

from __future__ import annotations

from dataclasses import replace

from returns.case import CaseState
from returns.interpretation import (
    AskPolicy,
    FindProduct,
    Intent,
    ItemMention,
    Option,
    Screen,
    ScreenItem,
    Show,
    SmallTalk,
    UpdateReturn,
)

DISPLAY = ScreenItem("ORD-79001", "1", "Ultra HD Smart Display", "displays", 1, eligible=True)
HUB = ScreenItem("ORD-79001", "2", "Smart Home Hub", "smart_home", 2, eligible=True)
CABLE = ScreenItem("ORD-79001", "3", "USB-C Cable 6ft (3-Pack)", "accessories", 1, eligible=True)

REASONS = tuple(
    Option(code, label)
    for code, label in {
        "DAMAGED": "Damaged/Defective",
        "WRONG_ITEM": "Wrong item",
        "WRONG_SIZE": "Wrong size or fit",
        "NOT_AS_DESCRIBED": "Not as described",
        "CHANGED_MIND": "Changed my mind",
        "FOUND_BETTER_PRICE": "Found a better price",
        "ARRIVED_TOO_LATE": "Arrived too late",
        "GIFT_RETURN": "Gift return",
        "OTHER": "Other",
    }.items()
)
RESOLUTIONS = (
    Option("FULL_REFUND", "Refund"),
    Option("STORE_CREDIT", "Store credit"),
    Option("EXCHANGE", "Exchange"),
    Option("KEEP_WITH_DISCOUNT", "Keep it with a discount"),
)
SHIPPING = (
    Option("PREPAID_LABEL", "Prepaid shipping label"),
    Option("SCHEDULE_PICKUP", "Schedule pickup"),
    Option("DROP_OFF", "Customer drop-off"),
    Option("RETURN_TO_STORE", "Return to store"),
)

START = Screen(
    locale="en",
    state=None,
    awaiting=None,
    items=(DISPLAY, HUB, CABLE),
    selected=(),
    reasons=REASONS,
    resolutions=RESOLUTIONS,
    shipping=SHIPPING,
)
ITEM = replace(START, state=CaseState.DRAFT, awaiting="item")
REASON = replace(ITEM, awaiting="reason", selected=(HUB,))
CONFIRM = replace(REASON, state=CaseState.QUOTED, awaiting="confirm")

SCREENS = {
    "start": START,
    "item": ITEM,
    "reason": REASON,
    "two": replace(REASON, selected=(HUB, CABLE)),
    "split": replace(REASON, reasons=(*REASONS, Option("DEFECTIVE", "Defective"))),
    "resolution": replace(REASON, awaiting="resolution"),
    "shipping": replace(REASON, awaiting="shipping"),
    "confirm": CONFIRM,
    "photos": replace(CONFIRM, state=CaseState.AWAITING_EVIDENCE, awaiting="photos"),
    "parcel": replace(CONFIRM, state=CaseState.AWAITING_SHIPMENT, awaiting="parcel"),
    "item-de": replace(ITEM, locale="de-DE"),
    "reason-de": replace(REASON, locale="de-DE"),
    "confirm-de": replace(CONFIRM, locale="de-DE"),
    "item-fr": replace(ITEM, locale="fr-FR"),
    "reason-fr": replace(REASON, locale="fr-FR"),
    "confirm-fr": replace(CONFIRM, locale="fr-FR"),
}


def written(intents: tuple[Intent, ...]) -> str:
    return "; ".join(_written(intent) for intent in intents)


def _written(intent: Intent) -> str:
    match intent:
        case UpdateReturn():
            return " ".join(["update", *_slots(intent)])
        case AskPolicy(question):
            return f"policy {question}"
        case FindProduct(query):
            return f"find {query}"
        case Show(what):
            return f"show {what}"
        case SmallTalk(kind):
            return kind
    return type(intent).__name__


def _slots(update: UpdateReturn) -> list[str]:
    items = ", ".join(_item(mention) for mention in update.items)
    parts = {
        "quantity": update.quantity,
        "reason": update.reason,
        "details": update.details,
        "resolution": update.resolution,
        "shipping": update.shipping,
        "answer": update.answer,
    }
    said = ["started"] if update.started else []
    if items:
        said.append(f"{'add' if update.add else 'items'}=[{items}]")
    return said + [f"{name}={value}" for name, value in parts.items() if value]


def _item(mention: ItemMention) -> str:
    count = f" x{mention.quantity}" if mention.quantity else ""
    order = f" @{mention.order_id}" if mention.order_id else ""
    return f"{mention.text}{count}{order}".strip()
