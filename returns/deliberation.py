"""The case under decision: what has been decided so far in one batch, nothing saved yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from returns import events as e
from returns.case import CHOOSING, Case
from returns.commands import Batch
from returns.errors import CaseNotFound
from returns.fold import after
from returns.ledger import UnitLedger, UnitState
from returns.owner_file import OwnerFile
from returns.policy import Verdict, verdict
from returns.refund import PricedLine, Quote, Terms, quote
from returns.shop import Shop, Tier

_BY_CUSTOMER = ("text", "click")
# These say something about a case without changing a choice the customer sees.
_NO_CHOICE = (e.Ignored, e.HandedOff)


@dataclass(slots=True)
class Deliberation:
    """Collects events and ledger changes; `case` is always folded up to the last event."""

    file: OwnerFile
    batch: Batch
    shop: Shop
    now: datetime
    case: Case | None
    revision: int
    ledgers: dict[str, UnitLedger]
    recorded: list[e.Recorded] = field(default_factory=list[e.Recorded])

    @classmethod
    def of(cls, file: OwnerFile, batch: Batch, shop: Shop, now: datetime) -> Deliberation:
        revision = file.case.revision if file.case else 0
        return cls(file, batch, shop, now, file.case, revision, dict(file.ledgers))

    @property
    def known(self) -> Case:
        """Return the case.

        Raises:
            CaseNotFound: nothing has started it.
        """
        if self.case is None:
            raise CaseNotFound(self.batch.ref.case_id)
        return self.case

    @property
    def by_customer(self) -> bool:
        return self.batch.source in _BY_CUSTOMER

    @property
    def tier(self) -> Tier:
        return self.shop.tier(self.file.customer.tier)

    def record(self, event: e.Event) -> None:
        """Append a fact and fold it; the first choice of a customer's batch is a new revision."""
        before = self.file.case.revision if self.file.case else 0
        if self.by_customer and not isinstance(event, _NO_CHOICE):
            self.revision = before + 1
        sequence = (self.case.sequence if self.case else 0) + 1
        recorded = e.Recorded(
            sequence, self.revision, self.now, self.batch.actor, self.batch.source, event
        )
        self.recorded.append(recorded)
        self.case = after(self.case, self.batch.ref, recorded)

    def ignore(self, what: str) -> None:
        """Record that the state has no place for something (domain 4.2)."""
        self.record(e.Ignored(what, self.known.state))

    def ledger(self, order_id: str) -> UnitLedger:
        return self.ledgers.get(order_id) or UnitLedger(order_id)

    def verdict(self, order_id: str, line_id: str) -> Verdict | None:
        """Return the verdict on a line as the ledgers now stand; None for an unknown line.

        Raises:
            OrderNotFound: the order is not this owner's.
        """
        order = self.file.order(order_id)
        line = order.line(line_id)
        if line is None:
            return None
        return verdict(order, line, self.ledger(order_id), self.tier, self.shop, self.now)

    def reopen(self) -> None:
        """Take back a quote because a choice changes; its units are free again."""
        case = self.known
        if case.quote and case.state in CHOOSING:
            self.release()
            self.record(e.QuoteReleased("corrected"))

    def release(self) -> None:
        """Free every unit the case has taken."""
        for order_id in self.known.order_ids:
            self.ledgers[order_id] = self.ledger(order_id).release(self.batch.ref.case_id)

    def move_units(self, state: UnitState) -> None:
        for order_id in self.known.order_ids:
            ledger = self.ledger(order_id)
            self.ledgers[order_id] = ledger.moved(self.batch.ref.case_id, state)

    def terms(self) -> Terms | None:
        """Return what was chosen, or None while a slot is missing."""
        case = self.known
        if not (case.lines and case.reason and case.resolution):
            return None
        if not (case.shipping or case.keeps_goods):
            return None
        return Terms(
            self.shop.reasons[case.reason.code],
            self.shop.resolutions[case.resolution.code],
            self.shop.shipping[case.shipping.code] if case.shipping else None,
            self.tier,
        )

    def priced(self, terms: Terms) -> Quote:
        """Return the quote of the selection, with the units this case holds or would hold."""
        lines = priced_lines(self.known, self.file, self.ledgers)
        return quote(lines, terms, self.shop, self.now + self.shop.timers.quote)

    def goods_minor(self) -> int:
        """Return the value of the goods coming back, in minor units."""
        lines = priced_lines(self.known, self.file, self.ledgers)
        return sum(line.goods_minor for line in lines)


def priced_lines(
    case: Case, file: OwnerFile, ledgers: dict[str, UnitLedger]
) -> tuple[PricedLine, ...]:
    """Return the case's lines with unit numbers: those it holds, else the next free ones."""
    found: list[PricedLine] = []
    for selected in case.lines:
        line = file.order(selected.order_id).line(selected.line_id)
        if line is None:
            continue
        ledger = ledgers.get(selected.order_id) or UnitLedger(selected.order_id)
        held = ledger.units_of(case.ref.case_id, selected.line_id)
        units = held or ledger.free(line)[: selected.quantity]
        found.append(PricedLine(selected.order_id, line, units))
    return tuple(found)
