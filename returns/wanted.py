"""What a case wants done outside, by its state, its choices and its flags (domain 4.2).

Wanted and not done is owed; done and not wanted owes its undo (`owed.py`).
"""

from __future__ import annotations

import hashlib

from returns.basis import LineBasis
from returns.case import SHIPPED, Case, CaseState, EffectRecord, EffectStatus
from returns.effects import UNDO_OF, Effect, effect_key, effect_of, subject_of, undo_key
from returns.movements import MoneyRow, MoneyState
from returns.ports import MovementKind
from returns.rulebook import Disposition, ResolutionKind, SettleAt
from returns.settlement import UNPLACED

type Want = tuple[Effect, str]

_GOODS_ON_THE_WAY = frozenset(
    {
        CaseState.APPROVED,
        CaseState.AWAITING_SHIPMENT,
        CaseState.IN_TRANSIT,
        CaseState.RECEIVED,
        CaseState.INSPECTING,
        CaseState.DECIDED,
        CaseState.SETTLING,
        CaseState.CLOSED,
    }
)
_SETTLING = frozenset({CaseState.SETTLING, CaseState.CLOSED})
_GONE = frozenset({CaseState.CANCELLED, CaseState.EXPIRED, CaseState.DECLINED})
_SENT_AGAIN = frozenset(
    {ResolutionKind.EXCHANGE, ResolutionKind.REPLACEMENT, ResolutionKind.REPAIR}
)
_EFFECT_OF_KIND = {
    MovementKind.REFUND: Effect.PAY_REFUND,
    MovementKind.CREDIT_PRINCIPAL: Effect.ISSUE_CREDIT,
    MovementKind.CREDIT_BONUS: Effect.ISSUE_CREDIT,
    MovementKind.COLLECTION: Effect.COLLECT_DIFFERENCE,
}
# Templates a customer must have been sent, in the order things happen.
_NOTICES = (
    "logistics_ready",
    "pickup_missed",
    "received",
    "parcel_lost",
    "decided",
    "declined",
    "expired",
    "closed",
)
_CUSTOMER_REMINDERS = ("photos_", "label_", "recovery_")


def wanted(case: Case) -> list[Want]:
    """Return (effect, subject) of everything that should be done in this state, in order."""
    wants: list[Want] = []
    if case.lines and case.reason_of(case.lines[0].key) and not case.ended:
        topic = _topic(case)
        wants += [(Effect.FIND_POLICY_CLAUSES, topic), (Effect.FIND_SIMILAR_CASES, topic)]
    if case.state in _GOODS_ON_THE_WAY:
        wants += [(Effect.UPDATE_ORDER, order_id) for order_id in case.order_ids]
        wants += _logistics(case)
    wants += [
        (_EFFECT_OF_KIND[row.planned.kind], row.planned.plan_id)
        for row in case.money
        if _payable(case, row)
    ]
    if _exchange_due(case):
        wants.append((Effect.CREATE_EXCHANGE, "goods"))
    if case.state in _SETTLING:
        wants += _after_inspection(case)
    if case.ended and "retention" in case.reminded:
        wants.append((Effect.PURGE_CASE, "personal"))
    return wants + [(Effect.SEND_NOTICE, template) for template in notices(case)]


def settlement_keys(case: Case) -> list[str]:
    """Return the keys of what must be done before a case is closed."""
    wants = [
        (_EFFECT_OF_KIND[row.planned.kind], row.planned.plan_id) for row in case.money if row.counts
    ]
    if _goes_out(case):
        wants.append((Effect.CREATE_EXCHANGE, "goods"))
    return [current_key(case, *want) for want in (*wants, *_after_inspection(case))]


def settled(case: Case) -> bool:
    """Whether money, replacement and stock have moved; notices and searches keep nothing open."""
    if any(row.planned.target == UNPLACED and row.counts for row in case.money):
        return False
    return all(is_done(case.effect(key)) for key in settlement_keys(case))


def prepared(case: Case) -> bool:
    """Whether an approved case has all the customer needs to send the goods."""
    needed = {Effect.MAKE_LABEL, Effect.BOOK_PICKUP, Effect.RESERVE_INBOUND, Effect.UPDATE_ORDER}
    return not any(effect_of(key) in needed for key in missing(case))


def missing(case: Case) -> list[str]:
    """Return the keys of what is wanted and not done."""
    keys = (current_key(case, effect, subject) for effect, subject in wanted(case))
    return [key for key in keys if not is_done(case.effect(key))]


def superfluous(case: Case) -> list[str]:
    """Return the undo keys of what is done and no longer wanted, latest first.

    What failed may have been done all the same, since an outage hides the outcome; money that was
    refused for good was not.
    """
    wants = {current_key(case, effect, subject) for effect, subject in wanted(case)}
    return [
        undo_key(record.key)
        for record in reversed(case.effects)
        if record.status is not EffectStatus.UNDONE
        and effect_of(record.key) in UNDO_OF
        and record.key not in wants
        and not _refused(case, record)
    ]


def _refused(case: Case, record: EffectRecord) -> bool:
    row = case.movement(subject_of(record.key))
    refused = row is not None and row.state in {MoneyState.FAILED, MoneyState.REPLACED}
    return refused and record.status is EffectStatus.FAILED


def notices(case: Case) -> list[str]:
    """Return the templates the customer must have been sent, in order."""
    told = {milestone.code for milestone in case.milestones}
    if case.state in {CaseState.CANCELLED, CaseState.EXPIRED}:
        # Nobody is sent to a label that is no longer valid.
        told.discard("logistics_ready")
    found = [
        template
        for template in _NOTICES
        if template in told and (template != "expired" or case.approved)
    ]
    # A reminder concerns the state it was made in, and nobody once that has passed.
    found += [code for code in case.reminded if code.startswith(_CUSTOMER_REMINDERS)]
    if case.state is CaseState.CANCELLED and case.approved:
        found.append("cancelled")
    return found


def current_key(case: Case, effect: Effect, subject: str) -> str:
    """Return the key in use: a new number begins only after an undo."""
    n = 1
    while True:
        key = effect_key(case.ref.case_id, effect, subject, n)
        record = case.effect(key)
        if record is None or record.status is not EffectStatus.UNDONE:
            return key
        n += 1


def is_done(record: EffectRecord | None) -> bool:
    return record is not None and record.status is EffectStatus.DONE


def _topic(case: Case) -> str:
    """Name items and reasons: the searches are wanted again when either changes."""
    items = ",".join(sorted(line.product_id for line in case.lines))
    said = (case.reason_of(line.key) for line in case.lines)
    reasons = "|".join(dict.fromkeys(reason.code for reason in said if reason))
    return hashlib.sha256(f"{items}|{reasons}".encode()).hexdigest()[:12]


def _logistics(case: Case) -> list[Want]:
    """Room at the dock, a document per package, and a courier where one was chosen."""
    shipping = case.shipping
    if shipping is None or case.keeps_goods:
        return []
    wants = [(Effect.RESERVE_INBOUND, "goods")]
    for package in range(1, shipping.packages + 1):
        subject = shipping.code if package == 1 else f"{shipping.code}+{package}"
        wants.append((Effect.MAKE_LABEL, subject))
    if shipping.pickup:
        missed = f"+{case.pickups_missed + 1}" if case.pickups_missed else ""
        wants.append((Effect.BOOK_PICKUP, f"{shipping.code}{missed}"))
    return wants


def _payable(case: Case, row: MoneyRow) -> bool:
    """Whether a planned movement is to be made, or has been and is to stay as it is."""
    if not row.counts or row.planned.target == UNPLACED:
        return False
    early = row.planned.kind in {MovementKind.CREDIT_PRINCIPAL, MovementKind.CREDIT_BONUS}
    gone = case.state in _GONE
    return not (early and (gone or case.reclaimed)) and not (gone and row.open)


def _after_inspection(case: Case) -> list[Want]:
    """What is taken off the customer's points, and where the units go."""
    wants = [(Effect.ADJUST_LOYALTY, due.order_id) for due in case.loyalty]
    dispositions = {unit.disposition for unit in case.units if unit.grade}
    if Disposition.RESTOCK in dispositions:
        wants.append((Effect.RESTOCK, "goods"))
    if Disposition.SEND_BACK in dispositions:
        wants.append((Effect.SEND_BACK, "goods"))
    return wants


def _goes_out(case: Case) -> tuple[LineBasis, ...]:
    """Return the lines for which something is sent to the customer again."""
    final = case.final
    return tuple(line for line in final.basis.lines if line.kind in _SENT_AGAIN) if final else ()


def _exchange_due(case: Case) -> bool:
    """Whether the replacement is to be ordered: after the inspection, or earlier where granted.

    One that was ordered stays, unless the return itself has come to nothing.
    """
    lines = _goes_out(case)
    if not lines or case.state in _GONE or not _collected(case):
        return False
    if case.exchange_orders or case.state in _SETTLING:
        return True
    moments = {line.settle_at for line in lines}
    if moments == {SettleAt.APPROVAL}:
        return case.state in _GOODS_ON_THE_WAY
    return moments == {SettleAt.FIRST_SCAN} and case.state in SHIPPED


def _collected(case: Case) -> bool:
    """Whether nothing is left to be collected: a replacement leaves after it is paid (rule 12)."""
    return not any(row.open for row in case.money if row.planned.kind is MovementKind.COLLECTION)
