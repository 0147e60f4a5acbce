"""What a model that understands everything calls; the tools have to bring it across unchanged."""

from __future__ import annotations

from typing import Any

from returns import interpretation as i

type ToolCall = tuple[str, dict[str, Any]]

_NOTHING: dict[str, Any] = {
    "wants_to_return": False, "items": [], "add_to_selection": False, "quantity": None,
    "reason": None, "details": None, "resolution": None, "shipping": None, "answer": None,
}  # fmt: skip


def update(**facts: Any) -> ToolCall:
    """Return the call that states these facts and leaves all others out."""
    return "update_return", _NOTHING | facts


def item(
    text: str,
    order_number: str | None = None,
    quantity: int | None = None,
    *,
    reason: str | None = None,
    resolution: str | None = None,
) -> dict[str, Any]:
    named = {"text": text, "order_number": order_number, "quantity": quantity}
    return {**named, "reason": reason, "resolution": resolution}


def calls_for(intents: tuple[i.Intent, ...]) -> tuple[ToolCall, ...]:
    """Return one call per intent, as the instructions ask for."""
    return tuple(_call(intent) for intent in intents)


def _call(intent: i.Intent) -> ToolCall:
    match intent:
        case i.UpdateReturn():
            return _update(intent)
        case i.AskPolicy(question=question):
            return "ask_policy", {"question": question}
        case i.AskStatus():
            return "ask_status", {}
        case i.AskWhy():
            return "show", {"what": "why"}
        case i.Show(what=what):
            return "show", {"what": what}
        case i.FindProduct(query=query):
            return "find_product", {"query": query}
        case i.CancelReturn():
            return "cancel_return", {}
        case i.HandOff():
            return "hand_off", {}
        case i.SmallTalk(kind=kind):
            return "small_talk", {"kind": kind}


def _update(stated: i.UpdateReturn) -> ToolCall:
    return update(
        wants_to_return=stated.started,
        items=[
            item(
                m.text,
                m.order_id or None,
                m.quantity,
                reason=m.reason or None,
                resolution=m.resolution or None,
            )
            for m in stated.items
        ],
        add_to_selection=stated.add,
        quantity=stated.quantity,
        reason=stated.reason or None,
        details=stated.details or None,
        resolution=stated.resolution or None,
        shipping=stated.shipping or None,
        answer=stated.answer or None,
    )
