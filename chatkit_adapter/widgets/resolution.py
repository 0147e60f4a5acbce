"""The resolution card: what each way of settling would give, exactly."""

from __future__ import annotations

from dataclasses import dataclass

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Action, Frame
from chatkit_adapter.widgets.layout import layout
from chatkit_adapter.widgets.reason import selected_text
from returns.card_kinds import ResolutionCard, ResolutionOption
from returns.cards import label_of
from returns.quote import Quote


@dataclass(frozen=True, slots=True)
class _Option:
    id: str
    label: str
    amount: str
    note: str
    description: str
    action: Action | None


def resolution_widget(card: ResolutionCard, frame: Frame) -> WidgetRoot:
    """Return the card with a button per resolution; what is out of stock cannot be chosen."""
    facts = {
        "frame": frame,
        "title": frame.say("how_compensated"),
        "items": _items(card, frame),
        "apart": frame.server("take_apart", slot="resolution") if card.separable else None,
        "options": [_option(option, frame) for option in card.options],
    }
    return layout("resolution").build(facts)


def _items(card: ResolutionCard, frame: Frame) -> str:
    """Return which items it is asked for, where there are several."""
    named = card.lines if card.separable or card.part else ()
    return ", ".join(selected_text(line, frame) for line in named)


def bonus_text(quote: Quote, frame: Frame) -> str:
    """Return the bonus in words; empty when there is none."""
    bonus = quote.bonus_minor
    amount = frame.amount(bonus, quote.currency)
    return frame.say("includes_bonus", amount=amount) if bonus else ""


def _option(option: ResolutionOption, frame: Frame) -> _Option:
    code = option.resolution.code
    return _Option(
        id=f"resolution:{code}",
        label=label_of(option.resolution, frame.locale),
        amount=_amount(option, frame),
        note=_note(option, frame),
        description=frame.label(option.resolution.description),
        action=frame.server("select_resolution", code=code) if option.possible else None,
    )


def _amount(option: ResolutionOption, frame: Frame) -> str:
    if not option.possible:
        return frame.say("out_of_stock")
    if not option.resolution.exchange:
        return frame.amount(option.quote.total_minor, option.quote.currency)
    return frame.say("even_exchange" if option.stock is None else "stock", n=option.stock or 0)


def _note(option: ResolutionOption, frame: Frame) -> str:
    kept = option.resolution.keeps_goods
    return frame.say("you_keep") if kept else bonus_text(option.quote, frame)
