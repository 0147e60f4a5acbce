"""A case's story in sentences: in order, in words, and nothing that did not happen."""

from datetime import datetime

import pytest

from returns import events as e
from returns import timeline as t
from returns.amounts import amount_text
from returns.case import CaseState
from returns.money import Money
from returns.quote import QuoteLine
from tests.builders import Story, a_shop, a_story_in
from tests.fakes import MemoryCaseStore


async def told(story: Story) -> list[str]:
    store = story.desk.cases
    assert isinstance(store, MemoryCaseStore)
    history = await store.history(story.ref)
    rows = t.timeline(history, "en", a_shop())
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert all(datetime.fromisoformat(row["at"]).tzinfo for row in rows)
    return [row["text"] for row in rows]


async def test_a_settled_return_is_told_from_its_start_to_its_end():
    said = await told(await a_story_in(CaseState.CLOSED))

    assert said[0] == "Return started"
    assert "Chosen: 1 × Smart Home Hub (O-1)" in said
    assert "Quote of $83.04" in said
    assert "Paid: $83.04 refund" in said
    assert said.index("Confirmed by the customer") < said.index("First carrier scan")
    assert said.index("Received") < said.index("Paid: $83.04 refund") < said.index("Closed")


async def test_credit_and_its_bonus_are_told_apart():
    said = await told(await a_story_in(CaseState.CLOSED, resolution="STORE_CREDIT"))

    assert said.index("Paid: $83.04 store credit") < said.index("Paid: $8.30 bonus credit")


async def test_a_return_that_waits_tells_of_no_parcel_and_no_money():
    said = await told(await a_story_in(CaseState.AWAITING_SHIPMENT))

    assert not [text for text in said if text.startswith(("Paid", "Received", "First carrier"))]
    assert [text for text in said if text.startswith("Ready to send until")]


async def test_a_store_return_tells_of_its_pass():
    said = await told(await a_story_in(CaseState.AWAITING_SHIPMENT, shipping="RETURN_TO_STORE"))

    assert "Store pass made" in said
    assert not [text for text in said if "tracking" in text]


async def test_a_declined_return_tells_the_reason_that_was_given():
    said = await told(await a_story_in(CaseState.DECLINED))

    assert "Declined: It shows wear." in said


def test_every_event_but_an_ignored_one_has_words():
    with_facts = {
        "case_started",
        "units_selected",
        "reason_chosen",
        "resolution_chosen",
        "shipping_chosen",
        "quoted",
        "quote_released",
        "approved",
        "declined",
        "logistics_ready",
        "unit_graded",
        "parcel_scanned",
        "offers_made",
        "offer_answered",
        "variant_chosen",
        "disputed",
        "held",
        "escalated",
        "overridden",
        "reopened",
        "reminded",
        "pickup_booked",
        "money_moved",
        "exchange_placed",
    }

    plain = {key.removeprefix("plain.") for key in t.TABLES["en"] if key.startswith("plain.")}
    assert e.EVENT_TYPES.keys() - plain == with_facts | {"ignored"}
    assert not [words for words in t.TABLES["en"].values() if "_" in words]


def test_a_choice_the_shop_no_longer_offers_is_left_out():
    assert t.sentence(e.ReasonChosen("ABOLISHED", merchant_fault=False), "en", a_shop()) == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (QuoteLine("goods", 8_999, "5.1"), "Goods: $89.99"),
        (QuoteLine("restocking", -643, "6.1", rate="0.15"), "Restocking fee 15%: −$6.43"),
        (QuoteLine("bonus", 900, "5.2", rate="0.10"), "Store credit bonus 10%: $9.00"),
        (QuoteLine("discount", 100, "5.4", rate="0.125"), "Discount for keeping it, 12.5%: $1.00"),
        (QuoteLine("discount", 100, "5.4", rate="1"), "Discount for keeping it, 100%: $1.00"),
        (QuoteLine("shipping", -695, "6.2"), "Return shipping: −$6.95"),
        (QuoteLine("eco_fee", 5, "9.9"), "eco_fee: $0.05"),
    ],
)
def test_a_row_of_the_calculation_says_its_rate_and_its_amount(line: QuoteLine, words: str):
    assert t.quote_line_text(line, "USD", "en") == words


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "words"),
    [
        (9_899, "USD", "en", "$98.99"),
        (-9_899, "USD", "en-US", "−$98.99"),
        (123_456_789, "USD", "en", "$1,234,567.89"),
        (9_899, "EUR", "de", "98,99 €"),
        (123_456, "EUR", "de-AT", "1.234,56 €"),
        (123_456, "EUR", "fr", "1\u202f234,56 €"),
        (-5, "EUR", "de", "−0,05 €"),
        (1_200, "JPY", "en", "¥1,200"),
        (0, "GBP", "en", "£0.00"),
        (9_899, "CHF", "de", "CHF 98,99"),
        (9_899, "USD", "xx", "$98.99"),
    ],
)
def test_an_amount_is_written_as_its_readers_write_it(
    minor: int, currency: str, locale: str, words: str
):
    assert amount_text(Money(minor, currency), locale) == words
