"""The variations of the golden scenario: digressions, corrections, repeats and old cards."""

import json
from concurrent.futures import ThreadPoolExecutor

from tests.journeys import golden
from tests.journeys.golden import CLICKED, HUB, actions_of, taken, to_row, to_warehouse
from tests.journeys.product import LOOPBACK

pytestmark = LOOPBACK


def newest_message(customer):
    return [i for i in customer.items.values() if i["type"] == "assistant_message"][-1]


def test_a_policy_question_is_answered_with_its_section_then_the_same_card_comes_again(product):
    customer = product.visit()
    to_row(customer, 3)
    asked = customer.cards()[-1]
    version = customer.case()["version"]

    said = customer.say("what is your policy on damaged items?")

    assert "4.1 Damaged or defective" in said
    sources = [one["source"] for one in newest_message(customer)["content"][0]["annotations"]]
    assert sources[0]["title"] == "4.1 Damaged or defective"
    assert sources[0]["description"] == "Policy version 3"
    again = customer.cards()[-1]
    assert again["id"] != asked["id"]
    assert actions_of(again["widget"]) == actions_of(asked["widget"])
    assert not actions_of(customer.items[asked["id"]]["widget"])
    assert customer.shown() == ("DRAFT", "resolution", 3)
    assert customer.case()["version"] == version
    taken(customer, 3, "type")


def test_a_policy_question_about_damage_chooses_no_reason(product):
    customer = product.visit()
    to_row(customer, 2)

    customer.say("what is your policy on damaged items?")

    assert customer.case()["awaiting"] == "reason"


def test_two_hubs_need_photos_and_without_any_a_person_decides(product):
    customer = product.visit()
    to_row(customer, 5)

    customer.say("make it two")

    customer.until_shown("QUOTED", "confirm", 6)
    assert customer.case()["quote"]["total_minor"] == 19798
    assert golden.says(customer, "Goods: 2", "$179.98")
    assert golden.says(customer, "Bonus", "$18.00")
    customer.say("yes")
    customer.until_shown("AWAITING_EVIDENCE", "photos", 7)
    customer.say("no photos")
    customer.until_shown("IN_REVIEW", "review", 8)
    assert customer.simulate("review", decision="approve").status_code == 200
    customer.until_shown("AWAITING_SHIPMENT", "parcel", 8)
    assert len(customer.case()["labels"]) == 1
    to_warehouse(customer)
    assert product.records.movements(customer.case_id) == [
        ("credit_bonus", 1800),
        ("credit_principal", 17998),
    ]


def test_a_declined_review_frees_the_units_and_says_so(product):
    customer = product.visit()
    to_row(customer, 5, CLICKED)
    customer.say("make it two")
    customer.click("confirm_return")
    customer.click("continue_without_photos")

    assert customer.simulate("review", decision="decline").status_code == 200

    customer.until_state("DECLINED")
    assert product.records.units(customer.twin.customer_id, customer.twin.order()) == []
    customer.until(lambda: product.records.notices(customer.case_id) == ["declined"], "the notice")


def test_a_repeated_yes_is_answered_as_the_first_time_and_changes_nothing(product):
    customer = product.visit()
    to_row(customer, 5)
    first = customer.say("yes", idempotency_key="the-yes")
    customer.until_state("AWAITING_SHIPMENT")
    events = len(product.records.events(customer.case_id))
    before = [item["id"] for item in customer.open()]

    again = customer.say("yes", idempotency_key="the-yes")

    assert again == first
    assert [item["id"] for item in customer.open()] == before
    assert len(product.records.events(customer.case_id)) == events


def test_a_second_yes_says_where_the_return_stands_and_changes_nothing(product):
    customer = product.visit()
    to_row(customer, 6)
    events = len(product.records.events(customer.case_id))

    said = customer.say("yes")

    assert customer.case()["return_number"] in said
    assert len(product.records.events(customer.case_id)) == events


def test_a_yes_before_anything_was_asked_is_not_met_with_silence(product):
    customer = product.visit()

    assert customer.say("yes")
    assert customer.cases() == []


def test_a_repeated_click_is_answered_and_changes_nothing(product):
    customer = product.visit()
    to_row(customer, 5, CLICKED)
    item, action = customer.button("confirm_return")
    sent = (item["id"], action["type"], action["payload"])
    first = customer.act(*sent, idempotency_key="the-click")

    again = customer.act(*sent, idempotency_key="the-click")

    assert again == first
    assert not customer.notices()
    assert product.records.kinds(customer.case_id)["approved"] == 1


def test_four_clicks_on_confirm_three_of_them_at_once_make_one_return(product):
    customer = product.visit()
    to_row(customer, 5, CLICKED)
    item, action = customer.button("confirm_return")
    params = {
        "thread_id": customer.thread_id,
        "item_id": item["id"],
        "action": {"type": "confirm_return", "payload": action["payload"]},
    }

    def click(number):
        metadata = {"idempotency_key": f"click-{number}", "locale": "en"}
        return customer.post("threads.custom_action", params, metadata)

    with ThreadPoolExecutor(3) as hands:
        answers = list(hands.map(click, range(3)))
    answers.append(click(3))

    assert [answer.status_code for answer in answers] == [200] * 4
    assert not any('"type":"error"' in answer.text for answer in answers)
    customer.until_state("AWAITING_SHIPMENT")
    kinds = product.records.kinds(customer.case_id)
    assert (kinds["confirmed"], kinds["approved"], kinds["label_made"]) == (1, 1, 1)
    assert len(customer.cases()) == 1
    assert customer.case()["revision"] == 6
    customer.open()
    assert len(customer.cards()) == 6


def test_an_old_card_clicked_again_gets_a_notice_and_changes_nothing(product):
    customer = product.visit()
    taken(customer, 0, "click")
    item, action = customer.button("select_return_item", line_id="2")
    taken(customer, 1, "click")
    version = customer.case()["version"]

    customer.act(item["id"], action["type"], action["payload"])

    assert [notice["title"] for notice in customer.notices()] == ["That step is already behind us"]
    assert customer.shown() == ("DRAFT", "reason", 2)
    assert customer.case()["version"] == version
    customer.open()
    assert golden.buttons(customer, "select_reason")


def test_another_customers_order_is_only_said_not_to_be_among_theirs(product):
    robert = product.visit()
    to_row(robert, 2)
    amelia = product.visit(product.fresh("amelia"))
    named, unknown = robert.twin.order(), "ORD-98765"

    said = amelia.say(f"I want to return {HUB} from order {named}")
    said_unknown = amelia.say(f"I want to return {HUB} from order {unknown}")

    assert f"Order {named} is not among your orders." in said
    assert said_unknown.splitlines()[0] == said.splitlines()[0].replace(named, unknown)
    told = json.dumps(amelia.open())
    for secret in ("Robert", robert.twin.customer_id, robert.case_id, "89.99", robert.twin.email):
        assert secret not in told
    assert product.records.kinds(amelia.case_id)["units_selected"] == 0


def test_each_hub_pays_its_share_and_both_never_more_than_was_paid(product):
    customer = product.visit()
    for _ in range(2):
        customer.thread_id, customer.items = None, {}
        order = customer.twin.order()
        customer.say(f"return one {HUB} from {order}, damaged, full refund, prepaid label")
        assert customer.case()["quote"]["total_minor"] == 8999
        customer.click("confirm_return")
        customer.until_state("AWAITING_SHIPMENT")
        to_warehouse(customer)
        assert product.records.movements(customer.case_id) == [("refund", 8999)]

    customer.thread_id, customer.items = None, {}
    said = customer.say(f"return one {HUB} from {order}, damaged, full refund, prepaid label")

    assert "already part of a return" in said
    ledger = product.records.document("cases", customer.twin.customer_id, f"ledger:{order}")
    assert sum(refund["minor"] for refund in ledger["refunds"]) == 17998


def test_a_unit_held_by_an_open_return_cannot_be_held_twice(product):
    customer = product.visit()
    order = customer.twin.order()
    sentence = f"return both {HUB}s from {order}, damaged, store credit, prepaid label"
    customer.say(sentence)
    assert customer.case()["quote"]["total_minor"] == 19798

    customer.thread_id, customer.items = None, {}
    said = customer.say(sentence)

    assert "already part of a return" in said
    held = product.records.units(customer.twin.customer_id, order)
    assert len({unit["case_id"] for unit in held}) == 1
    assert len(held) == 2
