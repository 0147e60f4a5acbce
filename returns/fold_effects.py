"""How what the orchestration did changes a case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from returns import events as e
from returns.case import Case, EffectRecord, EffectStatus
from returns.effects import Effect, done_key, effect_of, subject_of
from returns.movements import MoneyRow, MoneyState

type Changes = dict[str, Any]

_MONEY = frozenset({Effect.PAY_REFUND, Effect.ISSUE_CREDIT, Effect.COLLECT_DIFFERENCE})


def effect_changes(case: Case, event: e.Event) -> Changes:
    """Return what an effect's fact changes; {} for an event of any other kind."""
    match event:
        case e.ClausesFound(key=key, clauses=clauses):
            return {"clauses": clauses, **_done(case, key)}
        case e.SimilarCasesFound(key=key, cases=cases):
            return {"similar": cases, **_done(case, key)}
        case e.OrderUpdated(key=key, former=former):
            return _done(case, key, former or "")
        case e.LabelMade(key=key):
            return {"labels": (*case.labels, event), **_done(case, key)}
        case e.PickupBooked(key=key):
            return {"pickup": event, **_done(case, key)}
        case e.ExchangePlaced(key=key, order_ids=order_ids):
            return {"exchange_orders": case.exchange_orders + order_ids, **_done(case, key)}
        case e.CasePurged(key=key):
            return {"purged": True, **_without_words(case), **_done(case, key)}
        case (
            e.InboundReserved(key=key)
            | e.NoticeSent(key=key)
            | e.Restocked(key=key)
            | e.SentBack(key=key)
            | e.LoyaltyAdjusted(key=key)
        ):
            return _done(case, key)
        case e.EffectUndone(key=key):
            return _undone(case, key)
        case _:
            return _money(case, event) or _failure(case, event)


def _money(case: Case, event: e.Event) -> Changes:
    match event:
        case e.MoneySubmitted(key=key, provider_id=provider_id):
            waiting = EffectRecord(key, EffectStatus.FAILED, next_try=event.next_try)
            rows = _row(case, key, MoneyState.SUBMITTED, provider_id)
            return {"effects": _with(case, waiting), "money": rows}
        case e.MoneyMoved(key=key, movements=movements):
            provider_id = movements[0].provider_id if movements else ""
            return {
                "movements": case.movements + movements,
                "money": _row(case, key, MoneyState.SETTLED, provider_id),
                **_done(case, key),
            }
        case e.MoneyRefused(key=key, why=why):
            refused = EffectRecord(key, EffectStatus.FAILED, attempts=1, memo=why)
            rows = _row(case, key, MoneyState.FAILED, why=why)
            return {"effects": _with(case, refused), "money": rows}
        case e.CreditReversed(key=key, spent_minor=spent):
            return {
                "receivable_minor": case.receivable_minor + spent,
                "money": _row(case, done_key(key), MoneyState.REVERSED),
                **_undone(case, key),
            }
        case _:
            return {}


def _failure(case: Case, event: e.Event) -> Changes:
    match event:
        case e.EffectDeferred(key=key, next_try=next_try, why=why):
            known = case.effect(key)
            attempts = known.attempts if known else 0
            waiting = EffectRecord(key, EffectStatus.FAILED, attempts, next_try, memo=why)
            return {"effects": _with(case, waiting)}
        case e.EffectFailed(key=key, attempts=attempts, next_try=next_try):
            failed = EffectRecord(key, EffectStatus.FAILED, attempts, next_try)
            return {"effects": _with(case, failed)}
        case e.EffectRetried(key=key):
            kept = tuple(known for known in case.effects if known.key != key)
            rows = _row(case, key, MoneyState.RETRIED)
            return {"effects": kept, "money": rows}
        case _:
            return {}


def _without_words(case: Case) -> Changes:
    """Return the case without what a customer wrote, and without who a gift was for."""
    plain = case.reason and replace(case.reason, details="", text="")
    recipient = case.recipient and replace(case.recipient, name="", email="")
    return {
        "reason": plain,
        "reasons": tuple(replace(one, details="", text="") for one in case.reasons),
        "photos": (),
        "labels": (),
        "recipient": recipient,
        "units": tuple(replace(unit, note="", photos=()) for unit in case.units),
    }


def _row(
    case: Case, key: str, state: MoneyState, provider_id: str = "", why: str = ""
) -> tuple[MoneyRow, ...]:
    """Move the planned movement an effect is about; no other effect has one."""
    if effect_of(key) not in _MONEY:
        return case.money
    plan_id = subject_of(key)
    return tuple(
        replace(row, state=state, provider_id=provider_id or row.provider_id, why=why)
        if row.planned.plan_id == plan_id
        else row
        for row in case.money
    )


def _done(case: Case, key: str, memo: str = "") -> Changes:
    return {"effects": _with(case, EffectRecord(key, EffectStatus.DONE, memo=memo))}


def _undone(case: Case, undo_key: str) -> Changes:
    """An undo leaves two traces: it is done itself, and what it undid is done no more."""
    undone = case.with_effect(EffectRecord(done_key(undo_key), EffectStatus.UNDONE))
    return {"effects": _with(undone, EffectRecord(undo_key, EffectStatus.DONE))}


def _with(case: Case, record: EffectRecord) -> tuple[EffectRecord, ...]:
    others = (known for known in case.effects if known.key != record.key)
    return (*others, record)
