"""Labels that lie in storage of their own, as deployed: the page gets an address and opens it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.golden import CLICKED, to_row

STORAGE = "https://labels.example"
ADDRESS = f"{STORAGE}/labels/case-1-1.pdf?se=2026-03-02T12%3A10%3A00Z&sig=secret"
# What would say who asks, or where from.
TELLING = {"authorization", "cookie", "origin", "referer"}
SAVED_AS = {"content-disposition": 'attachment; filename="return-label.pdf"'}


@pytest.fixture
def storage(watch):
    """The headers of what came to storage, which answers; the API hands out its address."""
    came = []
    watch.allow(STORAGE)

    def answer(route):
        came.append(route.request.headers)
        route.fulfill(content_type="application/pdf", headers=SAVED_AS, body=b"%PDF-stored")

    def over(page, address=ADDRESS):
        page.context.route(f"{STORAGE}/**", answer)
        page.route(
            "**/api/cases/*/labels/1.pdf", lambda route: route.fulfill(json={"url": address})
        )
        return came

    return over


def test_a_label_in_storage_is_saved_from_there(visit, at_api, storage):
    robert = visit(to_row(at_api(), 6, CLICKED))
    came = storage(robert.page)
    with (
        robert.page.expect_request("**/labels/1.pdf") as asked,
        robert.page.context.expect_event("request", lambda it: it.url == ADDRESS),
    ):
        robert.press("Open label")
    told = robert.page.get_by_role("status").filter(has_text="The return label is being saved.")
    expect(told).to_be_visible()

    assert "application/json" in asked.value.all_headers()["accept"]
    with robert.page.context.expect_event("request", lambda it: it.url == ADDRESS):
        told.get_by_role("link", name="Download return-label.pdf").click()
    assert len(came) == 2
    assert [came[0].keys() & TELLING, came[1].keys() & TELLING] == [set(), set()]
    expect(told.get_by_role("link", name="Open the label")).to_have_count(0)
    expect(robert.page).to_have_url(re.compile(f"{robert.url}/#/c/"))


@pytest.mark.parametrize("address", ["http://labels.example/a.pdf", "javascript:alert(1)", "/x"])
def test_an_address_that_is_not_https_is_not_opened(visit, at_api, storage, address):
    robert = visit(to_row(at_api(), 6, CLICKED))
    came = storage(robert.page, address)

    robert.press("Open label")

    expect(robert.page.get_by_text(re.compile("The label could not be loaded"))).to_be_visible()
    assert came == []
    assert len(robert.page.context.pages) == 1
