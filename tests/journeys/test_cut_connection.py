"""A page that goes away in the middle of a turn: the turn is finished, and there on reload."""

import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.host.process import eventually
from tests.journeys import golden
from tests.journeys.golden import CLICKED, actions_of, taken, to_row
from tests.journeys.product import LOOPBACK

pytestmark = LOOPBACK


def message(customer, text):
    content = [{"type": "input_text", "text": text}]
    said = {"content": content, "attachments": [], "inference_options": {}}
    params = {"thread_id": customer.thread_id, "input": said}
    return {"type": "threads.add_user_message", "params": params, "metadata": {}}


def click(customer, action):
    item, config = customer.button(action)
    return {
        "type": "threads.custom_action",
        "params": {
            "thread_id": customer.thread_id,
            "item_id": item["id"],
            "action": {"type": action, "payload": config["payload"]},
        },
        "metadata": {},
    }


def cut_after_first_frame(customer, request):
    """Send a turn and hang up as soon as it begins to be answered."""
    with customer.http.stream("POST", "/api/chatkit", json=request) as answer:
        assert answer.status_code == 200
        next(answer.iter_raw())


def cut_at_once(customer, request):
    """Send a turn and hang up without waiting for anything."""
    address = urlsplit(str(customer.http.base_url))
    body = json.dumps(request).encode()
    head = (
        "POST /api/chatkit HTTP/1.1\r\n"
        f"Host: {address.netloc}\r\n"
        f"Authorization: Bearer {customer.token}\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(head.encode() + body)


def said(customer):
    return [
        item["content"][0]["text"]
        for item in customer.open()
        if item["type"] == "assistant_message"
    ]


@pytest.mark.parametrize("cut", [cut_after_first_frame, cut_at_once])
def test_a_yes_that_nobody_heard_the_answer_to_is_a_yes(product, cut):
    customer = product.visit()
    to_row(customer, 5)

    cut(customer, message(customer, "yes"))

    customer.until_shown("AWAITING_SHIPMENT", "parcel", 6)
    eventually(lambda: any(text.startswith("Done. Your return number") for text in said(customer)))
    customer.open()
    assert [item["type"] for item in customer.items.values()].count("user_message") == 6
    assert "Ready to send" in customer.card_text()
    assert not any(actions_of(card["widget"]) for card in customer.cards()[:-1])
    assert product.records.kinds(customer.case_id)["approved"] == 1


@pytest.mark.parametrize("cut", [cut_after_first_frame, cut_at_once])
def test_a_click_that_nobody_saw_the_answer_to_is_a_click(product, cut):
    customer = product.visit()
    to_row(customer, 5, CLICKED)

    cut(customer, click(customer, "confirm_return"))

    customer.until_shown("AWAITING_SHIPMENT", "parcel", 6)
    eventually(lambda: any(text.startswith("Done. Your return number") for text in said(customer)))
    assert "Ready to send" in customer.card_text()


@pytest.mark.parametrize("cut", [cut_after_first_frame, cut_at_once])
def test_a_turn_in_the_middle_goes_on_at_its_next_card(product, cut):
    customer = product.visit()
    to_row(customer, 2)

    cut(customer, message(customer, "it was completely damaged"))

    customer.until_shown("DRAFT", "resolution", 3)
    eventually(lambda: said(customer)[-1].startswith("Got it"))
    taken(customer, 3, "click")
    taken(customer, 4, "type")


def test_a_policy_answer_is_whole_after_the_connection_was_lost(product):
    customer = product.visit()
    to_row(customer, 3)

    cut_after_first_frame(customer, message(customer, "what is your policy on damaged items?"))

    eventually(lambda: "4.1 Damaged or defective" in said(customer)[-1])
    last = [item for item in customer.items.values() if item["type"] == "assistant_message"][-1]
    assert last["content"][0]["annotations"]
    assert golden.buttons(customer, "select_resolution")
    taken(customer, 3, "click")
