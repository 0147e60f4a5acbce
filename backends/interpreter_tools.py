"""The tools a hosted model may call: each only states what was understood, and is checked here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache, reduce
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from returns import interpretation as i
from returns.case import ENDS
from returns.matching import EVERYTHING, fold, match_items

# Plain names: a schema would refer to a `type`, in more bytes.
Short = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=1, le=999)]

_MOST_ITEMS = 10
_POLITE = {i.SmallTalk("greeting"), i.SmallTalk("thanks")}
_FOR_READERS = {"title", "description", "maxLength", "maxItems", "minimum", "maximum"}


class Tool(BaseModel):
    """Arguments as the model gives them; anything unknown is refused, nothing is believed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def intent(self, screen: i.Screen) -> i.Intent:
        """Return what the call states beside a screen."""
        raise TypeError(f"{type(self).__name__} states nothing on {screen.awaiting}")


class Item(BaseModel):
    """A thing to come back; what the customer says of this one alone is a field here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Short
    order_number: Short | None
    quantity: Count | None
    reason: Short | None
    resolution: Short | None

    def mention(self, screen: i.Screen) -> i.ItemMention:
        return i.ItemMention(
            self.text,
            self.order_number or "",
            self.quantity,
            _offered(self.reason, screen.reasons),
            _offered(self.resolution, screen.resolutions),
        )


class UpdateReturn(Tool):
    """State every fact of a return the customer just gave, in one call."""

    wants_to_return: bool
    items: Annotated[list[Item], Field(max_length=_MOST_ITEMS)]
    add_to_selection: bool
    quantity: Count | None
    reason: Short | None
    details: Short | None
    resolution: Short | None
    shipping: Short | None
    answer: Literal["yes", "no"] | None

    def intent(self, screen: i.Screen) -> i.Intent:
        items = tuple(item.mention(screen) for item in self.items)
        if len(items) == 1 and items[0].quantity is None:
            items = (replace(items[0], quantity=self.quantity),)
        facts = i.UpdateReturn(
            started=self.wants_to_return,
            items=items,
            add=self.add_to_selection,
            quantity=None if items else self.quantity,
            reason=_offered(self.reason, screen.reasons),
            details=self.details or "",
            resolution=_offered(self.resolution, screen.resolutions),
            shipping=_offered(self.shipping, screen.shipping),
        )
        # A yes beside any other fact is no plain yes to what is on screen.
        return i.UpdateReturn(answer=self.answer or "") if facts == i.UpdateReturn() else facts


class AskPolicy(Tool):
    """The customer asks what the return policy says."""

    question: Short

    def intent(self, screen: i.Screen) -> i.Intent:
        del screen
        return i.AskPolicy(self.question)


class AskStatus(Tool):
    """The customer asks where a return or a refund stands."""

    def intent(self, screen: i.Screen) -> i.Intent:
        del screen
        return i.AskStatus()


class Show(Tool):
    """The customer wants to see returnable items, orders, past returns, or why it is so here."""

    what: Literal["items", "orders", "returns", "why"]

    def intent(self, screen: i.Screen) -> i.Intent:
        del screen
        return i.AskWhy() if self.what == "why" else i.Show(self.what)


class FindProduct(Tool):
    """The customer looks for a product."""

    query: Short

    def intent(self, screen: i.Screen) -> i.Intent:
        del screen
        return i.FindProduct(self.query)


class CancelReturn(Tool):
    """The customer gives the present return up."""

    def intent(self, screen: i.Screen) -> i.Intent:
        del screen
        return i.CancelReturn()


class HandOff(Tool):
    """The customer asks for a person."""

    def intent(self, screen: i.Screen) -> i.Intent:
        del screen
        return i.HandOff()


class SmallTalk(Tool):
    """Greeting, thanks, anything unclear, and anything that is not about returns."""

    kind: Literal["greeting", "thanks", "unclear", "off_topic"]

    def intent(self, screen: i.Screen) -> i.Intent:
        del screen
        return i.SmallTalk(self.kind)


TOOLS: dict[str, type[Tool]] = {
    "update_return": UpdateReturn,
    "ask_policy": AskPolicy,
    "ask_status": AskStatus,
    "show": Show,
    "find_product": FindProduct,
    "cancel_return": CancelReturn,
    "hand_off": HandOff,
    "small_talk": SmallTalk,
}


class Call(NamedTuple):
    """A tool call of a response, as it came."""

    tool: str
    arguments: str


class Stated(NamedTuple):
    """What the calls of one response state together, and the tools whose calls were not valid."""

    intents: tuple[i.Intent, ...]
    dropped: tuple[str, ...]


def offered_tools(screen: i.Screen) -> tuple[str, ...]:
    """Return the tools the case's state allows; without an open case there is nothing to cancel."""
    open_case = screen.state is not None and screen.state not in ENDS
    return tuple(name for name in TOOLS if name != "cancel_return" or open_case)


@cache
def schema_of(tool: type[Tool]) -> dict[str, Any]:
    """Return a strict JSON schema without titles, which cost tokens and say nothing."""
    return _bare(tool.model_json_schema())


def stated(calls: Iterable[Call], screen: i.Screen) -> Stated:
    """Return what all calls of one response state, in order; what is not valid is left out."""
    intents: list[i.Intent] = []
    dropped: list[str] = []
    for call in calls:
        intent = intent_of(call, screen)
        if intent is None:
            dropped.append(call.tool if call.tool in TOOLS else "unknown_tool")
        else:
            intents.append(intent)
    return Stated(_together(intents, screen), tuple(dropped))


def intent_of(call: Call, screen: i.Screen) -> i.Intent | None:
    """Return what a call states; None when it is not offered, its arguments are off, or nothing."""
    if call.tool not in offered_tools(screen):
        return None
    try:
        intent = TOOLS[call.tool].model_validate_json(call.arguments).intent(screen)
    except ValidationError:
        return None
    return None if intent == i.UpdateReturn() else intent


def _together(intents: list[i.Intent], screen: i.Screen) -> tuple[i.Intent, ...]:
    """Make one of all the updates a sentence was split into, where the first one stood."""
    updates = [intent for intent in intents if isinstance(intent, i.UpdateReturn)]
    if not updates:
        return tuple(intents)
    update = _without_repeats(reduce(_joined, updates), screen)
    if len(updates) > 1 or any(intent not in {*updates, *_POLITE} for intent in intents):
        # More was said than a plain yes or no.
        update = replace(update, answer="")
    first = intents.index(updates[0])
    before, after = (
        [each for each in part if each not in updates]
        for part in (intents[:first], intents[first:])
    )
    return (*before, update, *after)


def _joined(first: i.UpdateReturn, second: i.UpdateReturn) -> i.UpdateReturn:
    """Return both as one; of two words on one slot the later one counts."""
    naming = [update for update in (first, second) if update.items]
    return i.UpdateReturn(
        started=first.started or second.started,
        items=tuple(dict.fromkeys(first.items + second.items)),
        add=bool(naming) and all(update.add for update in naming),
        quantity=second.quantity or first.quantity,
        reason=second.reason or first.reason,
        details=second.details or first.details,
        resolution=second.resolution or first.resolution,
        shipping=second.shipping or first.shipping,
    )


def _without_repeats(update: i.UpdateReturn, screen: i.Screen) -> i.UpdateReturn:
    """Leave out items that only name what is selected: that would reset how many there are."""
    bare = all(mention == i.ItemMention(mention.text, mention.order_id) for mention in update.items)
    if not bare or any(fold(mention.text) in EVERYTHING for mention in update.items):
        return update
    found = match_items(update.items, screen.selected)
    if found.unmatched or found.ambiguous or found.foreign_orders:
        return update
    named = {(unit.order_id, unit.line_id) for unit in found.units}
    selected = {(item.order_id, item.line_id) for item in screen.selected}
    return replace(update, items=(), add=False) if named == selected else update


def _offered(said: str | None, options: tuple[i.Option, ...]) -> str:
    """Return a code only when it, or its label, is on the screen."""
    wanted = fold((said or "").strip())
    return next((o.code for o in options if wanted in {fold(o.code), fold(o.label)}), "")


def _bare(node: Any) -> Any:
    """Drop what only a reader needs; the bounds are checked here, whatever the model was told."""
    if isinstance(node, list):
        return [_bare(child) for child in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    schema = cast("dict[str, Any]", node)
    properties = schema.get("required", [])
    kept = {
        name: _bare(value)
        for name, value in schema.items()
        if name not in _FOR_READERS or name in properties
    }
    choices = kept.get("anyOf", [])
    # {"anyOf": [{"type": "string"}, {"type": "null"}]} says the same in more bytes.
    if choices and all(choice.keys() == {"type"} for choice in choices):
        return {"type": [choice["type"] for choice in choices]}
    return kept
