"""Small hand-made cards, one or more of each type."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chatkit_adapter.widgets.deck import Frame
from returns import card_kinds as k
from returns.basis import Basis
from returns.calendar import Calendar
from returns.case import CaseState
from returns.choice_events import OffersMade
from returns.events import LabelMade, PickupBooked, SelectedLine
from returns.explain import Explanation, Finding
from returns.money import Rate
from returns.order import Customer, Order, OrderLine, OrderStatus
from returns.policy import Verdict
from returns.quote import Quote, QuoteLine
from returns.rulebook import Reason, Resolution, RetentionOffer, ShippingMethod, Tier
from returns.rulebook import ResolutionKind as Kind
from returns.shop import Shop
from tests.builders import a_customer, a_shop

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CASE_ID = "case_01KAQZ8W3M5N7P9R1T3V5X7Y9Z"
HOSTILE = "</script><b>\"Hub\"</b> {{ 7 * 7 }} {% raw %} 'x' \\ \n & \u2028"

DAMAGED = Reason(
    "DAMAGED",
    {"en": "Damaged/Defective", "de": "Beschädigt/Defekt"},
    {"en": "damaged"},
    {"en": "It arrived broken or does not work"},
    "4.1",
    merchant_fault=True,
)
CHANGED_MIND = Reason(
    "CHANGED_MIND", {"en": "Changed my mind"}, {}, {"en": "I do not want it after all"}, "4.5"
)
OTHER = Reason(
    "OTHER", {"en": "Other"}, {}, {"en": "Tell us in a few words"}, "4.9", requires_details=True
)
REFUND = Resolution("FULL_REFUND", {"en": "Refund"}, {"en": "Back to how you paid"}, "5.1")
CREDIT = Resolution(
    "STORE_CREDIT",
    {"en": "Store credit"},
    {"en": "With a bonus"},
    "5.2",
    Kind.CREDIT,
    bonus=Rate("0.10"),
)
EXCHANGE = Resolution(
    "EXCHANGE", {"en": "Exchange"}, {"en": "The same product again"}, "5.3", Kind.EXCHANGE
)
KEEP = Resolution(
    "KEEP_WITH_DISCOUNT",
    {"en": "Keep it with a discount"},
    {"en": "Nothing to send back, paid at once"},
    "5.4",
    Kind.KEEP,
    discount=Rate("0.20"),
)
LABEL = ShippingMethod(
    "PREPAID_LABEL",
    {"en": "Prepaid shipping label"},
    {"en": "Print it and hand the parcel to any carrier counter"},
    "7.1",
    695,
    "Ground Return",
)
PICKUP = ShippingMethod(
    "SCHEDULE_PICKUP",
    {"en": "Schedule pickup"},
    {"en": "A courier collects it at your door"},
    "7.3",
    995,
    "Home Pickup",
    pickup=True,
)
STORE = ShippingMethod(
    "RETURN_TO_STORE",
    {"en": "Return to store"},
    {"en": "Bring it to any store with the pass on your phone"},
    "7.4",
    0,
    "Store return",
    store=True,
)


def shop() -> Shop:
    return a_shop(
        calendar=Calendar("UTC"),
        contact="Call +1 555 0100.",
        sections={"photos": "8.1"},
        locales=("en",),
    )


def frame(locale: str = "en") -> Frame:
    return Frame(CASE_ID, 4, locale, shop())


def customer() -> Customer:
    return replace(
        a_customer(),
        name="Robert Johnson",
        email="rjohnson@company.com",
        phone="+1 555 0123",
        member_since=datetime(2021, 3, 9, tzinfo=UTC),
    )


def row(line_id: str, name: str, *, order_id: str = "ORD-79001", **facts: Any) -> k.ItemRow:
    line = OrderLine(line_id, "P-1", facts.pop("quantity", 2), 8_999, 17_998)
    section = facts.pop("section", "2.1")
    facts = {"remaining": 1, "days_left": 25} | facts
    why = Explanation("eligibility", "", "7", (Finding("window.default", section),))
    return k.ItemRow(Verdict(line, order_id, name, "smart_home", why, **facts), 8_999, "USD")


def group(*rows: k.ItemRow, order_id: str = "ORD-79001") -> k.OrderGroup:
    placed = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
    order = Order(order_id, "ann", OrderStatus.DELIVERED, "USD", placed, placed, (), ())
    return k.OrderGroup(order, rows)


def items_card(*groups: k.OrderGroup, hidden: int = 0) -> k.ItemsCard:
    tier = Tier("platinum", {"en": "Platinum"}, "discovery", 30, fee_exempt=True)
    returnable = sum(row.verdict.eligible for group in groups for row in group.rows)
    return k.ItemsCard(customer(), tier, groups, returnable, hidden)


def long_items_card(count: int, name: str = "Ultra HD Smart Display") -> k.ItemsCard:
    orders = [f"ORD-7900{n}" for n in range(3)]
    rows = [row(str(n), f"{name} {n}", order_id=orders[n % 3]) for n in range(count)]
    return items_card(*(group(*rows[n::3], order_id=orders[n]) for n in range(3)))


def line(name: str = "Smart Home Hub", quantity: int = 1, available: int = 2) -> SelectedLine:
    return SelectedLine(
        "ORD-79001", "2", "P-1", name, "smart_home", quantity, available, 8_999, "USD"
    )


def quote(*rows: QuoteLine) -> Quote:
    goods = QuoteLine("goods", 8_999, "5.1", "ORD-79001", "2")
    return Quote("USD", rows or (goods,), (), NOW + timedelta(hours=72), Basis("USD", "7", ()))


def credit_quote() -> Quote:
    goods = QuoteLine("goods", 8_999, "5.1", "ORD-79001", "2")
    return quote(goods, QuoteLine("bonus", 900, "5.2", rate="0.10"))


def fee_quote() -> Quote:
    return quote(
        QuoteLine("goods", 8_999, "5.1", "ORD-79001", "2"),
        QuoteLine("tax", 742, "5.1", "ORD-79001", "2"),
        QuoteLine("restocking", -1_350, "6.1", rate="0.15"),
        QuoteLine("shipping", -695, "6.2"),
    )


def even_quote() -> Quote:
    goods = QuoteLine("goods", 8_999, "5.1", "ORD-79001", "2")
    return quote(goods, QuoteLine("exchange", -8_999, "5.3"))


def keep_quote() -> Quote:
    return quote(QuoteLine("discount", 1_800, "5.4", "ORD-79001", "2", "0.20"))


def resolution_card() -> k.ResolutionCard:
    return k.ResolutionCard(
        (
            k.ResolutionOption(REFUND, quote()),
            k.ResolutionOption(CREDIT, credit_quote()),
            k.ResolutionOption(EXCHANGE, even_quote(), 25),
            k.ResolutionOption(KEEP, keep_quote()),
        )
    )


def recap_card(**changes: Any) -> k.RecapCard:
    card = k.RecapCard((recap_line(),), LABEL, fee_quote(), needs_photos=False)
    return replace(card, **changes)


def recap_line(**changes: Any) -> k.RecapLine:
    return replace(k.RecapLine(line(), CHANGED_MIND, "", REFUND), **changes)


def case_card(state: CaseState, **changes: Any) -> k.CaseCard:
    label = LabelMade("c:make_label:1", 1, "a.pdf", "ZV-1001-1", NOW + timedelta(days=14))
    card = k.CaseCard(
        lines=(line(),),
        state=state,
        return_number="RMA-7KQ2-9XMD",
        resolutions=(CREDIT,),
        shipping=LABEL,
        chosen=None,
        quote=credit_quote(),
        settlement=None,
        units=(),
        labels=(label,),
        pickup=None,
        until=NOW + timedelta(days=14),
        can_cancel=state in {CaseState.APPROVED, CaseState.AWAITING_SHIPMENT},
    )
    return replace(card, **changes)


def pickup() -> PickupBooked:
    start = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    return PickupBooked("c:book_pickup:1", "PU-1", start, start + timedelta(hours=3))


SENDING = CaseState.AWAITING_SHIPMENT

CARDS: dict[str, k.Card] = {
    "items": items_card(
        group(
            row("1", "Ultra HD Smart Display", quantity=1, days_left=10),
            row("2", "Smart Home Hub"),
            row("3", "Wool Socks", remaining=2, code="hygiene", section="3.2"),
        ),
        group(row("2", "Smart Home Hub", order_id="ORD-79002", days_left=1), order_id="ORD-79002"),
        hidden=3,
    ),
    "items_nothing": items_card(group(row("3", "Wool Socks", code="window_over", days_left=-2))),
    "reason": k.ReasonCard((line(),), (DAMAGED, CHANGED_MIND, OTHER)),
    "resolution": resolution_card(),
    "shipping": k.ShippingCard((k.ShippingOption(LABEL, 695), k.ShippingOption(STORE, 0)), "USD"),
    "offer": k.OfferCard(
        (line(),),
        OffersMade("STAY_25", "0.25", "4.5"),
        RetentionOffer("STAY_25", {"en": "25% back if you keep it"}, "4.5", Rate("0.25")),
        keep_quote(),
    ),
    "variant": k.VariantCard(
        line(),
        (
            k.VariantOption("P-1", "Smart Home Hub", "Black", in_stock=True),
            k.VariantOption("P-1", "Smart Home Hub", "White", in_stock=False),
        ),
    ),
    "recap": recap_card(
        lines=(recap_line(reason=OTHER, details="The lid is loose"),), needs_photos=True
    ),
    "recap_keep": recap_card(
        lines=(recap_line(resolution=KEEP),), shipping=None, quote=keep_quote()
    ),
    "recap_mixed": recap_card(
        lines=(
            recap_line(),
            recap_line(
                line=line("USB-C Cable"), reason=DAMAGED, resolution=EXCHANGE, variant="6 ft"
            ),
        )
    ),
    "evidence": k.EvidenceCard(NOW + timedelta(hours=120)),
    "case_parcel": case_card(SENDING),
    "case_store": case_card(SENDING, shipping=STORE),
    "case_pickup": case_card(SENDING, shipping=PICKUP, pickup=pickup()),
    "case_keep": case_card(
        CaseState.APPROVED, resolutions=(KEEP,), shipping=None, quote=keep_quote(), labels=()
    ),
    "case_exchange": case_card(CaseState.IN_TRANSIT, resolutions=(EXCHANGE,), quote=even_quote()),
    "case_review": case_card(CaseState.IN_REVIEW, return_number=None, labels=(), until=None),
    "case_closed": case_card(CaseState.CLOSED),
    "case_decided": case_card(
        CaseState.DECIDED,
        settlement=quote(
            QuoteLine("goods", 8_999, "5.1", "ORD-79001", "2"),
            QuoteLine("deduction", -1_800, "9.2", "ORD-79001", "2", "0.20", unit=1),
        ),
        dispute_until=NOW + timedelta(days=10),
    ),
    "case_declined": case_card(CaseState.DECLINED, return_number=None, labels=()),
}
