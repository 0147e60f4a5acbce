"""The notices a customer is sent: which template says what, with facts of the case only."""

from __future__ import annotations

from datetime import datetime

from returns.amounts import amount_text
from returns.case import Case
from returns.money import Money
from returns.order import Customer
from returns.shop import Shop


def notice_text(template: str, case: Case, customer: Customer, shop: Shop) -> tuple[str, str]:
    """Return subject and text of a notice.

    Raises:
        KeyError: no such template.
    """
    number = case.return_number or ""
    subject, body = {
        "logistics_ready": (
            f"Your return {number} is ready to send",
            _ready(case),
        ),
        "received": (f"We have received your return {number}", "We are inspecting it now."),
        "closed": (f"Your return {number} is complete", _settled(case)),
        "cancelled": (
            f"Your return {number} is cancelled",
            "Please do not use its label. Nothing was charged, and you keep the goods.",
        ),
        "expired": (
            f"Your return {number} has expired",
            "Its label is no longer valid. You can start a new return while the window is open.",
        ),
        "declined": (
            "About your return request",
            f"{case.decline.text if case.decline else ''} If you disagree, reply to this message.",
        ),
    }[template]
    return subject, f"Hello {customer.first_name},\n\n{body}\n\n{shop.name}\n{shop.contact}\n"


def day_text(moment: datetime) -> str:
    """Return a day as it stands in a sentence, such as December 7, 2026."""
    return f"{moment:%B} {moment.day}, {moment.year}"


def _ready(case: Case) -> str:
    until = day_text(case.until) if case.until else "two weeks from now"
    if case.shipping and case.shipping.store:
        return f"Bring the goods and your pass to any of our stores by {until}."
    lines = [f"Your label is in the conversation and valid until {until}."]
    tracking = ", ".join(label.tracking_number for label in case.labels if label.tracking_number)
    if tracking:
        lines.append(f"Tracking number: {tracking}.")
    if case.pickup:
        start, end = case.pickup.starts_at, case.pickup.ends_at
        lines.append(f"A courier comes on {day_text(start)}, {start:%H:%M}-{end:%H:%M}.")
    return " ".join(lines)


def _settled(case: Case) -> str:
    if case.exchange_orders:
        return f"Your replacement is on its way: order {', '.join(case.exchange_orders)}."
    paid = sum(movement.amount.minor for movement in case.movements)
    if not case.quote or not paid:
        return "Everything has been settled."
    amount = amount_text(Money(paid, case.quote.currency), case.locale)
    credit = case.resolution is not None and case.resolution.code == "STORE_CREDIT"
    where = "has been added to your store credit" if credit else "is on its way to how you paid"
    return f"{amount} {where}."
