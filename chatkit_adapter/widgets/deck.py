"""The deck: the widget of every card, and the line that stands for it where no card can."""

from __future__ import annotations

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.case import case_widget
from chatkit_adapter.widgets.evidence import evidence_widget
from chatkit_adapter.widgets.frame import Frame, clipped
from chatkit_adapter.widgets.items import items_widget
from chatkit_adapter.widgets.layout import layout
from chatkit_adapter.widgets.offer import offer_widget
from chatkit_adapter.widgets.reason import reason_widget
from chatkit_adapter.widgets.recap import recap_widget
from chatkit_adapter.widgets.resolution import resolution_widget
from chatkit_adapter.widgets.shipping import shipping_widget
from chatkit_adapter.widgets.variant import variant_widget
from returns.card_kinds import (
    Card,
    CaseCard,
    EvidenceCard,
    ItemsCard,
    OfferCard,
    ReasonCard,
    RecapCard,
    ResolutionCard,
    ShippingCard,
    VariantCard,
)

__all__ = ["Frame", "summary_of", "widget_of"]

_LONGEST_ANSWER = 200


def widget_of(card: Card, frame: Frame, answered: str | None = None) -> WidgetRoot:
    """Return a card's widget; once `answered` it shows the choice made and asks nothing more."""
    said = None if answered is None else clipped(answered, _LONGEST_ANSWER)
    match card:
        case RecapCard():
            return recap_widget(card, frame, said)
        case CaseCard():
            return case_widget(card, frame, said)
        case _ if said is not None:
            title = frame.say(_title(card))
            if said:
                title = frame.say("pair", name=title, text="").strip()
            return layout("answered").build({"title": title, "answered": said})
        case ItemsCard():
            return items_widget(card, frame)
        case ReasonCard():
            return reason_widget(card, frame)
        case OfferCard():
            return offer_widget(card, frame)
        case ResolutionCard():
            return resolution_widget(card, frame)
        case VariantCard():
            return variant_widget(card, frame)
        case ShippingCard():
            return shipping_widget(card, frame)
        case EvidenceCard():
            return evidence_widget(card, frame)


def summary_of(card: Card, answered: str | None = None) -> str:
    """Return a card as one line, for copying and for the model: never the whole widget."""
    name = type(card).__name__.removesuffix("Card")
    state = f", {card.state}" if isinstance(card, CaseCard) else ""
    answer = f", answered: {clipped(answered, _LONGEST_ANSWER)}" if answered else ""
    return f"{name} card{state}{answer}"


def _title(
    card: ItemsCard
    | ReasonCard
    | OfferCard
    | ResolutionCard
    | VariantCard
    | ShippingCard
    | EvidenceCard,
) -> str:
    """Return the key of the words that head an answered card."""
    match card:
        case ItemsCard():
            return "items"
        case ReasonCard():
            return "reason"
        case OfferCard():
            return "offer"
        case ResolutionCard():
            return "resolution"
        case VariantCard():
            return "variant"
        case ShippingCard():
            return "shipping"
        case EvidenceCard():
            return "photos"
