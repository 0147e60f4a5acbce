"""The worked examples of domain 5.1: order X, A 2 x 49.99, a 20.00 coupon, tax on top."""

from dataclasses import replace

import pytest

from returns.basis import LineKey
from returns.choice_events import SelectedLine, VariantChosen
from returns.ledger import Cause, Concession, LedgerUnit, UnitLedger, UnitState
from returns.money import Rate, allocated
from returns.order import Bundle, Order, OrderLine, ThresholdOffer
from returns.pricing import UnitFinding, price
from returns.quote import Channel, Quote
from returns.rulebook import BundleRule, OfferRule, Options
from returns.shop import Shop
from returns.terms import ChosenLine, Setting, basis_of
from tests.builders import NOW, a_file, a_line, a_product, a_shop, an_order

SHOP: Shop = a_shop()
LINE_A = a_line("A", quantity=2, unit_price_minor=4_999, net_paid_minor=8_570, tax_minor=761)
ORDER_X = an_order(LINE_A, order_id="O-X")
KEY_A = LineKey("O-X", "A")


def chosen(
    order: Order,
    line: OrderLine,
    *units: int,
    reason: str = "CHANGED_MIND",
    resolution: str = "FULL_REFUND",
    shop: Shop = SHOP,
    **rest,
) -> ChosenLine:
    """Return units of a line with what was chosen for them."""
    category = line.category or shop.catalog[line.product_id].category
    selected = SelectedLine(
        order.order_id, line.line_id, line.product_id, "A thing", category, len(units),
        line.quantity, line.unit_price_minor, order.currency,
    )  # fmt: skip
    return ChosenLine(selected, units, shop.reasons[reason], shop.resolutions[resolution], **rest)


def quoted(
    *lines: ChosenLine,
    orders: tuple[Order, ...] = (ORDER_X,),
    shipping: str | None = "PREPAID_LABEL",
    tier: str = "standard",
    shop: Shop = SHOP,
    ledger: UnitLedger | None = None,
    findings=None,
    packages: int = 1,
) -> Quote:
    file = a_file(*orders, tier=tier)
    ledgers = dict(file.ledgers) | ({ledger.order_id: ledger} if ledger else {})
    setting = Setting(file, ledgers, shop, "case-1")
    method = shop.shipping[shipping] if shipping else None
    return price(basis_of(lines, method, setting, packages), NOW, findings)


def one_a(**rest) -> ChosenLine:
    return chosen(ORDER_X, LINE_A, 1, **rest)


def amounts(quote: Quote) -> dict[str, int]:
    rows = {row.code: quote.sum_of(row.code) for row in quote.lines}
    return rows | {"total": quote.total_minor}


# --- E1 to E5: shares, fees, credit, keeping ---------------------------------------------------


def test_a_change_of_mind_pays_restocking_and_the_label():  # E3
    assert amounts(quoted(one_a())) == {
        "goods": 4_285,
        "tax": 381,
        "restocking": -643,
        "shipping": -695,
        "total": 3_328,
    }


def test_credit_adds_its_bonus_after_all_fees():  # E4
    found = quoted(one_a(resolution="STORE_CREDIT"))
    assert (found.principal_minor, found.bonus_minor, found.total_minor) == (3_328, 333, 3_661)
    assert found.through(Channel.CREDIT) == 3_328
    assert found.total.currency == "USD"


def test_a_bonus_has_a_cap_where_the_shop_sets_one():
    capped = replace(SHOP.resolutions["STORE_CREDIT"], bonus_cap_minor=200)
    shop = a_shop(resolutions=SHOP.resolutions | {"STORE_CREDIT": capped})
    assert quoted(one_a(resolution="STORE_CREDIT", shop=shop), shop=shop).bonus_minor == 200


def test_keeping_with_a_discount_pays_it_on_goods_and_on_tax():  # E5, first half
    found = quoted(one_a(resolution="KEEP_WITH_DISCOUNT"), shipping=None)
    assert amounts(found) == {"discount": 857 + 76, "total": 933}


def test_a_unit_kept_at_a_discount_gives_what_is_left_when_it_comes_back():  # E5, second half
    ledger = UnitLedger("O-X").with_concession(Concession("A", 1, "case-0", 857, 76))
    found = quoted(one_a(reason="DAMAGED"), ledger=ledger)
    assert found.total_minor == 3_733


# --- E6: exchanges -------------------------------------------------------------------------------


OTHER = a_product("P-OTHER", "Another Thing", "smart_home", 5_999)
WITH_TAX = a_shop(
    catalog=SHOP.catalog | {"P-OTHER": OTHER},
    options=Options(tax_rate=Rate("0.08875")),
    resolutions=SHOP.resolutions
    | {"EXCHANGE": replace(SHOP.resolutions["EXCHANGE"], other_products=True)},
)


def test_the_same_product_again_is_even_and_has_no_bonus_and_no_fee():
    assert amounts(quoted(one_a(resolution="EXCHANGE"))) == {
        "goods": 4_285,
        "tax": 381,
        "exchange": -4_666,
        "total": 0,
    }


def test_another_product_collects_what_it_costs_on_top():  # E6
    variant = VariantChosen(KEY_A, "P-OTHER")
    found = quoted(one_a(resolution="EXCHANGE", shop=WITH_TAX, variant=variant), shop=WITH_TAX)
    assert found.sum_of("replacement") == -(5_999 + 532)
    assert found.through(Channel.COLLECT) == 1_865
    assert found.through(Channel.REFUND) == 0


def test_a_cheaper_product_gives_the_difference_back():
    cheap = a_shop(
        catalog=SHOP.catalog | {"P-OTHER": replace(OTHER, price_minor=1_000)},
        resolutions=WITH_TAX.resolutions,
    )
    variant = VariantChosen(KEY_A, "P-OTHER")
    found = quoted(one_a(resolution="EXCHANGE", shop=cheap, variant=variant), shop=cheap)
    assert found.through(Channel.REFUND) == 4_666 - 1_000


# --- E8, E9: currencies and caps -----------------------------------------------------------------


@pytest.mark.parametrize(("unit", "share"), [(1, 3_333), (2, 3_334), (3, 3_333)])
def test_yen_have_no_decimals_and_still_sum(unit, share):  # E8
    line = a_line("Y", quantity=3, net_paid_minor=10_000)
    order = an_order(line, order_id="O-Y", currency="JPY", book_rate="0.0067")
    found = quoted(chosen(order, line, unit, reason="DAMAGED"), orders=(order,))
    assert (found.currency, found.total_minor) == ("JPY", share)


def test_a_fee_of_the_shop_is_taken_in_the_currency_of_the_order():
    line = a_line("Y", quantity=1, net_paid_minor=10_000)
    order = an_order(line, order_id="O-Y", currency="JPY", book_rate="0.0067")
    found = quoted(chosen(order, line, 1, reason="WRONG_SIZE"), orders=(order,))
    assert found.sum_of("shipping") == -1_037  # 6.95 USD at 0.0067 USD a yen


def test_fees_are_cut_to_what_is_there_and_never_make_a_debt():  # E9
    cheap = a_line("C", quantity=1, net_paid_minor=500)
    order = an_order(cheap, order_id="O-C")
    found = quoted(chosen(order, cheap, 1, reason="WRONG_SIZE"), orders=(order,))
    assert amounts(found) == {"goods": 500, "shipping": -500, "total": 0}


def test_restocking_is_taken_before_shipping_when_both_do_not_fit():
    cheap = a_line("C", quantity=1, net_paid_minor=100)
    order = an_order(cheap, order_id="O-C")
    found = quoted(chosen(order, cheap, 1), orders=(order,))
    assert (found.sum_of("restocking"), found.sum_of("shipping")) == (-15, -85)


def test_every_package_costs_its_own_label():
    assert quoted(one_a(reason="WRONG_SIZE"), packages=2).sum_of("shipping") == -2 * 695


def test_a_category_has_a_restocking_rate_of_its_own():
    reason = replace(SHOP.reasons["CHANGED_MIND"], restocking_of={"smart_home": Rate("0.05")})
    shop = a_shop(reasons=SHOP.reasons | {"CHANGED_MIND": reason})
    assert quoted(one_a(shop=shop), shop=shop).sum_of("restocking") == -214


# --- E10, E12: offers and bundles ----------------------------------------------------------------


def test_a_discount_that_kept_goods_no_longer_earn_is_taken_back():  # E10
    first = a_line("1", quantity=1, unit_price_minor=6_000, net_paid_minor=4_909)
    second = a_line("2", quantity=1, unit_price_minor=5_000, net_paid_minor=4_091)
    order = an_order(first, second, order_id="O-T", offer=ThresholdOffer(10_000, 2_000))
    recheck = a_shop(options=Options(offers=OfferRule.RECHECK))
    for shop, due in ((SHOP, 4_909), (recheck, 4_000)):
        found = quoted(
            chosen(order, first, 1, reason="DAMAGED", shop=shop), orders=(order,), shop=shop
        )
        assert found.total_minor == due


def test_the_rest_of_the_order_gives_an_earlier_loss_back():
    first = a_line("1", quantity=1, unit_price_minor=6_000, net_paid_minor=4_909)
    second = a_line("2", quantity=1, unit_price_minor=5_000, net_paid_minor=4_091)
    order = an_order(first, second, order_id="O-T", offer=ThresholdOffer(10_000, 2_000))
    shop = a_shop(options=Options(offers=OfferRule.RECHECK))
    returned = LedgerUnit("1", 1, "case-0", UnitState.SETTLED, goods_minor=4_000)
    rest = chosen(order, second, 1, reason="DAMAGED", shop=shop)
    later = quoted(rest, orders=(order,), shop=shop, ledger=UnitLedger("O-T", (returned,)))
    assert later.total_minor == 5_000
    whole = chosen(order, first, 1, reason="DAMAGED", shop=shop)
    assert quoted(whole, rest, orders=(order,), shop=shop).total_minor == 9_000


@pytest.mark.parametrize(
    ("rule", "due"), [(BundleRule.ALLOCATED, 3_200), (BundleRule.KEEP_AT_LIST, 2_000)]
)
def test_a_part_of_a_set_gives_its_share_or_what_the_rest_leaves(rule, due):  # E12
    shares = allocated(8_000, [4_000, 3_000, 3_000])
    lines = [
        a_line(str(n), quantity=1, unit_price_minor=share, net_paid_minor=share,
               list_price_minor=price, bundle="S")
        for n, (share, price) in enumerate(zip(shares, [4_000, 3_000, 3_000], strict=True))
    ]  # fmt: skip
    order = an_order(*lines, order_id="O-S", bundles=(Bundle("S", "Set", ("0", "1", "2")),))
    shop = a_shop(options=Options(bundles=rule))
    found = quoted(
        chosen(order, lines[0], 1, reason="DAMAGED", shop=shop), orders=(order,), shop=shop
    )
    assert found.total_minor == due


# --- E11, E13: inspection and included tax -------------------------------------------------------


def test_light_wear_takes_its_share_off_goods_and_tax():  # E11
    worn = {(KEY_A, 1): UnitFinding("C", "0.20", "9.2")}
    found = quoted(one_a(reason="WRONG_SIZE"), shipping=None, findings=worn)
    assert found.sum_of("deduction") == -857 - 76
    assert found.total_minor == 3_733
    assert quoted(one_a(), shipping=None, findings=worn).sum_of("restocking") == -514


def test_a_rejected_unit_gives_nothing_and_pays_no_fee():
    wrong = {(KEY_A, 1): UnitFinding("wrong_item", "1", "9.2")}
    found = quoted(one_a(), findings=wrong)
    assert (found.total_minor, found.fees_minor) == (0, 0)


def test_included_tax_is_reported_and_not_added():  # E13
    line = a_line("V", quantity=1, net_paid_minor=11_900, tax_minor=1_900)
    order = an_order(line, order_id="O-V")
    gross = a_shop(options=Options(tax_included=True))
    found = quoted(
        chosen(order, line, 1, reason="DAMAGED", shop=gross), orders=(order,), shop=gross
    )
    assert (found.total_minor, found.sum_of("tax")) == (11_900, 0)
    assert [(s.goods_minor, s.tax_minor) for s in found.shares] == [(11_900, 1_900)]


def test_fees_carry_a_tax_where_the_shop_has_a_rate_for_it():
    shop = a_shop(options=Options(fee_tax=Rate("0.10")))
    found = quoted(one_a(reason="WRONG_SIZE", shop=shop), shop=shop)
    assert found.sum_of("fee_tax") == -70
    assert found.total_minor == 4_666 - 695 - 70


# --- Outbound shipping (rule 7) ------------------------------------------------------------------


PAID_DELIVERY = replace(ORDER_X, shipping_minor=500, express_minor=900)
BACK_ON_FAULT = a_shop(options=Options(outbound_on_fault=True))


def test_outbound_shipping_comes_back_with_the_last_unit_of_a_faulty_order():
    both = chosen(PAID_DELIVERY, LINE_A, 1, 2, reason="DAMAGED", shop=BACK_ON_FAULT)
    found = quoted(both, orders=(PAID_DELIVERY,), shop=BACK_ON_FAULT)
    assert found.sum_of("outbound") == 1_400
    half = chosen(PAID_DELIVERY, LINE_A, 1, reason="DAMAGED", shop=BACK_ON_FAULT)
    assert quoted(half, orders=(PAID_DELIVERY,), shop=BACK_ON_FAULT).sum_of("outbound") == 0


def test_outbound_shipping_comes_back_once_and_only_for_its_causes():
    second = chosen(PAID_DELIVERY, LINE_A, 2, reason="DAMAGED", shop=BACK_ON_FAULT)
    for cause, outbound in ((Cause.FAULT, 1_400), (Cause.OTHER, 0)):
        first = LedgerUnit("A", 1, "case-0", UnitState.SETTLED, cause)
        ledger = UnitLedger("O-X", (first,))
        found = quoted(second, orders=(PAID_DELIVERY,), shop=BACK_ON_FAULT, ledger=ledger)
        assert found.sum_of("outbound") == outbound
    given = UnitLedger("O-X", (LedgerUnit("A", 1, "case-0", UnitState.SETTLED, Cause.FAULT),),
                       outbound_case="case-0")  # fmt: skip
    found = quoted(second, orders=(PAID_DELIVERY,), shop=BACK_ON_FAULT, ledger=given)
    assert found.sum_of("outbound") == 0


def test_a_withdrawal_gives_the_standard_rate_back_alone():
    reason = replace(SHOP.reasons["CHANGED_MIND"], withdrawal=True, restocking=Rate("0"))
    shop = a_shop(
        reasons=SHOP.reasons | {"CHANGED_MIND": reason},
        options=Options(outbound_on_withdrawal=True),
    )
    both = chosen(PAID_DELIVERY, LINE_A, 1, 2, shop=shop)
    assert quoted(both, orders=(PAID_DELIVERY,), shop=shop).sum_of("outbound") == 500


# --- Several lines, several resolutions ----------------------------------------------------------


def test_each_line_is_settled_by_its_own_resolution_in_one_quote():
    other = a_line("B", quantity=1, net_paid_minor=1_286)
    third = a_line("C", quantity=3, unit_price_minor=835, net_paid_minor=2_147)
    orders = (ORDER_X, an_order(other, third, order_id="O-Z"))
    found = quoted(
        one_a(reason="WRONG_SIZE"),
        chosen(orders[1], other, 1, reason="WRONG_SIZE", resolution="STORE_CREDIT"),
        chosen(orders[1], third, 1, reason="WRONG_SIZE", resolution="KEEP_WITH_DISCOUNT"),
        orders=orders,
    )
    assert found.sum_of("shipping") == -695
    by_line = {(s.order_id, s.line_id): (s.channel, s.minor) for s in found.shares}
    assert by_line == {
        ("O-X", "A"): (Channel.REFUND, 4_666 - 545),
        ("O-Z", "B"): (Channel.CREDIT, 1_286 - 150),
        ("O-Z", "C"): (Channel.REFUND, 143),
    }
    assert found.bonus_minor == 114
    assert found.total_minor == sum(minor for _, minor in by_line.values()) + 114


def test_one_line_that_pays_is_enough_for_the_parcel_to_be_paid_for():
    other = a_line("B", quantity=1, net_paid_minor=1_286)
    order = an_order(other, order_id="O-Z")
    found = quoted(
        one_a(reason="DAMAGED"),
        chosen(order, other, 1, reason="WRONG_SIZE"),
        orders=(ORDER_X, order),
    )
    assert found.sum_of("shipping") == -695
    assert {(s.line_id, s.minor) for s in found.shares} == {("A", 4_666), ("B", 1_286 - 695)}


# --- What every row says -------------------------------------------------------------------------


def test_every_row_names_the_section_that_rules_it():
    found = quoted(one_a(resolution="STORE_CREDIT"))
    assert {row.code: row.section for row in found.lines} == {
        "goods": "5.1",
        "tax": "5.1",
        "restocking": "6.1",
        "shipping": "6.2",
        "bonus": "5.2",
    }
    assert {row.code: row.rate for row in found.lines if row.rate} == {
        "restocking": "0.15",
        "bonus": "0.10",
    }


def test_a_fee_says_what_would_spare_it():
    rows = {row.code: row for row in quoted(one_a()).lines}
    codes = [change.code for change in rows["restocking"].changes]
    assert codes == ["free_with_resolution", "free_for_tier"]
    assert [change.code for change in rows["shipping"].changes] == ["cheaper_shipping"]


@pytest.mark.parametrize(
    ("choices", "waiver"), [({"reason": "DAMAGED"}, "merchant_fault"), ({}, "tier")]
)
def test_a_fee_that_is_not_taken_says_why(choices, waiver):
    found = quoted(one_a(**choices), tier="gold" if waiver == "tier" else "standard")
    assert found.total_minor == 4_666
    assert {(row.code, row.waiver) for row in found.waived} >= {("shipping", waiver)}
    explanation = found.explanation(found.waived[-1])
    assert (explanation.outcome, explanation.findings[-1].rule) == ("waived", f"waived.{waiver}")


def test_an_offer_and_a_set_of_one_order_give_the_same_money_back_once():
    """Found by a random life: both rules made up for the same loss, above what was paid."""
    dear = a_line("1", quantity=1, unit_price_minor=8_999, net_paid_minor=1)
    cheap = a_line("2", quantity=1, unit_price_minor=1_200, net_paid_minor=2_401)
    order = an_order(
        dear,
        cheap,
        order_id="O-S",
        bundles=(Bundle("B1", "Set", ("1", "2")),),
        offer=ThresholdOffer(0, 0),
    )
    options = Options(bundles=BundleRule.KEEP_AT_LIST, offers=OfferRule.RECHECK)
    shop = replace(SHOP, options=options)
    found = quoted(
        chosen(order, dear, 1, reason="WRONG_SIZE", shop=shop),
        orders=(order,),
        shipping=None,
        shop=shop,
    )
    assert found.sum_of("offer") + found.sum_of("bundle") == 2_402 - 1_200 - 1
    assert found.total_minor == 2_402 - 1_200
