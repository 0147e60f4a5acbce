"""Every rule of both shops about money, on both of its sides, from readable tables.

Each row is lived through the decisions a customer, a carrier and a warehouse make.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from backends.shop_bundles import expanded
from returns import commands as c
from returns.case import CaseState
from returns.errors import CommandRefused
from returns.money import allocated
from returns.order import Bundle, Order, OrderLine, ThresholdOffer
from returns.quote import Quote
from returns.rulebook import BundleRule, OfferRule
from returns.settlement import settlement_of
from returns.shop import Shop
from tests.builders import NOW, a_file, a_line, an_order
from tests.golden_tables.tables import Row, gaps, rows
from tests.golden_tables.test_eligibility import SHOPS, the_shop
from tests.unit.returns.life import Life

TABLES = {shop: f"{shop}_quotes.tsv" for shop in SHOPS}
_MONTH = timedelta(days=30)


def bought(row: Row, shop: Shop) -> Order:
    facts = row.facts
    lines: list[OrderLine] = []
    sets: list[Bundle] = []
    threshold, _, discount = facts.get("threshold", "").partition("/")
    wanted = list(pairs(row["bought"]))
    prices = [shop.catalog[product].price_minor * units for product, units in wanted]
    off = allocated(int(discount or 0), prices)
    for place, (product_id, units) in enumerate(wanted):
        product = shop.catalog[product_id]
        line = a_line(
            str(place + 1), product_id, units, unit_price_minor=product.price_minor,
            net_paid_minor=prices[place] - off[place], category=product.category,
        )  # fmt: skip
        if product.parts:
            parts, bundle = expanded(line, product, shop.catalog)
            lines += parts
            sets.append(bundle)
        else:
            lines.append(line)
    months = int(facts.get("months") or 0)
    return an_order(
        *lines,
        currency=shop.currency,
        delivered_at=NOW - (months * _MONTH if months else timedelta(days=5)),
        shipping_minor=int(facts.get("outbound") or 0),
        bundles=tuple(sets),
        offer=ThresholdOffer(int(threshold), int(discount)) if threshold else None,
    )


def pairs(text: str) -> Iterable[tuple[str, int]]:
    for one in text.split():
        product, _, units = one.rpartition("x")
        yield product, int(units)


def life_of(row: Row, shop: Shop) -> Life:
    """Return a life with every choice of the row made.

    Raises:
        CommandRefused: one of them is not offered.
    """
    order = bought(row, shop)
    if order.shipping_minor:
        (tender,) = order.tenders
        paid = tender.captured_minor + order.shipping_minor
        order = replace(order, tenders=(replace(tender, captured_minor=paid),))
    life = Life(a_file(order, tier=row["tier"]), shop)
    by_product = {line.product_id: line.line_id for line in order.lines}
    back = [c.Units("O-1", by_product[product], n) for product, n in pairs(row["returned"])]
    must(life, c.SelectUnits(tuple(back)))
    must(life, c.ChooseReason(row["reason"], "in a few words"))
    if "offer" in row.facts:
        assert life.case.offer, f"{row}: no offer was made"
        must(life, c.AnswerOffer(accepted=True))
    else:
        life.ask(c.AnswerOffer(accepted=False))
        must(life, c.ChooseResolution(row["resolution"]))
    variant(life, row, shop)
    if row["shipping"]:
        must(life, c.ChooseShipping(row["shipping"]))
    return life


def variant(life: Life, row: Row, shop: Shop) -> None:
    product_id = row.facts.get("variant", "")
    first, _ = next(iter(pairs(row["returned"])))
    product = shop.catalog[product_id or first]
    if shop.resolutions[row["resolution"]].exchange and (product.variants or product_id):
        life.ask(c.ChooseVariant(product_id, next(iter(product.variants), "")))


def must(life: Life, command: c.Command) -> None:
    if not life.ask(command):
        raise CommandRefused("refused", type(command).__name__)


def told(quote: Quote) -> str:
    """Return the rows of a quote as the tables say them: one sum per code and section."""
    sums: dict[tuple[str, str], int] = {}
    for line in (*quote.lines, *quote.waived):
        key = (line.code, line.section)
        sums[key] = sums.get(key, 0) + line.minor
    waived = {(line.code, line.section) for line in quote.waived}
    return "; ".join(
        f"{code} {minor or 'waived'} {section}"
        for (code, section), minor in sums.items()
        if minor or (code, section) in waived
    )


def graded(life: Life, grade: str) -> Quote:
    life.ask(c.Confirm(), revision=life.case.revision)
    if life.case.state in {CaseState.AWAITING_EVIDENCE, CaseState.IN_REVIEW}:
        life.ask(c.ContinueWithoutPhotos())
        life.ask(c.Approve(), source="staff", actor="nora")
    life.settle_all()
    life.ask(c.Receive(), source="staff", actor="dock")
    life.ask(c.Grade(grade), source="staff", actor="dock")
    return settlement_of(life.case)


def answer(row: Row, shop: Shop) -> dict[str, str]:
    try:
        life = life_of(row, shop)
    except CommandRefused:
        return {"rows": "refused", "total": ""}
    quote = life.case.quote
    assert quote, f"{row}: nothing is quoted"
    total = str(quote.total_minor)
    if "grade" in row.facts:
        final = graded(life, row.facts["grade"])
        return {"rows": told(final), "total": str(final.total_minor)}
    if "confirmed" in row.facts:
        return {"rows": after_the_yes(life), "total": total}
    return {"rows": told(quote), "total": total}


def after_the_yes(life: Life) -> str:
    life.ask(c.Confirm(), revision=life.case.revision)
    case = life.case
    asked = next(
        (one.event for one in reversed(life.recorded) if hasattr(one.event, "until")), None
    )
    section = getattr(asked, "section", "") if case.state is not CaseState.APPROVED else ""
    return f"{case.state} {section}".strip()


@pytest.mark.parametrize(
    ("shop", "row"),
    [pytest.param(shop, row, id=str(row)) for shop in SHOPS for row in rows(TABLES[shop])],
)
def test_the_table_is_true(shop: str, row: Row) -> None:
    assert answer(row, the_shop(shop)) == {"rows": row["rows"], "total": row["total"]}


def rules_of(shop: Shop) -> set[str]:
    """Return the name of every rule a shop declares about money and the way to it."""
    found = {"goods"}
    for reason in shop.reasons.values():
        if not reason.restocking.is_zero:
            found.add(f"restocking {reason.code}")
        found |= {f"restocking {reason.code} {category}" for category in reason.restocking_of}
        if reason.merchant_fault:
            found.add(f"fault {reason.code}")
    found |= {f"exempt {tier.code}" for tier in shop.tiers.values() if tier.fee_exempt}
    for code, one in shop.resolutions.items():
        if one.warranty:
            found |= {f"warranty {code}", "warranty only", "defect only"}
        elif code != "FULL_REFUND":
            found.add(f"resolution {code}")
        if one.bonus_cap_minor is not None:
            found.add(f"bonus_cap {code}")
        if one.other_products:
            found.add(f"other_products {code}")
        if limited(one.scope):
            found.add(f"scope {code}")
    for code, method in shop.shipping.items():
        if method.cost_minor:
            found.add(f"shipping {code}")
        if limited(method.scope):
            found.add(f"scope {code}")
    found |= {f"offer {one.code}" for one in shop.offers}
    found |= {f"evidence {one.section}" for one in shop.evidence}
    found |= {f"grade {code}" for code in shop.grades}
    found |= {"review"} if shop.review_from_minor else set()
    options = shop.options
    found |= {"bundle"} if options.bundles is BundleRule.KEEP_AT_LIST else set()
    found |= {"offer"} if options.offers is OfferRule.RECHECK else set()
    found |= {"outbound fault"} if options.outbound_on_fault else set()
    return found | ({"outbound withdrawal"} if options.outbound_on_withdrawal else set())


def limited(scope: object) -> bool:
    return scope != type(scope)()


@pytest.mark.parametrize("shop", SHOPS)
def test_every_rule_of_the_shop_stands_on_both_of_its_sides(shop: str) -> None:
    assert gaps(rows(TABLES[shop]), rules_of(the_shop(shop)), "rows") == []


@pytest.mark.parametrize("shop", SHOPS)
def test_a_rule_without_rows_or_with_one_side_is_missed(shop: str) -> None:
    table, rules = rows(TABLES[shop]), rules_of(the_shop(shop))
    first = table[0]["rule"]
    others = [row for row in table if row["rule"] != first]
    assert gaps(others, rules, "rows") == [f"{first}: has no row"]
    assert gaps([table[0], *others], rules, "rows") == [f"{first}: has one side"]
    assert gaps(table, rules - {first}, "rows") == [f"{first}: is no rule of the shop"]


@pytest.mark.parametrize("shop", SHOPS)
def test_a_shop_with_another_fee_has_another_table(shop: str) -> None:
    """The tables can fail: a method that costs a cent more changes its row."""
    found = the_shop(shop)
    methods = {
        code: replace(method, cost_minor=method.cost_minor + 1)
        for code, method in found.shipping.items()
    }
    row = next(one for one in rows(TABLES[shop]) if one["rule"] == "shipping DROP_OFF")
    assert answer(row, replace(found, shipping=methods))["total"] != row["total"]
