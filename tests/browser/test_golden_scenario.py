"""Robert returns a damaged hub for store credit: clicking, typing, and both in turn."""

import re

from playwright.sync_api import expect

from tests.browser.visit import TURNS


def test_a_clicked_return_shows_its_label_as_a_pdf(visit, desk):
    robert = visit()
    for number in range(6):
        robert.take(number, typed=False)
        expect(robert.card.get_by_role("heading").first).to_be_in_viewport()
    expect(robert.card).to_contain_text("$98.99")
    with robert.page.context.expect_page() as opened:
        robert.press("Open label")

    with robert.page.expect_download() as download:
        robert.page.get_by_role("link", name="Download return-label.pdf").click()

    assert opened.value.url.startswith(f"blob:{desk.url}/")
    assert download.value.url == opened.value.url
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_a_typed_return_is_confirmed_by_its_number(visit):
    robert = visit()
    for number in range(6):
        robert.take(number, typed=True)

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
        robert.take(number, typed=typed)
        asked = TURNS[number].asks

        robert.page.reload()

        robert.asks(asked)
        expect(robert.page).to_have_url(re.compile(r"#/c/"))
        expect(robert.cards).to_have_count(number + 1)
    expect(robert.card).to_contain_text("Ready to send")
