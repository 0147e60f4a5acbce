"""What each effect reports when it succeeds, made from the case as the activities make it."""

from datetime import datetime, timedelta

from returns import events as e
from returns.case import Case
from returns.effects import Effect, effect_of, subject_of
from returns.money import Money
from returns.owner_file import OwnerFile
from returns.ports import Movement, MovementKind
from returns.refund import refund_per_order
from returns.tenders import tender_plan


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
        case Effect.PAY_REFUND:
            return _refund(key, file)
        case Effect.ISSUE_CREDIT:
            return _credit(key, case)
        case Effect.CREATE_EXCHANGE:
            return e.ExchangePlaced(key, ("EX-1",))
        case Effect.RESTOCK:
            return e.Restocked(key)
        case _:
            return e.EffectUndone(key)


def _label(key: str, case: Case, now: datetime) -> e.LabelMade:
    store = case.shipping is not None and case.shipping.store
    number = len(case.labels) + 1
    tracking = "" if store else f"ZV-{case.ref.case_id}-{number}"
    until = (case.approved_at or now) + case.timers.label
    return e.LabelMade(key, number, f"{case.ref.case_id}-{number}.pdf", tracking, until)


def _refund(key: str, file: OwnerFile) -> e.MoneyMoved:
    case, order = file.case, file.order(subject_of(key))
    assert case is not None
    assert case.quote is not None
    due = refund_per_order(case.quote, case.order_ids)[order.order_id]
    return e.MoneyMoved(
        key,
        tuple(
            Movement(
                f"{key}/{tender}",
                f"re_{tender}",
                MovementKind.REFUND,
                Money(minor, order.currency),
                tender,
            )
            for tender, minor in tender_plan(order, file.ledger(order.order_id), due)
        ),
    )


def _credit(key: str, case: Case) -> e.MoneyMoved:
    assert case.quote is not None
    parts = (
        (MovementKind.CREDIT_PRINCIPAL, case.quote.principal_minor),
        (MovementKind.CREDIT_BONUS, case.quote.bonus_minor),
    )
    owner, currency = case.ref.owner_id, case.quote.currency
    return e.MoneyMoved(
        key,
        tuple(
            Movement(f"{key}/{kind}", f"cr_{kind}", kind, Money(minor, currency), owner)
            for kind, minor in parts
            if minor
        ),
    )
