import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.errors import CurrencyMismatch, UnknownCurrency
from returns.money import Money, Rate, allocated, divided, exponent_of, total, unit_share

UNITS = st.integers(1, 60)
PAID = st.integers(0, 10_000_000)


@pytest.mark.parametrize(
    ("numerator", "denominator", "whole"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (5, -2, -3),
        (7, 3, 2),
        (-7, 3, -2),
        (0, 7, 0),
        (1, 2, 1),
        (-1, 2, -1),
    ],
)
def test_halves_round_away_from_zero(numerator, denominator, whole):
    assert divided(numerator, denominator) == whole


@pytest.mark.parametrize(
    ("rate", "minor", "source", "target", "converted"),
    [
        ("1.25", 800, "EUR", "USD", 1_000),
        ("0.0067", 10_000, "JPY", "USD", 6_700),  # whole yen to cents
        ("149.25", 6_700, "USD", "JPY", 10_000),
        ("0.305", 10_000, "USD", "KWD", 30_500),  # cents to thousandths
    ],
)
def test_an_amount_is_converted_between_currencies_of_any_decimals(
    rate, minor, source, target, converted
):
    assert Rate(rate).converted(minor, source, target) == converted


def test_a_discount_is_shared_by_largest_remainder():  # E1
    assert allocated(2_000, [9_998, 1_500, 2_505]) == [1_428, 214, 358]


def test_equal_remainders_go_to_the_earlier_line():
    assert allocated(100, [1, 1, 1]) == [34, 33, 33]


def test_lines_without_value_take_no_share():
    assert allocated(100, [0, 0]) == [0, 0]


@pytest.mark.parametrize(
    ("paid", "units", "shares"),
    [
        (8_570, 2, [4_285, 4_285]),  # E1, line A
        (2_147, 3, [716, 715, 716]),  # E1, line C
        (761, 2, [381, 380]),  # E2, the tax of line A
        (10_000, 3, [3_333, 3_334, 3_333]),  # E8, yen
        (17_998, 2, [8_999, 8_999]),
    ],
)
def test_units_of_a_line_pay_back_what_was_paid_for_them(paid, units, shares):
    assert [unit_share(paid, units, unit + 1) for unit in range(units)] == shares


def test_stored_tax_comes_from_the_discounted_line():  # E2
    assert Rate("0.08875").of(8_570) == 761


@given(PAID, UNITS, st.randoms(use_true_random=False))
def test_units_returned_in_any_order_and_in_any_steps_sum_to_what_was_paid(paid, units, random):
    order = list(range(1, units + 1))
    random.shuffle(order)
    assert sum(unit_share(paid, units, unit) for unit in order) == paid


@given(PAID, UNITS)
def test_no_unit_pays_back_less_than_nothing_or_a_unit_of_currency_too_much(paid, units):
    shares = [unit_share(paid, units, unit + 1) for unit in range(units)]
    assert all(abs(share * units - paid) <= units for share in shares)
    assert min(shares) >= 0


@given(PAID, st.lists(st.integers(0, 1_000_000), min_size=1, max_size=12))
def test_an_allocation_sums_exactly(amount, weights):
    shares = allocated(amount, weights)
    assert sum(shares) == (amount if any(weights) else 0)
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


@given(st.integers(-100_000, 100_000), st.integers(0, 1_000))
def test_a_rate_is_exact_before_it_is_rounded_once(minor, thousandths):
    rate = Rate(f"{thousandths / 1000:.3f}")
    assert rate.of(minor) == divided(minor * thousandths, 1_000)


def test_a_rate_that_binary_floats_cannot_hold_is_exact():
    assert Rate("0.15").of(4_285) == 643  # 642.75
    assert Rate("0.145").of(1_000) == 145


@pytest.mark.parametrize(("currency", "exponent"), [("JPY", 0), ("USD", 2), ("KWD", 3)])
def test_a_currency_has_its_own_number_of_decimals(currency, exponent):
    assert exponent_of(currency) == exponent
    assert (
        str(Money(12_345, currency).as_decimal())
        == {0: "12345", 2: "123.45", 3: "12.345"}[exponent]
    )


def test_an_unknown_currency_is_refused():
    with pytest.raises(UnknownCurrency, match="XXX"):
        exponent_of("XXX")


def test_amounts_of_two_currencies_never_meet():
    with pytest.raises(CurrencyMismatch):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "USD") < Money(1, "EUR")


def test_amounts_add_subtract_and_take_rates():
    assert Money(8_999, "USD") + Money(900, "USD") - Money(1, "USD") == Money(9_898, "USD")
    assert Money(8_999, "USD").times(Rate("0.10")) == Money(900, "USD")
    assert total([Money(1, "USD"), Money(2, "USD")], "USD") == Money(3, "USD")
    assert total([], "USD") == Money(0, "USD")
