"""No finding of moderate or higher on any screen, in light, dark and on a phone."""

import re

from playwright.sync_api import expect

from tests.journeys.golden import CLICKED, to_row

# Every channel bright, and every channel dim.
LIGHT_GRAY = re.compile(r"rgb\((2\d\d, ){2}2\d\d\)")
NEARLY_BLACK = re.compile(r"rgb\(([123]?\d, ){2}[123]?\d\)")


def test_the_door_is_accessible(tab, desk, accessible):
    page = tab().new_page()
    page.goto(desk.url)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()

    accessible(page, "sign-in")


SCREENS = ("items", "reason", "resolution", "shipping", "recap", "case")


def test_every_card_is_accessible(visit, accessible):
    robert = visit()
    expect(robert.page.get_by_role("button", name="Start a return")).to_be_visible()
    accessible(robert.page, "start")
    for number, name in enumerate(SCREENS):
        robert.take(number, typed=False)
        accessible(robert.page, name)


def test_photos_and_answers_with_sources_are_accessible(visit, at_api, accessible):
    customer = at_api()
    customer.say("return both Smart Home Hubs, damaged, store credit, prepaid label")
    customer.click("confirm_return")
    customer.say("what is your policy on damaged items?")
    robert = visit(customer)
    robert.asks("A few photos, please")

    accessible(robert.page, "photos")


def test_the_panels_are_accessible(visit, at_api, accessible):
    robert = visit(to_row(at_api(), 6, CLICKED))
    robert.press("Return details")
    expect(robert.page.get_by_role("heading", name="Timeline")).to_be_visible()
    accessible(robert.page, "details")
    robert.page.get_by_role("button", name="Close Return details").click()

    robert.page.get_by_role("button", name="Simulate (local only)").click()

    expect(robert.page.get_by_role("heading", name="Outbox")).to_be_visible()
    accessible(robert.page, "simulate")


def test_the_page_is_dark_where_the_reader_s_system_is(visit):
    robert = visit(color_scheme="dark")

    expect(robert.page.locator("body")).to_have_css("color", LIGHT_GRAY)
    expect(robert.page.locator("body")).to_have_css("background-color", NEARLY_BLACK)
