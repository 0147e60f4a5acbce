"""The list of conversations, and what is thought of a reply."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.golden import CLICKED, to_row


@pytest.fixture
def robert(visit, at_api):
    """Robert with two conversations; the later one is open."""
    first = to_row(at_api(), 1, CLICKED)
    first.call("threads.update", thread_id=first.thread_id, title="The old hub")
    first.thread_id = None
    first.say("How long do I have to return something?")
    robert = visit(first)
    expect(robert.reply).to_be_visible()
    return robert


def test_conversations_are_listed_and_opened(robert):
    rows = robert.history.get_by_role("listitem")
    expect(rows).to_have_count(2)

    robert.history.get_by_role("button", name="The old hub", exact=True).click()

    robert.asks("Robert Johnson")
    opened = robert.history.get_by_role("button", name="The old hub", exact=True)
    expect(opened).to_have_attribute("aria-current", "true")


def test_a_conversation_is_renamed(robert):
    robert.history.get_by_role("button", name="Rename: The old hub").click()
    field = robert.history.get_by_role("textbox", name="New name for The old hub")
    expect(field).to_be_focused()
    field.fill("Hub, take two")
    field.press("Enter")

    expect(robert.history.get_by_role("button", name="Hub, take two", exact=True)).to_be_visible()
    robert.page.reload()
    expect(robert.history.get_by_role("button", name="Hub, take two", exact=True)).to_be_visible()


def test_a_deleted_conversation_leaves_the_list_and_its_return_stays(robert):
    robert.history.get_by_role("button", name="Delete: The old hub").click()
    asked = robert.page.get_by_role("dialog", name="Delete this conversation?")
    asked.get_by_role("button", name="Cancel").click()
    expect(robert.history.get_by_role("listitem")).to_have_count(2)
    robert.history.get_by_role("button", name="Delete: The old hub").click()

    asked.get_by_role("button", name="Delete").click()

    expect(robert.history.get_by_role("listitem")).to_have_count(1)
    expect(robert.returns.get_by_role("listitem")).to_have_count(1)


def test_a_new_conversation_begins_at_the_start_screen(robert):
    robert.page.get_by_role("button", name="New conversation").click()

    expect(robert.page.get_by_role("button", name="Start a return")).to_be_visible()
    expect(robert.composer).to_be_focused()
    expect(robert.page).to_have_url(re.compile("#/$"))


def test_feedback_is_taken_and_thanked_for(robert):
    with robert.page.expect_response("**/api/chatkit") as sent:
        robert.reply.get_by_role("button", name="Bad reply").click()

    assert sent.value.ok
    assert sent.value.request.post_data_json["type"] == "items.feedback"
    assert sent.value.request.post_data_json["params"]["kind"] == "negative"
    expect(robert.reply.get_by_role("button", name="Bad reply")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(robert.reply.get_by_role("status")).to_have_text("Thank you for your feedback.")
