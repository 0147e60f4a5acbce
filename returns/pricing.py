"""How much: from a basis, and from what the inspection found, to rows and shares (domain 5).

Order of operations, rule 6: goods share − deduction → + tax → − restocking → − shipping → fees
capped so that nothing is owed → + outbound shipping → + bonus.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from returns.basis import Basis, Kept, LineBasis, LineKey, OrderBasis, UnitBasis
from returns.kept import OFFER
from returns.ledger import Cause
from returns.money import ONE, ZERO, Rate, allocated
from returns.quote import Channel, Quote, QuoteLine, Share
from returns.rulebook import ResolutionKind


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """What the inspection, or its absence, says about one unit.

    `deduction` is a share of the goods ("1" takes all); `code` names it: grade:C, wrong_item,
    missing, not_received.
    """

    code: str
    deduction: str
    section: str


type Findings = Mapping[tuple[LineKey, int], UnitFinding]


@dataclass(slots=True)
class _Sum:
    """What one line comes to while it is being priced.

    `goods` and `tax` are what its units give back; `left` is what is left of that after every row
    so far. `back` holds the units that were not rejected as a whole.
    """

    line: LineBasis
    gross: bool
    goods: int = 0
    tax: int = 0
    left: int = 0
    back: list[UnitBasis] = field(default_factory=list[UnitBasis])
    rows: list[QuoteLine] = field(default_factory=list[QuoteLine])

    def paid(self, goods: int, tax: int) -> int:
        """Return what goods and their tax cost: where prices are gross, the tax is inside."""
        return goods if self.gross else goods + tax

    def add(self, code: str, minor: int, section: str) -> None:
        self.put(QuoteLine(code, minor, section, self.line.key.order_id, self.line.key.line_id))

    def put(self, row: QuoteLine) -> None:
        self.rows.append(row)
        self.left += row.minor

    def blank(self, code: str, section: str, rate: Rate) -> QuoteLine:
        """Return a row of this line that has no amount yet."""
        key = self.line.key
        return QuoteLine(code, 0, section, key.order_id, key.line_id, rate.text)


def price(basis: Basis, expires_at: datetime, findings: Findings | None = None) -> Quote:
    """Return the quote of a basis, or its settlement when there are findings.

    Fees never make a debt, and a bonus is taken on what is left after them.
    """
    found = findings or {}
    sums = [_goods(line, found, gross=basis.tax_included) for line in basis.lines]
    regained = [row for order in basis.orders for row in _keep(order, sums)]
    waived = [row for one in sums for row in _restock(one)]
    freight, unpaid = _freight(basis, sums)
    outbound = [row for order in basis.orders for row in _outbound(order, sums)]
    fee_tax = _fee_tax(basis, sums, freight)
    shares = [_share(one) for one in sums]
    shares += [_order_share(row, shares) for row in (*outbound, *regained)]
    bonus = _bonus(basis, shares)
    rows = [row for one in sums for row in one.rows]
    rows += [*regained, *freight, *fee_tax, *outbound, *bonus]
    waived += unpaid
    return Quote(
        basis.currency, tuple(rows), tuple(shares), expires_at, basis, waived=tuple(waived)
    )


def _goods(line: LineBasis, findings: Findings, *, gross: bool) -> _Sum:
    """Goods and tax of the units, less what the inspection takes off."""
    one = _Sum(line, gross)
    if line.kind is ResolutionKind.KEEP:
        _concede(one)
        return one
    one.goods, one.tax = line.goods_minor, line.tax_minor
    one.add("goods", line.goods_minor, line.goods_section)
    if line.tax_minor and not gross:
        one.add("tax", line.tax_minor, line.goods_section)
    for unit in line.units:
        finding = findings.get((line.key, unit.unit))
        if finding is None or not _deduct(one, unit, finding):
            one.back.append(unit)
    return one


def _concede(one: _Sum) -> None:
    """Rule 11: the discount on the goods share and on the tax share, each rounded."""
    line, rate = one.line, Rate(one.line.discount)
    one.goods, one.tax = rate.of(line.goods_minor), rate.of(line.tax_minor)
    row = one.blank("discount", line.section, rate)
    minor, basis = one.paid(one.goods, one.tax), one.paid(line.goods_minor, line.tax_minor)
    one.put(replace(row, minor=minor, basis_minor=basis))


def _deduct(one: _Sum, unit: UnitBasis, finding: UnitFinding) -> bool:
    """Take a finding off the goods, and off the tax in proportion (rule 5).

    Return whether it took all, so that the unit does not count as returned.
    """
    rate = Rate(finding.deduction)
    goods, tax = rate.of(unit.goods_minor), rate.of(unit.tax_minor)
    one.goods -= goods
    one.tax -= tax
    code = "rejection" if rate == ONE else "deduction"
    if goods:
        row = one.blank(code, finding.section, rate)
        basis = one.paid(unit.goods_minor, unit.tax_minor)
        one.put(replace(row, minor=-one.paid(goods, tax), unit=unit.unit, basis_minor=basis))
    return rate == ONE


def _keep(order: OrderBasis, sums: list[_Sum]) -> list[QuoteLine]:
    """Take back a discount that kept goods no longer earn (rules 13 and 14).

    Return the rows that give an earlier loss back, because less is kept or nothing at all.
    """
    regained: list[QuoteLine] = []
    by_offer = 0
    for kept in order.kept:
        concerned = [one for one in sums if _belongs(one, order, kept)]
        goods = sum(one.goods for one in concerned)
        if not concerned or not goods:
            continue
        prices = dict(kept.prices)
        going = sum(prices[one.line.key.line_id] * len(one.back) for one in concerned)
        standing = kept.standing_minor - going
        earned = kept.discount_minor if standing >= kept.threshold_minor else 0
        due = max(0, kept.paid_minor - max(0, standing - earned) - kept.back_minor)
        shares = allocated(goods - min(goods, due), [one.goods for one in concerned])
        for one, lost in zip(concerned, shares, strict=True):
            if lost:
                one.goods -= lost
                one.add(kept.rule, -lost, kept.section)
        # A set is part of its order: what the offer gives back is there already.
        back = due - goods - by_offer
        if back > 0:
            regained.append(QuoteLine(kept.rule, back, kept.section, order.order_id, kept.name))
        if kept.rule == OFFER:
            by_offer = max(0, back)
    return regained


def _belongs(one: _Sum, order: OrderBasis, kept: Kept) -> bool:
    key = one.line.key
    return (
        key.order_id == order.order_id
        and key.line_id in dict(kept.prices)
        and one.line.kind is not ResolutionKind.KEEP
    )


def _restock(one: _Sum) -> list[QuoteLine]:
    """Take the restocking fee; return the row that says why it is not taken."""
    line, rate = one.line, Rate(one.line.restocking)
    if rate.is_zero or line.kind not in {ResolutionKind.REFUND, ResolutionKind.CREDIT}:
        return []
    row = one.blank("restocking", line.restocking_section, rate)
    if line.waiver:
        return [replace(row, waiver=line.waiver)]
    fee = min(rate.of(one.goods), max(0, one.left))
    if fee:
        one.put(replace(row, minor=-fee, basis_minor=one.goods, changes=line.fee_changes))
    return []


def _freight(basis: Basis, sums: list[_Sum]) -> tuple[list[QuoteLine], list[QuoteLine]]:
    """Take the return shipping once, cut to what is left (E9), and spread it over who pays it."""
    freight = basis.freight
    if freight is None or not freight.minor:
        return [], []
    paying = [one for one in sums if one.line.travels and one.line.pays_fees]
    if freight.waiver or not paying:
        waiver = freight.waiver or next((one.line.waiver for one in sums if one.line.waiver), "")
        row = QuoteLine("shipping", 0, freight.section, waiver=waiver)
        return [], [row] if waiver else []
    left = [max(0, one.left) for one in paying]
    charged = min(freight.minor, sum(left))
    for one, part in zip(paying, allocated(charged, left), strict=True):
        one.left -= part
    row = QuoteLine("shipping", -charged, freight.section, changes=freight.changes)
    return [row] if charged else [], []


def _fee_tax(basis: Basis, sums: list[_Sum], freight: list[QuoteLine]) -> list[QuoteLine]:
    """Add the tax on fees where the shop has a rate for it, cut like the fees themselves."""
    rate = Rate(basis.fee_tax)
    restocking = [row for one in sums for row in one.rows if row.code == "restocking"]
    fees = -sum(row.minor for row in (*freight, *restocking))
    paying = [one for one in sums if one.line.pays_fees]
    left = [max(0, one.left) for one in paying]
    charged = min(rate.of(fees), sum(left))
    if charged <= 0:
        return []
    for one, part in zip(paying, allocated(charged, left), strict=True):
        one.left -= part
    section = next(row.section for row in (*freight, *restocking))
    return [QuoteLine("fee_tax", -charged, section, rate=rate.text, basis_minor=fees)]


def _outbound(order: OrderBasis, sums: list[_Sum]) -> list[QuoteLine]:
    """Give outbound shipping back when nothing of the order stays, for a cause that earns it."""
    due = order.outbound
    if due is None or not due.causes:
        return []
    own = [one for one in sums if one.line.key.order_id == order.order_id]
    causes = {one.line.cause for one in own}
    if sum(len(one.back) for one in own) < due.standing_units or not causes <= set(due.causes):
        return []
    minor = due.minor + (due.express_minor if causes == {Cause.FAULT} else 0)
    return [QuoteLine("outbound", minor, due.section, order.order_id)]


def _share(one: _Sum) -> Share:
    """Close a line: what goes out again is set against it, the rest is paid."""
    line = one.line
    if line.replacement and line.kind is ResolutionKind.EXCHANGE and not line.replacement.even:
        _replace(one, line)
    elif line.kind in {
        ResolutionKind.EXCHANGE,
        ResolutionKind.REPLACEMENT,
        ResolutionKind.REPAIR,
    }:
        # Rule 12: the same product again is even, whatever discount was paid.
        one.add("exchange", -one.left, line.section)
    channel = Channel.CREDIT if line.kind is ResolutionKind.CREDIT else Channel.REFUND
    if one.left < 0:
        channel = Channel.COLLECT
    if one.left == 0:
        channel = Channel.NONE
    key = line.key
    return Share(
        key.order_id, key.line_id, channel, abs(one.left), line.settle_at, one.goods, one.tax
    )


def _replace(one: _Sum, line: LineBasis) -> None:
    """Set the price of another product, with its tax, against what comes back (rule 12)."""
    taken = line.replacement
    if taken is None:
        return
    count = len(line.units)
    one.add("replacement", -one.paid(taken.price_minor, taken.tax_minor) * count, line.section)


def _order_share(row: QuoteLine, shares: list[Share]) -> Share:
    """Pay what concerns a whole order the way its lines are paid."""
    own = [share for share in shares if share.order_id == row.order_id and share.minor]
    channels = {share.channel for share in own}
    channel = Channel.CREDIT if channels == {Channel.CREDIT} else Channel.REFUND
    settle_at = own[0].settle_at if own else Share("", "", channel, 0).settle_at
    return Share(row.order_id, "", channel, row.minor, settle_at)


def _bonus(basis: Basis, shares: list[Share]) -> list[QuoteLine]:
    """Add the bonus of each credit resolution on what it comes to after fees (rule 8)."""
    rows: list[QuoteLine] = []
    by_code: dict[str, list[LineBasis]] = {}
    for line in basis.lines:
        if line.kind is ResolutionKind.CREDIT and not Rate(line.bonus).is_zero:
            by_code.setdefault(line.resolution, []).append(line)
    for lines in by_code.values():
        rate, cap = Rate(lines[0].bonus), lines[0].bonus_cap_minor
        keys = {(line.key.order_id, line.key.line_id) for line in lines}
        orders = {line.key.order_id for line in lines}
        left = sum(
            share.minor
            for share in shares
            if share.channel is Channel.CREDIT
            and ((share.order_id, share.line_id) in keys
                 or (not share.line_id and share.order_id in orders))
        )  # fmt: skip
        minor = rate.of(left) if cap is None else min(rate.of(left), cap)
        if minor:
            section = lines[0].section
            rows.append(QuoteLine("bonus", minor, section, rate=rate.text, basis_minor=left))
    return rows


def concession_of(line: LineBasis, unit: UnitBasis) -> tuple[int, int]:
    """Return goods and tax conceded for one unit; over a line they sum to its discount row."""
    rate = Rate(line.discount) if line.kind is ResolutionKind.KEEP else ZERO
    goods = allocated(rate.of(line.goods_minor), [u.goods_minor for u in line.units])
    tax = allocated(rate.of(line.tax_minor), [u.tax_minor for u in line.units])
    index = line.units.index(unit)
    return goods[index], tax[index]
