"""A customer signs in at an issuer: there and back, out again, and when something is in the way."""

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from local_host.static_site import CONTENT_SECURITY_POLICY
from tests.browser.desk import Desk
from tests.browser.test_keyboard import tab_to
from tests.browser.visit import HUB, Visit
from tests.harness.oidc_provider import OidcProvider
from tests.journeys.shop_copy import Twin
from tools.page_policy import keep_local

GREETING = "Hi Robert, let's get your return sorted."


@pytest.fixture(scope="module")
def _pair(_ready, tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("issuer-desk"))
    with OidcProvider({}, desk.url) as provider:
        keep_local(desk.site / "dist", desk.site, provider.url)
        yield desk.start(**provider.settings), provider
        desk.stop()


@pytest.fixture(scope="module")
def desk(_pair) -> Desk:
    """A product that trusts an issuer; the page's fixtures use it like the other one."""
    return _pair[0]


@pytest.fixture
def provider(_pair, desk) -> OidcProvider:
    """The issuer, as new, with a fresh Robert and a fresh Amelia to be."""
    provider: OidcProvider = _pair[1]
    provider.forget()
    provider.people = {
        "Robert": {"sub": desk.fresh().customer_id},
        "Robert's brother": {"sub": desk.fresh().customer_id},
        "A stranger": {"sub": "CUST-0000"},
        "Nora": {"sub": "nora", "roles": ["returns.agent"]},
    }
    return provider


@pytest.fixture
def door(tab, desk, provider, watch) -> Page:
    watch.allow(provider.url)
    page = tab().new_page()
    page.goto(desk.url)
    return page


@pytest.fixture
def come_in(door, desk):
    """Sign in by the button, as somebody the issuer does not know yet."""

    def sign_in(person: str = "Robert", button: str = "Sign in") -> Visit:
        press(door, button)
        door.get_by_role("link", name=person, exact=True).click()
        return Visit(door, desk.url, Twin("", "", {}))

    return sign_in


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def stored(page: Page) -> tuple[dict, dict, str]:
    script = "JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])"
    session, local, cookie = json.loads(page.evaluate(script))
    return session, local, cookie


def refuse_the_first_token(page: Page, *doors: str, only: str = "") -> None:
    """Let doors of the service refuse the token that the page has now, or only some requests.

    What the page asks by itself may come at any moment, also before somebody has typed a word.
    """
    first: list[str] = []

    def send(route: Route) -> None:
        headers = route.request.headers
        if only not in (route.request.post_data or ""):
            route.continue_()
            return
        first.append(headers.get("authorization", ""))
        if headers.get("authorization") == first[0]:
            headers = headers | {"authorization": "Bearer stale"}
        route.continue_(headers=headers)

    for door in doors:
        page.route(f"**/api/{door}", send)


def test_a_customer_signs_in_and_starts_a_return(come_in, provider, desk):
    robert = come_in()
    expect(robert.page.get_by_role("heading", name=GREETING)).to_be_visible()
    robert.start()
    robert.press(f"Return {HUB}")
    robert.asks("Why are you returning it?")

    assert re.fullmatch(rf"{desk.url}/#/c/[\w-]+", robert.page.url)
    assert provider.count("/token") == 1
    asked = next(one for one in provider.asked if one.startswith("/authorize"))
    assert "code_challenge_method=S256" in asked
    assert "nonce=" in asked


def test_no_token_lies_where_a_script_or_another_tab_finds_it(come_in, provider):
    robert = come_in()
    expect(robert.composer).to_be_visible()
    session, local, cookie = stored(robert.page)

    assert (list(session), local, cookie) == (["order-returns.person"], {}, "")
    assert session["order-returns.person"] == provider.people["Robert"]["sub"]


def test_a_reload_comes_back_to_the_conversation_without_asking(come_in, provider):
    robert = come_in()
    robert.start()
    robert.asks("Robert Johnson")
    address = robert.page.url
    robert.page.reload()

    robert.asks("Robert Johnson")
    expect(robert.page).to_have_url(address)
    assert sum("prompt=none" in one for one in provider.asked) == 1


def test_a_reload_asks_when_the_issuer_has_forgotten(come_in):
    robert = come_in()
    expect(robert.composer).to_be_visible()
    robert.page.context.clear_cookies()
    robert.page.reload()

    expect(robert.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(robert.page.get_by_role("alert")).to_have_count(0)


def test_a_token_that_ends_is_renewed_without_a_word(come_in, provider, watch):
    watch.expect("401")
    robert = come_in()
    expect(robert.page.get_by_role("heading", name=GREETING)).to_be_visible()
    refuse_the_first_token(robert.page, "chatkit", "cases")
    robert.say(f"I want to return {HUB}")

    robert.asks("Why are you returning it?")
    assert provider.count("/token") == 2
    assert provider.count("/authorize") == 2  # the form, and the name on it
    expect(robert.page.get_by_role("alert")).to_have_count(0)


def test_without_a_refresh_token_one_signs_in_again_and_keeps_the_words(come_in, provider, watch):
    watch.expect("401")
    provider.gives_refresh_tokens = False
    robert = come_in()
    robert.start()
    robert.asks("Robert Johnson")
    address = robert.page.url
    refuse_the_first_token(robert.page, "chatkit", only="input_text")
    robert.say(f"I want to return {HUB}")

    told = robert.page.get_by_role("status").filter(has_text="Your session has ended")
    expect(told).to_contain_text("your draft is kept")
    robert.page.unroute_all(behavior="wait")
    press(robert.page, "Sign in")

    expect(robert.composer).to_have_value(f"I want to return {HUB}")
    expect(robert.page).to_have_url(address)
    robert.composer.press("Enter")
    robert.asks("Why are you returning it?")


def test_words_are_not_left_to_somebody_else(come_in, provider, watch, door):
    watch.expect("401")
    provider.gives_refresh_tokens = False
    robert = come_in()
    expect(robert.page.get_by_role("heading", name=GREETING)).to_be_visible()
    refuse_the_first_token(robert.page, "chatkit", only="input_text")
    robert.say("what only I know")
    expect(door.get_by_text("Your session has ended")).to_be_visible()
    door.unroute_all(behavior="wait")
    door.context.clear_cookies()

    brother = come_in("Robert's brother")

    expect(brother.composer).to_have_value("")


def test_signing_out_ends_the_session_at_the_issuer_too(come_in, provider, door):
    robert = come_in()
    expect(robert.composer).to_be_visible()
    press(door, "Sign out")

    expect(door.get_by_role("heading", name="Welcome")).to_be_visible()
    press(door, "Sign in")
    expect(door.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert any(one.startswith("/logout?id_token_hint=") for one in provider.asked)
    door.go_back()
    expect(door.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    session, local, _ = stored(door)
    assert "order-returns.person" not in session
    assert local == {}


def test_a_stranger_is_told_so_and_may_be_somebody_else(come_in, provider, door, watch):
    watch.expect("403")
    come_in("A stranger")
    expect(door.get_by_role("alert")).to_contain_text("knows no customer by that account")

    robert = come_in("Robert", button="Use another account")

    expect(robert.page.get_by_role("heading", name=GREETING)).to_be_visible()
    assert any("prompt=login" in one for one in provider.asked)


def test_whoever_gives_up_at_the_issuer_can_try_again(come_in, door, desk):
    come_in("nobody")
    expect(door.get_by_role("alert")).to_contain_text("The sign-in was not completed.")
    expect(door).to_have_url(f"{desk.url}/")

    come_in(button="Try again")

    expect(door.get_by_role("heading", name=GREETING)).to_be_visible()


def test_an_issuer_that_is_silent_is_called_so_and_can_be_tried_again(
    come_in, door, provider, watch
):
    watch.expect("blocked by CORS policy")
    watch.expect("net::ERR_FAILED")
    provider.is_down = True
    press(door, "Sign in")
    expect(door.get_by_role("alert")).to_contain_text("The sign-in service cannot be reached.")
    provider.is_down = False

    come_in(button="Try again")

    expect(door.get_by_role("heading", name=GREETING)).to_be_visible()


def test_an_answer_nobody_asked_for_signs_nobody_in(door, desk, provider):
    door.goto(f"{desk.url}/?code=stolen&state=invented")

    expect(door.get_by_role("alert")).to_contain_text("The sign-in was not completed.")
    expect(door).to_have_url(f"{desk.url}/")
    assert provider.count("/token") == 0


def test_a_shop_that_is_silent_after_the_sign_in_is_asked_again(come_in, door, provider, watch):
    watch.expect("503")
    door.route("**/api/session", lambda route: route.fulfill(status=503, body="{}"))
    come_in()
    expect(door.get_by_role("alert")).to_contain_text("The shop cannot be reached.")
    door.unroute_all(behavior="wait")
    press(door, "Try again")

    expect(door.get_by_role("heading", name=GREETING)).to_be_visible()
    assert provider.count("/token") == 1


def test_staff_sign_in_by_their_role(come_in, door):
    come_in("Nora")

    expect(door.get_by_role("heading", name="Staff console")).to_be_visible()


def test_the_policy_opens_the_way_to_the_issuer_alone(door, desk, provider):
    policy = door.request.get(desk.url).headers["content-security-policy"]

    assert policy == CONTENT_SECURITY_POLICY.replace(
        "connect-src 'self'", f"connect-src 'self' {provider.url}"
    )


def test_sample_people_are_gone(door, desk):
    expect(door.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(door.get_by_role("main").get_by_role("button")).to_have_count(1)
    answer = desk.host.post("/api/session", json={"email": "rjohnson@company.com"})
    assert answer.status_code == 404


def test_the_library_comes_only_when_somebody_signs_in(tab, desk, provider, watch):
    watch.allow(provider.url)
    page = tab().new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(desk.url)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert not [url for url in loaded if "/oidc-" in url]
    press(page, "Sign in")

    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert [url for url in loaded if "/oidc-" in url]


def test_one_signs_in_without_a_mouse(door):
    expect(door.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    tab_to(door, door.get_by_role("button", name="Sign in", exact=True))
    door.keyboard.press("Enter")

    expect(door.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_the_door_is_accessible_open_and_shut(come_in, door, watch, accessible):
    watch.expect("403")
    expect(door.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    accessible(door, "issuer")
    come_in("A stranger")
    expect(door.get_by_role("alert")).to_be_visible()

    accessible(door, "issuer-stranger")


def test_the_door_speaks_german(tab, desk, provider, watch):
    watch.allow(provider.url)
    page = tab(locale="de-DE").new_page()
    page.goto(desk.url)
    press(page, "Anmelden")

    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert "ui_locales=de" in provider.asked[-1]
