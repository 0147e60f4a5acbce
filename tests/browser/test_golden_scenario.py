"""Robert returns a damaged hub for store credit: clicking, typing, and both in turn."""

import re

from playwright.sync_api import expect

from tests.browser.visit import HUB, Visit

# Each turn: how to type it, how to click it, and what the next card asks.
TURNS = (
    ("I want to return some items", "Start a return", "Robert Johnson"),
    (f"I want to return {HUB}", f"Return {HUB}", "Why are you returning it?"),
    ("it was completely damaged", "Damaged/Defective", "How would you like to be compensated?"),
    ("I would like a STORE_CREDIT", "Store credit", "How would you like to send it back?"),
    ("prepaid label", "Prepaid shipping label", "Your return at a glance"),
    ("yes", "Confirm return", "Return RMA-"),
)


def take(robert: Visit, number: int, *, typed: bool) -> None:
    words, button, card = TURNS[number]
    if typed:
        robert.say(words)
    elif number == 0:
        robert.start()
    else:
        robert.press(button)
    robert.asks(card)


def test_a_clicked_return_shows_its_label_as_a_pdf(visit, desk):
    robert = visit()
    for number in range(6):
        take(robert, number, typed=False)
        expect(robert.card.get_by_role("heading").first).to_be_in_viewport()
    expect(robert.card).to_contain_text("$98.99")
    with robert.page.context.expect_page() as opened:
        robert.press("Open label 1")

    with robert.page.expect_download() as download:
        robert.page.get_by_role("link", name="Download return-label.pdf").click()

    assert opened.value.url.startswith(f"blob:{desk.url}/")
    assert download.value.url == opened.value.url
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_a_typed_return_is_confirmed_by_its_number(visit):
    robert = visit()
    for number in range(6):
        take(robert, number, typed=True)

    said = robert.replies.filter(has_text="Done. Your return number is")
    expect(said).to_have_count(1)
    number = re.search(r"RMA-[\w-]+", said.inner_text())
    assert number is not None
    expect(robert.card).to_contain_text(f"Return {number.group()}")
    expect(robert.returns).to_contain_text(number.group())
    expect(robert.card).to_contain_text("Ready to send")


def test_a_mixed_return_continues_at_the_same_card_after_every_reload(visit):
    robert = visit()
    for number, typed in enumerate((True, False, True, False, True, False)):
        take(robert, number, typed=typed)
        asked = TURNS[number][2]

        robert.page.reload()

        robert.asks(asked)
        expect(robert.page).to_have_url(re.compile(r"#/c/"))
        expect(robert.cards).to_have_count(number + 1)
    expect(robert.card).to_contain_text("Ready to send")
