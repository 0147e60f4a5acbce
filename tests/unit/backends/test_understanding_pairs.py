"""Several answers in one sentence each go to the thing they were said of, or to none."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.interpreter_embedded import EmbeddedInterpreter
from backends.interpreter_tools import Call, stated
from returns.interpretation import UpdateReturn
from tests.harness.perfect_model import item, update
from tests.unit.backends.interpreter_screens import CABLE, CONFIRM, HUB, ITEM, SCREENS

INTERPRETER = EmbeddedInterpreter()
VERBS = {"refund": "FULL_REFUND", "exchange": "EXCHANGE", "swap": "EXCHANGE"}


async def said(text, screen=ITEM):
    (update,) = (await INTERPRETER.interpret(text, screen)).intents
    assert isinstance(update, UpdateReturn)
    return update


def own(update):
    return [(each.text.lower(), each.reason or each.resolution) for each in update.items]


@pytest.mark.parametrize(
    ("locale", "text", "pairs"),
    [
        (
            "en",
            "refund the hub, swap the cable, keep the display",
            [("hub", "FULL_REFUND"), ("cable", "EXCHANGE")],
        ),
        (
            "en",
            "the hub is broken and the cable is the wrong size",
            [("hub", "DAMAGED"), ("cable", "WRONG_SIZE")],
        ),
        (
            "de",
            "Erstattung für den Hub, Umtausch für das Cable",
            [("hub", "FULL_REFUND"), ("cable", "EXCHANGE")],
        ),
        (
            "fr",
            "remboursement pour le hub, échange pour le cable",
            [("hub", "FULL_REFUND"), ("cable", "EXCHANGE")],
        ),
    ],
)
async def test_each_answer_goes_to_its_own_thing(locale, text, pairs):
    update = await said(text, replace(ITEM, locale=locale))

    assert own(update) == pairs
    assert (update.reason, update.resolution, update.answer) == ("", "", "")


@pytest.mark.parametrize(
    "text",
    [
        "refund the hub and the cable",
        "the hub is broken and scratched",
        "a refund for the hub or an exchange for the cable",
    ],
)
async def test_what_is_not_clearly_paired_is_left_as_it_was(text):
    assert not any(each.answered for each in (await said(text)).items)


async def test_a_selected_thing_is_not_selected_anew_by_its_answer():
    update = await said("refund the hub, exchange the cable", SCREENS["two"])

    assert update.add
    assert own(update) == [("hub", "FULL_REFUND"), ("cable", "EXCHANGE")]


@given(
    first=st.sampled_from(sorted(VERBS)),
    second=st.sampled_from(sorted(VERBS)),
    joint=st.sampled_from([", ", " and ", "; ", " but "]),
    things=st.permutations(["hub", "cable", "display"]),
)
async def test_any_two_answers_are_paired_and_nothing_is_confirmed(first, second, joint, things):
    text = f"{first} the {things[0]}{joint}{second} the {things[1]}"

    update = await said(text, replace(CONFIRM, selected=(HUB, CABLE)))

    assert not update.answer
    if VERBS[first] != VERBS[second]:
        assert own(update) == [(things[0], VERBS[first]), (things[1], VERBS[second])]


def test_a_hosted_model_states_answers_of_one_thing_and_only_offered_ones():
    things = [item("hub", resolution="FULL_REFUND"), item("cable", reason="MAKE_ME_RICH")]

    (found,) = stated([Call("update_return", json.dumps(update(items=things)[1]))], ITEM).intents

    assert isinstance(found, UpdateReturn)
    assert own(found) == [("hub", "FULL_REFUND"), ("cable", "")]
