"""Answers "why?": the explanation of what is on the customer's screen, as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from returns.amounts import amount_text
from returns.card_kinds import (
    CaseCard,
    ItemsCard,
    OfferCard,
    ReasonCard,
    RecapCard,
    ResolutionCard,
)
from returns.cards import card_for, items_card, label_of, slot_of
from returns.explain import Explanation
from returns.explained import text_of, told, version_text
from returns.owner_file import OwnerFile
from returns.policy import Verdict
from returns.quote import Quote
from returns.shop import Shop

_LONGEST_LIST = 10


def why(file: OwnerFile, shop: Shop, now: datetime, locale: str) -> str:
    """Return why what is on screen is so, a row for each thing; "" when nothing needs a reason.

    Where nothing has an amount yet, it says what may come back and what may not.
    """
    rows = _rows(file, shop, now, locale)
    if not rows:
        return ""
    version = version_text(shop.policy_version, locale)
    return "\n".join([*(f"- {row}" for row in rows[:_LONGEST_LIST]), "", version]).strip()


def _rows(file: OwnerFile, shop: Shop, now: datetime, locale: str) -> list[str]:
    case = file.case
    if case is None:
        return _of_items(items_card(file, shop, now), shop, locale)
    slot = slot_of(case)
    # What has no amounts of its own is explained by those that are known so far.
    card = card_for(
        "confirm" if slot in {"variant", "shipping", "photos"} else slot, file, shop, now
    )
    match card:
        case ItemsCard():
            return _of_items(card, shop, locale)
        case ReasonCard(lines=lines):
            keys = {line.key for line in lines}
            found = _verdicts(items_card(file, shop, now))
            return [
                _named(one.name, one.explanation, locale, shop)
                for one in found
                if (one.order_id, one.line.line_id) in {(k.order_id, k.line_id) for k in keys}
            ]
        case ResolutionCard(options=options):
            return [
                f"**{label_of(option.resolution, locale)}**, "
                f"{amount_text(option.quote.total, locale)}: "
                f"{' '.join(_of_quote(option.quote, shop, locale))}"
                for option in options
            ]
        case OfferCard(quote=quote) | RecapCard(quote=quote):
            return _of_quote(quote, shop, locale)
        case CaseCard(settlement=settlement, quote=quote):
            priced = settlement or quote
            return _of_quote(priced, shop, locale) if priced else []
        case _:
            return []


def _of_items(card: ItemsCard, shop: Shop, locale: str) -> list[str]:
    """Return the reasons of what may not come back; where everything may, those of all."""
    found = list(_verdicts(card))
    refused = [one for one in found if not one.eligible]
    return [_named(one.name, one.explanation, locale, shop) for one in refused or found]


def _verdicts(card: ItemsCard) -> Iterable[Verdict]:
    return (row.verdict for group in card.groups for row in group.rows)


def _named(name: str, explanation: Explanation, locale: str, shop: Shop) -> str:
    return f"**{name}**: {text_of(told(explanation, locale, shop), locale)}"


def _of_quote(quote: Quote, shop: Shop, locale: str) -> list[str]:
    """Return each row's reason, with those that charge nothing, once where they say the same."""
    said = (
        text_of(told(quote.explanation(row), locale, shop), locale)
        for row in (*quote.lines, *quote.waived)
    )
    return list(dict.fromkeys(said))
