"""The recap card: everything chosen and every amount, before the explicit yes."""

from __future__ import annotations

from dataclasses import dataclass

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Action, Frame, clipped
from chatkit_adapter.widgets.layout import layout
from chatkit_adapter.widgets.reason import selected_text
from returns.card_kinds import RecapCard, RecapLine
from returns.cards import label_of
from returns.quote import QuoteLine

_LONGEST_LIST = 20
_LONGEST_NOTE = 300
_PER_LINE = ("goods", "tax", "discount", "restocking", "replacement", "exchange")


@dataclass(frozen=True, slots=True)
class _Fact:
    slot: str
    title: str
    texts: tuple[str, ...]
    note: str
    edit: str
    action: Action


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    policy: str
    amount: str


def recap_widget(card: RecapCard, frame: Frame, answered: str | None) -> WidgetRoot:
    """Return the card; an answered one keeps its amounts, for they were agreed to."""
    quote = card.quote
    photos = frame.cited(frame.say("photos_hint"), frame.shop.sections.get("photos", ""))
    facts = {
        "frame": frame,
        "answered": answered,
        "facts": _facts(card, frame),
        "rows": [_row(row, card, frame) for row in (*_rows(quote.lines), *_spared(quote.waived))],
        "total": frame.amount(quote.total_minor, quote.currency),
        "valid": frame.say(
            "valid_until", day=frame.day(quote.expires_at), time=frame.time(quote.expires_at)
        ),
        "photos": photos if card.needs_photos else "",
    }
    return layout("recap").build(facts)


def _facts(card: RecapCard, frame: Frame) -> list[_Fact]:
    def fact(slot: str, title: str, *texts: str, note: str = "") -> _Fact:
        action = frame.server("edit_slot", slot=slot)
        return _Fact(slot, frame.say(title), texts, note, frame.say(f"edit.{slot}"), action)

    facts = [
        fact("item", "items", *(selected_text(row.line, frame) for row in card.lines)),
        fact(
            "reason",
            "reason",
            *_each([(row, label_of(row.reason, frame.locale)) for row in card.lines], frame),
            note=clipped(card.lines[0].details, _LONGEST_NOTE),
        ),
        fact(
            "resolution",
            "resolution",
            *_each([(row, _resolution(row, frame)) for row in card.lines], frame),
        ),
    ]
    if card.shipping:
        facts.append(fact("shipping", "shipping", label_of(card.shipping, frame.locale)))
    return facts


def _resolution(row: RecapLine, frame: Frame) -> str:
    label = label_of(row.resolution, frame.locale)
    return frame.say("pair", name=label, text=row.variant) if row.variant else label


def _each(said: list[tuple[RecapLine, str]], frame: Frame) -> tuple[str, ...]:
    """Return one text for everything, or one for each line where they differ."""
    if len({text for _, text in said}) == 1:
        return (said[0][1],)
    return tuple(
        frame.say("pair", name=selected_text(row.line, frame), text=text) for row, text in said
    )


def _rows(lines: tuple[QuoteLine, ...]) -> tuple[QuoteLine, ...]:
    """Return the rows to show: those of many order lines are summed by what they are."""
    if len(lines) <= _LONGEST_LIST:
        return lines
    sums: dict[tuple[str, str, str], int] = {}
    for line in lines:
        kind = (line.code, line.section, line.rate)
        sums[kind] = sums.get(kind, 0) + line.minor
    return tuple(
        QuoteLine(code, minor, section, rate=rate) for (code, section, rate), minor in sums.items()
    )


def _spared(waived: tuple[QuoteLine, ...]) -> tuple[QuoteLine, ...]:
    """Return what is not charged, once for each kind and cause."""
    return tuple({(row.code, row.waiver): row for row in waived}.values())


def _because(row: QuoteLine, frame: Frame) -> list[str]:
    """Return why nothing is charged, or what would make it less."""
    if row.waiver:
        return [frame.say(f"waived.{row.waiver}")]
    return [frame.change(change) for change in row.changes]


def _row(row: QuoteLine, card: RecapCard, frame: Frame) -> _Row:
    rate = frame.percent(row.rate) if row.rate else ""
    label = frame.say(f"row.{row.code}", rate=rate).strip()
    names = {
        (one.line.order_id, one.line.line_id): selected_text(one.line, frame) for one in card.lines
    }
    name = names.get((row.order_id, row.line_id))
    if name and row.code in _PER_LINE:
        label = frame.say("pair", name=label, text=name)
    return _Row(
        label=label,
        policy=" · ".join([frame.say("policy", section=row.section), *_because(row, frame)]),
        amount=frame.say("free") if row.waiver else frame.amount(row.minor, card.quote.currency),
    )
