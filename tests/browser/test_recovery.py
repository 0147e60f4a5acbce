"""The connection is cut while the desk answers, and nothing is lost or done twice."""

from playwright.sync_api import Route, expect

from tests.journeys.golden import CLICKED, to_row

CHAT = "**/api/chatkit"


def answered_then_cut(route: Route) -> None:
    """Let the desk do its work, and the answer never arrive."""
    if "custom_action" not in (route.request.post_data or ""):
        return route.fallback()
    route.fetch()
    return route.abort("connectionreset")


def half_an_answer(route: Route) -> None:
    """Let the first half of the answer's events through."""
    if "custom_action" not in (route.request.post_data or ""):
        return route.fallback()
    answer = route.fetch()
    events = answer.text().split("\n\n")
    return route.fulfill(response=answer, body="\n\n".join(events[: len(events) // 2]) + "\n\n")


def test_an_answer_lost_on_the_way_is_there_after_the_thread_is_read_again(visit, at_api, watch):
    watch.expect("ERR_CONNECTION_RESET")
    customer = to_row(at_api(), 3, CLICKED)
    robert = visit(customer)
    robert.page.route(CHAT, answered_then_cut)

    robert.press("Store credit")

    robert.asks("How would you like to send it back?")
    expect(robert.log).to_contain_text("The connection was interrupted")
    assert customer.case()["revision"] == 4


def test_an_answer_cut_in_the_middle_is_completed(visit, at_api):
    robert = visit(to_row(at_api(), 3, CLICKED))
    robert.page.route(CHAT, half_an_answer)

    robert.press("Store credit")

    robert.asks("How would you like to send it back?")
    expect(robert.cards).to_have_count(4)


def test_a_message_sent_offline_is_kept_and_sent_again(visit, at_api, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    customer = to_row(at_api(), 2, CLICKED)
    robert = visit(customer)
    robert.asks("Why are you returning it?")
    robert.page.context.set_offline(True)
    expect(robert.page.get_by_text("You are offline.")).to_be_visible()
    robert.say("it was completely damaged")
    expect(robert.page.get_by_role("alert")).to_contain_text("You seem to be offline")
    robert.page.context.set_offline(False)

    robert.page.get_by_role("button", name="Try again").click()

    robert.asks("How would you like to be compensated?")
    expect(robert.log.get_by_text("it was completely damaged")).to_have_count(1)
    expect(robert.page.get_by_role("alert")).to_have_count(0)
