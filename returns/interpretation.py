"""What a sentence can mean. An interpreter only states what was said; it never decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from returns.case import CaseState


@dataclass(frozen=True, slots=True)
class ScreenItem:
    """An order line the customer can name. `remaining` units may come back."""

    order_id: str
    line_id: str
    name: str
    category: str
    remaining: int
    eligible: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A code the customer can choose, with the words on its button."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What the customer sees while typing; a text means something only beside it."""

    locale: str
    state: CaseState | None
    awaiting: str | None
    items: tuple[ScreenItem, ...]
    selected: tuple[ScreenItem, ...]
    reasons: tuple[Option, ...]
    resolutions: tuple[Option, ...]
    shipping: tuple[Option, ...]
    variants: tuple[Option, ...] = ()
    shop: str = ""


@dataclass(frozen=True, slots=True)
class ItemMention:
    """Something named as coming back: the customer's words, an order, how many; all optional.

    `reason` and `resolution` are codes said of this one alone.
    """

    text: str = ""
    order_id: str = ""
    quantity: int | None = None
    reason: str = ""
    resolution: str = ""

    @property
    def answered(self) -> bool:
        return bool(self.reason or self.resolution)


@dataclass(frozen=True, slots=True)
class UpdateReturn:
    """Every slot one sentence filled, and its yes or no to the question on screen.

    `started` says that a return was asked for, even when no slot was. `add` adds the items to
    those already chosen. `quantity` without an item changes the one that is selected.
    `variant` is what goes out instead, while that is asked for.
    """

    started: bool = False
    items: tuple[ItemMention, ...] = ()
    add: bool = False
    quantity: int | None = None
    reason: str = ""
    details: str = ""
    resolution: str = ""
    shipping: str = ""
    variant: str = ""
    answer: Literal["yes", "no", ""] = ""


@dataclass(frozen=True, slots=True)
class AskPolicy:
    question: str


@dataclass(frozen=True, slots=True)
class AskStatus:
    pass


@dataclass(frozen=True, slots=True)
class AskWhy:
    """Why what is on screen is so: an amount, a fee, a refusal."""


@dataclass(frozen=True, slots=True)
class Show:
    what: Literal["items", "orders", "returns"]


@dataclass(frozen=True, slots=True)
class FindProduct:
    query: str


@dataclass(frozen=True, slots=True)
class CancelReturn:
    pass


@dataclass(frozen=True, slots=True)
class HandOff:
    pass


@dataclass(frozen=True, slots=True)
class SmallTalk:
    kind: Literal["greeting", "thanks", "unclear", "off_topic"]


type Intent = (
    UpdateReturn
    | AskPolicy
    | AskStatus
    | AskWhy
    | Show
    | FindProduct
    | CancelReturn
    | HandOff
    | SmallTalk
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was said, in order, and by which route it was understood."""

    intents: tuple[Intent, ...]
    route: Literal["rules", "llm", "fallback"] = "rules"


class Interpreter(Protocol):
    async def interpret(self, text: str, screen: Screen) -> Understanding:
        """State what a text means beside a screen; text it cannot place is small talk.

        Identity, prices and eligibility in the text are never part of the answer.
        """
        ...
