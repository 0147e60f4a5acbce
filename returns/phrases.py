"""What the desk says: templates filled with facts of the case, never with a model's words."""

from __future__ import annotations

from types import MappingProxyType

from returns.case import Case, CaseState, Milestone, awaiting
from returns.errors import CommandRefused, OrderNotFound
from returns.matching import Match
from returns.notices import paid_minor
from returns.order import Customer
from returns.phrases_english import ENGLISH
from returns.phrases_french import FRENCH
from returns.phrases_german import GERMAN
from returns.ports import MovementKind
from returns.shop import Shop, localized
from returns.wording import (
    Tables,
    all_of,
    day_text,
    fill,
    money_text,
    number_word,
    one_of,
    words_of,
)

TABLES: Tables = MappingProxyType({"en": ENGLISH, "de": GERMAN, "fr": FRENCH})


def say(key: str, locale: str, **facts: object) -> str:
    """Return one of the desk's sentences in a locale's language.

    Raises:
        KeyError: no such sentence, or a fact of it is missing.
    """
    return fill(words_of(TABLES, locale)[key], **facts)


def greeting(customer: Customer, shop: Shop, locale: str) -> str:
    return shop.text("greeting", locale).replace("{first_name}", customer.first_name)


def items_text(case: Case) -> str:
    """Return the selection in words, such as "Smart Home Hub and 2 × USB-C Cable"."""
    names = [
        line.name if line.quantity == 1 else f"{line.quantity} × {line.name}" for line in case.lines
    ]
    return all_of(names, case.locale)


def question(case: Case, customer: Customer, shop: Shop) -> str:
    """Return the sentence that goes with the next card, acknowledging what is known."""
    locale = case.locale
    slot = awaiting(case)
    match slot:
        case "item":
            return say("question.item", locale, greeting=greeting(customer, shop, locale))
        case "reason":
            return say(f"question.reason.{_number(case)}", locale, items=_selection(case))
        case "resolution":
            return _acknowledged(case, shop)
        case "shipping":
            chosen = [shop.resolutions[code] for code in case.codes if code in shop.resolutions]
            label = " + ".join(localized(one.label, locale) for one in chosen)
            return say(f"question.shipping.{_number(case)}", locale, label=label)
        case "offer" | "variant" | "confirm" | "photos":
            return say(f"question.{slot}", locale)
        case _:
            return state_text(case, shop)


def _selection(case: Case) -> str:
    line = case.lines[0]
    if len(case.lines) > 1 or line.quantity > 1 or line.available == 1:
        return items_text(case)
    locale = case.locale
    one, count = number_word(1, locale), number_word(line.available, locale)
    return say("selection.part", locale, name=line.name, one=one, count=count)


def _number(case: Case) -> str:
    return "one" if len(case.lines) == 1 and case.lines[0].quantity == 1 else "many"


def _acknowledged(case: Case, shop: Shop) -> str:
    chosen = case.reason_of(case.lines[0].key) if case.lines else None
    reason = shop.reasons.get(chosen.code) if chosen else None
    said = localized(reason.said, case.locale) if reason else ""
    pattern = shop.text("acknowledge", case.locale)
    return pattern.replace("{item}", items_text(case)).replace("{reason}", said)


def state_text(case: Case, shop: Shop) -> str:
    """Return where a confirmed case stands, claiming only what has happened."""
    locale = case.locale
    key = _STATE_KEYS.get(case.state, case.state.value)
    if case.state is CaseState.DECIDED and case.until:
        key = "DECIDED.until"
    if f"state.{key}" not in words_of(TABLES, locale):
        return say("state.open", locale)
    return say(
        f"state.{key}",
        locale,
        number=f"**{case.return_number}**" if case.return_number else "",
        preparing=_preparing(case),
        send=_send(case, shop),
        day=day_text(shop.day(case.until), locale) if case.until else "",
        settled=settled_text(case),
        reason=case.decline.text if case.decline else "",
        contact=shop.contact,
    ).strip()


_STATE_KEYS = {CaseState.INSPECTING: "RECEIVED", CaseState.DECIDED: "RECEIVED"}


def _preparing(case: Case) -> str:
    if case.keeps_goods:
        return say("preparing.keep", case.locale)
    store = case.shipping is not None and case.shipping.store
    return say("preparing.store" if store else "preparing.label", case.locale)


def _send(case: Case, shop: Shop) -> str:
    locale = case.locale
    if case.shipping and case.shipping.store:
        return say("send.store", locale, until=_until(case, shop))
    if case.pickup:
        start, end = (shop.local(at) for at in (case.pickup.starts_at, case.pickup.ends_at))
        hours = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
        return say("send.pickup", locale, day=day_text(start, locale), **hours)
    return say("send.label", locale, until=_until(case, shop))


def _until(case: Case, shop: Shop) -> str:
    locale = case.locale
    day = day_text(shop.day(case.until), locale) if case.until else ""
    return say("until", locale, day=day) if day else ""


def settled_text(case: Case) -> str:
    """Return what was paid, from the movements that are recorded."""
    if case.exchange_orders:
        return say("settled.exchange", case.locale, orders=", ".join(case.exchange_orders))
    paid = paid_minor(case)
    if not paid or not case.quote:
        return ""
    amount = money_text(paid, case.quote.currency, case.locale)
    kinds = {movement.kind for movement in case.movements}
    credit = kinds <= {MovementKind.CREDIT_PRINCIPAL, MovementKind.CREDIT_BONUS}
    return say("settled.credit" if credit else "settled.refund", case.locale, amount=amount)


def milestone_text(milestone: Milestone, case: Case, shop: Shop) -> str:
    """Return what the customer is told of something that happened meanwhile."""
    locale = case.locale
    number = f"**{case.return_number}**" if case.return_number else say("your_return", locale)
    match milestone.code:
        case "logistics_ready":
            kind = "store" if case.shipping and case.shipping.store else "label"
            # Told late, it may have been used already, or be void.
            todo = f" {_send(case, shop)}" if case.state is CaseState.AWAITING_SHIPMENT else ""
            return say(f"milestone.ready.{kind}", locale, number=number, todo=todo)
        case "closed":
            settled = settled_text(case)
            return say("milestone.closed", locale, number=number, settled=settled).strip()
        case code if code.startswith("reminded."):
            code = code.removeprefix("reminded.")
            return reminder_text(code, case, shop) if code in case.reminded else ""
        case code if f"milestone.{code}" in ENGLISH:
            return say(f"milestone.{code}", locale, number=number)
        case _:
            return state_text(case, shop)


def reminder_text(code: str, case: Case, shop: Shop) -> str:
    """Return what a customer is reminded of; "" for what reminds the shop's own people."""
    locale = case.locale
    number = f"**{case.return_number}**" if case.return_number else say("this_return", locale)
    kinds = {"photos_reminder": "photos", "label_": "label", "recovery": "recovery"}
    kind = next((kind for start, kind in kinds.items() if code.startswith(start)), "")
    return say(f"reminder.{kind}", locale, number=number, until=_until(case, shop)) if kind else ""


def match_text(match: Match, locale: str) -> str:
    """Return what has to be asked about the items a customer named; "" when all are clear."""
    parts = [say("match.foreign", locale, order=order) for order in match.foreign_orders]
    parts += [say("match.unmatched", locale, words=words) for words in match.unmatched]
    for words, candidates in match.ambiguous:
        names = one_of([f"{item.name} ({item.order_id})" for item in candidates[:4]], locale)
        parts.append(say("match.ambiguous", locale, words=words, names=names))
    return " ".join(parts)


def refusal_text(refusal: CommandRefused | OrderNotFound, shop: Shop, locale: str) -> str:
    """Return why something was refused, and what to do instead."""
    if isinstance(refusal, OrderNotFound):
        return say("not_found", locale, order=refusal.order_id)
    name, _, rest = refusal.subject.partition("|")
    kind = f"not_offered.{refusal.code.partition('_')[0]}"
    keys = (f"refusal.{refusal.code}", kind, "not_possible")
    key = next(key for key in keys if key in ENGLISH)
    text = say(key, locale, name=name, rest=rest, contact=shop.contact)
    return text + (say("section", locale, section=refusal.section) if refusal.section else "")
