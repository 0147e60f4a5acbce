"""Phones: everything fits, nothing scrolls sideways."""

import pytest
from playwright.sync_api import expect

from tests.browser.visit import TURNS
from tests.journeys.golden import CLICKED, to_row

# What stands out of the window, by its name and words.
_TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.checkVisibility() && !one.closest('.sr-only, .skip'))
  .map(one => ({one, box: one.getBoundingClientRect()}))
  .filter(({box}) => box.width > 1 && (box.right > innerWidth + 1 || box.left < -1))
  .map(({one}) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`)"""


def fits(page) -> None:
    assert page.evaluate(_TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 320])
def test_every_card_fits_a_phone(visit, width, picture):
    robert = visit(viewport={"width": width, "height": 800})
    expect(robert.page.get_by_role("button", name="Start a return")).to_be_visible()
    fits(robert.page)
    for number in range(len(TURNS)):
        robert.take(number, typed=False)
        fits(robert.page)
        picture(robert.page, f"narrow-{width}-{number}")


def test_the_menu_and_the_simulate_panel_open_over_the_conversation(visit, at_api, picture):
    robert = visit(to_row(at_api(), 6, CLICKED), viewport={"width": 390, "height": 800})
    robert.asks("Open label")
    robert.page.get_by_role("button", name="Menu", exact=True).click()
    menu = robert.page.get_by_role("dialog", name="Menu")
    expect(menu.get_by_role("button", name="New conversation")).to_be_visible()
    fits(robert.page)
    picture(robert.page, "narrow-menu")
    menu.press("Escape")
    expect(menu).to_have_count(0)

    robert.page.get_by_role("button", name="Simulate (local only)").click()

    panel = robert.page.get_by_role("dialog", name="Simulate (local only)")
    expect(panel).to_contain_text("Ready to send")
    fits(robert.page)
    picture(robert.page, "narrow-simulate")
