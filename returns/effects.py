"""The names of what a case can owe, and the keys they are known by at every provider."""

from __future__ import annotations

from enum import StrEnum


class Effect(StrEnum):
    """Each value is the name of the activity that performs it."""

    FIND_POLICY_CLAUSES = "find_policy_clauses"
    FIND_SIMILAR_CASES = "find_similar_cases"
    UPDATE_ORDER = "update_order"
    RESERVE_INBOUND = "reserve_inbound"
    MAKE_LABEL = "make_label"
    BOOK_PICKUP = "book_pickup"
    SEND_NOTICE = "send_notice"
    PAY_REFUND = "pay_refund"
    ISSUE_CREDIT = "issue_credit"
    COLLECT_DIFFERENCE = "collect_difference"
    CREATE_EXCHANGE = "create_exchange"
    ADJUST_LOYALTY = "adjust_loyalty"
    RESTOCK = "restock"
    SEND_BACK = "send_back"
    PURGE_CASE = "purge_case"
    PASS_DEADLINE = "pass_deadline"  # noqa: S105 - a name, not a secret
    RESTORE_ORDER = "restore_order"
    RELEASE_INBOUND = "release_inbound"
    VOID_LABEL = "void_label"
    CANCEL_PICKUP = "cancel_pickup"
    REVERSE_CREDIT = "reverse_credit"
    CANCEL_EXCHANGE = "cancel_exchange"


# Effects that only read: they run side by side, everything else in the order it is owed.
TOGETHER = frozenset({Effect.FIND_POLICY_CLAUSES, Effect.FIND_SIMILAR_CASES})

# What must be undone when it is done and no longer wanted; everything else stays as it is.
UNDO_OF = {
    Effect.UPDATE_ORDER: Effect.RESTORE_ORDER,
    Effect.RESERVE_INBOUND: Effect.RELEASE_INBOUND,
    Effect.MAKE_LABEL: Effect.VOID_LABEL,
    Effect.BOOK_PICKUP: Effect.CANCEL_PICKUP,
    Effect.ISSUE_CREDIT: Effect.REVERSE_CREDIT,
    Effect.CREATE_EXCHANGE: Effect.CANCEL_EXCHANGE,
}
_DONE_OF = {undo: done for done, undo in UNDO_OF.items()}


def effect_key(case_id: str, effect: Effect, subject: str, n: int = 1) -> str:
    """Return the key `case:effect:subject.n`; a new `n` begins only after an undo."""
    return f"{case_id}:{effect}:{subject}.{n}"


def effect_of(key: str) -> Effect:
    """Return which effect a key names.

    Raises:
        ValueError: the key names no effect of ours.
    """
    return Effect(key.split(":", 2)[1])


def subject_of(key: str) -> str:
    """Return what the effect is about: an order, a template, a shipping method."""
    return key.split(":", 2)[2].rpartition(".")[0]


def undo_key(key: str) -> str:
    """Return the key under which an effect is undone."""
    case_id, effect, rest = key.split(":", 2)
    return f"{case_id}:{UNDO_OF[Effect(effect)]}:{rest}"


def done_key(undo: str) -> str:
    """Return the key of the effect that an undo undoes."""
    case_id, effect, rest = undo.split(":", 2)
    return f"{case_id}:{_DONE_OF[Effect(effect)]}:{rest}"
