"""Who holds which unit of an order: one ledger per order, so no unit ever comes back twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from returns.errors import CommandRefused
from returns.order import OrderLine


class UnitState(StrEnum):
    """The life of one physical piece within a return (domain 4.3)."""

    HELD = "held"
    IN_RETURN = "in_return"
    RECEIVED = "received"
    GRADED = "graded"
    RESTOCKED = "restocked"
    KEPT = "kept_by_customer"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class LedgerUnit:
    """Unit number `unit` (1-based) of a line, and the case it belongs to."""

    line_id: str
    unit: int
    case_id: str
    state: str = UnitState.HELD


@dataclass(frozen=True, slots=True)
class TenderRefund:
    """An amount paid back to a tender under our reference."""

    reference: str
    tender_id: str
    minor: int


@dataclass(frozen=True, slots=True)
class UnitLedger:
    """The units of one order that cases took, and what went back to each of its tenders."""

    order_id: str
    units: tuple[LedgerUnit, ...] = ()
    refunds: tuple[TenderRefund, ...] = ()

    def free(self, line: OrderLine) -> tuple[int, ...]:
        """Return the unit numbers of a line that no case has taken."""
        taken = {entry.unit for entry in self.units if entry.line_id == line.line_id}
        return tuple(unit for unit in range(1, line.quantity + 1) if unit not in taken)

    def holders(self, line_id: str) -> tuple[str, ...]:
        """Return the cases that took units of a line, in order and without repeats."""
        cases = (entry.case_id for entry in self.units if entry.line_id == line_id)
        return tuple(dict.fromkeys(cases))

    def units_of(self, case_id: str, line_id: str) -> tuple[int, ...]:
        """Return the unit numbers of a line that a case has taken."""
        return tuple(
            entry.unit
            for entry in self.units
            if entry.case_id == case_id and entry.line_id == line_id
        )

    def hold(self, line: OrderLine, quantity: int, case_id: str) -> UnitLedger:
        """Take units of a line for a case, lowest numbers first.

        Raises:
            CommandRefused: `already_returned` or `qty_exceeds_remaining`, naming the other case.
        """
        free = self.free(line)
        if quantity > len(free):
            code = "qty_exceeds_remaining" if free else "already_returned"
            raise CommandRefused(code, line.name or line.line_id, cases=self.holders(line.line_id))
        held = tuple(LedgerUnit(line.line_id, unit, case_id) for unit in free[:quantity])
        return replace(self, units=self.units + held)

    def release(self, case_id: str) -> UnitLedger:
        """Give back every unit a case has taken."""
        return replace(self, units=tuple(u for u in self.units if u.case_id != case_id))

    def moved(self, case_id: str, state: UnitState) -> UnitLedger:
        """Move every unit of a case to a state."""
        return replace(
            self,
            units=tuple(
                replace(unit, state=state) if unit.case_id == case_id else unit
                for unit in self.units
            ),
        )

    def refunded(self, tender_id: str) -> int:
        """Return what has gone back to a tender so far, in minor units."""
        return sum(refund.minor for refund in self.refunds if refund.tender_id == tender_id)

    def with_refund(self, refund: TenderRefund) -> UnitLedger:
        """Add a refund; one already known by its reference changes nothing."""
        if any(known.reference == refund.reference for known in self.refunds):
            return self
        return replace(self, refunds=(*self.refunds, refund))
