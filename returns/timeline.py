"""A case's story in sentences, for the customer and for staff."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from returns import events as e
from returns.quote import QuoteLine
from returns.shop import Shop, localized
from returns.timeline_english import ENGLISH
from returns.timeline_french import FRENCH
from returns.timeline_german import GERMAN
from returns.wording import Tables, day_text, fill, money_text, percent, words_of

TABLES: Tables = MappingProxyType({"en": ENGLISH, "de": GERMAN, "fr": FRENCH})


def timeline(history: Iterable[e.Recorded], locale: str, shop: Shop) -> list[dict[str, str]]:
    """Return `{"at", "text"}` rows of everything worth telling, in order."""
    rows = ((recorded.at, sentence(recorded.event, locale, shop)) for recorded in history)
    return [{"at": at.isoformat(), "text": text} for at, text in rows if text]


def sentence(event: e.Event, locale: str, shop: Shop) -> str:
    """Return what an event means in words; "" for what concerns nobody outside."""
    match event:
        case e.CaseStarted():
            return _say("started", locale)
        case e.UnitsSelected(lines=lines):
            items = ", ".join(f"{line.quantity} × {line.name} ({line.order_id})" for line in lines)
            return _say("chosen", locale, items=items)
        case e.ReasonChosen(code=code) if code in shop.reasons:
            return _say("reason", locale, label=localized(shop.reasons[code].label, locale))
        case e.ResolutionChosen(code=code) if code in shop.resolutions:
            return _say("resolution", locale, label=localized(shop.resolutions[code].label, locale))
        case e.ShippingChosen(code=code) if code in shop.shipping:
            return _say("shipping", locale, label=localized(shop.shipping[code].label, locale))
        case e.Quoted(quote=quote):
            amount = money_text(quote.total_minor, quote.currency, locale)
            return _say("quoted", locale, amount=amount)
        case e.QuoteReleased(why=why):
            return _say(f"quote_released.{why}", locale)
        case e.Approved(return_number=number):
            return _say("approved", locale, number=number)
        case e.Declined(text=text):
            return _say("declined", locale, text=text)
        case e.LogisticsReady(until=until):
            return _say("ready", locale, day=day_text(shop.day(until), locale))
        case e.LabelMade(tracking_number=number) if number:
            return _say("label", locale, number=number)
        case e.PickupBooked(starts_at=starts, ends_at=ends):
            start, end = shop.local(starts), shop.local(ends)
            hours = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
            return _say("pickup", locale, day=day_text(start, locale), **hours)
        case e.MoneyMoved(movements=movements):
            parts = (
                f"{money_text(moved.amount.minor, moved.amount.currency, locale)}"
                f" {_say(f'kind.{moved.kind}', locale)}"
                for moved in movements
            )
            return _say("paid", locale, parts=", ".join(parts))
        case e.ExchangePlaced(order_ids=order_ids):
            return _say("exchange", locale, orders=", ".join(order_ids))
        case _:
            told = _of_goods(event, locale, shop) or _of_people(event, locale)
            return told or words_of(TABLES, locale).get(f"plain.{event.type}", "")


def _say(key: str, locale: str, **facts: object) -> str:
    return fill(words_of(TABLES, locale)[key], **facts)


def _of_goods(event: e.Event, locale: str, shop: Shop) -> str:
    """Return what happened to the goods, or was offered for them, in words."""
    match event:
        case e.UnitGraded(ref=ref, grade=grade):
            return _say("graded", locale, unit=ref.unit, line=ref.line.line_id, grade=grade)
        case e.ParcelScanned(code=code):
            return _say("carrier", locale, code=code.replace("_", " "))
        case e.OffersMade(discount=discount):
            return _say("offered", locale, rate=percent(discount, locale))
        case e.OfferAnswered(accepted=accepted):
            return _say("offer.accepted" if accepted else "offer.declined", locale)
        case e.VariantChosen(variant=variant) if variant:
            return _say("variant", locale, variant=variant)
        case e.Decided(until=until) if until:
            return _say("decided.until", locale, day=day_text(shop.day(until), locale))
        case _:
            return ""


def _of_people(event: e.Event, locale: str) -> str:
    """Return what people decided or were asked, in words."""
    match event:
        case e.Disputed(reason=reason):
            return _say("disputed", locale, reason=reason)
        case e.Held(why=why):
            return _say("held", locale, why=why)
        case e.Escalated(code=code):
            return _say("escalated", locale, code=code.replace("_", " "))
        case e.Overridden(act=act, reason=reason):
            return _say("overridden", locale, act=act.replace("_", " "), reason=reason)
        case e.Reopened(why=why):
            return _say("reopened", locale, why=why)
        case e.Reminded(code=code):
            return _say("reminded", locale, code=code.replace("_", " "))
        case _:
            return ""


def quote_line_text(line: QuoteLine, currency: str, locale: str) -> str:
    """Return a row of the calculation in words, such as "Restocking fee 15%: −$6.43"."""
    rate = f" {percent(line.rate, locale)}" if line.rate else ""
    words = words_of(TABLES, locale).get(f"row.{line.code}", line.code)
    return f"{words}{rate}: {money_text(line.minor, currency, locale)}"
