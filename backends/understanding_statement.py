"""What the statements of a text change about a return: one update, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backends.understanding_items import Context, Named, read_items
from backends.understanding_lexicon import Lexicon
from backends.understanding_orders import OrderNamed, read_orders
from backends.understanding_pairs import with_own_answers
from backends.understanding_quantity import adds, read_quantity
from backends.understanding_slots import Slots, read_slots
from backends.understanding_text import Said
from returns.interpretation import ItemMention, Screen, UpdateReturn
from returns.matching import match_items

_OTHER = "OTHER"
_DETAILS = re.compile(
    r"\s*(?P<mark>[:,–—-]|(?:because|that|weil|car)\b)?\s*(?P<rest>.*)", re.DOTALL
)


def read_other(said: Said, screen: Screen, lexicon: Lexicon) -> UpdateReturn | None:
    """Read "other: …": the rest is the customer's own account and is not read further."""
    opening = lexicon["other"].match(said.folded)
    offered = any(option.code == _OTHER for option in screen.reasons)
    if opening is None or not offered:
        return None
    rest = _DETAILS.match(said.text, opening.end())
    details = rest["rest"].strip() if rest else ""
    marked = bool(rest and rest["mark"]) or not details
    if not marked and screen.awaiting != "reason":
        return None
    return UpdateReturn(reason=_OTHER, details=details.strip(" ."))


@dataclass(frozen=True, slots=True)
class Statement:
    """What was stated, and whether it sounded like second thoughts."""

    update: UpdateReturn
    second_thoughts: bool = False


def read_statement(said: Said, screen: Screen, lexicon: Lexicon, language: str) -> Statement:
    """Read every slot of the statements in a text as one update."""
    slots = read_slots(said, screen, lexicon, language)
    ids = tuple(dict.fromkeys(item.order_id for item in screen.items))
    orders, rest = read_orders(slots.rest, ids)
    cues = _cues(rest, slots, screen, lexicon)
    named = _with_removals(read_items(rest, screen, cues, lexicon), rest, lexicon)
    kept, own = with_own_answers(
        tuple(each for each in named if not each.denied), slots.chosen, said.folded
    )
    mentions = (
        _with_orders(kept, orders) if kept else _left_over(rest, named, orders, screen, lexicon)
    )
    count = read_quantity(rest, screen, lexicon)
    mentions, quantity = _with_quantity(mentions, count, screen)
    update = UpdateReturn(
        started=cues.returning,
        items=mentions,
        add=bool(kept) and adds(rest, kept[0].start, kept[-1].end, lexicon),
        quantity=quantity,
        reason="" if "reasons" in own else slots.reason,
        resolution="" if "resolutions" in own else slots.resolution,
        shipping=slots.shipping,
    )
    if kept:
        update = _beside_selection(update, screen, cues)
    return Statement(update, slots.second_thoughts)


def _cues(rest: Said, slots: Slots, screen: Screen, lexicon: Lexicon) -> Context:
    returning = any(
        not lexicon.denied(rest.folded, found.start())
        for found in lexicon["return_verbs"].finditer(rest.folded)
    )
    corrected = lexicon.has("corrections", rest.folded)
    invited = bool(slots.resolution) or screen.awaiting == "item"
    changes = any(lexicon.has(part, rest.folded) for part in ("additions", "removals"))
    return Context(returning or corrected or invited or changes, returning, corrected)


def _with_removals(named: tuple[Named, ...], rest: Said, lexicon: Lexicon) -> tuple[Named, ...]:
    """Mark what is named to be left out: "remove the cable", "the cable is fine"."""
    return tuple(
        replace(each, denied=True)
        if _is_removed(each, rest, lexicon) or lexicon["praise"].match(rest.folded, each.end + 1)
        else each
        for each in named
    )


def _is_removed(named: Named, rest: Said, lexicon: Lexicon) -> bool:
    before = re.split(r"[|,.;!?]", rest.folded[max(0, named.start - 30) : named.start])[-1]
    cues = list(lexicon["removals"].finditer(before))
    if not cues:
        return False
    between = before[cues[-1].end() :].split()
    return all(lexicon.is_word("determiners", word) for word in between)


def _left_over(
    rest: Said,
    named: tuple[Named, ...],
    orders: tuple[OrderNamed, ...],
    screen: Screen,
    lexicon: Lexicon,
) -> tuple[ItemMention, ...]:
    """Nothing is named to come back: what a removal leaves, everything, or an order by itself."""
    gone = match_items((each.mention for each in named), screen.selected).units
    removed = {(unit.order_id, unit.line_id) for unit in gone}
    stay = [item for item in screen.selected if (item.order_id, item.line_id) not in removed]
    if removed and stay:
        return tuple(ItemMention(item.name, item.order_id) for item in stay)
    ids = tuple(dict.fromkeys(order.order_id for order in orders))
    if _says_everything(rest, screen, lexicon):
        return tuple(ItemMention("everything", order_id) for order_id in ids or ("",))
    return tuple(ItemMention(order_id=order_id) for order_id in ids)


def _says_everything(rest: Said, screen: Screen, lexicon: Lexicon) -> bool:
    """Beside one selected line "all of it" is a quantity; see read_quantity."""
    if not lexicon.has("everything", rest.folded):
        return False
    returning = lexicon.has("return_verbs", rest.folded)
    return returning or screen.awaiting == "item" or len(screen.selected) != 1


def _with_orders(
    named: tuple[Named, ...], orders: tuple[OrderNamed, ...]
) -> tuple[ItemMention, ...]:
    """Give each thing the order named behind it, else the last one before it."""
    if not orders:
        return tuple(each.mention for each in named)
    return tuple(replace(each.mention, order_id=_order_of(each, orders)) for each in named)


def _order_of(named: Named, orders: tuple[OrderNamed, ...]) -> str:
    behind = [order for order in orders if order.start >= named.end]
    return (behind[0] if behind else orders[-1]).order_id


def _with_quantity(
    mentions: tuple[ItemMention, ...], count: int | None, screen: Screen
) -> tuple[tuple[ItemMention, ...], int | None]:
    """Put a number said by itself where it belongs: to the one thing named, or the selected one."""
    if count is None:
        return mentions, None
    if mentions:
        only = mentions[0]
        counted = len(mentions) == 1 and only.quantity is None and only.text != "everything"
        return ((replace(only, quantity=count),) if counted else mentions), None
    if screen.selected:
        return (), count
    free = [item for item in screen.items if item.eligible and item.remaining > 0]
    if len(free) != 1:
        return (), None
    return (ItemMention(free[0].name, free[0].order_id, count),), None


def _beside_selection(update: UpdateReturn, screen: Screen, cues: Context) -> UpdateReturn:
    """Leave out things that only repeat what is selected: naming them again changes nothing."""
    if not update.items or not screen.selected:
        return update
    found = match_items(update.items, screen.selected)
    if found.unmatched or found.ambiguous or found.foreign_orders:
        return update
    if any(mention.answered for mention in update.items):
        return replace(update, add=True)
    named = {(unit.order_id, unit.line_id) for unit in found.units}
    selected = {(item.order_id, item.line_id) for item in screen.selected}
    counted = any(unit.quantity is not None for unit in found.units)
    if named == selected or update.add:
        return update if counted else replace(update, items=(), add=False)
    if cues.returning or cues.corrected:
        return update
    # One of several selected things is spoken of: the others stay.
    return replace(update, add=True) if counted else replace(update, items=())
