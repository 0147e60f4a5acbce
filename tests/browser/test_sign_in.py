"""Coming in, going out, and being sent back to the door."""

import json

import pytest
from playwright.sync_api import Page, Route, expect


@pytest.fixture
def door(tab, desk) -> Page:
    page = tab().new_page()
    page.goto(desk.url)
    return page


def sign_in_by_email(page: Page, email: str) -> None:
    page.get_by_role("textbox", name="Sign in by e-mail").fill(email)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_sample_person_signs_in_with_one_click(door):
    door.get_by_role("button", name="Sign in as Robert Johnson").click()

    expect(
        door.get_by_role("heading", name="Hi Robert, let's get your return sorted.")
    ).to_be_visible()
    expect(door).to_have_title("Zava")


def test_an_unknown_address_is_told_so_and_stays_at_the_door(door, watch):
    watch.expect("404")

    sign_in_by_email(door, "nobody@example.com")

    expect(door.get_by_role("alert")).to_contain_text("Nobody with this e-mail is known here.")
    expect(door.get_by_role("heading", name="Welcome")).to_be_visible()


def test_staff_are_told_where_their_work_is(door):
    door.get_by_role("button", name="Sign in as Nora Whitfield").click()

    expect(door.get_by_role("heading", name="Staff console")).to_be_visible()
    expect(door.get_by_role("main")).to_contain_text("Simulate panel")


def test_signing_out_leaves_nothing_behind(visit):
    robert = visit()
    robert.composer.fill("a draft that is nobody else's business")

    robert.page.get_by_role("button", name="Sign out").click()

    expect(robert.page.get_by_role("heading", name="Welcome")).to_be_visible()
    robert.page.reload()
    expect(robert.page.get_by_role("heading", name="Welcome")).to_be_visible()
    kept = robert.page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    session, local = json.loads(kept)
    assert local == {}
    assert list(session) == ["test"]
    assert robert.page.context.cookies() == []


def test_a_refused_token_goes_back_to_the_door_and_keeps_the_words(visit, watch):
    watch.expect("401")
    robert = visit()
    robert.page.route("**/api/chatkit", _with_a_stale_token)
    robert.say("I want to return the hub")

    told = robert.page.get_by_role("status").filter(has_text="Your session has ended")
    expect(told).to_contain_text("your draft is kept")
    robert.page.unroute_all(behavior="wait")
    sign_in_by_email(robert.page, robert.twin.email)

    expect(robert.composer).to_have_value("I want to return the hub")
    robert.composer.press("Enter")
    robert.asks("Why are you returning it?")


def _with_a_stale_token(route: Route) -> None:
    if "threads.create" not in (route.request.post_data or ""):
        return route.fallback()
    return route.continue_(headers={**route.request.headers, "authorization": "Bearer stale"})
