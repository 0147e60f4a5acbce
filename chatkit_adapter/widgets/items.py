"""The items card: the customer's profile, and what may come back, by order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Action, Frame, clipped
from chatkit_adapter.widgets.layout import layout
from chatkit_adapter.widgets.words import day_text, month_text, words_of
from returns.card_kinds import ItemRow, ItemsCard, OrderGroup
from returns.cards import label_of
from returns.order import Customer
from returns.policy import Verdict

# The words of the refusal say these already.
_IN_WHY = frozenset({"delivered", "person"})
_URGENCY = ((7, "last", "danger"), (14, "soon", "warning"))


@dataclass(frozen=True, slots=True)
class _Row:
    """`label` names the line among all others; there is no `action` when it may not come back."""

    name: str
    caption: str
    label: str = ""
    field: str = ""
    badge: str = ""
    color: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class _Order:
    title: str
    rows: tuple[_Row, ...]


def items_widget(card: ItemsCard, frame: Frame) -> WidgetRoot:
    """Return the card with a button per returnable line, and a form for several of them."""
    labels = _labels([row.verdict for group in card.groups for row in group.rows])
    orders = [_order(group, labels, frame) for group in card.groups]
    returnable = [row for order in orders for row in order.rows if row.action]
    facts = {
        "frame": frame,
        "name": clipped(card.customer.name),
        "tier": label_of(card.tier, frame.locale),
        "badge": card.tier.badge,
        "contacts": [clipped(text) for text in (card.customer.email, card.customer.phone) if text],
        "since": frame.say("member_since", month=_month(card.customer, frame)),
        "orders": orders,
        "single": len(returnable) == 1,
        "several": returnable if len(returnable) > 1 else [],
        "hidden": frame.count("hidden", card.hidden) if card.hidden else "",
    }
    return layout("items").build(facts)


def _month(customer: Customer, frame: Frame) -> str:
    return month_text(frame.shop.day(customer.member_since), frame.locale)


def _labels(verdicts: list[Verdict]) -> dict[tuple[str, str], str]:
    """Return what to call each returnable line: its name, with more where that is ambiguous."""
    eligible = [v for v in verdicts if v.eligible]
    names = Counter(clipped(v.name) for v in eligible)
    in_order = Counter((v.order_id, clipped(v.name)) for v in eligible)
    labels: dict[tuple[str, str], str] = {}
    for v in eligible:
        name = clipped(v.name)
        where = v.order_id if in_order[v.order_id, name] == 1 else f"{v.order_id}, {v.line.line_id}"
        labels[v.order_id, v.line.line_id] = name if names[name] == 1 else f"{name} ({where})"
    return labels


def _order(group: OrderGroup, labels: dict[tuple[str, str], str], frame: Frame) -> _Order:
    order = group.order
    return _Order(
        title=" · ".join(
            (
                frame.say("order", number=order.order_id),
                frame.say("placed", day=frame.day(order.placed_at)),
                frame.say(f"status.{order.status}"),
            )
        ),
        rows=tuple(
            _returnable(row, labels[row.verdict.order_id, row.verdict.line.line_id], frame)
            if row.verdict.eligible
            else _refused(row.verdict, frame)
            for row in group.rows
        ),
    )


def _returnable(row: ItemRow, label: str, frame: Frame) -> _Row:
    found = row.verdict
    order_id, line_id, left = found.order_id, found.line.line_id, found.days_left
    urgency, color = next(
        ((word, color) for most, word, color in _URGENCY if left <= most), ("plenty", "success")
    )
    units = frame.say("returnable", remaining=found.remaining, quantity=found.line.quantity)
    price = frame.say("each", price=frame.amount(row.unit_price_minor, row.currency))
    return _Row(
        name=clipped(found.name),
        caption=f"{units} · {price}",
        label=label,
        field=f"line:{order_id}:{line_id}",
        badge=(
            f"{frame.count('days_left', left)}, {frame.say(f'urgency.{urgency}')}"
            if left
            else frame.say("days_left.none")
        ),
        color=color,
        action=frame.server("select_return_item", order_id=order_id, line_id=line_id),
    )


def _refused(found: Verdict, frame: Frame) -> _Row:
    key = f"no.{found.code}"
    why = frame.say(key if key in words_of(frame.locale) else "no.other")
    if found.code == "window_over" and found.last_day:
        why = frame.say("last_day_was", text=why, day=day_text(found.last_day, frame.locale))
    changes = [frame.change(one) for one in found.explanation.changes if one.code not in _IN_WHY]
    return _Row(
        name=clipped(found.name),
        caption=" · ".join([frame.cited(why, found.section), *changes]),
    )
