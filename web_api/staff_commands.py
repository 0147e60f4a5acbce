"""What staff may ask of a case over HTTP: each command, its fields, and whose work it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from returns import commands as c
from returns.basis import LineKey
from returns.events import UnitRef

type Text = Annotated[str, Field(min_length=1, max_length=1_000)]
type Key = Annotated[str, Field(min_length=1, max_length=200)]

OFFICE = frozenset({"agent", "lead"})
DOCK = frozenset({"warehouse"})


class Asked(BaseModel):
    """A command without a field that is not described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Plain(Asked):
    """What needs no more than its name."""

    kind: Literal["approve", "ask_more", "hand_back", "release_hold", "report_lost"]

    def command(self) -> c.Command:
        return _PLAIN[self.kind]()


class Decline(Asked):
    kind: Literal["decline"]
    text: Text

    def command(self) -> c.Command:
        return c.Decline("review", self.text)


class Hold(Asked):
    kind: Literal["hold"]
    why: Text

    def command(self) -> c.Command:
        return c.Hold(self.why)


class Override(Asked):
    """Above the speaker's limit it is a proposal, until a second person asks the same."""

    kind: Literal["override"]
    act: Literal["settle_in_full", "waive_fees"]
    reason: Text

    def command(self) -> c.Command:
        return c.Override(self.act, self.reason)


class RetryEffect(Asked):
    kind: Literal["retry_effect"]
    key: Key

    def command(self) -> c.Command:
        return c.RetryEffect(self.key)


class ReplaceMovement(Asked):
    """Pay a movement that was refused for good as credit."""

    kind: Literal["replace_movement"]
    plan_id: Key

    def command(self) -> c.Command:
        return c.ReplaceMovement(self.plan_id)


class Reopen(Asked):
    kind: Literal["reopen"]
    why: Text

    def command(self) -> c.Command:
        return c.Reopen(self.why)


class Unit(Asked):
    order_id: Key
    line_id: Key
    unit: Annotated[int, Field(ge=1)]

    def ref(self) -> UnitRef:
        return UnitRef(LineKey(self.order_id, self.line_id), self.unit)


class Scan(Asked):
    kind: Literal["scan"]
    tracking_number: Key

    def command(self) -> c.Command:
        return c.Scan(self.tracking_number)


class Receive(Asked):
    """Without units everything that was still expected."""

    kind: Literal["receive"]
    units: Annotated[list[Unit], Field(max_length=500)] = []

    def command(self) -> c.Command:
        return c.Receive(tuple(unit.ref() for unit in self.units))


class Grade(Asked):
    """One grade for everything that has arrived and has none."""

    kind: Literal["grade"]
    grade: Key

    def command(self) -> c.Command:
        return c.Grade(self.grade)


class GradeUnit(Asked):
    """A grade of the shop, `wrong_item` or `missing`, for one piece."""

    kind: Literal["grade_unit"]
    unit: Unit
    grade: Key
    serial: Annotated[str, Field(max_length=64)] = ""
    note: Annotated[str, Field(max_length=1_000)] = ""

    def command(self) -> c.Command:
        return c.GradeUnit(self.unit.ref(), self.grade, self.serial, self.note)


type StaffCommand = Annotated[
    Plain
    | Decline
    | Hold
    | Override
    | RetryEffect
    | ReplaceMovement
    | Reopen
    | Scan
    | Receive
    | Grade
    | GradeUnit,
    Field(discriminator="kind"),
]


class StaffBatch(Asked):
    """One command; `revision` refuses it when the case has changed since it was looked at."""

    command: StaffCommand
    revision: Annotated[int, Field(ge=0)] | None = None


BATCH: TypeAdapter[StaffBatch] = TypeAdapter(StaffBatch)

_PLAIN: dict[str, Callable[[], c.Command]] = {
    "approve": c.Approve,
    "ask_more": c.AskMore,
    "hand_back": c.HandBack,
    "release_hold": c.ReleaseHold,
    "report_lost": c.ReportLost,
}
_AT_THE_DOCK = frozenset({"scan", "receive", "grade", "grade_unit"})


def roles_for(kind: str) -> frozenset[str]:
    """Return whose work a command is; a lead may do everything."""
    return DOCK | {"lead"} if kind in _AT_THE_DOCK else OFFICE
