"""A customer at the page: types, presses, and looks."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.shop_copy import Twin

HUB = "Smart Home Hub"
CABLE = "USB-C Cable 6ft (3-Pack)"


class Visit:
    """One signed-in tab. `card` is the newest card, `reply` the newest thing said."""

    def __init__(self, page: Page, url: str, twin: Twin | None = None) -> None:
        self.page = page
        self.url = url
        self.twin = twin

    # --- doing -----------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Type a message and send it with Enter, once the last answer is complete."""
        self.settled()
        self.composer.fill(text)
        self.composer.press("Enter")

    def press(self, name: str) -> None:
        """Press a button of the newest card."""
        self.settled()
        self.card.get_by_role("button", name=name, exact=True).click()

    def start(self) -> None:
        self.page.get_by_role("button", name="Start a return").click()

    def simulate(self, *acts: str) -> None:
        """Play the outside world with the buttons of the Simulate panel, which must be open."""
        for act in acts:
            self.panel.get_by_role("button", name=act, exact=True).click()

    # --- looking ---------------------------------------------------------------------------

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def cards(self) -> Locator:
        return self.log.locator("[data-item]")

    @property
    def card(self) -> Locator:
        return self.cards.last

    @property
    def replies(self) -> Locator:
        return self.log.get_by_role("article").filter(
            has=self.page.get_by_role("heading", name="Reply")
        )

    @property
    def reply(self) -> Locator:
        return self.replies.last

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("complementary", name="Simulate (local only)")

    @property
    def history(self) -> Locator:
        return self.page.get_by_role("navigation", name="Conversations")

    @property
    def returns(self) -> Locator:
        return self.page.get_by_role("region", name="My returns")

    def settled(self) -> None:
        """Wait until no answer is arriving."""
        expect(self.log).to_have_attribute("aria-busy", "false")

    def asks(self, title: str) -> None:
        """Expect the newest card to be the one with this title."""
        expect(self.card).to_contain_text(title)
        self.settled()
