"""From the recap to the return number: the quote, the explicit yes, photos, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from returns import commands as c
from returns import events as e
from returns.case import CHOOSING, Case, CaseState, Flag, missing_slot
from returns.choices import eligible, require_whole_bundles, shipping_of
from returns.deliberation import Deliberation
from returns.errors import CommandRefused
from returns.identity import return_number
from returns.ledger import Cause, UnitState
from returns.movements import MoneyState
from returns.offering import Asked, goods_minor
from returns.picture import chosen_of, units_of
from returns.policy import SEALED
from returns.ports import MovementKind
from returns.risk import BLOCKED, risk_of, score
from returns.rulebook import EvidenceRule, SettleAt
from returns.settlement import Plan
from returns.signature import genuine
from returns.terms import Setting

CANCELLABLE = frozenset(
    {
        CaseState.DRAFT,
        CaseState.QUOTED,
        CaseState.AWAITING_EVIDENCE,
        CaseState.IN_REVIEW,
        CaseState.APPROVED,
        CaseState.AWAITING_SHIPMENT,
    }
)


def quote_when_complete(turn: Deliberation) -> None:
    """Hold the units and promise an amount as soon as every slot is filled.

    Raises:
        CommandRefused: in the meantime another case took the units, or their window ended.
    """
    case = turn.case
    if case is None or case.state not in CHOOSING or case.quote:
        return
    lines = chosen_of(case, turn.setting, turn.now)
    if lines is None or missing_slot(case) != "confirm":
        return
    require_whole_bundles(turn)
    for line in lines:
        selected = line.selected
        found = eligible(turn, selected.order_id, selected.line_id, selected.quantity)
        if SEALED in found.needs and not selected.sealed:
            raise CommandRefused("sealed_only", found.name, section=found.section)
        units = units_of(case, selected, turn.setting, turn.now)
        ledger = turn.ledger(selected.order_id)
        cause = Cause(line.cause)
        turn.ledgers[selected.order_id] = ledger.hold(
            found.line, units, case.ref.case_id, cause, turn.now
        )
    quote = turn.quoted()
    if quote:
        turn.record(e.Quoted(quote))


def confirm(turn: Deliberation) -> None:
    """Take the explicit yes to a quote that still stands; the rest follows from the rules.

    A quote that has run out, or is not as we signed it, is quoted anew instead.
    """
    case = turn.known
    quote = case.quote
    if (
        quote is None
        or quote.expires_at <= turn.now
        or not genuine(quote, case.ref.case_id, turn.rules.signer)
    ):
        # What runs next quotes anew, and the customer sees the amount as it now is.
        turn.reopen()
        return
    turn.record(e.Confirmed())
    rule = evidence_rule(turn.known, turn.asked(), turn.setting)
    if rule and not case.photos:
        until = turn.now + case.timers.evidence
        turn.record(e.EvidenceRequested(until, rule.section))
    else:
        review_or_approve(turn)


def evidence_rule(case: Case, asked: Sequence[Asked], setting: Setting) -> EvidenceRule | None:
    """Return the rule that asks for photos of what travels, if one does."""
    value = goods_minor(asked, setting)
    travelling = {
        one.reason
        for one in asked
        if not ((chosen := case.resolution_of(one.selected.key)) and chosen.keeps_goods)
    }
    return next(
        (
            rule
            for rule in setting.shop.evidence
            if rule.reasons & travelling and value >= rule.from_minor
        ),
        None,
    )


def add_photos(turn: Deliberation, command: c.AddPhotos) -> None:
    """Keep photos; a case that waited for them goes on.

    Raises:
        CommandRefused: there are none.
    """
    new = tuple(photo for photo in command.photos if photo not in turn.known.photos)
    if not command.photos:
        raise CommandRefused("no_photos")
    if new:
        turn.record(e.EvidenceProvided(new))
    if turn.known.state is CaseState.AWAITING_EVIDENCE:
        review_or_approve(turn)


def continue_without_photos(turn: Deliberation) -> None:
    """Let people look at it instead (domain 3)."""
    review(turn, "no_photos", photos_missing=True)


def review_or_approve(turn: Deliberation) -> None:
    """Approve, or hand to people what value or risk asks them to look at (rows 6 and 7)."""
    factors = risk_of(turn.setting, turn.now, photos_missing=False)
    risk = turn.shop.risk
    risky = risk.review_from and score(factors) >= risk.review_from
    if risky or any(factor.code == BLOCKED for factor in factors):
        review(turn, "risk")
    elif turn.shop.review_from_minor and turn.goods_minor() >= turn.shop.review_from_minor:
        review(turn, "value")
    else:
        approve(turn)


def review(turn: Deliberation, why: str, *, photos_missing: bool = False) -> None:
    """Hand the case to people, with what makes it unusual."""
    factors = risk_of(turn.setting, turn.now, photos_missing=photos_missing)
    until = turn.shop.calendar.after_working_days(turn.now, turn.known.timers.review_working_days)
    section = turn.shop.risk.section if why == "risk" else turn.shop.section("review")
    turn.record(e.ReviewRequested(why, until, section, score(factors), factors))


def approve(turn: Deliberation) -> None:
    """Issue the return number; goods the customer keeps are settled at once.

    Early settlement begins here where the shop grants it at approval.
    """
    number = turn.known.return_number or return_number(turn.batch.ref.case_id)
    turn.record(e.Approved(number))
    turn.move_units(UnitState.IN_RETURN)
    settle_early(turn, SettleAt.APPROVAL)


def settle_early(turn: Deliberation, at: SettleAt) -> None:
    """Plan what the shop pays before it has the goods, if anything."""
    case = turn.known
    if case.quote is None or case.keeps_goods:
        return
    plan = Plan(case, turn.file, turn.ledgers).of(case.quote, at)
    if plan:
        turn.record(e.SettledEarly(plan))


def change_method(turn: Deliberation, command: c.ChangeMethod) -> None:
    """Send it another way; label and slot of the former one are undone (row 12).

    The quoted fee stays when the new way costs more, and falls when it costs less, because a
    quote changes in the customer's favor only.

    Raises:
        CommandRefused: a carrier has it already, or it is no other way.
    """
    case = turn.known
    if any(scan.rank for scan in case.scans):
        raise CommandRefused("already_scanned")
    chosen = shipping_of(turn, command.code, case.shipping.packages if case.shipping else 1)
    if chosen == case.shipping:
        raise CommandRefused("same_method", command.code)
    turn.record(e.MethodChanged(chosen))
    if case.quote is None:
        return
    priced = turn.quoted()
    if priced and priced.total_minor > case.quote.total_minor:
        turn.record(e.Requoted(priced))


def cancel(turn: Deliberation) -> None:
    """Cancel before the first scan; what was done outside is undone by what the case owes."""
    case = turn.known
    if case.state not in CANCELLABLE or _paid(turn) or any(scan.rank for scan in case.scans):
        turn.ignore("cancel")
        return
    turn.release()
    turn.record(e.Cancelled())


def _paid(turn: Deliberation) -> bool:
    """Whether money is out that cannot be called back; credit can be (row 24, E14)."""
    return any(
        row.state in {MoneyState.SETTLED, MoneyState.SUBMITTED}
        and row.planned.kind not in {MovementKind.CREDIT_PRINCIPAL, MovementKind.CREDIT_BONUS}
        for row in turn.known.money
    )


def hand_off(turn: Deliberation, command: c.HandOff) -> None:
    turn.record(e.HandedOff(command.why))


def hand_back(turn: Deliberation) -> None:
    """Let the desk go on by itself, once a person has done what was to be done."""
    if Flag.ESCALATED in turn.known.flags:
        turn.record(e.HandedBack())
