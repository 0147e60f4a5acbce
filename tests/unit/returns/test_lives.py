"""Laws of every case, proven on random lives: any order of commands, facts, failures and time."""

import os
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from returns.case import CaseState, EffectStatus
from returns.fold import after
from returns.ledger import UnitState
from returns.machine import FOLLOWS, TABLE
from returns.movements import NEXT, MoneyState
from returns.order import Bundle, Tender, TenderKind, ThresholdOffer
from returns.owed import owed
from returns.ports import MovementKind
from returns.rulebook import BundleRule, OfferRule, SettleAt
from tests.builders import CABLE, DISPLAY, HUB, REF, SOCKS, a_file, a_line, a_shop, an_order
from tests.facts import fact_of
from tests.unit.returns.life import STEPS, Life

_COMMANDS = {kind.__name__: row for kind, row in TABLE.items()}
_TO_CUSTOMER = frozenset({MovementKind.REFUND, MovementKind.CREDIT_PRINCIPAL})

steps = st.lists(
    st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, 10_000)), min_size=5, max_size=80
)
prices = st.integers(0, 40_000)


@st.composite
def orders(draw):
    """Return one or two orders: lines, quantities, tax, sets, offers, two tenders, delivery."""
    found = []
    for number in range(draw(st.integers(1, 2))):
        lines = tuple(
            a_line(
                str(n + 1),
                draw(st.sampled_from((HUB, DISPLAY, CABLE, SOCKS))),
                draw(st.integers(1, 4)),
                net_paid_minor=draw(prices),
                tax_minor=draw(st.integers(0, 3_000)),
                category=draw(st.sampled_from(("smart_home", "displays", "cables"))),
            )
            for n in range(draw(st.integers(1, 3)))
        )
        order = an_order(
            *lines,
            order_id=f"O-{number + 1}",
            delivered_days_ago=draw(st.sampled_from((1, 10, 29))),
            shipping_minor=draw(st.sampled_from((0, 499))),
            points_earned=draw(st.sampled_from((0, 120))),
        )
        captured = order.captured_minor + order.shipping_minor
        card = draw(st.integers(0, captured))
        tenders = (
            Tender("T1", TenderKind.GIFT_CARD, "Gift card", captured - card),
            Tender("T2", TenderKind.CARD, "Visa", card),
        )
        more = {}
        if len(lines) > 1 and draw(st.booleans()):
            more["bundles"] = (Bundle("B1", "Set", ("1", "2")),)
        if draw(st.booleans()):
            more["offer"] = ThresholdOffer(draw(prices), draw(st.integers(0, 2_000)))
        found.append(replace(order, tenders=tenders, **more))
    return tuple(found)


@st.composite
def shops(draw):
    """Return the small shop with other mechanisms: early money, sets, offers, inside tax."""
    shop = a_shop()
    options = replace(
        shop.options,
        bundles=draw(st.sampled_from(list(BundleRule))),
        offers=draw(st.sampled_from(list(OfferRule))),
        tax_included=draw(st.booleans()),
    )
    resolutions = {
        code: replace(one, settle_at=draw(st.sampled_from(list(SettleAt))))
        for code, one in shop.resolutions.items()
    }
    review = draw(st.sampled_from((0, 20_000, 50_000)))
    return replace(shop, options=options, resolutions=resolutions, review_from_minor=review)


def holds(life: Life, before, what: str) -> None:
    """Hold a life to every law after each of its steps."""
    if life.case is None:
        return
    moves_along_the_table(life, before, what)
    units_are_counted_once(life)
    money_is_bounded(life, before)


def moves_along_the_table(life, before, what):
    if before is None or before.state is life.case.state:
        return
    row = _COMMANDS.get(what)
    reachable, waiting = set(), {before.state, *(row.leads_to if row else ())}
    while waiting:
        state = waiting.pop()
        reachable.add(state)
        waiting |= FOLLOWS.get(state, frozenset()) - reachable
    assert life.case.state in reachable, (before.state, what, life.case.state)


def units_are_counted_once(life):
    for order in life.file.orders.values():
        ledger = life.file.ledgers[order.order_id]
        places = Counter((unit.line_id, unit.unit) for unit in ledger.units)
        assert all(count == 1 for count in places.values()), places
        for line in order.lines:
            taken = [unit.unit for unit in ledger.units if unit.line_id == line.line_id]
            assert all(1 <= unit <= line.quantity for unit in taken)
    if life.case.state in {CaseState.CANCELLED, CaseState.EXPIRED, CaseState.DECLINED}:
        held = [
            unit
            for ledger in life.file.ledgers.values()
            for unit in ledger.units
            if unit.case_id == REF.case_id and unit.state is UnitState.HELD
        ]
        assert held == []


def money_is_bounded(life, before):
    captured = {o.order_id: o.captured_minor for o in life.file.orders.values()}
    given = Counter()
    for row in life.case.money:
        if row.planned.kind in _TO_CUSTOMER and row.counts:
            given[row.planned.order_id] += row.planned.minor
        assert row.planned.minor > 0
    assert all(minor <= captured[order_id] for order_id, minor in given.items()), given
    for order in life.file.orders.values():
        ledger = life.file.ledgers[order.order_id]
        for tender in order.tenders:
            assert 0 <= ledger.refunded(tender.tender_id) <= tender.captured_minor
        assert ledger.returned_minor <= order.captured_minor
    references = Counter(movement.reference for movement in life.case.movements)
    assert all(count == 1 for count in references.values()), references
    if before:
        _money_moves_as_the_machine_says(before, life.case)


def _money_moves_as_the_machine_says(before, case):
    earlier = {row.planned.plan_id: row for row in before.money}
    for row in case.money:
        known = earlier.pop(row.planned.plan_id, None)
        if known is None or known.state is row.state:
            continue
        reachable, waiting = set(), {known.state}
        while waiting:
            state = waiting.pop()
            reachable.add(state)
            waiting |= NEXT[state] - reachable
        assert row.state in reachable, (known.state, row.state)
        assert row.planned == known.planned
        assert known.state is not MoneyState.SETTLED or row.state is MoneyState.REVERSED
    assert not earlier, "a planned movement is gone"


# Four laws; `make slow` lives a hundred thousand times, whoever is in a hurry three thousand.
EVERY = settings(
    max_examples=int(os.environ.get("LIVES", "750")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@EVERY
@given(orders(), shops(), st.sampled_from(("standard", "gold")), steps)
def test_no_life_breaks_a_law(bought, shop, tier, lived):
    Life(a_file(*bought, tier=tier), shop, seen=holds).live(lived)


@EVERY
@given(orders(), shops(), steps)
def test_a_case_is_what_its_events_say(bought, shop, lived):
    life = Life(a_file(*bought), shop).live(lived)
    told = None
    for recorded in life.recorded:
        told = after(told, REF, recorded)
    assert told == life.case
    assert [recorded.sequence for recorded in life.recorded] == [*range(1, len(life.recorded) + 1)]


@EVERY
@given(orders(), steps, steps)
def test_a_refusal_and_a_question_leave_the_file_as_it_was(bought, lived, more):
    """`Life.ask` compares the file after every refusal; nothing decided reaches an older one."""
    life = Life(a_file(*bought), a_shop()).live(lived)
    before, copy = life.file, replace(life.file)
    life.live(more)
    assert before == copy


@EVERY
@given(orders(), shops(), steps, st.randoms(use_true_random=False))
def test_facts_in_any_order_and_any_number_end_the_same(bought, shop, lived, chance):
    """What was owed at one moment is reported in order, and shuffled with doubles."""
    life = Life(a_file(*bought), shop).live(lived)
    other = Life(life.file, shop, life.now)
    todo = [one.key for one in _owed(life) if "pass_deadline" not in one.key]
    facts = [_fact(life, key) for key in todo]
    for fact in facts:
        life.report(fact)
    shuffled = [*facts, *facts]
    chance.shuffle(shuffled)
    for fact in shuffled:
        other.report(fact)
    assert _known(life) == _known(other)


def _owed(life):
    return owed(life.case, life.now) if life.case else ()


def _fact(life, key):
    return fact_of(key, life.file, life.now)


def _known(life):
    """Return what a case comes to, without the order in which it was told."""
    case = life.case
    if case is None:
        return None
    effects = {one.key: one.status for one in case.effects if one.status is EffectStatus.DONE}
    labels = {label.tracking_number for label in case.labels}
    money = {row.planned.plan_id: row.state for row in case.money}
    return case.state, set(case.flags), effects, labels, money, life.file.ledgers
