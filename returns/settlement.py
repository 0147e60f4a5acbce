"""From what is due to the movements that pay it, and what must hold before any money moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from returns.basis import LineKey
from returns.case import Case, CaseUnit
from returns.errors import PaymentRefused
from returns.goods_events import LoyaltyDue
from returns.ledger import TenderRefund, UnitLedger, UnitState
from returns.money import ONE, Rate, divided
from returns.movements import MoneyRow, PlannedMovement
from returns.owner_file import OwnerFile
from returns.ports import MovementKind
from returns.pricing import Findings, UnitFinding, price
from returns.quote import Channel, Quote
from returns.rulebook import SettleAt
from returns.tenders import tender_plan

BONUS = "bonus"
PRINCIPAL = "principal"
COLLECTED = "collected"
# Stands for an amount no tender can take; staff place it.
UNPLACED = "unplaced"


def settlement_of(case: Case) -> Quote:
    """Return the quote with what became of each unit: graded, or never received (rule 17).

    Raises:
        ValueError: the case has no quote to settle.
    """
    if case.quote is None:
        raise ValueError(f"{case.ref.case_id} has no quote")
    return price(case.quote.basis, case.quote.expires_at, findings_of(case))


def findings_of(case: Case) -> Findings:
    """Return what the inspection found, by unit; a unit that never came gives nothing back."""
    found: dict[tuple[LineKey, int], UnitFinding] = {}
    for unit in case.units:
        finding = _finding(case, unit)
        if finding:
            found[unit.ref.line, unit.ref.unit] = finding
    return found


def _finding(case: Case, unit: CaseUnit) -> UnitFinding | None:
    line = case.quote.basis.line(unit.ref.line) if case.quote else None
    if line is None or not line.travels:
        return None
    if unit.state is UnitState.MISSING:
        return UnitFinding("not_received", ONE.text, unit.section)
    if Rate(unit.deduction).is_zero:
        return None
    return UnitFinding(unit.grade, unit.deduction, unit.section)


@dataclass(slots=True)
class Plan:
    """Movements being planned: what the ledgers allow, and what is promised already."""

    case: Case
    file: OwnerFile
    ledgers: dict[str, UnitLedger]

    def of(self, quote: Quote, only: SettleAt | None = None) -> tuple[PlannedMovement, ...]:
        """Plan what a quote comes to, less what was paid early; `only` what moves at a moment.

        What a tender is to take is booked on its ledger at once, so that two cases of one order
        can never plan the same money twice.
        """
        planned: list[PlannedMovement] = []
        for order_id in self.case.order_ids:
            for channel in (Channel.REFUND, Channel.CREDIT):
                due = _due(quote, order_id, channel, only)
                due -= sum(row.planned.minor for row in self._early(order_id, channel))
                if due > 0:
                    planned += self._place(order_id, channel, due, quote.currency)
        collect = sum(s.minor for s in quote.shares if s.channel is Channel.COLLECT and not only)
        if collect:
            planned.append(self._row(COLLECTED, MovementKind.COLLECTION, "", "", collect, quote))
        bonus = quote.bonus_minor if _due(quote, None, Channel.CREDIT, only) else 0
        bonus -= sum(r.planned.minor for r in self.case.money if r.planned.plan_id == BONUS)
        if bonus > 0:
            target = self._credited
            planned.append(self._row(BONUS, MovementKind.CREDIT_BONUS, "", target, bonus, quote))
        return tuple(planned)

    def instead(self, row: MoneyRow, *, as_credit: bool) -> tuple[PlannedMovement, ...]:
        """Plan what takes the place of a movement that failed for good (rule 10).

        Other tenders of the order come first; nothing becomes credit unless staff say so.

        Raises:
            PaymentRefused: no other tender can take it; a bonus or a difference has none.
        """
        failed = row.planned
        if not failed.order_id:
            raise PaymentRefused(failed.plan_id, row.why)
        ledger = self.ledgers[failed.order_id].without_refund(self._reference(failed.plan_id))
        self.ledgers[failed.order_id] = ledger
        if as_credit:
            return tuple(self._credit(failed.order_id, failed.minor, failed.currency))
        dead = {r.planned.target for r in self.case.money if r.why} | {failed.target}
        order = self.file.order(failed.order_id)
        parts = tender_plan(order, ledger, failed.minor, without=dead)
        return tuple(
            self._refund(failed.order_id, tender, minor, failed.currency) for tender, minor in parts
        )

    def _early(self, order_id: str, channel: Channel) -> list[MoneyRow]:
        kinds = {
            Channel.REFUND: {MovementKind.REFUND},
            Channel.CREDIT: {MovementKind.CREDIT_PRINCIPAL},
        }[channel]
        return [
            row
            for row in self.case.money
            if row.counts and row.planned.order_id == order_id and row.planned.kind in kinds
        ]

    def _place(
        self, order_id: str, channel: Channel, minor: int, currency: str
    ) -> list[PlannedMovement]:
        if channel is Channel.CREDIT:
            return self._credit(order_id, minor, currency)
        order = self.file.order(order_id)
        try:
            parts = tender_plan(order, self._ledger(order_id), minor)
        except PaymentRefused:
            return [
                PlannedMovement(
                    self._free_id(f"{order_id}/{UNPLACED}"), MovementKind.REFUND, order_id,
                    UNPLACED, minor, currency,
                )
            ]  # fmt: skip
        return [self._refund(order_id, tender, part, currency) for tender, part in parts]

    def _refund(self, order_id: str, tender: str, minor: int, currency: str) -> PlannedMovement:
        plan_id = self._free_id(f"{order_id}/{tender}")
        self._book(order_id, plan_id, tender, minor)
        return PlannedMovement(plan_id, MovementKind.REFUND, order_id, tender, minor, currency)

    def _credit(self, order_id: str, minor: int, currency: str) -> list[PlannedMovement]:
        plan_id = self._free_id(f"{order_id}/{PRINCIPAL}")
        self._book(order_id, plan_id, "", minor)
        kind = MovementKind.CREDIT_PRINCIPAL
        return [PlannedMovement(plan_id, kind, order_id, self._credited, minor, currency)]

    def _row(
        self, name: str, kind: MovementKind, order_id: str, target: str, minor: int, quote: Quote
    ) -> PlannedMovement:
        target = target or self.file.customer.customer_id
        return PlannedMovement(self._free_id(name), kind, order_id, target, minor, quote.currency)

    @property
    def _credited(self) -> str:
        """Return whose credit it is: the owner's, or the recipient's of a gift (rule 15)."""
        recipient = self.case.recipient
        return recipient.person_id if recipient else self.file.customer.customer_id

    def _free_id(self, name: str) -> str:
        """Return a plan id that no movement of the case has had."""
        n, taken = 1, {row.planned.plan_id for row in self.case.money}
        while (plan_id := name if n == 1 else f"{name}+{n}") in taken:
            n += 1
        return plan_id

    def _book(self, order_id: str, plan_id: str, tender: str, minor: int) -> None:
        booked = TenderRefund(self._reference(plan_id), tender, minor)
        self.ledgers[order_id] = self._ledger(order_id).with_refund(booked)

    def _reference(self, plan_id: str) -> str:
        return f"{self.case.ref.case_id}:{plan_id}"

    def _ledger(self, order_id: str) -> UnitLedger:
        return self.ledgers.get(order_id) or UnitLedger(order_id)


def overpaid(case: Case, settlement: Quote) -> Mapping[tuple[str, Channel], int]:
    """Return what was paid early beyond the settlement, by order and channel."""
    found: dict[tuple[str, Channel], int] = {}
    for order_id in case.order_ids:
        for channel, kind in (
            (Channel.REFUND, MovementKind.REFUND),
            (Channel.CREDIT, MovementKind.CREDIT_PRINCIPAL),
        ):
            early = sum(
                row.planned.minor
                for row in case.money
                if row.counts and (row.planned.order_id, row.planned.kind) == (order_id, kind)
            )
            excess = early - _due(settlement, order_id, channel, None)
            if excess > 0:
                found[order_id, channel] = excess
    return found


def _due(quote: Quote, order_id: str | None, channel: Channel, only: SettleAt | None) -> int:
    return sum(
        share.minor
        for share in quote.shares
        if share.channel is channel
        and order_id in {None, share.order_id}
        and only in {None, share.settle_at}
    )


def loyalty_of(
    quote: Quote, file: OwnerFile, ledgers: Mapping[str, UnitLedger]
) -> tuple[LoyaltyDue, ...]:
    """Return points to take back on the share that comes back, and coupons given again (rule 18).

    A single-use coupon is given again only when the whole order comes back.
    """
    found: list[LoyaltyDue] = []
    for basis in quote.basis.orders:
        order = file.order(basis.order_id)
        goods = sum(s.goods_minor for s in quote.shares if s.order_id == order.order_id)
        paid = sum(line.net_paid_minor for line in order.lines)
        points = divided(order.points_earned * goods, paid) if paid else 0
        ledger = ledgers.get(order.order_id)
        gone = len(ledger.units) if ledger else 0
        whole = gone == sum(line.quantity for line in order.lines)
        coupon = order.coupon if whole else ""
        if points or coupon:
            found.append(LoyaltyDue(order.order_id, points, coupon))
    return tuple(found)
