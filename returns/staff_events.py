"""What the shop's people decided, and what rules handed to them.

Event names are stored for ever and are never renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class EvidenceRequested:
    until: datetime
    section: str = ""
    why: Literal["rule", "staff"] = "rule"
    type: Literal["evidence_requested"] = "evidence_requested"


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """One reason a case looks unusual, with the points it adds and the number behind it."""

    code: str
    points: int
    found: str


@dataclass(frozen=True, slots=True)
class ReviewRequested:
    """People decide; `until` is the service level, two of which may pass."""

    why: str
    until: datetime
    section: str = ""
    score: int = 0
    factors: tuple[RiskFactor, ...] = ()
    type: Literal["review_requested"] = "review_requested"


@dataclass(frozen=True, slots=True)
class Approved:
    return_number: str
    type: Literal["approved"] = "approved"


@dataclass(frozen=True, slots=True)
class Declined:
    code: str
    text: str
    type: Literal["declined"] = "declined"


@dataclass(frozen=True, slots=True)
class HandedBack:
    type: Literal["handed_back"] = "handed_back"


@dataclass(frozen=True, slots=True)
class Held:
    """Staff's brake: a held case owes nothing and no timer acts."""

    why: str
    type: Literal["held"] = "held"


@dataclass(frozen=True, slots=True)
class HoldReleased:
    type: Literal["hold_released"] = "hold_released"


@dataclass(frozen=True, slots=True)
class Escalated:
    """A person has to act; `about` says on what."""

    code: str
    about: str = ""
    type: Literal["escalated"] = "escalated"


@dataclass(frozen=True, slots=True)
class OverrideProposed:
    """Above the limit one person proposes and another one decides."""

    act: str
    reason: str
    type: Literal["override_proposed"] = "override_proposed"


@dataclass(frozen=True, slots=True)
class Overridden:
    """Staff decided against the rules, with a reason; `proposed_by` is the first of two people."""

    act: str
    reason: str
    proposed_by: str = ""
    type: Literal["overridden"] = "overridden"


@dataclass(frozen=True, slots=True)
class Reopened:
    why: str
    until: datetime
    type: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class EffectRetried:
    """Staff try a failed effect again, with all its attempts."""

    key: str
    type: Literal["effect_retried"] = "effect_retried"


type StaffEvent = (
    EvidenceRequested
    | ReviewRequested
    | Approved
    | Declined
    | HandedBack
    | Held
    | HoldReleased
    | Escalated
    | OverrideProposed
    | Overridden
    | Reopened
    | EffectRetried
)
