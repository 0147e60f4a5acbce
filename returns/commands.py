"""What can be asked of a case; typed text and clicks become the same commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from returns.basis import LineKey
from returns.case import CaseRef
from returns.choice_events import Recipient
from returns.goods_events import UnitRef

type Source = Literal["text", "click", "system", "staff", "carrier"]


@dataclass(frozen=True, slots=True)
class Start:
    """Open a return, or go on with the one that is open."""


@dataclass(frozen=True, slots=True)
class Units:
    """Some of an order line; without a quantity one unit is assumed, and said so.

    `sealed` is the customer's word that the units are unopened; `serial` names one piece.
    """

    order_id: str
    line_id: str
    quantity: int | None = None
    sealed: bool = False
    serial: str = ""


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
class TakeApart:
    """Answer a slot for each item by itself."""

    slot: Literal["reason", "resolution"]


@dataclass(frozen=True, slots=True)
class ChooseReason:
    """Say why; without `lines` it holds for every item the slot is asked for."""

    code: str
    details: str = ""
    text: str = ""
    lines: tuple[LineKey, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """Take the discount that was offered for keeping the goods, or go on without it."""

    accepted: bool


@dataclass(frozen=True, slots=True)
class ChooseResolution:
    """Say what is wanted; without `lines` it holds for every item the slot is asked for."""

    code: str
    lines: tuple[LineKey, ...] = ()


@dataclass(frozen=True, slots=True)
class ChooseVariant:
    """Say what goes out in exchange; without a line, for the one that is asked for."""

    product_id: str = ""
    variant: str = ""
    line: LineKey | None = None


@dataclass(frozen=True, slots=True)
class ChooseShipping:
    code: str
    packages: int = 1


@dataclass(frozen=True, slots=True)
class Confirm:
    """The explicit yes to the recap; nothing is created before it."""


@dataclass(frozen=True, slots=True)
class AddPhotos:
    """Photos the customer has uploaded, by their ids."""

    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContinueWithoutPhotos:
    """The customer has no photos; people look at the case instead."""


@dataclass(frozen=True, slots=True)
class ChangeMethod:
    """Send it another way, as long as no carrier has scanned it."""

    code: str


@dataclass(frozen=True, slots=True)
class Cancel:
    pass


@dataclass(frozen=True, slots=True)
class HandOff:
    """A person is wanted; `why` names a code when it was not the customer's own wish."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class AcceptDecision:
    """The customer agrees with a deduction."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """The customer does not agree; another inspector looks at the goods."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take up an ended case again: staff, or the customer in time, with units still free."""

    why: str


# --- Staff ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Approve:
    """Staff accept a case under review."""


@dataclass(frozen=True, slots=True)
class Decline:
    """Staff refuse a case under review, with a reason code and a text for the customer."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class AskMore:
    """Staff want photos before they decide."""


@dataclass(frozen=True, slots=True)
class HandBack:
    """A person has done what was to be done; the desk goes on by itself."""


@dataclass(frozen=True, slots=True)
class Hold:
    why: str


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    pass


@dataclass(frozen=True, slots=True)
class Override:
    """Decide against the rules: `settle_in_full` or `waive_fees`, with a reason.

    Above the limit of the speaker a second person has to say the same.
    """

    act: Literal["settle_in_full", "waive_fees"]
    reason: str


@dataclass(frozen=True, slots=True)
class RetryEffect:
    """Try a failed effect again, with all its attempts."""

    key: str


@dataclass(frozen=True, slots=True)
class ReplaceMovement:
    """Pay a movement that failed for good as store credit instead."""

    plan_id: str


# --- The outside ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scan:
    """The carrier scanned a parcel of the case; `code` is its own word for where it is."""

    tracking_number: str
    code: str = "accepted"


@dataclass(frozen=True, slots=True)
class ReportLost:
    """The carrier's trace has failed."""


@dataclass(frozen=True, slots=True)
class Receive:
    """The dock or the till took goods in; without `units` all that were still expected."""

    units: tuple[UnitRef, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeUnit:
    """The inspection of one piece: a grade of the shop, `wrong_item` or `missing`."""

    ref: UnitRef
    grade: str
    serial: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade for every piece that has arrived and has none yet."""

    grade: str


@dataclass(frozen=True, slots=True)
class PassDeadline:
    """A timer of the case has run out; `code` names it."""

    code: str


type Command = (
    Start
    | SelectUnits
    | SetQuantity
    | TakeApart
    | ChooseReason
    | AnswerOffer
    | ChooseResolution
    | ChooseVariant
    | ChooseShipping
    | Confirm
    | AddPhotos
    | ContinueWithoutPhotos
    | ChangeMethod
    | Cancel
    | HandOff
    | AcceptDecision
    | Dispute
    | Reopen
    | Approve
    | Decline
    | AskMore
    | HandBack
    | Hold
    | ReleaseHold
    | Override
    | RetryEffect
    | ReplaceMovement
    | Scan
    | ReportLost
    | Receive
    | GradeUnit
    | Grade
    | PassDeadline
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Commands applied together or refused together, under one id.

    `revision` is the one on the card, or the one on screen when the text was understood; None for
    commands that answer nothing shown. `actor` and `limit_minor` come from the verified token: who
    speaks, and up to which amount they may override alone. `recipient` is set while the speaker
    returns a gift.
    """

    command_id: str
    ref: CaseRef
    actor: str
    source: Source
    commands: tuple[Command, ...]
    revision: int | None = None
    locale: str = "en"
    thread_id: str = ""
    limit_minor: int = 0
    recipient: Recipient | None = None
