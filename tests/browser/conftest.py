"""One product and one Chromium for all browser tests, and nothing unexpected in any of them."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.desk import DIST, Desk
from tests.browser.looks import DESKTOP, check_every_look
from tests.browser.visit import Visit
from tests.browser.watch import Watch
from tests.customer import Customer
from tests.journeys.shop_copy import Twin

HERE = Path(__file__).parent
PATIENCE_MS = 20_000
HINT = (
    "The browser tests need Chromium (Debian: apt-get install chromium) and the built page"
    " (make setup)."
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=PATIENCE_MS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))
            item.add_marker(pytest.mark.timeout(120))


@pytest.fixture(scope="package", autouse=True)
def _ready() -> None:
    if shutil.which("chromium") and (DIST / "index.html").is_file():
        return
    if os.environ.get("BROWSER_REQUIRED") == "1":
        pytest.fail(HINT)
    pytest.skip(HINT)


# Playwright's loop stays the running one of the thread until it is stopped, and the asynchronous
# tests of other folders could not run beside it; so it lives as long as this folder's tests.


@pytest.fixture(scope="package")
def playwright(_ready: None) -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    chromium = shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(FLAGS)}


@pytest.fixture(scope="package")
def browser(playwright: Playwright, browser_type_launch_args: dict) -> Iterator[Browser]:
    browser = playwright.chromium.launch(**browser_type_launch_args)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def browser_context_args() -> dict:
    # The plugin's own depends on its `playwright`; `tab` gives the options.
    return {}


@pytest.fixture(scope="package")
def desk(_ready: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    yield desk.start()
    desk.stop()


@pytest.fixture
def watch(desk: Desk) -> Iterator[Watch]:
    """What the pages of a test must not do; checked when the test is over."""
    watch = Watch(desk.url)
    yield watch
    watch.check()


@pytest.fixture
def tab(new_context: Callable[..., BrowserContext], watch: Watch) -> Callable[..., BrowserContext]:
    """Make a browser context that is watched."""

    def open_context(**options: Any) -> BrowserContext:
        context = new_context(**{"viewport": DESKTOP, "locale": "en-US"} | options)
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        return context

    return open_context


@pytest.fixture
def visit(tab: Callable[..., BrowserContext], desk: Desk) -> Callable[..., Visit]:
    """Make a signed-in customer's open page: a fresh customer's unless told whose."""

    def open_page(who: str | Twin | Customer = "robert", at: str = "", **options: Any) -> Visit:
        twin, address = _who(who, desk)
        context = tab(**options)
        context.add_init_script(desk.signed_in(twin))
        visit = Visit(context.new_page(), desk.url, twin)
        visit.page.goto(f"{desk.url}/{at or address}")
        return visit

    return open_page


def _who(who: str | Twin | Customer, desk: Desk) -> tuple[Twin, str]:
    """Return whose page it is, and where it opens: at a customer's own conversation, else anew."""
    if isinstance(who, Customer):
        return who.twin, f"#/c/{who.thread_id}"
    return desk.fresh(who) if isinstance(who, str) else who, "#/"


@pytest.fixture
def at_api(desk: Desk) -> Callable[..., Customer]:
    """Make a fresh customer who has already said or clicked something, without a page."""
    return lambda name="robert": desk.customer(desk.fresh(name))


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Save what a page looks like in the folder SCREENSHOTS names, if it names one."""
    folder = os.environ.get("SCREENSHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return take


@pytest.fixture
def accessible(picture: Callable[[Page, str], None]) -> Callable[[Page, str], None]:
    """Check a screen in every look, and keep a picture of each."""
    return lambda page, name: check_every_look(page, name, picture)
