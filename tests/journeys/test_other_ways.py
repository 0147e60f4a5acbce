"""Every other way a return can go: kept, swapped, brought, fetched, cancelled, several at once."""

import pytest

from tests.journeys import golden
from tests.journeys.golden import CLICKED, HUB, says, to_row, to_warehouse
from tests.journeys.product import LOOPBACK

pytestmark = LOOPBACK


def units_of(product, customer, order=None):
    units = product.records.units(customer.twin.customer_id, order or customer.twin.order())
    return [(unit["line_id"], unit["state"]) for unit in units]


def test_a_return_cancelled_before_the_scan_is_undone_step_by_step(product):
    customer = product.visit()
    to_row(customer, 6)
    store, who = product.records, customer.twin.customer_id
    tracking = customer.case()["labels"][0]["tracking_number"]

    said = customer.say("cancel my return")

    assert said == "This return is cancelled. You keep the goods, and nothing was charged."
    customer.until_state("CANCELLED")
    customer.until(lambda: customer.status()["runtimeStatus"] == "Completed", "the end")
    assert customer.custom()["flags"] == []
    assert store.order_status(who, customer.twin.order()) is None
    assert [slot["released"] for slot in store.provided(customer.case_id, "inbound")] == [True]
    assert [parcel["voided"] for parcel in store.parcels(customer.case_id)] == [True]
    assert units_of(product, customer) == []
    assert store.notices(customer.case_id) == ["cancelled", "logistics_ready"]
    assert store.movements(customer.case_id) == []
    undone = store.kinds(customer.case_id)["effect_undone"]
    assert undone == 3
    customer.open()
    assert says(customer, "Return RMA-", "Cancelled")
    assert tracking not in customer.card_text()
    assert "Open label" not in customer.card_text()


def test_a_cancel_right_after_the_yes_leaves_nothing_done(product):
    """The label may be bought while the customer cancels: it is known, and voided."""
    customer = product.visit()
    to_row(customer, 5, CLICKED)
    customer.click("confirm_return")

    customer.click("cancel_return")

    customer.until(lambda: customer.status()["runtimeStatus"] == "Completed", "the end")
    store = product.records
    assert customer.shown()[0] == "CANCELLED"
    assert customer.custom()["flags"] == []
    assert all(parcel["voided"] for parcel in store.parcels(customer.case_id))
    assert all(slot["released"] for slot in store.provided(customer.case_id, "inbound"))
    assert store.order_status(customer.twin.customer_id, customer.twin.order()) is None


def test_a_draft_is_cancelled_without_a_notice(product):
    customer = product.visit()
    to_row(customer, 3)

    customer.say("cancel")

    customer.until_state("CANCELLED")
    assert product.records.notices(customer.case_id) == []


def test_after_the_scan_it_is_too_late_to_cancel(product):
    customer = product.visit()
    to_row(customer, 6)
    assert customer.simulate("scan").status_code == 200
    customer.until_state("IN_TRANSIT")

    said = customer.say("cancel my return")

    assert "on its way to us" in said
    assert customer.case()["state"] == "IN_TRANSIT"
    assert product.records.kinds(customer.case_id)["ignored"] == 1


def test_keeping_it_pays_the_discount_and_nothing_travels(product):
    customer = product.visit()
    to_row(customer, 3)

    customer.click("select_resolution", code="KEEP_WITH_DISCOUNT")
    assert customer.case()["awaiting"] == "confirm"
    assert says(customer, "Total", "$18.00")
    customer.click("confirm_return")

    customer.until_state("CLOSED")
    store = product.records
    assert store.movements(customer.case_id) == [("refund", 1800)]
    assert store.provided(customer.case_id, "inbound") == []
    assert customer.case()["labels"] == []
    assert units_of(product, customer) == []  # free to come back later for what is left
    assert store.stock_moves(customer.case_id) == []


def test_an_exchange_places_one_replacement_and_moves_no_money(product):
    customer = product.visit()
    to_row(customer, 3)
    stock = product.records.stock("PRD-1005")

    customer.say("exchange it please")
    customer.say("drop-off")
    assert says(customer, "Exchange for the same product")
    customer.say("yes")
    customer.until_state("AWAITING_SHIPMENT")
    to_warehouse(customer, "C")

    store = product.records
    (order,) = store.provided(customer.case_id, "exchange")
    assert (order["product_id"], order["quantity"]) == ("PRD-1005", 1)
    assert store.movements(customer.case_id) == []
    assert store.stock("PRD-1005") <= stock - 1
    assert units_of(product, customer) == [("2", "refurbish")]
    customer.open()
    assert any(order["order_id"] in str(item) for item in customer.items.values())


def test_a_store_return_has_a_pass_and_no_parcel(product):
    customer = product.visit()
    to_row(customer, 4)

    customer.say("I'll bring it to the store")
    customer.say("yes")

    customer.until_state("AWAITING_SHIPMENT")
    (label,) = customer.case()["labels"]
    assert label["tracking_number"] == ""
    assert customer.label().startswith(b"%PDF")
    assert product.records.parcels(customer.case_id) == []
    assert customer.simulate("scan").status_code == 409
    customer.open()
    assert "Open store pass" in customer.card_text()
    assert customer.simulate("receive").status_code == 200
    assert customer.simulate("grade", grade="B").status_code == 200
    customer.until_state("CLOSED")
    assert product.records.movements(customer.case_id) == [
        ("credit_bonus", 900),
        ("credit_principal", 8999),
    ]


def test_a_pickup_is_booked_shown_and_cancelled_with_the_return(product):
    customer = product.visit()
    to_row(customer, 4)

    customer.click("select_shipping", code="SCHEDULE_PICKUP")
    customer.click("confirm_return")

    customer.until_state("AWAITING_SHIPMENT")
    (slot,) = product.records.provided(customer.case_id, "pickup")
    assert not slot["cancelled"]
    customer.open()
    assert says(customer, "Pickup")
    customer.click("cancel_return")
    customer.until_state("CANCELLED")
    (slot,) = product.records.provided(customer.case_id, "pickup")
    assert slot["cancelled"]


def test_a_refund_goes_back_to_how_it_was_paid(product):
    customer = product.visit()
    to_row(customer, 3)
    customer.click("select_resolution", code="FULL_REFUND")
    customer.click("select_shipping", code="PREPAID_LABEL")
    customer.click("confirm_return")
    customer.until_state("AWAITING_SHIPMENT")
    to_warehouse(customer)

    (paid,) = product.records.provided(customer.case_id, "movement")
    assert (paid["kind"], paid["target"], paid["amount"]["minor"]) == ("refund", "T1", 8999)
    customer.open()
    assert "$89.99 went back to how you paid." in str(customer.items)


def test_another_return_in_the_same_conversation_is_a_case_of_its_own(product):
    customer = product.visit()
    to_row(customer, 6, CLICKED)
    to_warehouse(customer)
    customer.open()
    first, old_card = customer.case_id, customer.cards()[-1]

    customer.click("start_return")

    customer.ordinal = 2
    customer.until_shown("DRAFT", "item", 1)
    assert customer.case_id != first
    assert {case["case_id"] for case in customer.cases()} == {first, customer.case_id}
    assert says(customer, HUB, "1 of 2 returnable")
    customer.say("the cable, damaged, store credit, prepaid label")
    customer.say("yes")
    customer.until_state("AWAITING_SHIPMENT")
    customer.open()
    kept = next(card for card in customer.cards() if card["id"] == old_card["id"])
    assert "Complete" in str(kept["widget"])
    to_warehouse(customer)
    assert product.records.movements(first) == [("credit_bonus", 900), ("credit_principal", 8999)]
    assert product.records.movements(customer.case_id) == [
        ("credit_bonus", 150),
        ("credit_principal", 1499),
    ]


def test_another_return_can_be_asked_for_in_words(product):
    customer = product.visit()
    to_row(customer, 6)

    said = customer.say("I also want to return the USB-C cable")

    assert said.startswith("I've pulled up the USB-C Cable 6ft (3-Pack). Why are you returning it?")
    assert len(customer.cases()) == 2


@pytest.mark.parametrize("words", ["I want to talk to a person", "human please", "agent"])
def test_who_wants_a_person_gets_one_at_once_and_the_return_stays(product, words):
    customer = product.visit()
    to_row(customer, 4)

    said = customer.say(words)

    assert "I've asked for a person" in said
    assert "+1 555 0100" in said
    customer.until(lambda: customer.custom().get("flags") == ["escalated"], "the flag")
    assert customer.shown() == ("DRAFT", "shipping", 4)
    golden.taken(customer, 4, "type")


def test_the_status_counts_no_one_and_two_returns(product):
    customer = product.visit()
    assert customer.say("where is my refund?") == "You have no returns yet."
    to_row(customer, 6, CLICKED)
    customer.until_state("AWAITING_SHIPMENT")

    one = customer.say("what is the status of my return?")

    assert one.startswith("You have one return:")
    assert f"- {HUB}: Return **{customer.case()['return_number']}** is ready." in one
    customer.say("I also want to return the cable, it is damaged, store credit, prepaid label")
    customer.say("yes")
    assert customer.say("where is my refund?").startswith("You have 2 returns:")


def test_a_cancelled_draft_is_no_return_in_the_count(product):
    customer = product.visit()
    to_row(customer, 3)
    customer.say("cancel")

    assert customer.say("where is my refund?") == "You have no returns yet."


def test_two_lines_are_one_case_with_one_label(product):
    customer = product.visit()
    order = customer.twin.order()

    customer.say(f"return the hub and the cable from {order}")

    lines = customer.case()["items"]
    assert sorted(line["name"] for line in lines) == [HUB, golden.CABLE]
    customer.say("damaged, store credit, prepaid label")
    assert customer.case()["quote"]["total_minor"] == 8999 + 1499 + 1050
    customer.say("yes")
    customer.until_state("AWAITING_SHIPMENT")
    assert len(customer.case()["labels"]) == 1
    to_warehouse(customer)
    assert product.records.movements(customer.case_id) == [
        ("credit_bonus", 1050),
        ("credit_principal", 10498),
    ]
    assert len(product.records.stock_moves(customer.case_id)) == 2


def test_several_lines_are_picked_on_one_form(product):
    customer = product.visit()
    customer.press_start()
    order = customer.twin.order()
    item, action = customer.button("select_return_items")

    chosen = {f"line:{order}:2": True, f"line:{order}:3": "true", f"line:{order}:1": False}
    customer.act(item["id"], action["type"], action["payload"] | chosen)

    assert sorted(line["name"] for line in customer.case()["items"]) == [HUB, golden.CABLE]


def test_lines_of_two_orders_are_settled_each_under_its_own(product):
    customer = product.visit(product.fresh("priya"))
    first, second = customer.twin.order("ORD-79008"), customer.twin.order("ORD-79009")
    customer.press_start()
    item, action = customer.button("select_return_items")
    chosen = {f"line:{first}:1": True, f"line:{second}:1": True}

    customer.act(item["id"], action["type"], action["payload"] | chosen)

    customer.click("select_reason", code="WRONG_ITEM")
    customer.click("select_resolution", code="FULL_REFUND")
    customer.click("select_shipping", code="PREPAID_LABEL")
    assert customer.case()["quote"]["total_minor"] == 2 * 2499
    customer.click("confirm_return")
    customer.until_state("AWAITING_SHIPMENT")
    store, who = product.records, customer.twin.customer_id
    assert {store.order_status(who, order) for order in (first, second)} == {"RETURN_INITIATED"}
    to_warehouse(customer)
    assert store.movements(customer.case_id) == [("refund", 2499), ("refund", 2499)]
    for order in (first, second):
        ledger = store.document("cases", who, f"ledger:{order}")
        assert [refund["minor"] for refund in ledger["refunds"]] == [2499]
        assert [unit["state"] for unit in ledger["units"]] == ["restocked"]


def test_a_change_of_mind_costs_a_standard_customer_the_fees_the_recap_shows(product):
    customer = product.visit(product.fresh("amelia"))
    speaker = customer.twin.order("ORD-79006")

    customer.say(f"return the speaker from {speaker}, changed my mind, full refund, prepaid label")

    fee, label = round(7999 * 0.15), 695
    assert customer.case()["quote"]["total_minor"] == 7999 - fee - label
    assert says(customer, "Restocking fee 15%", "$12.00")
    customer.say("yes")
    customer.until_state("AWAITING_SHIPMENT")
    to_warehouse(customer)
    assert product.records.movements(customer.case_id) == [("refund", 7999 - fee - label)]


def test_a_mixed_payment_goes_back_gift_card_first(product):
    customer = product.visit(product.fresh("linda"))
    order = customer.twin.order("ORD-79014")

    customer.say(f"return the rain jacket from {order}, wrong item, full refund, prepaid label")
    customer.say("yes")
    customer.until_state("AWAITING_SHIPMENT")
    to_warehouse(customer)

    found = product.records.provided(customer.case_id, "movement")
    assert {move["target"]: move["amount"]["minor"] for move in found} == {"T1": 5000, "T2": 7900}


def test_a_return_worth_much_is_reviewed_by_a_person(product):
    customer = product.visit(product.fresh("grace"))
    customer.press_start()
    order = customer.twin.order("ORD-79026")
    item, action = customer.button("select_return_items")
    chosen = {f"line:{order}:1": True, f"line:{order}:2": True}
    customer.act(item["id"], action["type"], action["payload"] | chosen)
    customer.click("select_reason", code="GIFT_RETURN")
    customer.click("select_resolution", code="FULL_REFUND")
    customer.click("select_shipping", code="PREPAID_LABEL")
    customer.click("confirm_return")

    customer.until_state("IN_REVIEW")
    assert customer.case()["quote"]["total_minor"] >= 50000
    assert customer.case()["labels"] == []
    assert product.records.order_status(customer.twin.customer_id, order) is None
