"""What the cards let a customer do beside the straight way."""

from playwright.sync_api import expect

from tests.browser.visit import CABLE, HUB
from tests.journeys.golden import CLICKED, to_row


def test_the_stepper_changes_how_many_come_back(visit, at_api):
    robert = visit(to_row(at_api(), 2, CLICKED))
    expect(robert.card).to_contain_text("Quantity: 1 of 2")
    fewer = robert.card.get_by_role("button", name="One fewer")
    expect(fewer).to_have_attribute("aria-disabled", "true")

    robert.press("One more")

    expect(robert.card).to_contain_text("Quantity: 2 of 2")
    expect(robert.card.get_by_role("button", name="One more")).to_have_attribute(
        "aria-disabled", "true"
    )
    robert.press("One fewer")
    expect(robert.card).to_contain_text("Quantity: 1 of 2")


def test_several_items_are_returned_at_once(visit, at_api):
    robert = visit(to_row(at_api(), 1, CLICKED))
    robert.card.get_by_role("checkbox", name=HUB).check()
    robert.card.get_by_role("checkbox", name=CABLE).check()

    robert.press("Return selected items")

    robert.asks("Why are you returning them?")
    expect(robert.card).to_contain_text(HUB)
    expect(robert.card).to_contain_text(CABLE)


def test_another_reason_needs_a_few_words(visit, at_api):
    robert = visit(to_row(at_api(), 2, CLICKED))
    words = robert.card.get_by_role("textbox", name="Other: please say in a few words")
    robert.press("Other")
    expect(words).to_be_focused()
    words.fill("it does not match the curtains")

    robert.press("Other")

    robert.asks("How would you like to be compensated?")
    expect(robert.cards.nth(1)).to_contain_text("Other")


def test_a_slot_is_changed_from_the_recap(visit, at_api):
    robert = visit(to_row(at_api(), 5, CLICKED))
    expect(robert.card).to_contain_text("$98.99")
    robert.press("Change resolution")
    robert.asks("How would you like to be compensated?")

    robert.press("Refund")

    robert.asks("Your return at a glance")
    expect(robert.card).to_contain_text("$89.99")
    expect(robert.card).not_to_contain_text("$98.99")
    expect(robert.card).to_contain_text("Damaged/Defective")


def test_a_cancelled_return_is_over_and_another_one_starts(visit, at_api):
    robert = visit(to_row(at_api(), 5, CLICKED))
    robert.press("Cancel return")
    robert.asks("Cancelled")
    expect(robert.returns).to_contain_text("Cancelled")

    robert.press("Start another return")

    robert.asks(f"Return {HUB}")
    expect(robert.returns.get_by_role("listitem")).to_have_count(2)


def test_photos_are_asked_for_and_may_be_left_out(visit, at_api):
    robert = at_api()
    robert.say("return both Smart Home Hubs, damaged, store credit, prepaid label")
    page = visit(robert)
    expect(page.card).to_contain_text("After you confirm, we ask for a few photos")
    page.press("Confirm return")
    page.asks("A few photos, please")

    page.press("Continue without photos")

    page.asks("In review")
