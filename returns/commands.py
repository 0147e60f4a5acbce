"""What can be asked of a case; typed text and clicks become the same commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from returns.case import CaseRef

type Source = Literal["text", "click", "system", "staff", "carrier"]


@dataclass(frozen=True, slots=True)
class Start:
    """Open a return, or go on with the one that is open."""


@dataclass(frozen=True, slots=True)
class Units:
    """Some of an order line; without a quantity one unit is assumed, and said so."""

    order_id: str
    line_id: str
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class SelectUnits:
    """Choose what comes back: in place of the present selection, or in addition to it."""

    units: tuple[Units, ...]
    add: bool = False


@dataclass(frozen=True, slots=True)
class SetQuantity:
    """Change the quantity of the one line that is selected."""

    quantity: int


@dataclass(frozen=True, slots=True)
class ChooseReason:
    code: str
    details: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ChooseResolution:
    code: str


@dataclass(frozen=True, slots=True)
class ChooseShipping:
    code: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """The explicit yes to the recap; nothing is created before it."""


@dataclass(frozen=True, slots=True)
class ContinueWithoutPhotos:
    """The customer has no photos; people look at the case instead."""


@dataclass(frozen=True, slots=True)
class Cancel:
    pass


@dataclass(frozen=True, slots=True)
class HandOff:
    """The customer wants a person."""


@dataclass(frozen=True, slots=True)
class Approve:
    """Staff accept a case under review."""


@dataclass(frozen=True, slots=True)
class Decline:
    """Staff refuse a case under review, with a reason code and a text for the customer."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Scan:
    """The carrier scanned a parcel of the case."""

    tracking_number: str


@dataclass(frozen=True, slots=True)
class Receive:
    """The dock or the till took the goods in."""


@dataclass(frozen=True, slots=True)
class Grade:
    """The inspection's result: A as new, B light wear, C heavy wear, D unusable."""

    grade: Literal["A", "B", "C", "D"]


@dataclass(frozen=True, slots=True)
class PassDeadline:
    """A timer of the case has run out; `code` names it."""

    code: str


type Command = (
    Start
    | SelectUnits
    | SetQuantity
    | ChooseReason
    | ChooseResolution
    | ChooseShipping
    | Confirm
    | ContinueWithoutPhotos
    | Cancel
    | HandOff
    | Approve
    | Decline
    | Scan
    | Receive
    | Grade
    | PassDeadline
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Commands applied together or refused together, under one id.

    `revision` is the one on the card, or the one on screen when the text was understood; None for
    commands that answer nothing shown. `actor` comes from the verified token.
    """

    command_id: str
    ref: CaseRef
    actor: str
    source: Source
    commands: tuple[Command, ...]
    revision: int | None = None
    locale: str = "en"
    thread_id: str = ""
