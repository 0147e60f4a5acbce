"""No finding of moderate or higher on any screen, in light, dark and on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.golden import CLICKED, to_row

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOKS = {
    "light": ("light", DESKTOP),
    "dark": ("dark", DESKTOP),
    "phone": ("light", PHONE),
    "phone-dark": ("dark", PHONE),
}
# A color is what it will be only after the frame that changes it, and its transition.
_DRAWN = """async scheme => {
  const frame = () => new Promise(requestAnimationFrame);
  while (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches) await frame();
  await frame();
  await frame();
  const ends = one => Number.isFinite(one.effect.getComputedTiming().endTime);
  await Promise.allSettled(document.getAnimations().filter(ends).map(one => one.finished));
}"""
# The colors of the one and the layout of the other are checked by themselves.
PICTURED = "phone-dark"
# Every channel bright, and every channel dim.
LIGHT_GRAY = re.compile(r"rgb\((2\d\d, ){2}2\d\d\)")
NEARLY_BLACK = re.compile(r"rgb\(([123]?\d, ){2}[123]?\d\)")
COUNTED = {"moderate", "serious", "critical"}


@pytest.fixture
def accessible(picture):
    """Check a screen in every look, and keep a picture of each."""

    def check(page: Page, name: str) -> None:
        found = {}
        for look, (scheme, size) in LOOKS.items():
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            page.evaluate(_DRAWN, scheme)
            picture(page, f"{name}-{look}")
            if look != PICTURED and (problems := findings(page)):
                found[look] = problems
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESKTOP)
        assert not found, f"{name}: {found}"

    return check


def findings(page: Page) -> list[str]:
    answer = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in answer.response["violations"]
        if rule["impact"] in COUNTED
        for node in rule["nodes"]
    ]


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
