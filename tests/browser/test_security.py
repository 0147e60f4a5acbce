"""Hostile words stay words, and the browser holds the page to its promises."""

from playwright.sync_api import expect

from local_host.static_site import CONTENT_SECURITY_POLICY
from tests.browser.desk import HOSTILE_NAME


def test_the_page_comes_with_the_strict_policy(visit, desk):
    robert = visit()
    answer = robert.page.request.get(desk.url)

    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "require-trusted-types-for 'script'" in CONTENT_SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_trusted_types_refuse_markup_from_text(visit, watch):
    watch.expect("TrustedHTML")
    robert = visit()

    refused = robert.page.evaluate(
        "() => { try { document.body.innerHTML = '<p>'; return ''; } catch (e) { return e.name; } }"
    )

    assert refused == "TypeError"


def test_hostile_names_are_shown_as_text(visit):
    mallory = visit("mallory")
    expect(mallory.page.get_by_role("heading", name="Hi <b>Mallory</b>")).to_be_visible()
    mallory.start()
    expect(mallory.card).to_contain_text(HOSTILE_NAME)
    mallory.press(f"Return {HOSTILE_NAME}")
    mallory.asks("Why are you returning it?")
    mallory.say("damaged, store credit, prepaid label")
    mallory.asks("Your return at a glance")

    expect(mallory.card).to_contain_text(HOSTILE_NAME)
    expect(mallory.log.locator("img")).to_have_count(0)
    expect(mallory.page.locator("a[href^=javascript]")).to_have_count(0)
    expect(mallory.page).to_have_title("Zava")


def test_a_customer_s_own_words_are_not_markup(visit):
    robert = visit()
    robert.say("<img src=x onerror=alert(1)> [x](javascript:alert(1)) return the hub")

    expect(robert.log).to_contain_text("<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    robert.settled()
    expect(robert.log.locator("img, a")).to_have_count(0)
