"""What is on the customer's screen, as an interpreter needs it, and what a text becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from returns import commands as c
from returns import interpretation as i
from returns.basis import LineKey
from returns.cards import label_of
from returns.case import CHOOSING, Case, CaseState, awaiting, lines_without
from returns.matching import Match, match_items
from returns.owner_file import OwnerFile
from returns.policy import Verdict, verdicts
from returns.shop import Shop

_KEEP = "KEEP_WITH_DISCOUNT"

type Query = i.AskPolicy | i.AskStatus | i.AskWhy | i.Show | i.FindProduct | i.SmallTalk


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text asks for: commands of one batch, then questions in the order they were put.

    `new_case` says that the present case is over and another one begins; `declined` that the
    customer said no to the recap.
    """

    commands: tuple[c.Command, ...]
    queries: tuple[Query, ...]
    match: Match | None = None
    new_case: bool = False
    declined: bool = False


def screen_of(file: OwnerFile, shop: Shop, now: datetime, locale: str) -> i.Screen:
    """Return what the customer sees while typing."""
    tier = shop.tier(file.customer.tier)
    orders = tuple(file.orders.values())
    found = verdicts(orders, dict(file.ledgers), tier, shop, now)
    items = tuple(_item(verdict) for verdict in found)
    case = file.case
    lines = case.lines if case else ()
    chosen = {(line.order_id, line.line_id) for line in lines}
    return i.Screen(
        locale=locale,
        shop=shop.name,
        state=case.state if case else None,
        awaiting=awaiting(case) if case else None,
        items=items,
        selected=tuple(item for item in items if (item.order_id, item.line_id) in chosen),
        reasons=tuple(i.Option(r.code, label_of(r, locale)) for r in shop.reasons.values()),
        resolutions=tuple(i.Option(r.code, label_of(r, locale)) for r in shop.resolutions.values()),
        shipping=tuple(i.Option(m.code, label_of(m, locale)) for m in shop.shipping.values()),
        variants=_variants(case, shop),
    )


def _variants(case: Case | None, shop: Shop) -> tuple[i.Option, ...]:
    """Return what may go out for the line that is asked about."""
    if case is None or awaiting(case) != "variant":
        return ()
    line = next(iter(lines_without(case, "variant")), None)
    product = shop.catalog.get(line.product_id) if line else None
    return tuple(i.Option(name, name) for name in product.variants) if product else ()


def read(understanding: i.Understanding, screen: i.Screen, case: Case | None, text: str) -> Reading:
    """Turn what was said into commands and questions; identity and amounts never come from it."""
    commands: list[c.Command] = []
    queries: list[Query] = []
    match: Match | None = None
    new_case = declined = False
    for intent in understanding.intents:
        match intent:
            case i.HandOff():
                # A person is asked for: nothing else of the sentence counts.
                return Reading((*_opened(case), c.HandOff()), ())
            case i.CancelReturn():
                commands += [c.Cancel()] if case else []
                queries += [] if case else [i.AskStatus()]
            case i.UpdateReturn():
                if intent.items:
                    match = match_items(intent.items, screen.items)
                new_case = case is not None and case.state not in CHOOSING and _begins(intent)
                commands += _commands(intent, match, None if new_case else case, screen, text)
                declined = intent.answer == "no" and screen.awaiting == "confirm"
            case _:
                queries.append(intent)
    return Reading(tuple(commands), tuple(queries), match, new_case, declined)


def _opened(case: Case | None) -> tuple[c.Command, ...]:
    return () if case else (c.Start(),)


def _begins(intent: i.UpdateReturn) -> bool:
    return intent.started or bool(intent.items)


def _commands(
    intent: i.UpdateReturn, match: Match | None, case: Case | None, screen: i.Screen, text: str
) -> list[c.Command]:
    found: list[c.Command] = [*_opened(case)] if _begins(intent) or _fills(intent) else []
    selected = _selected(match, intent, case)
    if selected:
        found.append(c.SelectUnits(selected, add=intent.add))
    elif intent.quantity is not None and case and case.lines:
        found.append(c.SetQuantity(intent.quantity))
    if intent.reason:
        found.append(c.ChooseReason(intent.reason, intent.details, text[:500]))
    found += _own_reasons(intent, screen, text)
    if intent.resolution == _KEEP and case and awaiting(case) == "offer":
        # What is on the table is better than keeping it without an offer.
        found.append(c.AnswerOffer(accepted=True))
    elif intent.resolution:
        found.append(c.ChooseResolution(intent.resolution))
    found += _own_resolutions(intent, screen)
    if intent.shipping:
        found.append(c.ChooseShipping(intent.shipping))
    if intent.variant and case:
        found.append(c.ChooseVariant(variant=intent.variant))
    if intent.answer and case:
        found += _answered(intent.answer, case)
    return found


def _selected(
    match: Match | None, intent: i.UpdateReturn, case: Case | None
) -> tuple[c.Units, ...]:
    """Return what is to be selected; a selected thing named for its answer stays as it is."""
    units = match.units if match else ()
    if case is None or not any(mention.answered for mention in intent.items):
        return units
    known = {(line.order_id, line.line_id) for line in case.lines}
    fresh = tuple(
        unit
        for unit in units
        if unit.quantity is not None or (unit.order_id, unit.line_id) not in known
    )
    same = not fresh and known == {(unit.order_id, unit.line_id) for unit in units}
    return fresh if intent.add or same else units


def _own_reasons(intent: i.UpdateReturn, screen: i.Screen, text: str) -> list[c.Command]:
    """Return the reasons said of one thing alone; things without one are still asked about."""
    own = [
        c.ChooseReason(mention.reason, intent.details, text[:500], _keys(mention, screen))
        for mention in intent.items
        if mention.reason
    ]
    return [c.TakeApart("reason"), *(one for one in own if one.lines)] if own else []


def _own_resolutions(intent: i.UpdateReturn, screen: i.Screen) -> list[c.Command]:
    own = [
        c.ChooseResolution(mention.resolution, _keys(mention, screen))
        for mention in intent.items
        if mention.resolution
    ]
    return [c.TakeApart("resolution"), *(one for one in own if one.lines)] if own else []


def _keys(mention: i.ItemMention, screen: i.Screen) -> tuple[LineKey, ...]:
    units = match_items((mention,), screen.items).units
    return tuple(LineKey(unit.order_id, unit.line_id) for unit in units)


def _fills(intent: i.UpdateReturn) -> bool:
    return bool(intent.reason or intent.resolution or intent.shipping)


def _answered(answer: str, case: Case) -> list[c.Command]:
    """A yes counts only while the recap is on screen; evidence can be declined with a no."""
    if answer == "yes" and case.state in CHOOSING and awaiting(case) == "confirm":
        return [c.Confirm()]
    if case.state in CHOOSING and awaiting(case) == "offer":
        return [c.AnswerOffer(accepted=answer == "yes")]
    if case.state is CaseState.AWAITING_EVIDENCE:
        return [c.ContinueWithoutPhotos()]
    return []


def _item(verdict: Verdict) -> i.ScreenItem:
    return i.ScreenItem(
        order_id=verdict.order_id,
        line_id=verdict.line.line_id,
        name=verdict.name,
        category=verdict.category,
        remaining=verdict.remaining,
        eligible=verdict.eligible,
    )
