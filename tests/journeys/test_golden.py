"""The golden scenario over HTTP, typed, clicked and mixed, to the settled credit."""

import io
import json

import httpx
import pypdfium2
import pytest
import zxingcpp

from tests.customer import ROBERT, Customer
from tests.journeys import golden
from tests.journeys.golden import CLICKED, HUB, MIXED, TYPED, taken, to_row, to_warehouse
from tests.journeys.product import LOOPBACK

pytestmark = LOOPBACK

WAYS = {"typed": TYPED, "clicked": CLICKED, "mixed": MIXED}


@pytest.fixture(scope="module")
def runs(product):
    """The same return three ways, each from the first word to the settled credit."""
    runs = {}
    for name, ways in WAYS.items():
        customer = product.visit()
        to_row(customer, 6, ways)
        to_warehouse(customer)
        runs[name] = customer
    return runs


def test_the_sample_customer_signs_in_and_types_the_whole_return(product):
    robert = Customer(product.url, ROBERT)
    for number in range(6):
        taken(robert, number, "type")
    to_warehouse(robert)

    assert product.records.movements(robert.case_id) == [
        ("credit_bonus", 900),
        ("credit_principal", 8999),
    ]


def test_each_turn_is_tracked_by_the_orchestration(product):
    customer = product.visit()
    to_row(customer, 3)
    customer.until(
        lambda: {"find_policy_clauses", "find_similar_cases"} <= set(customer.performed()),
        "both searches",
    )

    for number in (3, 4, 5):
        taken(customer, number, "type")

    # Approved was a state of its own, at the same revision, before anything was sent out.
    assert customer.seen()[0] == ("APPROVED", None, 6)
    performed = customer.performed()
    assert [name for name in performed if name != "read_case"] == [
        "update_order", "reserve_inbound", "make_label", "send_notice",
    ]  # fmt: skip
    case = product.records.case(customer.twin.customer_id, customer.case_id)
    assert case["case"]["clauses"][0]["section"] == "4.1"
    assert case["case"]["similar"]


def test_the_items_card_shows_what_may_come_back_and_why_the_rest_may_not(product):
    customer = product.visit()

    taken(customer, 0, "click")

    rows = golden.buttons(customer, "select_return_item")
    mine = [(row["order_id"], row["line_id"]) for row in rows]
    assert sorted(mine) == [(customer.twin.order(), line) for line in "123"]
    assert "Digital goods cannot come back" in customer.card_text()


@pytest.mark.parametrize("name", WAYS)
def test_the_quote_is_the_promise_of_the_design(runs, name):
    quote = runs[name].case()["quote"]

    assert quote["total_minor"] == 9899
    assert {line["code"]: line["minor"] for line in quote["lines"]} == {"goods": 8999, "bonus": 900}


def test_the_quote_stands_for_seventy_two_hours(product):
    customer = product.visit()
    to_row(customer, 5, CLICKED)
    store = product.records
    quoted = next(e for e in store.events(customer.case_id) if e["event"]["type"] == "quoted")
    expires = customer.case()["quote"]["expires_at"]

    units = store.units(customer.twin.customer_id, customer.twin.order())

    assert golden.hours_between(quoted["at"], expires) == pytest.approx(72, abs=0.01)
    assert [(unit["line_id"], unit["state"]) for unit in units] == [("2", "held")]


@pytest.mark.parametrize("name", WAYS)
def test_the_case_closes_with_principal_and_bonus_apart_and_the_unit_restocked(product, runs, name):
    customer, store = runs[name], product.records

    assert customer.shown() == ("CLOSED", None, 6)
    assert customer.status(history=False)["runtimeStatus"] == "Completed"
    assert store.movements(customer.case_id) == [("credit_bonus", 900), ("credit_principal", 8999)]
    assert store.notices(customer.case_id) == ["closed", "logistics_ready", "received"]
    units = store.units(customer.twin.customer_id, customer.twin.order())
    assert [(unit["line_id"], unit["state"]) for unit in units] == [("2", "restocked")]
    assert store.stock_moves(customer.case_id) == [
        {"kind": "move", "product": "product:PRD-1005", "units": 1}
    ]


def test_typed_clicked_and_mixed_leave_the_same_facts(product, runs):
    store = product.records

    def facts(customer):
        own = customer.twin.order()
        choices = json.dumps(store.choices(customer.case_id)).replace(own, "ORDER")
        effects = sorted(
            effect.replace(own, "ORDER") for effect in store.effects(customer.case_id).elements()
        )
        return choices, effects

    assert facts(runs["typed"]) == facts(runs["clicked"]) == facts(runs["mixed"])


def test_the_case_tells_the_same_story_whichever_way_it_was_taken(runs):
    def story(customer):
        case = customer.case()
        text = " / ".join(row["text"] for row in case["timeline"])
        for own in (
            customer.twin.order(),
            case["return_number"],
            case["labels"][0]["tracking_number"],
        ):
            text = text.replace(own, "*")
        return text

    assert story(runs["typed"]) == story(runs["clicked"]) == story(runs["mixed"])
    assert "Paid: $89.99 store credit / Paid: $9.00 bonus credit" in story(runs["typed"])


@pytest.mark.parametrize("name", WAYS)
def test_both_codes_of_the_label_say_the_tracking_number(runs, name):
    customer = runs[name]
    label = customer.label()

    page = pypdfium2.PdfDocument(io.BytesIO(label))[0].render(scale=4).to_pil()
    codes = {(code.format.name, code.text) for code in zxingcpp.read_barcodes(page)}

    tracking = customer.case()["labels"][0]["tracking_number"]
    assert {(kind.replace("_", ""), text) for kind, text in codes} >= {
        ("Code128", tracking),
        ("QRCode", tracking),
    }


def test_after_the_yes_order_label_slot_and_notice_exist_once(product):
    customer = product.visit()
    to_row(customer, 6, MIXED)
    store, case_id = product.records, customer.case_id

    assert store.order_status(customer.twin.customer_id, customer.twin.order()) == (
        "RETURN_INITIATED"
    )
    assert store.label_files(case_id) == [f"{case_id}-make_label-PREPAID_LABEL-1.pdf"]
    assert [slot["released"] for slot in store.provided(case_id, "inbound")] == [False]
    customer.until(lambda: store.notices(case_id) == ["logistics_ready"], "the notice")
    number = customer.case()["return_number"]
    (notice,) = [one for one in customer.outbox() if one["case_id"] == case_id]
    tracking = customer.case()["labels"][0]["tracking_number"]
    assert notice["subject"] == f"Your return {number} is ready to send"
    assert tracking in notice["text"]
    assert notice["to"] == customer.twin.email


def test_the_card_of_the_confirmed_case_gains_its_label(product):
    customer = product.visit()
    to_row(customer, 6, CLICKED)
    before = customer.cards()[-1]["id"]

    customer.open()

    card = customer.cards()[-1]
    assert card["id"] == before
    words = customer.card_text()
    assert "Ready to send" in words
    assert "Open label" in words
    assert customer.case()["labels"][0]["tracking_number"] in words


def test_a_label_recorded_in_the_background_makes_no_click_stale(product):
    customer = product.visit()
    to_row(customer, 5, CLICKED)
    customer.click("confirm_return")
    customer.until_state("AWAITING_SHIPMENT")

    # The card still shows the case as it was before the label; its button carries the revision.
    customer.click("cancel_return")

    assert not customer.notices()
    assert customer.case()["state"] == "CANCELLED"


def test_all_facts_in_one_sentence_reach_the_recap_in_one_turn(product):
    customer = product.visit()
    order = customer.twin.order()

    customer.say(f"return one {HUB} from {order}, damaged, store credit, prepaid label")

    customer.until_shown("QUOTED", "confirm", 1)
    assert golden.says(customer, "Total", "$98.99")
    assert customer.say("yes").startswith("Done. Your return number is **RMA-")
    customer.until_shown("AWAITING_SHIPMENT", "parcel", 2)


def test_a_correction_keeps_reason_and_resolution(product):
    customer = product.visit()
    to_row(customer, 4)

    customer.say("actually the cable")

    customer.until_shown("DRAFT", "shipping", 5)
    customer.say("prepaid label")
    customer.until_shown("QUOTED", "confirm", 6)
    words = customer.card_text()
    assert golden.CABLE in words
    assert HUB not in words
    assert "Damaged/Defective" in words
    assert "Store credit" in words
    assert golden.says(customer, "Total", "$16.49")
    assert customer.case()["quote"]["total_minor"] == 1499 + 150


def test_the_instance_waits_with_a_short_history_after_every_turn(product):
    customer = product.visit()
    for number in range(6):
        taken(customer, number, "click")
        assert len(customer.status()["historyEvents"]) <= 40


def test_the_first_turn_names_the_conversation_and_the_second_names_the_item(product):
    customer = product.visit()
    to_row(customer, 1)
    assert [thread["title"] for thread in customer.threads()] == ["New return"]

    taken(customer, 1, "type")

    assert [thread["title"] for thread in customer.threads()] == [HUB]


def test_an_unknown_address_cannot_sign_in(product):
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        Customer(product.url, "nobody@example.com")
