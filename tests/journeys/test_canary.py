"""Nothing that a person wrote, or is called, reaches a span, a metric, a log or a Durable history.

A return runs from its first sentence to its refund with telemetry on the console. What customers
wrote and what they are called are canaries; then everything the host printed and kept is searched.
"""

import json

import pytest

from backends.case_trace import root_of
from tests.host.process import eventually
from tests.journeys.product import LOOPBACK, Product

pytestmark = LOOPBACK

WRITTEN = ("quetzalfeather", "zimtstern")


@pytest.fixture
def watched(tmp_path):
    product = Product(tmp_path, {"robert": 1})
    yield product.start(OTEL="console")
    product.stop()


def canaries(product, customer):
    rows = (product.shop / "customers.jsonl").read_text(encoding="utf-8").splitlines()
    email = customer.twin.email
    row = next(row for row in map(json.loads, rows) if row["email"] == email)
    address = row["address"]
    return [*WRITTEN, email, row["name"], address["street"], address["postal_code"]]


def a_whole_return(product):
    customer = product.visit()
    order = customer.twin.order()
    customer.say(f"I want to return one Smart Home Hub from {order}, my {WRITTEN[0]} hates it")
    customer.say(f"it is damaged, a {WRITTEN[1]} fell on it; store credit, prepaid label")
    customer.say("yes")
    customer.until_state("AWAITING_SHIPMENT")
    for act, state in (("scan", "IN_TRANSIT"), ("receive", "RECEIVED")):
        customer.simulate(act)
        customer.until_state(state)
    customer.simulate("grade", grade="A")
    customer.until_state("CLOSED")
    return customer


def kept_by_the_host(product):
    """Return what the Durable engine has on disk: histories, inputs, results, custom status."""
    files = sorted(product.data.glob("host.db*"))
    assert files
    return b"".join(file.read_bytes() for file in files)


def test_no_canary_leaves_the_store(watched):
    customer = a_whole_return(watched)
    case_id = customer.case_id
    kept = kept_by_the_host(watched)
    assert watched.host.stop() == 0
    printed = watched.host.output

    # Were nothing recorded, nothing could be found either.
    trace = f"0x{root_of(case_id).trace_id:032x}"
    for name in ("return.turn", "return.command", "return.step", "return.port"):
        assert f'"name": "{name}"' in printed
    for name in ("return.turn.duration", "return.port.duration", "return.funnel"):
        assert f'"name": "{name}"' in printed
    for port in ("documents", "policy_search", "similar_cases", "carrier", "payments", "notices"):
        assert f'"return.port": "{port}"' in printed
    assert '"return.source": "staff"' in printed
    assert printed.count(trace) > 20
    assert f"case {case_id}: money_moved" in printed
    assert case_id.encode() in kept
    assert b"make_label" in kept

    found = canaries(watched, customer)
    assert [word for word in found if word in printed] == []
    assert [word for word in found if word.encode() in kept] == []


def test_the_search_finds_a_canary_that_is_there(watched):
    customer = watched.visit()
    customer.say(f"I want to return one Smart Home Hub, {WRITTEN[0]}")
    stored = watched.data / "returns.db"
    eventually(lambda: WRITTEN[0].encode() in _all_of(stored))


def _all_of(database):
    return b"".join(file.read_bytes() for file in sorted(database.parent.glob(f"{database.name}*")))
