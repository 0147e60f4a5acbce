"""Phones: everything fits, nothing scrolls sideways."""

import pytest
from playwright.sync_api import expect

from tests.journeys.golden import CLICKED, to_row

# What stands out of the window, by its name and words.
_TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 1)
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
  .filter(one => !one.closest('.sr-only, .skip'))
  .map(one => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`)"""


def fits(page) -> None:
    assert page.evaluate(_TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 320])
def test_every_card_fits_a_phone(visit, at_api, width, picture):
    customer = at_api()
    robert = visit(customer.twin, viewport={"width": width, "height": 800})
    expect(robert.page.get_by_role("button", name="Start a return")).to_be_visible()
    fits(robert.page)
    for number, title in enumerate(
        (
            "Robert Johnson",
            "Why are you returning it?",
            "How would you like to be compensated?",
            "How would you like to send it back?",
            "Your return at a glance",
            "Open label 1",
        )
    ):
        if number == 0:
            robert.start()
        else:
            robert.press(
                (
                    "Return Smart Home Hub",
                    "Damaged/Defective",
                    "Store credit",
                    "Prepaid shipping label",
                    "Confirm return",
                )[number - 1]
            )
        robert.asks(title)
        fits(robert.page)
        picture(robert.page, f"narrow-{width}-{number}")


def test_the_menu_and_the_simulate_panel_open_over_the_conversation(visit, at_api, picture):
    robert = visit(to_row(at_api(), 6, CLICKED), viewport={"width": 390, "height": 800})
    robert.asks("Open label 1")
    robert.page.get_by_role("button", name="Menu", exact=True).click()
    menu = robert.page.get_by_role("dialog", name="Menu")
    expect(menu.get_by_role("button", name="New conversation")).to_be_visible()
    fits(robert.page)
    picture(robert.page, "narrow-menu")
    menu.press("Escape")
    expect(menu).to_have_count(0)

    robert.page.get_by_role("button", name="Simulate (local only)").click()

    panel = robert.page.get_by_role("dialog", name="Simulate (local only)")
    expect(panel).to_contain_text("Waiting for parcel")
    fits(robert.page)
    picture(robert.page, "narrow-simulate")
