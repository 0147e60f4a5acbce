"""What each effect reports when it succeeds, made from the case as the activities make it."""

from datetime import datetime, timedelta

from returns import events as e
from returns.case import Case
from returns.effects import Effect, effect_of, subject_of
from returns.money import Money
from returns.owner_file import OwnerFile
from returns.ports import Movement


def fact_of(key: str, file: OwnerFile, now: datetime) -> e.EffectEvent:
    """Return the fact an effect records when everything outside does as it is asked."""
    case = file.case
    assert case is not None
    match effect_of(key):
        case Effect.FIND_POLICY_CLAUSES:
            return e.ClausesFound(key, (e.FoundClause("4.1", "Reasons", "7"),))
        case Effect.FIND_SIMILAR_CASES:
            return e.SimilarCasesFound(key, (e.FoundCase("PAST-1", "DAMAGED", "EXCHANGE", "ok"),))
        case Effect.UPDATE_ORDER:
            return e.OrderUpdated(key, subject_of(key), None)
        case Effect.RESERVE_INBOUND:
            return e.InboundReserved(key, "D1", now + timedelta(days=1))
        case Effect.MAKE_LABEL:
            return _label(key, case, now)
        case Effect.BOOK_PICKUP:
            return e.PickupBooked(key, "PU1", now, now + timedelta(hours=4))
        case Effect.SEND_NOTICE:
            return e.NoticeSent(key, subject_of(key))
        case Effect.PAY_REFUND | Effect.ISSUE_CREDIT | Effect.COLLECT_DIFFERENCE:
            return _moved(key, case)
        case Effect.REVERSE_CREDIT:
            given = case.movement(subject_of(key))
            assert given is not None
            return e.CreditReversed(key, given.planned.minor, 0)
        case Effect.CREATE_EXCHANGE:
            return e.ExchangePlaced(key, ("EX-1",))
        case Effect.ADJUST_LOYALTY:
            due = next(one for one in case.loyalty if one.order_id == subject_of(key))
            return e.LoyaltyAdjusted(key, due.points, due.coupon)
        case Effect.RESTOCK:
            return e.Restocked(key)
        case Effect.SEND_BACK:
            return e.SentBack(key, f"ZV-BACK-{case.ref.case_id}")
        case Effect.PURGE_CASE:
            return e.CasePurged(key)
        case _:
            return e.EffectUndone(key)


def _label(key: str, case: Case, now: datetime) -> e.LabelMade:
    store = case.shipping is not None and case.shipping.store
    number = len(case.labels) + 1
    tracking = "" if store else f"ZV-{case.ref.case_id}-{number}"
    until = (case.approved_at or now) + case.timers.label
    return e.LabelMade(key, number, f"{case.ref.case_id}-{number}.pdf", tracking, until)


def _moved(key: str, case: Case) -> e.MoneyMoved:
    row = case.movement(subject_of(key))
    assert row is not None
    planned = row.planned
    amount = Money(planned.minor, planned.currency)
    moved = Movement(key, f"mv_{planned.plan_id}", planned.kind, amount, planned.target)
    return e.MoneyMoved(key, (moved,))
