"""The evidence card: what the photos are for, and how to go on without any."""

from __future__ import annotations

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Frame
from chatkit_adapter.widgets.layout import layout
from returns.card_kinds import EvidenceCard


def evidence_widget(card: EvidenceCard, frame: Frame) -> WidgetRoot:
    until = frame.say("photos_until", day=frame.day(card.until))
    return layout("evidence").build({"frame": frame, "until": until})
