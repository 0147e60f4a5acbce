"""A return by keyboard alone."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.visit import HUB

_FARTHEST = 60


def tab_to(page: Page, control: Locator, *, backwards: bool = False) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(_FARTHEST):
        if control.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"Tab never reaches {control}")


def test_the_recap_is_reached_without_a_mouse(visit):
    robert = visit()
    expect(robert.page.get_by_role("button", name="Start a return")).to_be_visible()
    robert.page.keyboard.press("Tab")
    expect(robert.page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    robert.page.keyboard.press("Enter")
    expect(robert.composer).to_be_focused()
    robert.page.keyboard.type("I want to return some items")
    robert.page.keyboard.press("Enter")
    robert.asks("Robert Johnson")
    hub = robert.card.get_by_role("button", name=f"Return {HUB}", exact=True)
    tab_to(robert.page, hub, backwards=True)
    robert.page.keyboard.press("Enter")

    for title, button in (
        ("Why are you returning it?", "Damaged/Defective"),
        ("How would you like to be compensated?", "Store credit"),
        ("How would you like to send it back?", "Prepaid shipping label"),
    ):
        robert.asks(title)
        expect(robert.card.locator(":focus")).to_have_count(1)
        tab_to(robert.page, robert.card.get_by_role("button", name=button, exact=True))
        robert.page.keyboard.press("Space")

    robert.asks("Your return at a glance")
    expect(robert.card.locator(":focus")).to_have_count(1)


def test_shift_enter_breaks_the_line_and_sends_nothing(visit):
    robert = visit()
    robert.composer.press_sequentially("one")
    robert.composer.press("Shift+Enter")
    robert.composer.press_sequentially("two")

    expect(robert.composer).to_have_value("one\ntwo")
    expect(robert.page.get_by_role("button", name="Start a return")).to_be_visible()


def test_escape_closes_the_simulate_panel_and_gives_the_focus_back(visit):
    robert = visit()
    toggle = robert.page.get_by_role("button", name="Simulate (local only)")
    toggle.press("Enter")
    expect(robert.panel).to_be_visible()

    robert.panel.get_by_role("button", name="Close").press("Escape")

    expect(robert.panel).to_have_count(0)
    expect(toggle).to_be_focused()
