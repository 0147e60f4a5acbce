"""A customer at the page: types, presses, and looks."""

from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.journeys.shop_copy import Twin

HUB = "Smart Home Hub"
CABLE = "USB-C Cable 6ft (3-Pack)"


class Turn(NamedTuple):
    """One turn of the golden scenario, either way, and what the next card asks."""

    type: str
    click: str
    asks: str


TURNS = (
    Turn("I want to return some items", "Start a return", "Robert Johnson"),
    Turn(f"I want to return {HUB}", f"Return {HUB}", "Why are you returning it?"),
    Turn("it was completely damaged", "Damaged/Defective", "How would you like to be compensated?"),
    Turn("I would like a STORE_CREDIT", "Store credit", "How would you like to send it back?"),
    Turn("prepaid label", "Prepaid shipping label", "Your return at a glance"),
    Turn("yes", "Confirm return", "Return RMA-"),
)


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

    def take(self, number: int, *, typed: bool) -> None:
        """Take one turn of the golden scenario, and wait for the card it brings."""
        turn = TURNS[number]
        if typed:
            self.say(turn.type)
        elif number == 0:
            self.start()
        else:
            self.press(turn.click)
        self.asks(turn.asks)

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
