"""The case machine: one table of which command acts in which state, and where it may lead.

Row numbers are those of domain 4.2. A command or outside event that a state has no row for is
recorded as ignored: never an error, never a move. Results of effects are facts and need no row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from returns import choices, commitment, goods, staff, timers
from returns import commands as c
from returns.case import CHOOSING, CaseState
from returns.deliberation import Deliberation

S = CaseState

EVERYWHERE = frozenset(CaseState)
OPEN = EVERYWHERE - {S.CLOSED, S.CANCELLED, S.DECLINED, S.EXPIRED}
_REVIEWED = frozenset({S.APPROVED, S.IN_REVIEW, S.AWAITING_EVIDENCE, S.SETTLING, S.CLOSED})
_SETTLED = frozenset({S.SETTLING, S.CLOSED})
_INSPECTED = frozenset({S.RECEIVED, S.INSPECTING, S.DECIDED}) | _SETTLED
_LATE = frozenset({S.EXPIRED, S.CANCELLED, S.DECLINED})


@dataclass(frozen=True, slots=True)
class Row:
    """Where a command acts, what it does, and the states it may lead to beside the present one."""

    rows: tuple[int, ...]
    states: frozenset[CaseState]
    act: Callable[[Deliberation, Any], None]
    leads_to: frozenset[CaseState] = frozenset()


def _plain(act: Callable[[Deliberation], None]) -> Callable[[Deliberation, Any], None]:
    """Return an act that needs nothing of its command."""
    return lambda turn, _command: act(turn)


TABLE: Mapping[type[c.Command], Row] = {
    c.Start: Row((1,), EVERYWHERE, _plain(choices.start), frozenset({S.DRAFT})),
    c.SelectUnits: Row((2, 3), CHOOSING, choices.select_units, CHOOSING),
    c.SetQuantity: Row((2, 3), CHOOSING, choices.set_quantity, CHOOSING),
    c.TakeApart: Row((3,), CHOOSING, choices.take_apart, CHOOSING),
    c.ChooseReason: Row((2, 3), CHOOSING, choices.choose_reason, CHOOSING),
    c.AnswerOffer: Row((2, 3), CHOOSING, choices.answer_offer, CHOOSING),
    c.ChooseResolution: Row((2, 3), CHOOSING, choices.choose_resolution, CHOOSING),
    c.ChooseVariant: Row((2, 3), CHOOSING, choices.choose_variant, CHOOSING),
    c.ChooseShipping: Row((2, 3), CHOOSING, choices.choose_shipping, CHOOSING),
    c.Confirm: Row((4, 5, 6, 7), CHOOSING, _plain(commitment.confirm), CHOOSING | _REVIEWED),
    c.AddPhotos: Row(
        (5, 6, 7), CHOOSING | {S.AWAITING_EVIDENCE, S.IN_REVIEW}, commitment.add_photos, _REVIEWED
    ),
    c.ContinueWithoutPhotos: Row(
        (6,),
        frozenset({S.AWAITING_EVIDENCE}),
        _plain(commitment.continue_without_photos),
        frozenset({S.IN_REVIEW}),
    ),
    c.Approve: Row((7,), frozenset({S.IN_REVIEW}), _plain(staff.accept), _REVIEWED | {S.RECEIVED}),
    c.Decline: Row((8,), frozenset({S.IN_REVIEW}), staff.decline, frozenset({S.DECLINED})),
    c.AskMore: Row(
        (9,), frozenset({S.IN_REVIEW}), _plain(staff.ask_more), frozenset({S.AWAITING_EVIDENCE})
    ),
    c.ChangeMethod: Row(
        (11, 12),
        frozenset({S.APPROVED, S.AWAITING_SHIPMENT}),
        commitment.change_method,
        frozenset({S.APPROVED}),
    ),
    c.Scan: Row((13, 26), EVERYWHERE, goods.scan, frozenset({S.IN_TRANSIT, S.IN_REVIEW})),
    c.ReportLost: Row((15,), frozenset({S.IN_TRANSIT}), _plain(goods.report_lost), _SETTLED),
    c.Receive: Row(
        (14, 16, 26),
        frozenset({S.AWAITING_SHIPMENT, S.IN_TRANSIT, S.RECEIVED, S.INSPECTING}) | _LATE,
        goods.receive,
        frozenset({S.RECEIVED, S.IN_REVIEW}),
    ),
    c.GradeUnit: Row(
        (17, 18, 19, 20),
        frozenset({S.AWAITING_SHIPMENT, S.IN_TRANSIT, S.RECEIVED, S.INSPECTING}),
        goods.grade_unit,
        _INSPECTED,
    ),
    c.Grade: Row(
        (17, 18, 19, 20),
        frozenset({S.AWAITING_SHIPMENT, S.IN_TRANSIT, S.RECEIVED, S.INSPECTING}),
        goods.grade_all,
        _INSPECTED,
    ),
    c.AcceptDecision: Row((20,), frozenset({S.DECIDED}), _plain(goods.accept_decision), _SETTLED),
    c.Dispute: Row((21,), frozenset({S.DECIDED}), goods.dispute, frozenset({S.INSPECTING})),
    c.ReplaceMovement: Row((23,), EVERYWHERE, staff.replace_movement, _SETTLED),
    c.Cancel: Row((24,), EVERYWHERE, _plain(commitment.cancel), frozenset({S.CANCELLED})),
    c.PassDeadline: Row((25,), EVERYWHERE, timers.pass_deadline, EVERYWHERE),
    c.Reopen: Row(
        (27,), frozenset({S.CLOSED, S.DECLINED, S.EXPIRED}), staff.reopen, frozenset({S.IN_REVIEW})
    ),
    c.Override: Row((28,), EVERYWHERE, staff.override, _SETTLED),
    c.Hold: Row((28,), EVERYWHERE, staff.hold),
    c.ReleaseHold: Row((28,), EVERYWHERE, _plain(staff.release_hold)),
    c.RetryEffect: Row((23, 28), EVERYWHERE, staff.retry_effect),
    c.HandOff: Row((29,), EVERYWHERE, commitment.hand_off),
    c.HandBack: Row((29,), EVERYWHERE, _plain(commitment.hand_back)),
}

# Facts and what follows from them may lead on by themselves (rows 2, 10, 13, 19, 20, 22, 23).
FOLLOWS: Mapping[CaseState, frozenset[CaseState]] = {
    S.DRAFT: frozenset({S.QUOTED}),
    S.APPROVED: frozenset({S.AWAITING_SHIPMENT, S.IN_TRANSIT}) | _SETTLED,
    S.AWAITING_SHIPMENT: frozenset({S.IN_TRANSIT}),
    S.DECIDED: _SETTLED,
    S.SETTLING: frozenset({S.CLOSED}),
}
