"""The case under decision: what has been decided so far in one batch, nothing saved yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from returns import events as e
from returns.case import CHOOSING, Case
from returns.commands import Batch
from returns.errors import CaseNotFound
from returns.fold import after
from returns.ledger import UnitLedger, UnitState
from returns.offering import Asked, goods_minor
from returns.owner_file import OwnerFile
from returns.picture import asked_of, chosen_of, setting_of
from returns.policy import Verdict, verdict
from returns.pricing import price
from returns.quote import Quote
from returns.rulebook import Tier
from returns.rules import Rules
from returns.shop import Shop
from returns.signature import signed
from returns.terms import Setting, basis_of

_BY_CUSTOMER = ("text", "click")
# These say something about a case without changing a choice the customer sees.
_NO_CHOICE = (e.Ignored, e.HandedOff)


@dataclass(slots=True)
class Deliberation:
    """Collects events and ledger changes; `case` is always folded up to the last event."""

    file: OwnerFile
    batch: Batch
    rules: Rules
    now: datetime
    case: Case | None
    revision: int
    ledgers: dict[str, UnitLedger]
    recorded: list[e.Recorded] = field(default_factory=list[e.Recorded])

    @classmethod
    def of(cls, file: OwnerFile, batch: Batch, rules: Rules, now: datetime) -> Deliberation:
        revision = file.case.revision if file.case else 0
        return cls(file, batch, rules, now, file.case, revision, dict(file.ledgers))

    @property
    def shop(self) -> Shop:
        return self.rules.shop

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

    @property
    def setting(self) -> Setting:
        """Return whom and what is priced for, with the ledgers as they now stand."""
        return setting_of(self.known, self.file, self.ledgers, self.shop)

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
        ledger, case_id = self.ledger(order_id), self.batch.ref.case_id
        return verdict(order, line, ledger, self.tier, self.shop, self.now, case_id)

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
        """Move every unit of the case to a state."""
        for order_id in self.known.order_ids:
            ledger = self.ledger(order_id)
            self.ledgers[order_id] = ledger.moved(self.batch.ref.case_id, state)

    def asked(self, lines: Sequence[e.SelectedLine] | None = None) -> tuple[Asked, ...]:
        """Return selected lines with the units that would come back: all, or those given."""
        case = self.known
        return asked_of(case, case.lines if lines is None else lines, self.setting, self.now)

    def quoted(self) -> Quote | None:
        """Return the quote of what was chosen, signed; None while a slot is missing."""
        case, setting = self.known, self.setting
        lines = chosen_of(case, setting, self.now)
        method = self.shop.shipping.get(case.shipping.code) if case.shipping else None
        if lines is None or (method is None and not case.keeps_goods):
            return None
        packages = case.shipping.packages if case.shipping else 1
        basis = basis_of(lines, None if case.keeps_goods else method, setting, packages)
        quote = price(basis, self.now + case.timers.quote)
        return signed(quote, self.batch.ref.case_id, self.rules.signer)

    def goods_minor(self) -> int:
        """Return the value of the goods of the case, in minor units of the shop's currency."""
        return goods_minor(self.asked(), self.setting)
