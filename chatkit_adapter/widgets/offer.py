"""The offer card: a discount for keeping the goods, before anything else is asked."""

from __future__ import annotations

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Frame
from chatkit_adapter.widgets.layout import layout
from chatkit_adapter.widgets.reason import selected_text
from returns.card_kinds import OfferCard
from returns.cards import label_of


def offer_widget(card: OfferCard, frame: Frame) -> WidgetRoot:
    """Return the card with what keeping the goods pays, and a way on without it."""
    label = label_of(card.label, frame.locale) if card.label else ""
    amount = frame.amount(card.quote.total_minor, card.quote.currency)
    facts = {
        "frame": frame,
        "title": label or frame.say("offer_title", rate=frame.percent(card.offer.discount)),
        "items": ", ".join(selected_text(line, frame) for line in card.lines),
        "amount": amount,
        "why": frame.cited(frame.say("offer_why"), card.offer.section),
        "accept": frame.say("accept_offer", amount=amount),
    }
    return layout("offer").build(facts)
