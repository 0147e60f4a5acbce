"""The notices a customer is sent: which template says what, with facts of the case only."""

from __future__ import annotations

from types import MappingProxyType

from returns.case import Case
from returns.notices_english import ENGLISH
from returns.notices_french import FRENCH
from returns.notices_german import GERMAN
from returns.order import Customer
from returns.ports import MovementKind
from returns.settlement import settlement_of
from returns.shop import Shop
from returns.wording import Tables, day_text, fill, money_text, words_of

TABLES: Tables = MappingProxyType({"en": ENGLISH, "de": GERMAN, "fr": FRENCH})

_PLAIN = ("received", "parcel_lost", "pickup_missed", "cancelled", "expired", "declined")


def notice_text(template: str, case: Case, customer: Customer, shop: Shop) -> tuple[str, str]:
    """Return subject and text of a notice, in the language of the case.

    Raises:
        KeyError: no such template.
    """
    kind, body = _told(template, case, shop)
    subject = _say(f"{kind}.subject", case, number=case.return_number or "")
    facts = {"first_name": customer.first_name, "shop": shop.name, "contact": shop.contact}
    return subject, _say("letter", case, body=body, **facts)


def _told(template: str, case: Case, shop: Shop) -> tuple[str, str]:
    """Return which words a notice is made of, and its own text."""
    if template in _PLAIN:
        reason = case.decline.text if case.decline else ""
        return template, _say(f"{template}.text", case, reason=reason)
    if template in {"logistics_ready", "decided", "closed"}:
        made = {"logistics_ready": _ready(case, shop), "decided": _deducted(case, shop)}
        return template, made.get(template) or _settled(case)
    kind = _reminders(case)[template]
    until = day_text(shop.day(case.until), case.locale) if case.until else _say("soon", case)
    return kind, _say(f"{kind}.text", case, until=until)


def _say(key: str, case: Case, **facts: object) -> str:
    return fill(words_of(TABLES, case.locale)[key], **facts)


def _reminders(case: Case) -> dict[str, str]:
    """Return which words each reminder is made of, by its timer's code."""
    labels = {f"label_{after.days}": "label" for after in case.timers.label_reminders}
    recovery = {f"recovery_{after.days}": "recovery" for after in case.timers.recovery_reminders}
    return {**labels, **recovery, "photos_reminder": "photos"}


def _deducted(case: Case, shop: Shop) -> str:
    """Return what was taken off, row by row, and until when it can be disputed."""
    final = settlement_of(case) if case.quote else None
    rows = [row for row in final.lines if row.code in {"deduction", "rejection"}] if final else []
    currency = final.currency if final else shop.currency
    taken = "\n".join(
        _say(
            "decided.row",
            case,
            amount=money_text(-row.minor, currency, case.locale),
            section=row.section,
        )
        for row in rows
    )
    day = day_text(shop.day(case.until), case.locale) if case.until else ""
    until = _say("decided.until", case, day=day) if day else ""
    return _say("decided.text", case, taken=taken, until=until)


def paid_minor(case: Case) -> int:
    """Return what has been paid to the customer, in minor units; what they paid is not in it."""
    return sum(
        movement.amount.minor
        for movement in case.movements
        if movement.kind is not MovementKind.COLLECTION
    )


def _ready(case: Case, shop: Shop) -> str:
    until = day_text(shop.day(case.until), case.locale) if case.until else _say("two_weeks", case)
    if case.shipping and case.shipping.store:
        return _say("logistics_ready.store", case, until=until)
    lines = [_say("logistics_ready.label", case, until=until)]
    tracking = ", ".join(label.tracking_number for label in case.labels if label.tracking_number)
    if tracking:
        lines.append(_say("logistics_ready.tracking", case, tracking=tracking))
    if case.pickup:
        start, end = (shop.local(at) for at in (case.pickup.starts_at, case.pickup.ends_at))
        hours = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
        day = day_text(start, case.locale)
        lines.append(_say("logistics_ready.pickup", case, day=day, **hours))
    return " ".join(lines)


def _settled(case: Case) -> str:
    if case.exchange_orders:
        return _say("closed.exchange", case, orders=", ".join(case.exchange_orders))
    paid = paid_minor(case)
    if not case.quote or not paid:
        return _say("closed.nothing", case)
    amount = money_text(paid, case.quote.currency, case.locale)
    kinds = {movement.kind for movement in case.movements}
    credit = kinds <= {MovementKind.CREDIT_PRINCIPAL, MovementKind.CREDIT_BONUS}
    return _say("closed.credit" if credit else "closed.refund", case, amount=amount)
