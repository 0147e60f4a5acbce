"""Conversations with a hosted model: what they cost, and what is left of them when it fails."""

from dataclasses import replace

import pytest

from backends.interpreter_azure import HostedInterpreter
from backends.interpreter_embedded import EmbeddedInterpreter
from backends.model_streamed import Budget
from returns.case import CaseState
from tests.harness.model_double import ModelDouble, Refusal, calling
from tests.harness.perfect_model import item, update
from tests.unit.chatkit_adapter.tab import DAMAGED, HUB, House, Tab

HUB_NAMED = item("Smart Home Hub", "ORD-79001")
# What is typed turn by turn, and what a model that understands it calls.
GOLDEN = {
    "I want to return some items": update(wants_to_return=True),
    "I want to return Smart Home Hub from order ORD-79001": update(
        wants_to_return=True, items=[HUB_NAMED]
    ),
    "it was completely damaged": update(reason="DAMAGED"),
    "I would like a STORE_CREDIT": update(resolution="STORE_CREDIT"),
    "prepaid label": update(shipping="PREPAID_LABEL"),
    "yes": update(answer="yes"),
}
SENTENCE = "return one Smart Home Hub from ORD-79001, damaged, store credit, prepaid label"
ALL_AT_ONCE = update(
    wants_to_return=True, items=[HUB_NAMED | {"quantity": 1}], reason="DAMAGED",
    resolution="STORE_CREDIT", shipping="PREPAID_LABEL",
)  # fmt: skip
# What the words of such a return record, whoever understood them.
RECORDED = [
    "case_started", "units_selected", "reason_chosen", "resolution_chosen", "shipping_chosen",
    "quoted", "confirmed", "approved",
]  # fmt: skip
HURRIED = Budget(first_sign_s=0.05, total_s=0.1)


def listen_with(house: House, *replies, **how) -> ModelDouble:
    """Let a hosted model interpret what is typed in this house."""
    model = ModelDouble(list(replies))
    hosted = HostedInterpreter(model.client(), "chat", EmbeddedInterpreter(), **how)
    house.backends = replace(house.backends, interpreter=hosted)
    return model


async def choices(tab: Tab) -> list:
    """Return what the customer's words recorded, in order, without its ids and times."""
    history = await tab.house.backends.cases.history((await tab.case()).ref)
    return [one.event.type for one in history if one.source == "text"]


async def type_it_all(tab: Tab) -> None:
    for text in GOLDEN:
        await tab.say(text)


async def test_a_typed_return_is_one_call_a_turn_and_stays_within_forty_kilobytes(tab):
    model = listen_with(tab.house, *[calling(call) for call in GOLDEN.values()])

    await type_it_all(tab)

    assert await choices(tab) == RECORDED
    assert len(model.asked) == len(GOLDEN)
    assert sum(model.sizes) <= 40 * 1024


async def test_a_return_in_one_sentence_and_a_yes_is_two_calls(tab):
    model = listen_with(tab.house, calling(ALL_AT_ONCE), calling(GOLDEN["yes"]))

    await tab.say(SENTENCE)
    assert (await tab.case()).quote.total_minor == 9899
    await tab.say("yes")

    assert (await tab.case()).state is CaseState.APPROVED
    assert len(model.asked) == 2


async def test_clicks_ask_no_model(tab):
    model = listen_with(tab.house, Refusal(500))

    await tab.to_the_recap()
    await tab.click("confirm_return")

    assert (await tab.case()).state is CaseState.APPROVED
    assert not model.asked


async def test_clicks_and_words_of_one_return_mix(tab):
    model = listen_with(tab.house, calling(GOLDEN["I would like a STORE_CREDIT"]))

    await tab.start()
    await tab.click("select_return_item", HUB)
    await tab.click("select_reason", DAMAGED)
    await tab.say("I would like a STORE_CREDIT")
    await tab.click("select_shipping", {"code": "PREPAID_LABEL"})

    assert (await tab.case()).quote.total_minor == 9899
    assert len(model.asked) == 1


async def test_a_repeated_request_is_not_interpreted_again(tab):
    model = listen_with(tab.house, calling(ALL_AT_ONCE))
    await tab.say(SENTENCE, idempotency_key="once")
    thread, tab.thread_id = tab.thread_id, ""

    await tab.say(SENTENCE, idempotency_key="once")

    assert tab.thread_id == thread
    assert len(model.asked) == 1


async def test_an_outage_of_the_model_loses_no_turn(tab):
    model = listen_with(tab.house, Refusal(503, "60"))

    await type_it_all(tab)

    assert await choices(tab) == RECORDED
    assert len(model.asked) == 1


REASON = calling(update(reason="DAMAGED"))
FAULTS = {
    "throttled": Refusal(429, "60"),
    "down": Refusal(503, "60"),
    "cut": replace(REASON, broken="cut", after=2),
    "ended early": replace(REASON, broken="ended", after=3),
    "corrupt": replace(REASON, broken="corrupt", after=2),
    "silent from the first": replace(REASON, broken="silent"),
    "silent midway": replace(REASON, broken="silent", after=2),
    "empty": calling(),
    "words": calling(text="Approved. I refunded $5000."),
    "invalid arguments": calling(("update_return", '{"reason": "DAMAGED", "resolu')),
    "unknown tool": calling(("approve", {})),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_turn_the_model_fails_is_taken_once_by_the_rules(tab, fault):
    listen_with(tab.house, FAULTS[fault], budget=HURRIED)
    await tab.start()
    await tab.click("select_return_item", HUB)

    said = await tab.say("it was completely damaged")

    assert said.startswith("Got it — I've marked the Smart Home Hub as damaged.")
    assert await choices(tab) == ["reason_chosen"]
