"""The bodies of our HTTP API as models, which its description shows and tests hold it to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

type Minor = Annotated[int, Field(description="An amount in minor units of its currency.")]


class Shape(BaseModel):
    """A body without a field that is not described."""

    model_config = ConfigDict(extra="forbid")


class ProblemBody(Shape):
    """Every error: a stable code, a sentence for people, and what to look for in the traces."""

    code: str
    message: str
    trace_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class SignInAsked(Shape):
    email: str


class Principal(Shape):
    id: str
    name: str
    role: Literal["customer", "staff"]
    tier: str | None = None


class SignedIn(Shape):
    """Local sign-in as a sample person; with an issuer tokens come from there."""

    token: str
    principal: Principal


class Speaking(Shape):
    principal: Principal


class Prompt(Shape):
    label: str
    icon: str
    text: str
    command: str | None = None


class ShopShown(Shape):
    """What the page shows before anybody has signed in, and how one does."""

    shop: str
    name: str
    tagline: str
    colors: dict[str, dict[str, str]]
    locales: list[str]
    texts: dict[str, dict[str, str]]
    prompts: dict[str, list[Prompt]]
    sign_in: dict[str, Any]
    simulate: bool


class Item(Shape):
    order_id: str
    name: str
    quantity: int


class QuoteShown(Shape):
    """The amount promised; `lines` and `expires_at` in the detail only."""

    currency: str
    total_minor: Minor
    lines: list[QuoteLineShown] | None = None
    expires_at: datetime | None = None


class QuoteLineShown(Shape):
    code: str
    minor: Minor


class LabelShown(Shape):
    n: int
    tracking_number: str


class CaseSummary(Shape):
    case_id: str
    return_number: str | None
    state: str
    version: int
    revision: int
    awaiting: str | None
    items: list[Item]
    quote: QuoteShown | None
    labels: list[LabelShown]
    deadline: datetime | None
    updated_at: datetime | None


class CaseList(Shape):
    cases: list[CaseSummary]


class Explained(Shape):
    """Why a line of the quote is so, and the policy section that says it."""

    text: str
    section: str
    policy_version: str


class RuleSaid(Shape):
    rule: str
    text: str
    section: str


class ChangeSaid(Shape):
    code: str
    text: str


class RowExplained(Shape):
    """Why a row is so: each rule with its section, and what would change it."""

    code: str
    order_id: str
    line_id: str
    minor: Minor
    outcome: str
    policy_version: str
    because: list[RuleSaid]
    changes: list[ChangeSaid]


class SettlementShown(Shape):
    """What the decision after the inspection made of the quote."""

    currency: str
    total_minor: Minor
    lines: list[QuoteLineShown]
    explanations: list[RowExplained]


class CaseDetail(CaseSummary):
    timeline: list[dict[str, Any]]
    state_text: str
    explanation: list[Explained]
    explanations: list[RowExplained]
    settlement: SettlementShown | None
    now: datetime


class Turned(Shape):
    number: int
    name: str
    on: bool
    at: datetime
    by: str
    why: str


class SwitchesShown(Shape):
    switches: dict[str, bool]
    history: list[Turned]


class SwitchAsked(Shape):
    name: Literal["rules-only", "pause-refunds", "no-new-returns"]
    on: bool
    why: str


class Proposal(Shape):
    act: str
    by: str


class StaffRow(CaseSummary):
    """A case as staff see it in a list; `proposals` wait for a second person."""

    owner_id: str
    flags: list[str]
    entered_at: datetime | None
    shop_version: str
    proposals: list[Proposal]


class StaffCases(Shape):
    cases: list[StaffRow]
    next: str | None


class StaffDetail(CaseDetail, StaffRow):
    """A case as staff see it whole."""


class StaffAnswer(StaffRow):
    outcome: Literal["applied", "unchanged", "duplicate"]


class FeedTaken(Shape):
    """`late` and `unchanged` rows changed nothing; `rung` counts the open returns it concerns."""

    outcome: Literal["applied", "unchanged", "late"]
    rung: int


class SimulateAsked(Shape):
    """`grade` for grade, `decision` for review; staff name a case by its return number."""

    case_id: str
    grade: Literal["A", "B", "C", "D"] | None = None
    decision: Literal["approve", "decline"] | None = None


class NoticeShown(Shape):
    at: datetime
    to: str
    subject: str
    text: str
    case_id: str


class Outbox(Shape):
    notices: list[NoticeShown]


class Health(Shape):
    """The build, the live shop version, the switches that are on, and each backend by name."""

    status: Literal["ok", "down"]
    build: str
    shop: str
    shop_version: str
    switches: list[str]
    backends: dict[str, str]
