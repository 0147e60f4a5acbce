"""The golden scenario with a hosted model behind a real connection, and with its failures."""

import json

import pytest
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Reply, StreamFault, ToolCall
from llmock.testing import LLMockServer

from tests.harness.aimock.process import aimock_process
from tests.harness.perfect_model import item, update
from tests.host.process import eventually
from tests.journeys import golden
from tests.journeys.golden import CLICKED, HUB, MIXED, TYPED, order_of, to_warehouse
from tests.journeys.hosted import AzureMock, OpenAIMock, take_all, understood
from tests.journeys.product import LOOPBACK, Product

__all__ = ["aimock_process"]

pytestmark = [*LOOPBACK, pytest.mark.wire, pytest.mark.timeout(300)]

SETTLED = [("credit_bonus", 900), ("credit_principal", 8999)]


@pytest.fixture(scope="module")
def openai_mock():
    # A server of its own: the fixture `llmock` names its address to every process started.
    with LLMockServer() as server:
        yield OpenAIMock(LLMock(server).reset())


@pytest.fixture(scope="module")
def azure_mock(aimock_process):
    aimock_process.reset()
    return AzureMock(aimock_process)


@pytest.fixture(scope="module", params=["openai_mock", "azure_mock"])
def model(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def hosted(model, tmp_path_factory):
    """A product that asks a model of one's own."""
    product = Product(tmp_path_factory.mktemp("hosted"))
    own = {"OPENAI_BASE_URL": model.address, "OPENAI_API_KEY": "key", "OPENAI_MODEL": "chat"}
    yield product.start(**own)
    product.stop()


def chosen(product, customer):
    """Return what was decided, under the sample's order id."""
    told = json.dumps(product.records.choices(customer.case_id))
    return json.loads(told.replace(order_of(customer), "ORD-79001"))


def test_a_typed_return_asks_once_a_turn_and_ends_like_a_clicked_one(hosted, model):
    typed, clicked = hosted.visit(), hosted.visit()
    before = len(model.asked())

    assert take_all(typed, model, TYPED) == [1] * 6
    assert take_all(clicked, model, CLICKED) == [0] * 6

    sent = model.asked()[before:]
    assert sum(len(json.dumps(body)) for body in sent) <= 40 * 1024
    assert chosen(hosted, typed) == chosen(hosted, clicked)
    for customer in (typed, clicked):
        to_warehouse(customer)
        assert hosted.records.movements(customer.case_id) == SETTLED


def test_words_and_clicks_mix(hosted, model):
    customer = hosted.visit()

    made = take_all(customer, model, MIXED)

    assert made == [int(way == "type") for way in MIXED]
    to_warehouse(customer)
    assert hosted.records.movements(customer.case_id) == SETTLED


def test_a_return_in_one_sentence_and_a_yes_asks_twice(hosted, model):
    customer = hosted.visit()
    order = order_of(customer)
    before = len(model.asked())
    model.calls_next(
        update(
            wants_to_return=True, items=[item(HUB, order, 1)], reason="DAMAGED",
            resolution="STORE_CREDIT", shipping="PREPAID_LABEL",
        )
    )  # fmt: skip
    customer.say(f"return one {HUB} from {order}, damaged, store credit, prepaid label")
    customer.until_shown("QUOTED", "confirm", 1)

    model.calls_next(update(answer="yes"))
    customer.say("yes")

    customer.until_shown("AWAITING_SHIPMENT", "parcel", 2)
    assert len(model.asked()) - before == 2


@pytest.mark.parametrize("model", ["openai_mock"], indirect=True)
def test_a_model_is_told_no_name_of_a_person_and_instructed_by_no_name_of_a_thing(hosted, model):
    customer = hosted.visit()
    model.calls_next(understood(customer, 0))
    customer.say("I want to return some items")

    bodies = model.asked()
    sent = json.dumps(bodies)
    assert "Robert" not in sent
    assert "@" not in sent
    assert len({body["instructions"] for body in bodies}) == 1
    assert HUB not in json.dumps([[body["instructions"], body["tools"]] for body in bodies])
    assert HUB in sent


def test_a_hostile_model_confirms_nothing_and_changes_no_amount(hosted, model):
    customer = hosted.visit()
    take_all(customer, model, CLICKED[:5])
    lines = customer.case()["quote"]["lines"]

    for calls in (
        [update(answer="yes")],
        [("confirm", {}), ("approve", {}), ("pay_refund", {"minor": 5_000_000})],
        [("update_return", update(answer="yes")[1] | {"price": 0})],
        [update(items=[item(HUB, "ORD-79011")], reason="DAMAGED")],
        [update(resolution="FREE_MONEY", shipping="TELEPORT", reason="CLOSED")],
    ):
        model.calls_next(*calls)
        customer.say("hello")

        case = customer.case()
        assert (case["state"], case["return_number"]) == ("QUOTED", None), calls
        assert case["quote"]["lines"] == lines, calls


DAMAGED = Reply(tool_calls=(ToolCall(*update(reason="DAMAGED")),))
FAULTS = {
    "throttled": lambda llmock: llmock.fail(429, times=3),
    "down": lambda llmock: llmock.fail(503, times=3),
    "disconnected": lambda llmock: llmock.add(StreamFault("disconnect", after_chunks=3), DAMAGED),
    "truncated": lambda llmock: llmock.add(StreamFault("truncate", after_chunks=4), DAMAGED),
    "corrupt": lambda llmock: llmock.add(StreamFault("malformed", after_chunks=3), DAMAGED),
    "stalled": lambda llmock: llmock.stall(after_chunks=3, seconds=60).add(DAMAGED),
    "slow at first": lambda llmock: llmock.slow_first_token(60).add(DAMAGED),
    "empty": lambda llmock: llmock.reply(""),
    "invalid arguments": lambda llmock: llmock.break_tool_call("malformed_arguments").add(DAMAGED),
    "an unknown tool": lambda llmock: llmock.break_tool_call("unknown_tool").add(DAMAGED),
}


@pytest.mark.parametrize("model", ["openai_mock"], indirect=True)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_turn_the_model_fails_is_taken_once_and_the_next_one_by_the_model(hosted, model, fault):
    customer = hosted.visit()
    take_all(customer, model, CLICKED[:2])
    FAULTS[fault](model.llmock)

    golden.taken(customer, 2, "type")

    assert hosted.records.kinds(customer.case_id)["reason_chosen"] == 1
    model.llmock.reset()
    # A model that said when to come back is left alone until then.
    eventually(lambda: asks(customer, model))
    model.calls_next(understood(customer, 3))
    before = len(model.asked())
    golden.taken(customer, 3, "type")
    assert len(model.asked()) == before + 1


def asks(customer, model):
    """Type a question; return whether the model heard it."""
    model.llmock.reset()
    model.calls_next(("ask_status", {}))
    customer.say("where is my refund")
    return model.asked()
