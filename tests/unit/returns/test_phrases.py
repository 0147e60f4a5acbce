"""What the desk says claims only what has happened."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from returns import phrases
from returns.case import Case, CaseState, Milestone, awaiting
from returns.errors import CommandRefused, OrderNotFound
from returns.events import SelectedLine
from returns.interpretation import ScreenItem
from returns.matching import Match
from returns.wording import day_text, number_word
from tests.builders import NOW, a_case_in, a_customer, a_shop, a_story, a_story_in, all_slots, hubs

SETTLED = re.compile(r"\brefunded\b|went back|is on your account|has been paid", re.IGNORECASE)
ARRIVED = re.compile(r"\bhas arrived\b|\bhave received\b", re.IGNORECASE)
SHOP = a_shop(
    texts={
        "en": {
            "greeting": "Hi {first_name}.",
            "acknowledge": "Got it — I've marked the {item} as {reason}.",
        }
    }
)


def lines(*names: tuple[str, int]) -> tuple[SelectedLine, ...]:
    return tuple(
        SelectedLine("O-1", str(n), name, name, "smart_home", quantity, quantity, 8_999, "USD")
        for n, (name, quantity) in enumerate(names)
    )


async def in_every_state() -> list[Case]:
    passing = {CaseState.INSPECTING, CaseState.DECIDED, CaseState.QUOTED}
    return [await a_case_in(state) for state in CaseState if state not in passing]


# --- Claims ----------------------------------------------------------------------------------


async def test_only_a_settled_return_says_that_money_moved():
    for case in await in_every_state():
        said = phrases.state_text(case, SHOP)

        assert bool(SETTLED.search(said)) == (case.state is CaseState.CLOSED), case.state


async def test_only_goods_that_came_are_said_to_have_come():
    came = {CaseState.RECEIVED, CaseState.INSPECTING, CaseState.DECIDED}
    for case in await in_every_state():
        said = phrases.state_text(case, SHOP)

        assert bool(ARRIVED.search(said)) == (case.state in came), case.state


async def test_every_confirmed_state_names_its_number_once_there_is_one():
    for case in await in_every_state():
        over = {CaseState.CANCELLED, CaseState.EXPIRED, CaseState.DECLINED}
        if case.return_number and case.state not in over:
            assert f"**{case.return_number}**" in phrases.state_text(case, SHOP)
        assert "None" not in phrases.state_text(case, SHOP)
        assert "****" not in phrases.state_text(case, SHOP)


async def test_before_the_label_is_made_it_is_only_being_prepared():
    approved = await a_case_in(CaseState.APPROVED)
    ready = await a_case_in(CaseState.AWAITING_SHIPMENT)

    assert "is being prepared" in phrases.state_text(approved, SHOP)
    assert "Print the label" not in phrases.state_text(approved, SHOP)
    assert "Print the label" in phrases.state_text(ready, SHOP)
    assert ready.until is not None
    assert f"by {day_text(ready.until)}." in phrases.state_text(ready, SHOP)


async def test_a_store_return_is_told_of_its_pass_and_not_of_a_label():
    ready = await a_case_in(CaseState.AWAITING_SHIPMENT, shipping="RETURN_TO_STORE")

    assert "pass" in phrases.state_text(ready, SHOP)
    assert "label" not in phrases.state_text(ready, SHOP)


async def test_a_booked_courier_is_told_with_the_window():
    ready = await a_case_in(CaseState.AWAITING_SHIPMENT, shipping="SCHEDULE_PICKUP")

    assert re.search(
        r"A courier comes on .*, \d\d:\d\d–\d\d:\d\d\.", phrases.state_text(ready, SHOP)
    )


async def test_what_was_paid_is_summed_from_what_moved():
    refund = await a_case_in(CaseState.CLOSED)
    credit = await a_case_in(CaseState.CLOSED, resolution="STORE_CREDIT")
    exchange = await a_case_in(CaseState.CLOSED, resolution="EXCHANGE")

    assert phrases.settled_text(refund) == "$83.04 went back to how you paid."
    assert phrases.settled_text(credit) == "$91.34 of store credit is on your account."
    assert phrases.settled_text(exchange) == "Your replacement is ordered: EX-1."
    assert phrases.settled_text(replace(refund, movements=())) == ""


async def test_an_expired_return_promises_no_more_than_the_window():
    assert "at any time" not in phrases.state_text(await a_case_in(CaseState.EXPIRED), SHOP)


async def test_a_milestone_told_late_sends_nobody_to_the_parcel_counter():
    milestone = Milestone(1, "logistics_ready", NOW)
    ready = await a_case_in(CaseState.AWAITING_SHIPMENT)
    gone = await a_case_in(CaseState.IN_TRANSIT)

    assert "Print the label" in phrases.milestone_text(milestone, ready, SHOP)
    assert "Print" not in phrases.milestone_text(milestone, gone, SHOP)


@pytest.mark.parametrize("code", ["first_scanned", "received", "closed", "nudged", "cancelled"])
async def test_every_milestone_is_a_sentence(code: str):
    case = await a_case_in(CaseState.CLOSED)

    said = phrases.milestone_text(Milestone(1, code, NOW), case, SHOP)

    assert said
    assert said == said.strip()
    assert "{" not in said


# --- Questions -------------------------------------------------------------------------------


async def test_each_question_takes_up_what_was_said_before():
    story = a_story()
    steps = (
        (hubs(), "I've pulled up the Smart Home Hub, one of two. Why are you returning it?"),
        (all_slots()[1], "Got it — I've marked the Smart Home Hub as wrong size."),
        (all_slots()[2], "Full_Refund it is. How would you like to send it back?"),
        (all_slots()[3], "Here is everything in one place. Shall I go ahead?"),
    )
    for command, asked in steps:
        await story.say(command)

        assert phrases.question(await story.case(), a_customer(), SHOP) == asked


async def test_several_things_are_them():
    story = a_story()
    await story.say(hubs(2))

    said = phrases.question(await story.case(), a_customer(), SHOP)

    assert said == "I've pulled up the 2 × Smart Home Hub. Why are you returning them?"


async def test_the_first_question_greets_by_first_name():
    case = replace(await a_case_in(CaseState.DRAFT), lines=())

    assert awaiting(case) == "item"
    assert phrases.question(case, a_customer(), SHOP).startswith("Hi Ann.")


async def test_a_case_that_waits_for_photos_says_what_comes_without():
    case = await a_case_in(CaseState.AWAITING_EVIDENCE)

    assert "a person looks" in phrases.question(case, a_customer(), SHOP)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ((), ""),
        ((("Hub", 1),), "Hub"),
        ((("Hub", 2),), "2 × Hub"),
        ((("Hub", 1), ("Cable", 3)), "Hub and 3 × Cable"),
        ((("Hub", 1), ("Cable", 1), ("Lamp", 1)), "Hub, Cable and Lamp"),
    ],
)
async def test_items_are_listed_in_words(items: tuple[tuple[str, int], ...], words: str):
    case = replace(await a_case_in(CaseState.DRAFT), lines=lines(*items))

    assert phrases.items_text(case) == words


@pytest.mark.parametrize(("count", "word"), [(0, "no"), (2, "two"), (10, "ten"), (11, "11")])
def test_small_numbers_are_words(count: int, word: str):
    assert number_word(count) == word


# --- Refusals --------------------------------------------------------------------------------


def test_every_refusal_the_rules_know_says_what_to_do():
    stated = re.compile(r'CommandRefused\(\s*"([a-z_]+)"')
    sources = "".join(path.read_text() for path in Path("returns").glob("*.py"))
    rules = {"window_over", "not_delivered", "data_incomplete", "hygiene", *a_shop().sections}

    explained = {
        *("restocking", "return_shipping", "goods", "deduction", "missing", "roll", "tiers"),
        *("pause", "photos", "review"),
    }
    to_staff = {
        *("reason_required", "second_person_needed", "second_inspector_needed", "unknown_grade"),
        *("not_in_case", "nothing_to_retry", "nothing_to_replace"),
    }

    codes = set(stated.findall(sources)) | rules - explained

    assert codes - to_staff <= {key.removeprefix("refusal.") for key in phrases.TABLES["en"]}


def test_a_refusal_names_what_it_is_about_and_its_section():
    refusal = CommandRefused("final_sale", "Wool Socks", section="3.1")

    said = phrases.refusal_text(refusal, SHOP, "en")

    assert said == "Wool Socks was a final sale and cannot come back. (policy 3.1)"


def test_a_refused_quantity_says_how_many_are_left():
    refusal = CommandRefused("qty_exceeds_remaining", "Smart Home Hub|1")

    assert (
        phrases.refusal_text(refusal, SHOP, "en") == "Only 1 of Smart Home Hub can still come back."
    )


def test_an_order_of_somebody_else_is_named_as_it_was_typed():
    said = phrases.refusal_text(OrderNotFound("O-9"), SHOP, "en")

    assert said.startswith("Order O-9 is not among your orders.")


def test_an_unknown_refusal_is_still_a_sentence():
    assert (
        phrases.refusal_text(CommandRefused("new_rule"), SHOP, "en") == "That is not possible here."
    )


def test_words_that_name_nothing_or_too_much_are_asked_back():
    def item(order_id: str) -> ScreenItem:
        return ScreenItem(order_id, "1", "Smart Plug", "smart_home", 1, eligible=True)

    match = Match((), ("unicorn",), (("plug", (item("O-1"), item("O-2"))),), ("O-7",))

    said = phrases.match_text(match, "en")

    assert "Order O-7 is not among your orders." in said
    assert "I couldn't find “unicorn” among your orders." in said
    assert "“plug”: Smart Plug (O-1) or Smart Plug (O-2)?" in said
    assert phrases.match_text(Match((), (), (), ()), "en") == ""


async def test_a_pickup_is_told_as_it_was_booked():
    story = await a_story_in(CaseState.AWAITING_SHIPMENT, shipping="SCHEDULE_PICKUP")
    case = await story.case()

    assert case.pickup is not None
    assert isinstance(case.pickup.starts_at, datetime)
    assert f"{case.pickup.starts_at:%H:%M}" in phrases.state_text(case, SHOP)


# --- Languages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "words"), [("de", "Drucken Sie das Etikett"), ("fr", "Imprimez l'étiquette")]
)
async def test_a_case_is_told_in_its_own_language(locale, words):
    ready = replace(await a_case_in(CaseState.AWAITING_SHIPMENT), locale=locale)

    assert words in phrases.state_text(ready, SHOP)
    assert day_text(ready.until, locale) in phrases.state_text(ready, SHOP)
