"""Whoever speaks falsely, asks for what is another's, or sends what no page sends: refused."""

import base64
import json
import time
from datetime import timedelta

import httpx
import jwt
import pytest

from backends.issuer_local import issue_token
from backends.people import Person
from tests.journeys import golden
from tests.journeys.golden import CLICKED, actions_of, to_row
from tests.journeys.product import LOOPBACK

pytestmark = LOOPBACK

DOORS = ("/api/cases", "/api/simulate/outbox")


def is_problem(answer, status, code):
    """Whether an answer is an error of the one shape, and tells nothing of the inside."""
    body = answer.json()
    assert set(body) == {"code", "message", "trace_id"}, body
    for inside in ("Traceback", 'File "', "sqlite", "pydantic", "chatkit.", "azure", "jwt"):
        assert inside.lower() not in answer.text.lower()
    return (answer.status_code, body["code"]) == (status, code)


def claims_of(product, **changes):
    now = int(product.now().timestamp())
    return {
        "iss": "local-sign-in", "aud": "order-returns", "sub": "CUST-1001", "name": "R",
        "role": "customer", "roles": [], "iat": now, "exp": now + 3600,
    } | changes  # fmt: skip


def unsigned(claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


FORGERIES = {
    "none algorithm": lambda p: unsigned(claims_of(p)),
    "another key": lambda p: jwt.encode(claims_of(p), "k" * 32),
    "empty signature": lambda p: jwt.encode(claims_of(p), p.key).rpartition(".")[0] + ".",
    "another algorithm": lambda p: jwt.encode(claims_of(p), p.key * 2, algorithm="HS512"),
    "expired": lambda p: jwt.encode(claims_of(p, exp=int(p.now().timestamp()) - 1), p.key),
    "without an end": lambda p: jwt.encode(
        {k: v for k, v in claims_of(p).items() if k != "exp"}, p.key
    ),
    "another audience": lambda p: jwt.encode(claims_of(p, aud="elsewhere"), p.key),
    "another issuer": lambda p: jwt.encode(claims_of(p, iss="elsewhere"), p.key),
    "an unknown role": lambda p: jwt.encode(claims_of(p, role="admin"), p.key),
    "not a token": lambda _: "letmein",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_false_token_opens_no_door(product, forgery):
    headers = {"Authorization": f"Bearer {FORGERIES[forgery](product)}"}

    with httpx.Client(base_url=product.url, headers=headers, trust_env=False) as thief:
        answers = [thief.get(path) for path in DOORS]
        answers.append(thief.post("/api/chatkit", json={"type": "threads.list", "params": {}}))

    assert all(is_problem(answer, 401, "not_signed_in") for answer in answers)


def test_a_token_ends_by_the_products_own_clock(product):
    person = Person("CUST-1001", "R", "r@example.com", "customer")
    old = issue_token(person, product.key, product.now() - timedelta(hours=12, seconds=1))
    headers = {"Authorization": f"Bearer {old}"}

    with httpx.Client(base_url=product.url, headers=headers, trust_env=False) as late:
        assert is_problem(late.get("/api/cases"), 401, "not_signed_in")


def test_a_foreign_conversation_is_as_unknown_as_none(product):
    robert, thief = product.visit(), product.visit()
    to_row(robert, 3)
    message = {"content": [{"type": "input_text", "text": "hi"}], "attachments": [],
               "inference_options": {}}  # fmt: skip
    requests = {
        "threads.get_by_id": {},
        "items.list": {"limit": 10, "order": "asc"},
        "threads.update": {"title": "mine"},
        "threads.delete": {},
        "threads.add_user_message": {"input": message},
        "items.feedback": {"item_ids": ["x"], "kind": "positive"},
    }
    for kind, params in requests.items():
        foreign = thief.post(kind, params | {"thread_id": robert.thread_id}, {})
        unknown = thief.post(kind, params | {"thread_id": "thr_UNKNOWN"}, {})

        assert is_problem(foreign, 404, "not_found"), kind
        assert same(foreign, unknown), kind
    assert thief.threads() == []
    robert.open()
    golden.taken(robert, 3, "type")


def same(one, other):
    """Whether two errors differ in their trace only."""
    bodies = [answer.json() | {"trace_id": ""} for answer in (one, other)]
    return bodies[0] == bodies[1] and one.status_code == other.status_code


def test_a_foreign_card_cannot_be_clicked(product):
    robert, thief = product.visit(), product.visit()
    to_row(robert, 5, CLICKED)
    thief.press_start()
    item, action = robert.button("confirm_return")
    click = {"type": "confirm_return", "payload": action["payload"]}

    in_theirs = {"thread_id": robert.thread_id, "item_id": item["id"], "action": click}
    in_own = {"thread_id": thief.thread_id, "item_id": item["id"], "action": click}
    unknown = {"thread_id": thief.thread_id, "item_id": "crd_UNKNOWN", "action": click}
    answers = [thief.post("threads.custom_action", p, {}) for p in (in_theirs, in_own, unknown)]

    assert all(is_problem(answer, 404, "not_found") for answer in answers)
    assert same(answers[1], answers[2])
    assert robert.shown() == ("QUOTED", "confirm", 5)


def test_a_foreign_case_on_an_own_card_changes_neither(product):
    robert, thief = product.visit(), product.visit()
    to_row(robert, 5, CLICKED)
    to_row(thief, 5, CLICKED)
    item, _ = thief.button("confirm_return")

    thief.act(item["id"], "confirm_return", {"case_id": robert.case_id, "revision": 5})

    assert thief.notices()
    assert robert.case()["state"] == thief.case()["state"] == "QUOTED"


def test_a_foreign_case_and_its_label_are_as_unknown_as_none(product):
    robert, thief = product.visit(), product.visit()
    to_row(robert, 6, CLICKED)
    for path in ("/api/cases/{}", "/api/cases/{}/labels/1.pdf"):
        foreign = thief.http.get(path.format(robert.case_id))
        unknown = thief.http.get(path.format("case_UNKNOWN"))

        assert is_problem(foreign, 404, "case_not_found"), path
        assert unknown.json()["message"] == foreign.json()["message"].replace(
            robert.case_id, "case_UNKNOWN"
        )
    assert robert.http.get(f"/api/cases/{robert.case_id}/labels/2.pdf").status_code == 404
    assert robert.http.get(f"/api/cases/{robert.case_id}/labels/..%2f1.pdf").status_code == 404
    assert robert.label().startswith(b"%PDF")


def test_the_simulation_acts_on_own_cases_only(product):
    robert, thief = product.visit(), product.visit()
    to_row(robert, 6, CLICKED)
    body = {"case_id": robert.case_id, "grade": "A", "decision": "approve"}

    for act in ("scan", "receive", "grade", "review"):
        answer = thief.http.post(f"/api/simulate/{act}", json=body)

        assert is_problem(answer, 404, "case_not_found"), act
        assert robert.case()["state"] == "AWAITING_SHIPMENT"
    assert [one for one in thief.outbox() if one["case_id"] == robert.case_id] == []


def test_an_unknown_simulation_is_refused(product):
    customer = product.visit()
    to_row(customer, 6, CLICKED)

    for act in ("approve", "close", "../outbox", "constructor", "pay_refund"):
        assert customer.simulate(act).status_code in (404, 405), act
    assert customer.case()["state"] == "AWAITING_SHIPMENT"


def test_staff_do_not_chat(product):
    staff = product.staff()

    answer = staff.post("threads.list", {"limit": 10, "order": "desc"}, {})

    assert is_problem(answer, 403, "not_allowed")
    assert is_problem(staff.http.get("/api/cases"), 403, "not_allowed")


MALFORMED = {
    "no JSON": b"{",
    "not an object": b"[1, 2]",
    "text": b'"hello"',
    "an unknown type": b'{"type": "threads.steal", "params": {}}',
    "no type": b'{"params": {}}',
    "wrong params": b'{"type": "threads.get_by_id", "params": {"thread_id": 7}}',
    "nested too deep": b"[" * 30_000 + b"]" * 30_000,
    "no UTF-8": b'{"type": "\xff\xfe"}',
    "nothing": b"",
    "not a number": b'{"type": "items.list", "params": {"thread_id": "t", "limit": NaN}}',
}


def test_what_is_no_request_is_refused_as_malformed(product):
    customer = product.visit()

    for what, body in MALFORMED.items():
        answer = customer.http.post(
            "/api/chatkit", content=body, headers={"content-type": "application/json"}
        )

        assert is_problem(answer, 400, "malformed"), what


def test_a_body_over_the_limit_is_refused_before_it_is_parsed(product):
    customer = product.visit()
    text = "x" * 65 * 1024
    began = time.monotonic()

    for content in (text.encode(), json.dumps({"type": text}).encode()):
        answer = customer.http.post("/api/chatkit", content=content)
        assert is_problem(answer, 413, "too_large")
    answer = customer.http.post("/api/session", json={"email": text})

    assert is_problem(answer, 413, "too_large")
    assert time.monotonic() - began < 5


def test_a_body_in_parts_without_a_length_is_refused_as_well(product):
    customer = product.visit()

    answer = customer.http.post("/api/chatkit", content=(b"x" * 1024 for _ in range(80)))

    assert is_problem(answer, 413, "too_large")


def test_a_form_of_another_site_cannot_post(product):
    customer = product.visit()
    for path in ("/api/session", "/api/simulate/scan"):
        answer = customer.http.post(path, data={"email": "rjohnson@company.com"})
        assert is_problem(answer, 400, "malformed")


def test_too_many_requests_are_told_when_to_come_back(product):
    customer = product.visit()

    answers = [customer.http.get("/api/cases") for _ in range(80)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert all(is_problem(answer, 429, "throttled") for answer in refused)
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    other = product.visit()
    assert other.cases() == []


def test_every_answered_card_is_without_buttons_and_every_button_names_its_case(product):
    customer = product.visit()
    to_row(customer, 6, CLICKED)
    customer.open()

    for card in customer.cards():
        for action in actions_of(card["widget"]):
            assert action["payload"]["case_id"] == customer.case_id
            assert not {"price", "amount", "customer_id", "eligible"} & set(action["payload"])
