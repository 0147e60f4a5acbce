"""What each card says."""

import string
from dataclasses import replace
from datetime import date

import pytest

from chatkit_adapter.widgets.frame import Frame
from chatkit_adapter.widgets.words import ENGLISH, words_of
from returns import card_kinds as k
from returns.calendar import Calendar
from returns.case import CaseState
from returns.explain import Change, Explanation, Finding, facts
from returns.quote import QuoteLine
from tests.unit.chatkit_adapter import widget_samples as s
from tests.unit.chatkit_adapter.test_widgets import actions, button, nodes, tree, words

SENDING = CaseState.AWAITING_SHIPMENT


@pytest.mark.parametrize("locale", ["de", "fr"])
def test_every_language_says_everything_with_the_same_facts(locale: str) -> None:
    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    spoken = words_of(locale)

    assert spoken.keys() == ENGLISH.keys()
    assert [key for key in ENGLISH if facts(spoken[key]) != facts(ENGLISH[key])] == []


def test_every_state_has_words() -> None:
    assert all(f"state.{state}" in ENGLISH and f"about.{state}" in ENGLISH for state in CaseState)


@pytest.mark.parametrize(
    ("days", "badge", "color"),
    [
        (25, "25 days left, plenty of time", "success"),
        (15, "15 days left, plenty of time", "success"),
        (14, "14 days left, soon", "warning"),
        (8, "8 days left, soon", "warning"),
        (7, "7 days left, last days", "danger"),
        (1, "1 day left, last days", "danger"),
        (0, "last day today", "danger"),
    ],
)
def test_urgency_is_said_in_words(days: int, badge: str, color: str) -> None:
    card = s.items_card(s.group(s.row("1", "Hub", days_left=days)))

    assert button(card, badge)["color"] == color


def test_the_profile_is_on_top_of_the_items() -> None:
    assert words(tree(s.CARDS["items"]))[:5] == [
        "Robert Johnson",
        "Platinum",
        "rjohnson@company.com",
        "+1 555 0123",
        "Member since March 2021",
    ]


def test_a_line_that_may_not_come_back_has_a_reason_and_no_button() -> None:
    drawn = tree(s.CARDS["items"])

    assert "Cannot come back for hygiene reasons · Policy 3.2" in words(drawn)
    assert not any("Wool Socks" in node.get("label", "") for node in nodes(drawn))


def test_one_product_in_two_orders_is_told_apart() -> None:
    labels = words(tree(s.CARDS["items"]))

    assert "Return Smart Home Hub (ORD-79001)" in labels
    assert "Return Smart Home Hub (ORD-79002)" in labels
    assert "Return Ultra HD Smart Display" in labels


def test_one_product_twice_in_one_order_is_told_apart() -> None:
    labels = words(tree(s.items_card(s.group(s.row("1", "Hub"), s.row("2", "Hub")))))

    assert {"Return Hub (ORD-79001, 1)", "Return Hub (ORD-79001, 2)"} <= set(labels)


def test_several_items_are_chosen_in_one_form() -> None:
    boxes = [node for node in nodes(tree(s.CARDS["items"])) if node["type"] == "Checkbox"]

    names = [box["name"] for box in boxes]
    assert names == ["line:ORD-79001:1", "line:ORD-79001:2", "line:ORD-79002:2"]


def test_a_single_item_needs_no_form() -> None:
    types = {node["type"] for node in nodes(tree(s.items_card(s.group(s.row("1", "Hub")))))}

    assert "Form" not in types


@pytest.mark.parametrize("card", [s.CARDS["items_nothing"], s.items_card()])
def test_nothing_to_return_is_explained_and_a_person_offered(card: k.ItemsCard) -> None:
    assert "Nothing can come back right now" in words(tree(card))
    assert [action["type"] for action in actions(card)] == ["contact_support"]


def test_items_that_are_not_shown_are_mentioned() -> None:
    hidden = "3 more items are not shown. Tell me a name or an order number."

    assert hidden in words(tree(s.CARDS["items"]))


def test_the_quantity_stays_within_what_is_there() -> None:
    least = k.ReasonCard((s.line(quantity=1, available=2),), (s.DAMAGED,))
    most = k.ReasonCard((s.line(quantity=2, available=2),), (s.DAMAGED,))

    assert button(least, "One fewer")["disabled"] is True
    assert button(least, "One more")["onClickAction"]["payload"]["quantity"] == 2
    assert button(most, "One fewer")["onClickAction"]["payload"]["quantity"] == 1
    assert "onClickAction" not in button(most, "One more")


@pytest.mark.parametrize("lines", [(s.line(available=1),), (s.line(), s.line())])
def test_there_is_no_stepper_without_a_choice(lines: tuple[s.SelectedLine, ...]) -> None:
    assert "One more" not in words(tree(k.ReasonCard(lines, (s.DAMAGED,))))


def test_a_reason_that_needs_words_has_a_field() -> None:
    card = k.ReasonCard((s.line(),), (s.OTHER,))

    field = next(node for node in nodes(tree(card)) if node["type"] == "Textarea")

    assert (field["name"], field["required"]) == ("details", True)
    assert button(card, "Other")["submit"] is True


def test_the_bonus_is_shown_apart() -> None:
    shown = words(tree(s.CARDS["resolution"]))

    assert {"$89.99", "$98.99", "includes $9.00 bonus", "$18.00"} <= set(shown)
    assert "Even exchange, 25 in stock" in shown


def test_what_is_out_of_stock_cannot_be_chosen() -> None:
    card = k.ResolutionCard((k.ResolutionOption(s.EXCHANGE, s.even_quote(), 0),))

    assert "Out of stock at the moment" in words(tree(card))
    assert button(card, "Exchange")["disabled"] is True
    assert actions(card) == []


def test_shipping_without_a_price_is_free() -> None:
    assert {"$6.95", "Free"} <= set(words(tree(s.CARDS["shipping"])))


def test_the_recap_has_every_amount_with_its_section() -> None:
    shown = words(tree(s.CARDS["recap"]))

    start = shown.index("Goods: Smart Home Hub")
    assert shown[start : start + 14] == [
        "Goods: Smart Home Hub",
        "Policy 5.1",
        "$89.99",
        "Tax: Smart Home Hub",
        "Policy 5.1",
        "$7.42",
        "Restocking fee 15%",
        "Policy 6.1",
        "−$13.50",
        "Return shipping",
        "Policy 6.2",
        "−$6.95",
        "Total",
        "$76.96",
    ]
    assert "Valid until November 26, 2026, 09:30" in shown


def test_every_slot_of_the_recap_can_be_changed() -> None:
    edits = [a["payload"]["slot"] for a in actions(s.CARDS["recap"]) if a["type"] == "edit_slot"]

    assert edits == ["item", "reason", "resolution", "shipping"]


def test_what_is_kept_needs_no_shipping() -> None:
    shown = words(tree(s.CARDS["recap_keep"]))

    assert "Discount 20%: Smart Home Hub" in shown
    assert "Change shipping" not in shown


def test_an_answered_recap_keeps_its_amounts() -> None:
    shown = words(tree(s.CARDS["recap"], "Confirmed"))

    assert "$76.96" in shown
    assert "Confirm return" not in shown


def test_amounts_of_very_many_lines_are_summed() -> None:
    rows = tuple(QuoteLine("goods", 100, "5.1", "ORD-79001", str(n)) for n in range(30))

    shown = words(tree(s.recap_card(quote=s.quote(*rows))))

    assert shown.count("Policy 5.1") == 1
    assert "$30.00" in shown


def test_a_parcel_is_sent_by_its_deadline() -> None:
    shown = words(tree(s.CARDS["case_parcel"]))

    assert {"Return RMA-7KQ2-9XMD", "Ready to send", "$98.99", "ZV-1001-1"} <= set(shown)
    assert {"Send it by December 7, 2026", "Open label", "Cancel return"} <= set(shown)


def test_a_store_return_shows_a_pass() -> None:
    shown = words(tree(s.CARDS["case_store"]))

    assert {"Open store pass", "Bring it by December 7, 2026"} <= set(shown)


def test_a_courier_comes_in_a_slot() -> None:
    shown = words(tree(s.CARDS["case_pickup"]))

    assert "Hand it to the courier: November 26, 2026, 09:00–12:00." in shown
    assert "Send it by December 7, 2026" not in shown


def test_a_pickup_is_told_in_the_shops_own_time() -> None:
    shop = replace(s.shop(), calendar=Calendar("America/New_York"))
    frame = Frame("c", 1, "en", shop)

    assert frame.time(s.pickup().starts_at) == "04:00"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("case_keep", "You keep the item. The discount is being paid."),
        ("case_exchange", "The carrier has your parcel."),
        ("case_closed", "You got"),
        ("case_declined", "We could not accept this return. Call +1 555 0100."),
    ],
)
def test_a_case_says_where_it_stands(name: str, sentence: str) -> None:
    assert sentence in words(tree(s.CARDS[name]))


@pytest.mark.parametrize("state", CaseState)
def test_another_return_can_be_started_only_when_the_case_is_over(state: CaseState) -> None:
    kinds = {action["type"] for action in actions(s.case_card(state))}

    over = {CaseState.CLOSED, CaseState.CANCELLED, CaseState.DECLINED, CaseState.EXPIRED}
    assert ("start_return" in kinds) == (state in over)
    assert "open_timeline" in kinds


@pytest.mark.parametrize("state", [CaseState.CANCELLED, CaseState.EXPIRED, CaseState.CLOSED])
def test_a_case_that_is_over_offers_no_label(state: CaseState) -> None:
    assert "print_label" not in {action["type"] for action in actions(s.case_card(state))}


@pytest.mark.parametrize(("can_cancel", "offered"), [(True, True), (False, False)])
def test_cancelling_is_offered_only_while_it_works(can_cancel: bool, offered: bool) -> None:  # noqa: FBT001 - a table of cases
    card = s.case_card(SENDING, can_cancel=can_cancel)

    assert ("Cancel return" in words(tree(card))) is offered


@pytest.mark.parametrize(
    ("locale", "day", "rate"),
    [
        ("en-US", "December 7, 2026", "12.5%"),
        ("de", "7. Dezember 2026", "12,5\N{NO-BREAK SPACE}%"),
        ("fr-CA", "7 décembre 2026", "12,5\N{NO-BREAK SPACE}%"),
    ],
)
def test_days_and_rates_follow_the_locale(locale: str, day: str, rate: str) -> None:
    frame = s.frame(locale)

    assert frame.day(s.NOW + s.timedelta(days=14)) == day
    assert frame.percent("0.125") == rate
    assert frame.percent("0.1") == frame.percent("0.10")


# --- Why it is so ---


def test_a_fee_that_is_not_charged_says_whose_fault_it_is() -> None:
    spared = replace(s.fee_quote(), waived=(QuoteLine("shipping", 0, "6.2", waiver="tier"),))

    shown = words(tree(s.recap_card(quote=spared)))

    assert "Policy 6.2 · nothing to pay in your tier" in shown
    assert "Free" in shown


def test_a_fee_says_what_would_spare_it() -> None:
    change = Change("free_with_resolution", facts(code="EXCHANGE"))
    rows = tuple(
        replace(row, changes=(change,)) if row.code == "restocking" else row
        for row in s.fee_quote().lines
    )

    shown = words(tree(s.recap_card(quote=replace(s.fee_quote(), lines=rows))))

    assert [text for text in shown if "Free if you choose" in text]


def test_a_window_that_is_over_says_since_when_and_for_whom_it_is_not() -> None:
    why = Explanation(
        "eligibility",
        "window_over",
        "7",
        (Finding("window_over", "2.1"),),
        (Change("higher_tier", facts(tier="gold", last_day="2026-03-09")),),
    )
    row = s.row("1", "Hub")
    over = replace(row.verdict, code="window_over", explanation=why, last_day=date(2026, 2, 27))
    row = replace(row, verdict=over)

    caption = next(text for text in words(tree(s.items_card(s.group(row)))) if "window" in text)

    assert "The return window is over (last day February 27, 2026)" in caption
    assert "it could have come back until March 9, 2026." in caption


def test_the_cheapest_and_the_greenest_way_are_marked() -> None:
    card = s.CARDS["shipping"]
    options = tuple(
        replace(option, cheapest=at == 0, greenest=at == 1)
        for at, option in enumerate(card.options)
    )

    shown = words(tree(replace(card, options=options)))

    assert [text for text in shown if text.endswith("Costs the shop least")]
    assert [text for text in shown if text.endswith("Smallest footprint")]


def test_several_items_can_be_answered_one_by_one() -> None:
    card = replace(s.resolution_card(), lines=(s.line("Hub"), s.line("Cable")), separable=True)

    assert "Hub, Cable" in words(tree(card))
    assert [a for a in actions(card) if a["type"] == "take_apart"]
    assert not [a for a in actions(s.resolution_card()) if a["type"] == "take_apart"]


def test_what_is_asked_for_a_part_names_the_part() -> None:
    card = replace(s.resolution_card(), lines=(s.line("Cable"),), part=True)

    assert "Cable" in words(tree(card))


def test_what_the_inspection_took_off_stands_with_its_section() -> None:
    taken = QuoteLine("deduction", -1_800, "7.2", "ORD-79001", "2", rate="0.20")
    final = replace(s.fee_quote(), lines=(*s.fee_quote().lines, taken))

    shown = words(tree(s.case_card(CaseState.DECIDED, settlement=final)))

    at = shown.index("Deduction 20%")
    assert shown[at : at + 3] == ["Deduction 20%", "−$18.00", "Policy 7.2"]
