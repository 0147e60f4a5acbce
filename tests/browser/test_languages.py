"""A shop that speaks German too, visited by a German browser."""

from playwright.sync_api import expect


def test_the_page_and_its_cards_speak_the_reader_s_language(visit):
    robert = visit(locale="de-DE")
    expect(robert.page.get_by_role("navigation", name="Unterhaltungen")).to_be_visible()
    expect(robert.page.locator("html")).to_have_attribute("lang", "de")
    robert.page.get_by_role("button", name="Rückgabe beginnen").click()

    expect(robert.card).to_contain_text("2 von 2 zurückgebbar")
    expect(robert.card.get_by_role("button", name="Smart Home Hub zurückgeben")).to_be_visible()


def test_the_language_is_changed_on_the_page(visit):
    robert = visit()
    robert.page.get_by_role("combobox", name="Language").select_option("de")

    expect(robert.page.get_by_role("heading", name="Guten Tag Robert")).to_be_visible()
    expect(robert.page.get_by_role("button", name="Abmelden")).to_be_visible()
