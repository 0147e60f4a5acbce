"""Which tender gets how much back (rule 10)."""

from __future__ import annotations

from collections.abc import Collection

from returns.errors import PaymentRefused
from returns.ledger import UnitLedger
from returns.order import Order, TenderKind

# Gift card and credit first, then cards, then wallets.
_ORDER = (TenderKind.GIFT_CARD, TenderKind.STORE_CREDIT, TenderKind.CARD, TenderKind.WALLET)


def tender_plan(
    order: Order, ledger: UnitLedger, minor: int, *, without: Collection[str] = ()
) -> list[tuple[str, int]]:
    """Share an amount over the order's tenders, each up to what it was charged and has not back.

    Raises:
        PaymentRefused: more is due than was ever captured; nothing is planned (rule 9).
    """
    plan: list[tuple[str, int]] = []
    left = minor
    for tender in sorted(order.tenders, key=lambda tender: _ORDER.index(tender.kind)):
        if tender.tender_id in without:
            continue
        part = min(left, tender.captured_minor - ledger.refunded(tender.tender_id))
        if part > 0:
            plan.append((tender.tender_id, part))
            left -= part
    if left > 0:
        raise PaymentRefused(order.order_id, "more is due than was captured")
    return plan
