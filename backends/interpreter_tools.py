"""The tools a hosted model may call: each only states what was understood, and is checked here."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from returns import interpretation as i

type Short = Annotated[str, Field(max_length=200)]
type Count = Annotated[int, Field(ge=1, le=999)]

_MOST_ITEMS = 10
_FOR_READERS = {"title", "description", "maxLength", "maxItems", "minimum", "maximum"}


class Tool(BaseModel):
    """Arguments as the model gives them; anything unknown is refused, nothing is believed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def intent(self, screen: i.Screen) -> i.Intent:
        """Return what the call states beside a screen."""
        raise TypeError(f"{type(self).__name__} states nothing on {screen.awaiting}")


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Short
    order_number: Short | None
    quantity: Count | None


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
        changes = bool(self.items or self.quantity or self.reason or self.resolution)
        answer = "" if changes or self.shipping else self.answer or ""
        return i.UpdateReturn(
            started=self.wants_to_return,
            items=tuple(
                i.ItemMention(item.text, item.order_number or "", item.quantity)
                for item in self.items
            ),
            add=self.add_to_selection,
            quantity=None if self.items else self.quantity,
            reason=_offered(self.reason, screen.reasons),
            details=self.details or "",
            resolution=_offered(self.resolution, screen.resolutions),
            shipping=_offered(self.shipping, screen.shipping),
            answer=answer,
        )


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
    """The customer wants to see returnable items, orders or past returns."""

    what: Literal["items", "orders", "returns"]

    def intent(self, screen: i.Screen) -> i.Intent:
        del screen
        return i.Show(self.what)


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


def offered_tools(screen: i.Screen) -> tuple[str, ...]:
    """Return the tools the case's state allows; without a case there is nothing to cancel."""
    return tuple(name for name in TOOLS if name != "cancel_return" or screen.state is not None)


def schema_of(tool: type[Tool]) -> dict[str, Any]:
    """Return a strict JSON schema without titles, which cost tokens and say nothing."""
    return _bare(tool.model_json_schema())


def intent_of(name: str, arguments: str, screen: i.Screen) -> i.Intent | None:
    """Return what a call states, or None when the tool is not offered or its arguments are off."""
    if name not in offered_tools(screen):
        return None
    try:
        return TOOLS[name].model_validate_json(arguments).intent(screen)
    except ValidationError:
        return None


def _offered(code: str | None, options: tuple[i.Option, ...]) -> str:
    """Return a code only when it is on the screen."""
    wanted = (code or "").strip().upper()
    return wanted if any(option.code == wanted for option in options) else ""


def _bare(node: Any) -> Any:
    """Drop what only a reader needs; the bounds are checked here, whatever the model was told."""
    if isinstance(node, list):
        return [_bare(child) for child in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    schema = cast("dict[str, Any]", node)
    properties = schema.get("required", [])
    return {
        name: _bare(value)
        for name, value in schema.items()
        if name not in _FOR_READERS or name in properties
    }
