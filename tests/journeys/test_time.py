"""What time does to a return: nudges, quotes and labels that run out, and bells that were lost.

One product whose clock only moves forward: each test begins with a customer of its own, and those
that jump far stand last.
"""

import httpx
import pytest

from tests.journeys.golden import HUB, ROWS, says, to_warehouse
from tests.journeys.product import LOOPBACK

pytestmark = LOOPBACK


@pytest.fixture
def product(later_product):
    return later_product


def to_row(customer, last):
    """Take turns without a look at the days left, which are fewer than in the design here."""
    for row in ROWS[:last]:
        assert row.click(customer).startswith(row.reply)
        customer.until_shown(*row.shown)


def told(customer):
    """Return what the assistant has said in the conversation as it is now."""
    return [
        item["content"][0]["text"]
        for item in customer.open()
        if item["type"] == "assistant_message"
    ]


def without_its_bell(product, customer):
    """Take the yes so that its bell is heard by nobody: the instance sleeps, and then dies."""
    to_row(customer, 5)
    product.steer(customer.case_id, "suspend", "Suspended")
    customer.click("confirm_return")
    assert customer.case()["state"] == "APPROVED"


def test_who_stops_in_the_middle_is_nudged_once_after_half_an_hour(product):
    customer = product.visit()
    to_row(customer, 3)

    product.advance(minutes=31)

    kinds = product.records.kinds
    customer.until(lambda: kinds(customer.case_id)["nudged"] == 1, "the nudge")
    assert customer.shown() == ("DRAFT", "resolution", 3)
    nudge = "Still there? Your return is saved; go on whenever you like."
    assert told(customer).count(nudge) == 1
    product.advance(minutes=31)
    customer.until_shown("DRAFT", "resolution", 3)
    assert told(customer).count(nudge) == 1
    customer.say("store credit please")
    assert customer.case()["awaiting"] == "shipping"


@pytest.mark.parametrize("how", ["terminate", "purge"])
def test_a_lost_bell_is_healed_by_the_sweep(product, how):
    customer = product.visit()
    without_its_bell(product, customer)
    getattr(product, how)(customer.case_id)
    assert product.records.label_files(customer.case_id) == []

    product.advance(minutes=3)
    product.sweep()

    customer.until_state("AWAITING_SHIPMENT")
    assert len(product.records.label_files(customer.case_id)) == 1
    to_warehouse(customer)
    assert product.records.movements(customer.case_id) == [
        ("credit_bonus", 900),
        ("credit_principal", 8999),
    ]


def test_a_turn_revives_an_instance_that_was_terminated(product):
    customer = product.visit()
    to_row(customer, 5)
    product.terminate(customer.case_id)

    customer.say("yes")

    customer.until_shown("AWAITING_SHIPMENT", "parcel", 6)


def test_a_turn_revives_an_instance_that_was_purged(product):
    customer = product.visit()
    to_row(customer, 5)
    product.purge(customer.case_id)

    customer.say("yes")

    customer.until_shown("AWAITING_SHIPMENT", "parcel", 6)


def test_a_deadline_passes_even_when_the_instance_is_gone(product):
    customer = product.visit()
    to_row(customer, 3)
    product.purge(customer.case_id)

    product.advance(minutes=34)
    product.sweep()

    kinds = product.records.kinds
    customer.until(lambda: kinds(customer.case_id)["nudged"] == 1, "the nudge")


def test_a_sweep_over_cases_in_order_changes_nothing(product):
    customer = product.visit()
    to_row(customer, 6)
    version = customer.case()["version"]

    product.sweep()
    product.sweep()

    customer.until_shown("AWAITING_SHIPMENT", "parcel", 6)
    assert customer.case()["version"] == version


def test_a_sign_in_ends_after_twelve_hours(product):
    customer = product.visit()
    assert customer.cases() == []

    product.advance(hours=12, minutes=1)

    answered = customer.http.get("/api/cases")
    assert answered.status_code == 401
    assert answered.json()["code"] == "not_signed_in"


def test_a_quote_that_ran_out_frees_the_unit_and_is_made_anew_on_the_next_turn(product):
    customer = product.visit()
    to_row(customer, 5)
    promised = customer.case()["quote"]["expires_at"]

    product.advance(hours=73)

    customer.until_shown("DRAFT", "confirm", 5)
    who, order = customer.twin.customer_id, customer.twin.order()
    assert product.records.units(who, order) == []
    later = product.visit(customer.twin, customer.thread_id)
    later.open()
    said = later.say("yes")
    assert said.startswith("The amount had run out, so here it is as of now.")
    later.until_shown("QUOTED", "confirm", 6)
    assert later.case()["quote"]["expires_at"] > promised
    assert says(later, "Total", "$98.99")
    later.say("yes")
    later.until_shown("AWAITING_SHIPMENT", "parcel", 7)


def test_photos_that_never_came_send_the_case_to_a_person(product):
    customer = product.visit()
    order = customer.twin.order()
    customer.say(f"return both {HUB}s from {order}, damaged, store credit, prepaid label")
    customer.say("yes")
    customer.until_state("AWAITING_EVIDENCE")

    product.advance(hours=121)

    customer.until_state("IN_REVIEW")
    events = product.records.events(customer.case_id)
    reviews = [e["event"] for e in events if e["event"]["type"] == "review_requested"]
    assert [review["why"] for review in reviews] == ["no_photos"]


def test_a_label_nobody_used_expires_after_fourteen_days_and_all_is_undone(product):
    customer = product.visit()
    to_row(customer, 6)
    product.advance(days=13, hours=23)
    customer.until_shown("AWAITING_SHIPMENT", "parcel", 6)

    product.advance(hours=2)

    customer.until_state("EXPIRED")
    store, who = product.records, customer.twin.customer_id
    customer.until(lambda: customer.status()["runtimeStatus"] == "Completed", "the end")
    assert customer.custom()["flags"] == []
    assert [parcel["voided"] for parcel in store.parcels(customer.case_id)] == [True]
    assert [slot["released"] for slot in store.provided(customer.case_id, "inbound")] == [True]
    assert store.order_status(who, customer.twin.order()) is None
    assert store.units(who, customer.twin.order()) == []
    assert store.notices(customer.case_id) == ["expired", "label_12", "label_7", "logistics_ready"]
    later = product.visit(customer.twin, customer.thread_id)
    assert "This return has expired" in told(later)[-1]


def test_a_draft_nobody_came_back_to_expires_after_thirty_days(product):
    customer = product.visit()
    customer.press_start()
    customer.until_shown("DRAFT", "item", 1)

    product.advance(days=30, minutes=1)

    customer.until_state("EXPIRED")
    assert product.records.notices(customer.case_id) == []
    later = product.visit(customer.twin)
    assert later.say("where is my refund?") == "You have no returns yet."


def test_a_page_of_yesterday_is_refused_and_says_to_sign_in(product):
    customer = product.visit()
    product.advance(days=1)

    with pytest.raises(httpx.HTTPStatusError, match="401"):
        customer.threads()
