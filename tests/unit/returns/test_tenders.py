import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.errors import PaymentRefused
from returns.ledger import TenderRefund, UnitLedger
from returns.order import Tender, TenderKind
from returns.tenders import tender_plan
from tests.builders import a_line, an_order

GIFT = Tender("G", TenderKind.GIFT_CARD, "Gift card", 5_000)
CARD = Tender("C", TenderKind.CARD, "Visa", 7_000)
WALLET = Tender("W", TenderKind.WALLET, "Wallet", 3_000)


def an_order_paid_by(*tenders: Tender):
    paid = sum(tender.captured_minor for tender in tenders)
    return an_order(a_line(quantity=1, net_paid_minor=paid), tenders=tenders)


def test_the_gift_card_is_refilled_before_the_card():  # E7
    order = an_order_paid_by(CARD, GIFT)
    assert tender_plan(order, UnitLedger("O-1"), 8_000) == [("G", 5_000), ("C", 3_000)]


def test_wallets_come_last():
    order = an_order_paid_by(WALLET, CARD, GIFT)
    plan = tender_plan(order, UnitLedger("O-1"), 15_000)
    assert plan == [("G", 5_000), ("C", 7_000), ("W", 3_000)]


def test_what_went_back_earlier_is_not_paid_again():
    order = an_order_paid_by(GIFT, CARD)
    ledger = UnitLedger("O-1").with_refund(TenderRefund("r1", "G", 4_000))
    assert tender_plan(order, ledger, 8_000) == [("G", 1_000), ("C", 7_000)]


def test_a_tender_left_out_gets_nothing():
    order = an_order_paid_by(GIFT, CARD)
    assert tender_plan(order, UnitLedger("O-1"), 6_000, without={"G"}) == [("C", 6_000)]


def test_nothing_due_is_an_empty_plan():
    assert tender_plan(an_order_paid_by(CARD), UnitLedger("O-1"), 0) == []


def test_more_than_was_captured_is_never_planned():
    with pytest.raises(PaymentRefused, match="captured"):
        tender_plan(an_order_paid_by(GIFT, CARD), UnitLedger("O-1"), 12_001)


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=6))
def test_refunds_in_any_steps_never_pass_what_a_tender_captured(steps):
    order, ledger = an_order_paid_by(WALLET, GIFT, CARD), UnitLedger("O-1")
    for number, due in enumerate(steps):
        try:
            plan = tender_plan(order, ledger, due)
        except PaymentRefused:
            left = 15_000 - sum(refund.minor for refund in ledger.refunds)
            assert due > left
            continue
        assert sum(minor for _, minor in plan) == due
        for tender_id, minor in plan:
            ledger = ledger.with_refund(TenderRefund(f"{number}/{tender_id}", tender_id, minor))
    for tender in order.tenders:
        assert ledger.refunded(tender.tender_id) <= tender.captured_minor
