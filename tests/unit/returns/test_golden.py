"""Robert Johnson returns a damaged hub for store credit: the golden scenario, row by row."""

import pytest

from returns import commands as c
from returns.case import CaseRef, awaiting
from returns.desk import Desk
from returns.effects import Effect, effect_key
from returns.identity import return_number
from returns.order import RETURN_INITIATED
from returns.policy import verdicts
from returns.ports import MovementKind
from tests.builders import (
    NOW,
    Story,
    a_rule_book,
)
from tests.fakes import CountingBell, MemoryCaseStore
from tests.zava import file_of, zava

ROBERT = "CUST-1001"
ORDER = "ORD-79001"
DISPLAY, HUB, CABLE = "1", "2", "3"
CASE = CaseRef(ROBERT, "case-golden")
ROWS = (
    c.Start(),
    c.SelectUnits((c.Units(ORDER, HUB),)),
    c.ChooseReason("DAMAGED", text="it was completely damaged"),
    c.ChooseResolution("STORE_CREDIT"),
    c.ChooseShipping("PREPAID_LABEL"),
    c.Confirm(),
)


@pytest.fixture
def story():
    desk = Desk(MemoryCaseStore(file_of(ROBERT)), a_rule_book(zava()), CountingBell())
    return Story(desk, CASE)


def shown(case):
    return (case.state, awaiting(case), case.revision)


async def up_to(story, row):
    for command in ROWS[:row]:
        await story.say(command, revision=(await story.case()).revision if story.count else None)
    return await story.case()


def test_the_order_has_its_days_left():
    file = file_of(ROBERT)
    tier = zava().tiers[file.customer.tier]
    found = verdicts((file.orders[ORDER],), dict(file.ledgers), tier, zava(), NOW)
    assert [(v.name, v.remaining, v.days_left) for v in found] == [
        ("Ultra HD Smart Display", 1, 10),
        ("Smart Home Hub", 2, 25),
        ("USB-C Cable 6ft (3-Pack)", 1, 25),
    ]


@pytest.mark.parametrize("source", ["click", "text"])
async def test_every_row_leaves_its_state_what_it_awaits_and_its_revision(story, source):
    told = [shown((await story.say(command, source=source)).case) for command in ROWS]
    assert told == [
        ("DRAFT", "item", 1),
        ("DRAFT", "reason", 2),
        ("DRAFT", "resolution", 3),
        ("DRAFT", "shipping", 4),
        ("QUOTED", "confirm", 5),
        ("APPROVED", None, 6),
    ]


async def test_row_2_assumes_one_of_two_hubs(story):
    line = (await up_to(story, 2)).lines[0]
    assert (line.name, line.quantity, line.available, line.assumed) == (
        "Smart Home Hub",
        1,
        2,
        True,
    )


async def test_row_3_keeps_the_words_of_the_customer(story):
    reason = (await up_to(story, 3)).reason
    assert (reason.code, reason.text) == ("DAMAGED", "it was completely damaged")


async def test_row_5_quotes_8999_and_a_bonus_of_900_and_holds_one_unit(story):
    quote = (await up_to(story, 5)).quote
    assert (quote.principal_minor, quote.bonus_minor, quote.total_minor) == (8_999, 900, 9_899)
    assert quote.expires_at == NOW + zava().timers.quote
    units = (await story.ledger(ORDER)).units
    assert [(unit.line_id, unit.state) for unit in units] == [(HUB, "held")]


async def test_row_6_issues_the_return_number(story):
    assert (await up_to(story, 6)).return_number == return_number("case-golden")


async def test_row_7_moves_the_version_and_not_the_revision(story):
    before = await up_to(story, 6)
    await story.settle()
    case = await story.case()
    assert shown(case) == ("AWAITING_SHIPMENT", "parcel", 6)
    assert case.version > before.version
    assert case.effect(effect_key("case-golden", Effect.UPDATE_ORDER, ORDER)).status == "done"
    assert case.labels[0].tracking_number
    assert (case.until - NOW).days == 14
    assert RETURN_INITIATED == "RETURN_INITIATED"


async def test_row_8_pays_the_credit_as_two_movements_and_restocks_the_unit(story):
    await up_to(story, 6)
    await story.settle()
    tracking = (await story.case()).labels[0].tracking_number
    states = []
    for command in (c.Scan(tracking), c.Receive(), c.Grade("A")):
        states.append((await story.say(command, source="staff")).case.state)
        await story.settle()
    case = await story.case()
    assert states == ["IN_TRANSIT", "RECEIVED", "SETTLING"]
    assert shown(case) == ("CLOSED", None, 6)
    assert [(m.kind, m.amount.minor) for m in case.movements] == [
        (MovementKind.CREDIT_PRINCIPAL, 8_999),
        (MovementKind.CREDIT_BONUS, 900),
    ]
    assert [unit.state for unit in (await story.ledger(ORDER)).units] == ["restocked"]
    told = [milestone.code for milestone in case.milestones]
    assert told == ["logistics_ready", "first_scanned", "received", "closed"]


# --- Variations -------------------------------------------------------------------------------


async def test_all_facts_in_one_sentence_reach_the_recap_in_turn_1(story):
    answer = await story.say(*ROWS[1:5], source="text")
    assert shown(answer.case) == ("QUOTED", "confirm", 1)
    assert answer.case.quote.total_minor == 9_899


async def test_actually_the_cable_at_row_4_keeps_reason_and_resolution(story):
    await up_to(story, 4)
    answer = await story.say(c.SelectUnits((c.Units(ORDER, CABLE),)))
    assert shown(answer.case) == ("DRAFT", "shipping", 5)
    assert (answer.case.reason.code, answer.case.resolution.code) == ("DAMAGED", "STORE_CREDIT")
    quoted = await story.say(c.ChooseShipping("PREPAID_LABEL"))
    assert quoted.case.quote.total_minor == 1_499 + 150


async def test_make_it_two_at_the_recap_asks_for_photos_after_the_yes(story):
    await up_to(story, 5)
    both = (await story.say(c.SetQuantity(2))).case
    assert (both.quote.principal_minor, both.quote.bonus_minor) == (17_998, 1_800)
    assert both.quote.total_minor == 19_798
    assert (await story.say(c.Confirm())).case.state == "AWAITING_EVIDENCE"


async def test_a_doubled_yes_issues_one_number(story):
    case = await up_to(story, 6)
    again = await story.say(c.Confirm(), revision=5)
    assert (again.outcome, again.case) == ("stale", case)


async def test_the_hub_card_clicked_again_after_row_2_changes_nothing(story):
    case = await up_to(story, 2)
    replayed = await story.say(ROWS[1], revision=1)
    assert (replayed.outcome, replayed.case) == ("stale", case)


async def test_the_second_hub_later_pays_8999_and_never_above_17998(story):
    await up_to(story, 6)
    later = Story(story.desk, CaseRef(ROBERT, "case-later"))
    answer = await later.say(*ROWS[1:5])
    assert answer.case.quote.principal_minor == 8_999
    third = Story(story.desk, CaseRef(ROBERT, "case-third"))
    refused = await third.say(ROWS[1])
    assert refused.refusal.code == "already_returned"
    assert set(refused.refusal.cases) == {"case-golden", "case-later"}


async def test_another_customer_naming_the_order_is_told_it_is_not_theirs():
    amelia = CaseRef("CUST-1002", "case-amelia")
    desk = Desk(MemoryCaseStore(file_of("CUST-1002")), a_rule_book(zava()), CountingBell())
    answer = await Story(desk, amelia).say(ROWS[1])
    assert str(answer.refusal) == f"Order {ORDER} is not among your orders."
    assert answer.case is None
