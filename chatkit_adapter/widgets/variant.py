"""The variant card: what goes out in exchange."""

from __future__ import annotations

from dataclasses import dataclass

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Action, Frame, clipped
from chatkit_adapter.widgets.layout import layout
from chatkit_adapter.widgets.reason import selected_text
from returns.card_kinds import VariantCard, VariantOption


@dataclass(frozen=True, slots=True)
class _Option:
    id: str
    label: str
    note: str
    action: Action | None


def variant_widget(card: VariantCard, frame: Frame) -> WidgetRoot:
    """Return the card with a button per variant; what is out of stock cannot be chosen."""
    facts = {
        "title": frame.say("which_variant", name=selected_text(card.line, frame)),
        "options": [_option(option, frame) for option in card.options],
    }
    return layout("variant").build(facts)


def _option(option: VariantOption, frame: Frame) -> _Option:
    ids = {"product_id": option.product_id, "variant": option.variant}
    return _Option(
        id=f"variant:{option.product_id}:{option.variant}",
        label=clipped(option.variant or option.name),
        note="" if option.in_stock else frame.say("out_of_stock"),
        action=frame.server("select_variant", **ids) if option.in_stock else None,
    )
