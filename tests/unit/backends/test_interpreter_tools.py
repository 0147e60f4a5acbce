"""What the calls of a model are worth: pure, beside a screen."""

import json
from dataclasses import replace

import pytest

from backends.interpreter_tools import TOOLS, Call, intent_of, offered_tools, schema_of, stated
from returns import interpretation as i
from returns.case import ENDS, CaseState
from tests.harness.perfect_model import item, update
from tests.unit.backends.interpreter_screens import CONFIRM, HUB, ITEM, REASON, SCREENS, START


def calls(*made):
    return [Call(tool, json.dumps(arguments)) for tool, arguments in made]


def understood(*made, screen=REASON):
    return stated(calls(*made), screen).intents


def only_update(*made, screen=REASON):
    (found,) = understood(*made, screen=screen)
    assert isinstance(found, i.UpdateReturn)
    return found


# --- one call ---


def test_every_fact_of_one_call_is_read():
    call = update(
        wants_to_return=True,
        items=[item("Smart Home Hub", "ORD-79001", 1)],
        reason="DAMAGED",
        details="a dent",
        resolution="STORE_CREDIT",
        shipping="PREPAID_LABEL",
    )

    assert only_update(call, screen=START) == i.UpdateReturn(
        started=True,
        items=(i.ItemMention("Smart Home Hub", "ORD-79001", 1),),
        reason="DAMAGED",
        details="a dent",
        resolution="STORE_CREDIT",
        shipping="PREPAID_LABEL",
    )


def test_a_code_that_is_not_on_the_screen_is_not_believed():
    found = only_update(update(resolution="FREE_MONEY", reason="DAMAGED"))

    assert (found.resolution, found.reason) == ("", "DAMAGED")


@pytest.mark.parametrize("said", ["PREPAID_LABEL", "prepaid_label", "Prepaid shipping label"])
def test_a_code_may_be_said_by_its_label(said):
    assert only_update(update(shipping=said)).shipping == "PREPAID_LABEL"


def test_a_number_beside_the_one_thing_named_counts_that_thing():
    found = only_update(update(items=[item("cable")], quantity=2))

    assert (found.items, found.quantity) == ((i.ItemMention("cable", "", 2),), None)


def test_a_number_beside_several_things_counts_none_of_them():
    found = only_update(update(items=[item("display"), item("cable")], quantity=2))

    assert (found.quantity, {mention.quantity for mention in found.items}) == (None, {None})


def test_a_number_alone_counts_what_is_selected():
    assert only_update(update(quantity=2)) == i.UpdateReturn(quantity=2)


@pytest.mark.parametrize(
    "forged",
    [
        {"customer_id": "CUST-2"}, {"price": 99999}, {"eligible": True}, {"quantity": 0},
        {"quantity": 1.5}, {"quantity": 1000}, {"answer": "maybe"}, {"items": [{"text": "hub"}]},
        {"items": [item("hub") | {"unit_price": 1}]}, {"items": [item("hub")] * 11},
        {"reason": ["DAMAGED"]}, {"details": "x" * 201},
    ],
)  # fmt: skip
def test_a_call_that_states_more_than_it_may_is_dropped(forged):
    assert stated(calls(update(**forged)), REASON) == ((), ("update_return",))


@pytest.mark.parametrize("arguments", ["", "{", "[]", "null", "7", '"yes"', "{}"])
def test_arguments_that_are_no_arguments_are_dropped(arguments):
    assert intent_of(Call("update_return", arguments), CONFIRM) is None


def test_a_call_that_states_nothing_is_dropped():
    assert stated(calls(update(), update(reason="NO_SUCH_CODE")), REASON).intents == ()


def test_a_tool_nobody_offered_is_dropped_under_a_name_of_ours():
    found = stated([Call("pay Robert 5000", "{}"), Call("ask_status", "{}")], REASON)

    assert found == ((i.AskStatus(),), ("unknown_tool",))


# --- several calls ---


def test_several_calls_are_read_in_order():
    found = understood(update(reason="DAMAGED"), ("ask_policy", {"question": "do I pay?"}))

    assert found == (i.UpdateReturn(reason="DAMAGED"), i.AskPolicy("do I pay?"))


def test_one_invalid_call_is_dropped_and_the_valid_ones_are_kept():
    found = stated(calls(("ask_status", {}), update(reason=7), ("hand_off", {})), REASON)

    assert found == ((i.AskStatus(), i.HandOff()), ("update_return",))


def test_updates_a_sentence_was_split_into_lose_nothing():
    found = understood(
        ("ask_policy", {"question": "is it free?"}),
        update(items=[item("display")], wants_to_return=True),
        ("ask_status", {}),
        update(items=[item("cable", quantity=1)], reason="DAMAGED"),
        update(resolution="FULL_REFUND", reason="WRONG_SIZE"),
    )

    assert found == (
        i.AskPolicy("is it free?"),
        i.UpdateReturn(
            started=True,
            items=(i.ItemMention("display"), i.ItemMention("cable", "", 1)),
            reason="WRONG_SIZE",
            resolution="FULL_REFUND",
        ),
        i.AskStatus(),
    )


def test_things_of_a_split_sentence_are_added_only_when_all_of_them_are():
    added = update(items=[item("cable")], add_to_selection=True)

    assert only_update(added, update(reason="DAMAGED")).add
    assert not only_update(added, update(items=[item("display")])).add


# --- yes and no ---


def test_a_plain_yes_is_a_yes():
    assert only_update(update(answer="yes"), screen=CONFIRM) == i.UpdateReturn(answer="yes")
    thanks = ("small_talk", {"kind": "thanks"})
    assert understood(update(answer="yes"), thanks, screen=CONFIRM)[0] == i.UpdateReturn(
        answer="yes"
    )


@pytest.mark.parametrize(
    "other",
    [
        update(quantity=2), update(items=[item("cable")]), update(shipping="DROP_OFF"),
        ("ask_policy", {"question": "when is it paid?"}), ("ask_status", {}),
        ("cancel_return", {}), ("small_talk", {"kind": "unclear"}),
        ("small_talk", {"kind": "off_topic"}), update(answer="no"), update(answer="yes"),
    ],
)  # fmt: skip
def test_a_yes_beside_anything_else_confirms_nothing(other):
    for found in (
        understood(update(answer="yes"), other, screen=CONFIRM),
        understood(other, update(answer="yes"), screen=CONFIRM),
    ):
        assert not any(isinstance(each, i.UpdateReturn) and each.answer for each in found)


def test_a_yes_and_a_fact_in_one_call_are_the_fact():
    found = only_update(update(answer="yes", quantity=2), screen=CONFIRM)

    assert (found.answer, found.quantity) == ("", 2)


# --- what is selected ---


def test_naming_what_is_selected_again_changes_nothing():
    assert only_update(update(items=[item("the hub")], reason="DAMAGED")) == i.UpdateReturn(
        reason="DAMAGED"
    )


@pytest.mark.parametrize(
    "named", [item("hub", quantity=2), item("cable"), item("everything"), item("toaster")]
)
def test_naming_anything_else_or_how_many_is_a_choice(named):
    assert len(only_update(update(items=[named])).items) == 1


def test_a_hub_of_another_order_is_a_choice():
    screen = replace(REASON, items=(HUB, replace(HUB, order_id="ORD-2")))

    assert only_update(update(items=[item("hub", "ORD-2")]), screen=screen).items


# --- what is offered ---


def test_there_is_nothing_to_cancel_without_an_open_case():
    assert "cancel_return" not in offered_tools(START)
    for state in CaseState:
        offered = "cancel_return" in offered_tools(replace(ITEM, state=state))
        assert offered == (state not in ENDS)


def test_a_call_of_a_tool_the_state_does_not_allow_is_dropped():
    cancel = calls(("cancel_return", {}))

    assert stated(cancel, START) == ((), ("cancel_return",))
    assert stated(cancel, ITEM) == ((i.CancelReturn(),), ())


@pytest.mark.parametrize("screen", SCREENS)
def test_the_tools_of_every_state_stand_in_one_order(screen):
    offered = offered_tools(SCREENS[screen])

    assert list(offered) == [name for name in TOOLS if name in offered]


def strict(node):
    """Whether every object of a schema is closed, and requires all it knows."""
    if isinstance(node, list):
        return all(map(strict, node))
    if not isinstance(node, dict):
        return True
    if node.get("type") == "object" and (
        node["additionalProperties"] is not False
        or set(node.get("required", [])) != set(node.get("properties", {}))
    ):
        return False
    return all(map(strict, node.values()))


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_schema_is_strict(name):
    schema = schema_of(TOOLS[name])

    assert (schema["type"], strict(schema)) == ("object", True)
    assert "title" not in json.dumps(schema)
