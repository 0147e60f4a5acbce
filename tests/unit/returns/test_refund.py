"""The worked examples of order X: A 2 x 49.99, a 20.00 coupon over the order, tax on top."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.refund import PricedLine, Terms, quote, refund_per_order, shipping_cost
from returns.shop import Shop
from tests.builders import NOW, a_line, a_shop

SHOP: Shop = a_shop()
LINE_A = a_line("A", quantity=2, unit_price_minor=4_999, net_paid_minor=8_570, tax_minor=761)
FIRST_A = PricedLine("O-X", LINE_A, (1,))


def terms(
    reason: str = "CHANGED_MIND",
    resolution: str = "FULL_REFUND",
    shipping: str | None = "PREPAID_LABEL",
    tier: str = "standard",
) -> Terms:
    method = SHOP.shipping[shipping] if shipping else None
    return Terms(SHOP.reasons[reason], SHOP.resolutions[resolution], method, SHOP.tiers[tier])


def amounts(*lines: PricedLine, **chosen) -> dict[str, int]:
    found = quote(lines, terms(**chosen), SHOP, NOW)
    return {row.code: row.minor for row in found.lines} | {"total": found.total_minor}


def test_a_change_of_mind_pays_restocking_and_the_label():  # E3
    assert amounts(FIRST_A) == {
        "goods": 4_285,
        "tax": 381,
        "restocking": -643,
        "shipping": -695,
        "total": 3_328,
    }


def test_credit_adds_its_bonus_after_all_fees():  # E4
    found = quote((FIRST_A,), terms(resolution="STORE_CREDIT"), SHOP, NOW)
    assert (found.principal_minor, found.bonus_minor, found.total_minor) == (3_328, 333, 3_661)
    assert found.total.currency == "USD"


def test_keeping_with_a_discount_pays_it_on_goods_and_on_tax():  # E5, first half
    assert amounts(FIRST_A, resolution="KEEP_WITH_DISCOUNT", shipping=None) == {
        "discount": 933,
        "total": 933,
    }


def test_fees_are_cut_to_what_is_there_and_never_make_a_debt():  # E9
    cheap = PricedLine("O-X", a_line(quantity=1, net_paid_minor=500), (1,))
    assert amounts(cheap, reason="WRONG_SIZE") == {"goods": 500, "shipping": -500, "total": 0}


def test_restocking_is_taken_before_shipping_when_both_do_not_fit():
    cheap = PricedLine("O-X", a_line(quantity=1, net_paid_minor=100), (1,))
    assert amounts(cheap)["restocking"] == -15
    assert amounts(cheap)["shipping"] == -85


def test_merchant_fault_and_exempt_tiers_pay_no_fee():
    assert amounts(FIRST_A, reason="DAMAGED")["total"] == 4_666
    assert amounts(FIRST_A, tier="gold")["total"] == 4_666


def test_what_a_method_costs_is_zero_without_fees():
    label = SHOP.shipping["PREPAID_LABEL"]
    assert shipping_cost(label, terms()) == 695
    assert shipping_cost(label, terms(reason="DAMAGED")) == 0
    assert shipping_cost(label, terms(tier="gold")) == 0


def test_the_same_product_again_is_even_and_has_no_bonus_and_no_fee():
    assert amounts(FIRST_A, resolution="EXCHANGE") == {
        "goods": 4_285,
        "tax": 381,
        "exchange": -4_666,
        "total": 0,
    }


def test_every_row_names_the_section_that_rules_it():
    found = quote((FIRST_A,), terms(resolution="STORE_CREDIT"), SHOP, NOW)
    sections = {row.code: row.section for row in found.lines}
    assert sections == {
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


def test_fees_of_a_case_are_borne_by_its_orders_in_proportion():
    other = PricedLine("O-Y", a_line("B", quantity=1, net_paid_minor=9_332), (1,))
    found = quote((FIRST_A, other), terms(reason="WRONG_SIZE"), SHOP, NOW)
    shares = refund_per_order(found, ("O-X", "O-Y"))
    assert sum(shares.values()) == found.principal_minor == 4_666 + 9_332 - 695
    assert shares == {"O-X": 4_434, "O-Y": 8_869}


units = st.integers(1, 8)
paid = st.integers(0, 500_000)


@given(
    st.lists(st.tuples(paid, paid, units), min_size=1, max_size=4),
    st.sampled_from(sorted(SHOP.reasons)),
    st.sampled_from(sorted(SHOP.resolutions)),
    st.sampled_from(sorted(SHOP.shipping)),
    st.sampled_from(sorted(SHOP.tiers)),
)
def test_no_quote_passes_what_was_paid_or_falls_below_zero(bought, reason, resolution, by, tier):
    lines = tuple(
        PricedLine(f"O-{n}", a_line(quantity=count, net_paid_minor=net, tax_minor=tax), (count,))
        for n, (net, tax, count) in enumerate(bought)
    )
    found = quote(lines, terms(reason, resolution, by, tier), SHOP, NOW)
    worth = sum(line.goods_minor + line.tax_minor for line in lines)
    fees = -sum(row.minor for row in found.lines if row.code in {"restocking", "shipping"})
    orders = tuple(line.order_id for line in lines)
    assert 0 <= found.principal_minor <= worth
    assert 0 <= fees <= worth
    assert sum(refund_per_order(found, orders).values()) in {found.principal_minor, 0}


@pytest.mark.parametrize("steps", [[(1,), (2,), (3,)], [(1, 2), (3,)], [(3,), (1, 2)], [(1, 2, 3)]])
def test_a_line_returned_in_any_steps_pays_its_net_and_its_tax(steps):
    line = a_line(quantity=3, net_paid_minor=2_147, tax_minor=191)
    lines = [PricedLine("O-X", line, units) for units in steps]
    assert sum(one.goods_minor for one in lines) == 2_147
    assert sum(one.tax_minor for one in lines) == 191
