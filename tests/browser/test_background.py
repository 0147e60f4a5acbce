"""What happens while the customer only looks: the label, the carrier, the warehouse."""

from playwright.sync_api import expect

from tests.journeys.golden import CLICKED, to_row


def test_the_label_appears_without_a_reload(visit, at_api):
    robert = visit(to_row(at_api(), 5, CLICKED))

    robert.press("Confirm return")

    expect(robert.card.get_by_role("button", name="Open label")).to_be_visible()
    expect(robert.reply).to_contain_text("is ready")


def test_the_outside_world_is_played_to_the_settled_credit(visit, at_api):
    robert = visit(to_row(at_api(), 6, CLICKED))
    robert.page.get_by_role("button", name="Simulate (local only)").click()
    expect(robert.panel).to_contain_text("Ready to send")
    for act, state in (
        ("First carrier scan", "On its way to us"),
        ("Receive parcel", "Received"),
        ("Grade A", "Complete"),
    ):
        robert.panel.get_by_role("button", name=act, exact=True).click()
        expect(robert.panel).to_contain_text(state)
        expect(robert.card).to_contain_text(state)

    expect(robert.card).to_contain_text("You got")
    expect(robert.card).to_contain_text("$98.99")
    letters = robert.panel.get_by_role("group")
    expect(letters.filter(has_text="To ")).to_have_count(3)
    expect(robert.card.get_by_role("button", name="Start another return")).to_be_visible()


def test_the_details_of_a_return_tell_its_story(visit, at_api):
    robert = visit(to_row(at_api(), 6, CLICKED))
    robert.press("Return details")

    panel = robert.page.get_by_role("complementary", name="Return details")
    expect(panel).to_contain_text("$98.99")
    expect(panel.get_by_role("heading", name="Timeline")).to_be_visible()
    panel.get_by_text("How this was decided").click()
    expect(panel).to_contain_text("(5.2)")
    panel.press("Escape")
    expect(panel).to_have_count(0)
