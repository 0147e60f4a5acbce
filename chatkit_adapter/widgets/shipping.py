"""The shipping card: how it can travel, and what that costs this customer."""

from __future__ import annotations

from dataclasses import dataclass

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Action, Frame
from chatkit_adapter.widgets.layout import layout
from returns.card_kinds import ShippingCard, ShippingOption
from returns.cards import label_of


@dataclass(frozen=True, slots=True)
class _Option:
    id: str
    label: str
    price: str
    description: str
    action: Action


def shipping_widget(card: ShippingCard, frame: Frame) -> WidgetRoot:
    """Return the card with a button per method."""
    facts = {
        "title": frame.say("how_shipped"),
        "options": [_option(option, card.currency, frame) for option in card.options],
    }
    return layout("shipping").build(facts)


def _option(option: ShippingOption, currency: str, frame: Frame) -> _Option:
    method = option.method
    return _Option(
        id=f"shipping:{method.code}",
        label=label_of(method, frame.locale),
        price=" · ".join(_price(option, currency, frame)),
        description=frame.label(method.description),
        action=frame.server("select_shipping", code=method.code),
    )


def _price(option: ShippingOption, currency: str, frame: Frame) -> list[str]:
    """Return the cost, with what the method is best at."""
    cost = option.cost_minor
    marks = (("cheapest", option.cheapest), ("greenest", option.greenest))
    said = [frame.say(key) for key, best in marks if best]
    return [frame.amount(cost, currency) if cost else frame.say("free"), *said]
