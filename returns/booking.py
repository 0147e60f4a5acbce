"""What a settlement leaves on the unit ledgers, and what must hold before any of it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from returns.basis import LineBasis, LineKey
from returns.case import Case
from returns.errors import MoneyInvariantBroken
from returns.kept import BUNDLE, OFFER
from returns.ledger import Concession, Regained, UnitLedger, UnitState
from returns.money import Rate, allocated
from returns.movements import MoneyRow
from returns.owner_file import OwnerFile
from returns.pricing import concession_of
from returns.quote import Channel, Quote
from returns.rulebook import ResolutionKind

OUTBOUND = "outbound"


def booked(
    case: Case, settlement: Quote, ledgers: Mapping[str, UnitLedger]
) -> dict[str, UnitLedger]:
    """Return the ledgers with what each unit gives back, and with concessions for kept ones.

    A unit that is kept at a discount is free again: it may come back later for what is left.
    """
    after = dict(ledgers)
    case_id = case.ref.case_id
    for line in settlement.basis.lines:
        ledger = after.get(line.key.order_id) or UnitLedger(line.key.order_id)
        keeps = line.kind is ResolutionKind.KEEP
        ledger = (
            _conceded(ledger, line, case_id) if keeps else _given(ledger, line, case, settlement)
        )
        after[line.key.order_id] = ledger
    for row in settlement.lines:
        if row.code == OUTBOUND:
            after[row.order_id] = after[row.order_id].with_outbound(case_id)
        if row.code in {OFFER, BUNDLE} and row.minor > 0:
            regained = Regained(case_id, row.code, row.line_id, row.minor)
            after[row.order_id] = after[row.order_id].with_regained(regained)
    return after


def _conceded(ledger: UnitLedger, line: LineBasis, case_id: str) -> UnitLedger:
    for unit in line.units:
        goods, tax = concession_of(line, unit)
        made = Concession(line.key.line_id, unit.unit, case_id, goods, tax)
        ledger = ledger.released(case_id, line.key.line_id, unit.unit).with_concession(made)
    return ledger


def _given(ledger: UnitLedger, line: LineBasis, case: Case, settlement: Quote) -> UnitLedger:
    """Book what a line gives back on its units, by what each of them is worth after findings."""
    key = line.key
    share = next(
        s for s in settlement.shares if (s.order_id, s.line_id) == (key.order_id, key.line_id)
    )
    taken = {
        row.unit: row.rate
        for row in settlement.lines
        if (row.order_id, row.line_id) == (key.order_id, key.line_id) and row.unit
    }
    left = [unit.goods_minor - Rate(taken.get(unit.unit, "0")).of(unit.goods_minor)
            for unit in line.units]  # fmt: skip
    tax = [unit.tax_minor - Rate(taken.get(unit.unit, "0")).of(unit.tax_minor)
           for unit in line.units]  # fmt: skip
    goods = allocated(share.goods_minor, left)
    for unit, given, its_tax in zip(line.units, goods, tax, strict=True):
        ledger = ledger.settled(
            case.ref.case_id, key.line_id, unit.unit, _end_of(case, key, unit.unit),
            goods_minor=given, tax_minor=its_tax,
        )  # fmt: skip
    return ledger


def _end_of(case: Case, key: LineKey, number: int) -> str:
    """Return the state a unit ends in: what the inspection disposed, or settled without one."""
    unit = next((u for u in case.units if (u.ref.line, u.ref.unit) == (key, number)), None)
    if unit is None or not unit.disposition:
        return UnitState.MISSING if unit and unit.state is UnitState.MISSING else UnitState.SETTLED
    return unit.disposition


def require_money(case: Case, file: OwnerFile, ledgers: Mapping[str, UnitLedger]) -> None:
    """Hold a case to rule 9 before it is saved.

    Raises:
        MoneyInvariantBroken: more would go back than was captured, or a fee would be a debt; the
            message names the order, never an amount of anybody.
    """
    for order_id in case.order_ids:
        order = file.order(order_id)
        ledger = ledgers.get(order_id) or UnitLedger(order_id)
        for tender in order.tenders:
            if ledger.refunded(tender.tender_id) > tender.captured_minor:
                raise MoneyInvariantBroken(order_id, "tender")
        if ledger.returned_minor > order.captured_minor:
            raise MoneyInvariantBroken(order_id, "order")
        for line in order.lines:
            back = sum(u.goods_minor for u in ledger.units if u.line_id == line.line_id)
            back += sum(c.goods_minor for c in ledger.concessions if c.line_id == line.line_id)
            if back > line.net_paid_minor:
                raise MoneyInvariantBroken(order_id, "line")
    for quote in filter(None, (case.quote, case.settlement)):
        _require_quote(case, quote)
    _require_keys(case.money)


def _require_quote(case: Case, quote: Quote) -> None:
    given = quote.total_minor + quote.fees_minor - quote.bonus_minor
    due = any(share.channel is Channel.COLLECT for share in quote.shares)
    if quote.fees_minor < 0 or (not due and quote.fees_minor > given):
        raise MoneyInvariantBroken(case.ref.case_id, "fees")


def _require_keys(money: Iterable[MoneyRow]) -> None:
    ids = [row.planned.plan_id for row in money]
    if len(set(ids)) < len(ids) or not all(ids):
        raise MoneyInvariantBroken(", ".join(ids), "key")
