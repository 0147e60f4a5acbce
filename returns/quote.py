"""A quote: the whole calculation, row by row, and what it comes to for each channel of payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from returns.basis import Basis
from returns.explain import Change, Explanation, Finding, facts
from returns.money import Money
from returns.rulebook import SettleAt


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One row of the calculation.

    `code` is goods, tax, deduction, rejection, bundle, offer, restocking, shipping, fee_tax,
    outbound, discount, exchange, replacement or bonus. `minor` is signed, and zero on a row that
    says why nothing is charged (`waiver`). `basis_minor` is what `rate` was taken on. `order_id`
    and `line_id` are empty on rows of the whole case; `unit` is 0 on rows of a whole line.
    """

    code: str
    minor: int
    section: str
    order_id: str = ""
    line_id: str = ""
    rate: str = ""
    unit: int = 0
    basis_minor: int = 0
    waiver: str = ""
    changes: tuple[Change, ...] = ()


class Channel(StrEnum):
    """Where an amount goes, or that it is owed."""

    REFUND = "refund"
    CREDIT = "credit"
    COLLECT = "collect"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Share:
    """What a line comes to after everything, and how it is paid; rows of an order have no line.

    `minor` is never negative; with the channel `collect` the customer owes it. `goods_minor` and
    `tax_minor` are what the units themselves give back, before any fee of the case.
    """

    order_id: str
    line_id: str
    channel: Channel
    minor: int
    settle_at: SettleAt = SettleAt.INSPECTION
    goods_minor: int = 0
    tax_minor: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What the customer gets, until when it is promised, and our signature under it.

    Principal and bonus are booked apart (rule 8). A settlement is the same with the findings of
    the inspection in it.
    """

    currency: str
    lines: tuple[QuoteLine, ...]
    shares: tuple[Share, ...]
    expires_at: datetime
    basis: Basis
    waived: tuple[QuoteLine, ...] = ()
    signature: str = ""

    @property
    def bonus_minor(self) -> int:
        return self.sum_of("bonus")

    @property
    def principal_minor(self) -> int:
        return self.total_minor - self.bonus_minor

    @property
    def total_minor(self) -> int:
        return sum(line.minor for line in self.lines)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def fees_minor(self) -> int:
        """Return what is kept back for restocking and shipping, as a positive amount."""
        return -self.sum_of("restocking", "shipping", "fee_tax")

    def sum_of(self, *codes: str) -> int:
        """Return the sum of the rows of some codes, in minor units."""
        return sum(line.minor for line in self.lines if line.code in codes)

    def through(self, channel: Channel, order_id: str | None = None) -> int:
        """Return what goes through a channel, of one order or of all."""
        return sum(
            share.minor
            for share in self.shares
            if share.channel is channel and order_id in {None, share.order_id}
        )

    def explanation(self, line: QuoteLine) -> Explanation:
        """Return why a row is what it is."""
        told = facts(minor=line.minor, currency=self.currency)
        if line.rate:
            told += facts(rate=line.rate, basis_minor=line.basis_minor)
        findings = [Finding(line.code, line.section, told)]
        if line.waiver:
            findings.append(Finding(f"waived.{line.waiver}", line.section))
        outcome = "waived" if line.waiver else line.code
        version = self.basis.policy_version
        return Explanation(line.code, outcome, version, tuple(findings), line.changes)
