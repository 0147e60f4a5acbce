"""The notices a customer is sent: which template says what, with facts of the case only."""

from __future__ import annotations

from datetime import datetime

from returns.amounts import amount_text
from returns.case import Case
from returns.money import Money
from returns.order import Customer
from returns.ports import MovementKind
from returns.settlement import settlement_of
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
        "parcel_lost": (
            f"The carrier has lost your return {number}",
            "You do not have to do anything: you are paid in full.",
        ),
        "pickup_missed": (
            f"The courier for your return {number} did not come",
            "We have booked another pickup. You do not pay twice, and your label stays valid.",
        ),
        "decided": (
            f"Your return {number} has been inspected",
            _deducted(case, shop),
        ),
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
        **_reminders(case),
    }[template]
    return subject, f"Hello {customer.first_name},\n\n{body}\n\n{shop.name}\n{shop.contact}\n"


def _reminders(case: Case) -> dict[str, tuple[str, str]]:
    """Return the reminders by their timers' codes."""
    number, until = case.return_number or "", day_text(case.until) if case.until else "soon"
    send = (f"Please send your return {number}", f"Its label is valid until {until}.")
    paid = (f"Please send your return {number}", "You have been paid already; the goods are due.")
    labels = {f"label_{after.days}": send for after in case.timers.label_reminders}
    recovery = {f"recovery_{after.days}": paid for after in case.timers.recovery_reminders}
    photos = ("We are waiting for your photos", f"Please add them to the conversation by {until}.")
    return {**labels, **recovery, "photos_reminder": photos}


def _deducted(case: Case, shop: Shop) -> str:
    """Return what was taken off, row by row, and until when it can be disputed."""
    final = settlement_of(case) if case.quote else None
    rows = [row for row in final.lines if row.code in {"deduction", "rejection"}] if final else []
    currency = final.currency if final else shop.currency
    taken = "\n".join(
        f"- {amount_text(Money(-row.minor, currency), case.locale)} (policy {row.section})"
        for row in rows
    )
    until = f" Tell us by {day_text(case.until)} if you do not agree." if case.until else ""
    return f"The inspection took off:\n{taken}\n\n{until.strip()}"


def paid_minor(case: Case) -> int:
    """Return what has been paid to the customer, in minor units; what they paid is not in it."""
    return sum(
        movement.amount.minor
        for movement in case.movements
        if movement.kind is not MovementKind.COLLECTION
    )


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
    paid = paid_minor(case)
    if not case.quote or not paid:
        return "Everything has been settled."
    amount = amount_text(Money(paid, case.quote.currency), case.locale)
    kinds = {movement.kind for movement in case.movements}
    credit = kinds <= {MovementKind.CREDIT_PRINCIPAL, MovementKind.CREDIT_BONUS}
    where = "has been added to your store credit" if credit else "is on its way to how you paid"
    return f"{amount} {where}."
