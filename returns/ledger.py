"""Who holds which unit of an order and what it has paid back: one ledger per order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from returns.errors import CommandRefused
from returns.order import OrderLine


class UnitState(StrEnum):
    """The life of one physical piece within a return (domain 4.3)."""

    HELD = "held"
    IN_RETURN = "in_return"
    RECEIVED = "received"
    GRADED = "graded"
    ACCEPTED = "accepted"
    DEDUCTED = "deducted"
    REJECTED = "rejected"
    RESTOCKED = "restocked"
    REFURBISH = "refurbish"
    DONATE = "donate"
    RECYCLE = "recycle"
    SENT_BACK = "sent_back"
    KEPT = "kept_by_customer"
    SETTLED = "settled"
    MISSING = "missing"
    RELEASED = "released"


_UNSETTLED = frozenset({UnitState.HELD, UnitState.IN_RETURN, UnitState.RECEIVED, UnitState.GRADED})


class Cause(StrEnum):
    """Whose doing it is that a unit comes back; outbound shipping depends on it (rule 7)."""

    FAULT = "fault"
    WITHDRAWAL = "withdrawal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LedgerUnit:
    """Unit number `unit` (1-based) of a line, and the case it belongs to.

    `goods_minor` and `tax_minor` are what the settlement of that case gives back for it, fees of
    the case apart; they are known once it is settled.
    """

    line_id: str
    unit: int
    case_id: str
    state: str = UnitState.HELD
    cause: str = Cause.OTHER
    taken_at: datetime | None = None
    goods_minor: int = 0
    tax_minor: int = 0

    @property
    def settled(self) -> bool:
        """Whether what is given back for it is known."""
        return self.state not in _UNSETTLED


@dataclass(frozen=True, slots=True)
class Concession:
    """What was paid for keeping a unit; a later return of it pays what is left (rule 11)."""

    line_id: str
    unit: int
    case_id: str
    goods_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class Regained:
    """A discount lost with earlier goods and given back with the rest (rules 13 and 14)."""

    case_id: str
    rule: str
    name: str
    minor: int


@dataclass(frozen=True, slots=True)
class TenderRefund:
    """An amount paid back under our reference: to a tender, or as credit with none."""

    reference: str
    tender_id: str
    minor: int


@dataclass(frozen=True, slots=True)
class UnitLedger:
    """The units of one order that cases took, and what went back for them.

    `outbound_case` is the case that gave the outbound shipping back, which happens once;
    `paused` is how long windows stood still while the shop reviewed returns of the order.
    """

    order_id: str
    units: tuple[LedgerUnit, ...] = ()
    refunds: tuple[TenderRefund, ...] = ()
    concessions: tuple[Concession, ...] = ()
    regained: tuple[Regained, ...] = ()
    outbound_case: str = ""
    paused: timedelta = timedelta()

    def free(self, line: OrderLine, by: str = "") -> tuple[int, ...]:
        """Return the unit numbers of a line that no case but `by` has taken."""
        taken = {
            entry.unit
            for entry in self.units
            if entry.line_id == line.line_id and entry.case_id != by
        }
        return tuple(unit for unit in range(1, line.quantity + 1) if unit not in taken)

    def holders(self, line_id: str, by: str = "") -> tuple[str, ...]:
        """Return the cases but `by` that took units of a line, in order and without repeats."""
        cases = (e.case_id for e in self.units if e.line_id == line_id and e.case_id != by)
        return tuple(dict.fromkeys(cases))

    def cases(self) -> tuple[str, ...]:
        """Return every case that has taken units of the order, in order."""
        return tuple(dict.fromkeys(entry.case_id for entry in self.units))

    def units_of(self, case_id: str, line_id: str) -> tuple[int, ...]:
        """Return the unit numbers of a line that a case has taken."""
        return tuple(
            entry.unit
            for entry in self.units
            if entry.case_id == case_id and entry.line_id == line_id
        )

    def hold(
        self,
        line: OrderLine,
        units: tuple[int, ...],
        case_id: str,
        cause: Cause = Cause.OTHER,
        at: datetime | None = None,
    ) -> UnitLedger:
        """Take units of a line for a case.

        Raises:
            CommandRefused: `already_returned` or `qty_exceeds_remaining`, naming the other case.
        """
        free = self.free(line)
        if not set(units) <= set(free):
            code = "qty_exceeds_remaining" if free else "already_returned"
            raise CommandRefused(code, line.name or line.line_id, cases=self.holders(line.line_id))
        held = tuple(
            LedgerUnit(line.line_id, unit, case_id, cause=cause, taken_at=at) for unit in units
        )
        return replace(self, units=self.units + held)

    def release(self, case_id: str) -> UnitLedger:
        """Give back every unit a case has taken."""
        return replace(self, units=tuple(u for u in self.units if u.case_id != case_id))

    def released(self, case_id: str, line_id: str, unit: int) -> UnitLedger:
        """Give back one unit of a case."""
        return replace(
            self, units=tuple(u for u in self.units if not _is(u, case_id, line_id, unit))
        )

    def moved(self, case_id: str, state: UnitState) -> UnitLedger:
        """Move every unit of a case to a state."""
        return replace(
            self,
            units=tuple(
                replace(unit, state=state) if unit.case_id == case_id else unit
                for unit in self.units
            ),
        )

    def settled(
        self,
        case_id: str,
        line_id: str,
        unit: int,
        state: str,
        *,
        goods_minor: int = 0,
        tax_minor: int = 0,
    ) -> UnitLedger:
        """Move one unit of a case to a state, with what is given back for it."""
        return replace(
            self,
            units=tuple(
                replace(u, state=state, goods_minor=goods_minor, tax_minor=tax_minor)
                if _is(u, case_id, line_id, unit)
                else u
                for u in self.units
            ),
        )

    def paused_for(self, length: timedelta) -> UnitLedger:
        """Let the windows of the order stand still for some more time."""
        return replace(self, paused=self.paused + length)

    def conceded(self, line_id: str, unit: int) -> tuple[int, int]:
        """Return goods and tax already paid for keeping a unit, in minor units."""
        found = [c for c in self.concessions if (c.line_id, c.unit) == (line_id, unit)]
        return sum(c.goods_minor for c in found), sum(c.tax_minor for c in found)

    def with_concession(self, concession: Concession) -> UnitLedger:
        """Add a concession; one a case has already made for the unit changes nothing."""
        same = (concession.line_id, concession.unit, concession.case_id)
        if any((c.line_id, c.unit, c.case_id) == same for c in self.concessions):
            return self
        return replace(self, concessions=(*self.concessions, concession))

    def regained_minor(self, rule: str, name: str = "") -> int:
        """Return what has been given back of an earlier loss, in minor units."""
        return sum(one.minor for one in self.regained if (one.rule, one.name) == (rule, name))

    def with_regained(self, regained: Regained) -> UnitLedger:
        """Add a loss given back; a case gives back each of them once."""
        if any(
            (one.case_id, one.rule, one.name) == (regained.case_id, regained.rule, regained.name)
            for one in self.regained
        ):
            return self
        return replace(self, regained=(*self.regained, regained))

    def refunded(self, tender_id: str) -> int:
        """Return what has gone back to a tender so far, in minor units."""
        return sum(refund.minor for refund in self.refunds if refund.tender_id == tender_id)

    @property
    def returned_minor(self) -> int:
        """Return everything that has gone back so far, credit included, in minor units."""
        return sum(refund.minor for refund in self.refunds)

    def with_refund(self, refund: TenderRefund) -> UnitLedger:
        """Add a refund; one already known by its reference changes nothing."""
        if any(known.reference == refund.reference for known in self.refunds):
            return self
        return replace(self, refunds=(*self.refunds, refund))

    def without_refund(self, reference: str) -> UnitLedger:
        """Take back a refund that will never be made."""
        kept = tuple(refund for refund in self.refunds if refund.reference != reference)
        return replace(self, refunds=kept)

    def with_outbound(self, case_id: str) -> UnitLedger:
        """Note which case gave the outbound shipping back; the first one stands."""
        return self if self.outbound_case else replace(self, outbound_case=case_id)


def _is(entry: LedgerUnit, case_id: str, line_id: str, unit: int) -> bool:
    return (entry.case_id, entry.line_id, entry.unit) == (case_id, line_id, unit)
