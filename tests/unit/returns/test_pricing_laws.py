"""What holds of every price, whatever was bought, chosen and returned before."""

from hypothesis import given
from hypothesis import strategies as st

from returns.money import unit_share
from tests.builders import a_line, an_order
from tests.unit.returns.test_pricing import SHOP, chosen, quoted

units = st.integers(1, 8)
paid = st.integers(0, 500_000)


@given(
    st.lists(st.tuples(paid, paid, units), min_size=1, max_size=4),
    st.lists(
        st.tuples(st.sampled_from(sorted(SHOP.reasons)), st.sampled_from(sorted(SHOP.resolutions))),
        min_size=4,
        max_size=4,
    ),
    st.sampled_from(sorted(SHOP.shipping)),
    st.sampled_from(sorted(SHOP.tiers)),
)
def test_no_quote_passes_what_was_paid_or_falls_below_zero(bought, choices, by, tier):
    orders, lines = [], []
    for n, (net, tax, count) in enumerate(bought):
        line = a_line(quantity=count, net_paid_minor=net, tax_minor=tax)
        orders.append(an_order(line, order_id=f"O-{n}"))
        reason, resolution = choices[n]
        lines.append(chosen(orders[-1], line, count, reason=reason, resolution=resolution))
    found = quoted(*lines, orders=tuple(orders), shipping=by, tier=tier)
    worth = sum(line.goods_minor + line.tax_minor for line in found.basis.lines)
    shared = sum(share.minor for share in found.shares)
    assert 0 <= found.fees_minor <= worth
    assert 0 <= found.principal_minor <= worth
    assert shared + found.bonus_minor == found.total_minor
    assert all(share.minor >= 0 for share in found.shares)


@given(paid, paid, st.permutations(range(1, 6)), st.integers(1, 5))
def test_a_line_returned_in_any_steps_pays_its_net_and_its_tax(net, tax, order, cut):
    steps = [tuple(order[:cut]), tuple(order[cut:])]
    parts = [
        (unit_share(net, 5, unit), unit_share(tax, 5, unit)) for step in steps for unit in step
    ]
    assert (sum(goods for goods, _ in parts), sum(t for _, t in parts)) == (net, tax)
