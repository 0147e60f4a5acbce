"""Whoever opens the conversation next, on another device or day, stands at the same card."""

import pytest

from tests.journeys import golden
from tests.journeys.golden import actions_of, taken, to_row
from tests.journeys.product import LOOPBACK

pytestmark = LOOPBACK


def another_browser(product, customer):
    """Sign in anew, find the conversation in the list, and open it."""
    other = product.visit(customer.twin)
    (thread,) = other.threads()
    other.thread_id = thread["id"]
    other.open()
    return other


@pytest.mark.parametrize("way", ["type", "click"])
def test_every_turn_can_be_taken_in_another_browser(product, way):
    browser = product.visit()
    for number in range(6):
        taken(browser, number, way)
        shown = browser.cards()[-1]

        other = another_browser(product, browser)

        card = other.cards()[-1]
        assert card["id"] == shown["id"]
        if number < 5:
            assert card["copy_text"] == shown["copy_text"]
            assert actions_of(card["widget"]) == actions_of(shown["widget"])
        answered = other.cards()[:-1]
        assert len(answered) == number
        assert not any(actions_of(item["widget"]) for item in answered)
        browser = other
    golden.to_warehouse(browser)

    assert product.records.movements(browser.case_id) == [
        ("credit_bonus", 900),
        ("credit_principal", 8999),
    ]


def test_opening_a_conversation_again_and_again_adds_nothing(product):
    customer = product.visit()
    to_row(customer, 6)
    first = customer.open()

    again = [customer.open() for _ in range(3)]

    assert all([item["id"] for item in items] == [item["id"] for item in first] for items in again)


def test_what_happened_meanwhile_is_told_once_and_in_order(product):
    customer = product.visit()
    to_row(customer, 6)
    golden.to_warehouse(customer)

    said = [
        item["content"][0]["text"]
        for item in another_browser(product, customer).items.values()
        if item["type"] == "assistant_message"
    ]

    number = customer.case()["return_number"]
    assert said[-4:] == [
        said[-4],
        f"The carrier has your parcel. **{number}** is on its way to us.",
        f"We have received **{number}** and are inspecting it.",
        f"**{number}** is complete. $98.99 of store credit is on your account.",
    ]
    assert said[-4].startswith(f"Your label for **{number}** is ready.")


def test_two_browsers_see_one_conversation(product):
    one = product.visit()
    to_row(one, 3)
    other = another_browser(product, one)

    other.click("select_resolution", code="FULL_REFUND")

    stale = one.cards()[-1]
    payload = golden.buttons(one, "select_resolution")[0]
    one.act(stale["id"], "select_resolution", payload)
    assert one.notices()
    assert one.case()["revision"] == 4
    one.open()
    assert one.cards()[-1]["id"] == other.cards()[-1]["id"]
