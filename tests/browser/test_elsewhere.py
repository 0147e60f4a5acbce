"""The same conversation, opened again later or on another device."""

from playwright.sync_api import expect

from tests.browser.visit import HUB
from tests.journeys.golden import CLICKED, to_row


def test_another_device_continues_at_the_same_card(visit, at_api):
    robert = to_row(at_api(), 3, CLICKED)

    elsewhere = visit(robert, at="")
    elsewhere.asks("How would you like to be compensated?")
    elsewhere.press("Store credit")

    elsewhere.asks("How would you like to send it back?")


def test_a_page_without_an_address_opens_the_newest_conversation(visit, at_api):
    robert = to_row(at_api(), 2, CLICKED)

    elsewhere = visit(robert.twin, at="?")

    elsewhere.asks("Why are you returning it?")


def test_what_one_device_answered_the_other_shows_when_it_is_looked_at(visit, at_api):
    robert = to_row(at_api(), 3, CLICKED)
    phone = visit(robert)
    phone.asks("How would you like to be compensated?")
    robert.click("select_resolution", code="STORE_CREDIT")

    phone.page.evaluate("dispatchEvent(new Event('focus'))")

    phone.asks("How would you like to send it back?")


def test_a_card_answered_elsewhere_gives_way_to_the_current_one(visit, at_api):
    robert = to_row(at_api(), 3, CLICKED)
    phone = visit(robert)
    phone.asks("How would you like to be compensated?")
    robert.click("select_resolution", code="FULL_REFUND")

    phone.press("Store credit")

    phone.asks("How would you like to send it back?")
    expect(phone.log).to_contain_text("Refund")
    assert robert.case()["revision"] == 4


def test_answered_cards_stay_answered(visit, at_api):
    robert = visit(to_row(at_api(), 5, CLICKED))
    robert.asks("Your return at a glance")

    expect(robert.cards).to_have_count(5)
    for place, words in enumerate((HUB, "Damaged/Defective", "Store credit", "Prepaid")):
        answered = robert.cards.nth(place)
        expect(answered).to_contain_text(words)
        expect(answered.get_by_role("button")).to_have_count(0)
