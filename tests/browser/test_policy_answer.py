"""A question about the rules, in the middle of a return."""

from playwright.sync_api import expect

from tests.journeys.golden import CLICKED, to_row


def test_a_policy_question_is_answered_with_its_source_and_the_card_comes_back(visit, at_api):
    robert = visit(to_row(at_api(), 3, CLICKED))
    robert.asks("How would you like to be compensated?")

    robert.say("what is your policy on damaged items?")

    answer = robert.replies.filter(has=robert.page.get_by_role("heading", name="Sources"))
    expect(answer).to_have_count(1)
    expect(answer.get_by_role("listitem").first).to_contain_text("4.1")
    robert.asks("How would you like to be compensated?")
    robert.press("Store credit")
    robert.asks("How would you like to send it back?")


def test_the_source_is_still_there_after_a_reload(visit, at_api):
    robert = at_api()
    robert.say("what is your policy on damaged items?")
    page = visit(robert)

    expect(page.reply.get_by_role("heading", name="Sources")).to_be_visible()
    expect(page.reply.get_by_role("listitem").first).to_contain_text("4.1")
