"""The reason card: why it comes back, with the quantity still adjustable."""

from __future__ import annotations

from dataclasses import dataclass

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Action, Frame, clipped
from chatkit_adapter.widgets.layout import layout
from returns.card_kinds import ReasonCard
from returns.cards import label_of
from returns.events import SelectedLine
from returns.rulebook import Reason


@dataclass(frozen=True, slots=True)
class _Option:
    """`details` is the question of a text field; empty when no words are needed."""

    id: str
    label: str
    description: str
    details: str
    action: Action


def reason_widget(card: ReasonCard, frame: Frame) -> WidgetRoot:
    """Return the card with a button per reason; one that needs words has a field of its own."""
    single = len(card.lines) == 1 and card.lines[0].quantity == 1
    facts = {
        "frame": frame,
        "title": frame.say("why.one" if single else "why.many"),
        "items": ", ".join(selected_text(line, frame) for line in card.lines),
        "reasons": [_option(reason, frame) for reason in card.reasons],
        "apart": frame.server("take_apart", slot="reason") if card.separable else None,
        **_stepper(card.lines, frame),
    }
    return layout("reason").build(facts)


def selected_text(line: SelectedLine, frame: Frame) -> str:
    """Return units of a line in words, such as "2 × Smart Home Hub"."""
    name = clipped(line.name)
    return name if line.quantity == 1 else frame.say("times", n=line.quantity, name=name)


def _option(reason: Reason, frame: Frame) -> _Option:
    label = label_of(reason, frame.locale)
    return _Option(
        id=f"reason:{reason.code}",
        label=label,
        description=frame.label(reason.description),
        details=frame.say("details", reason=label) if reason.requires_details else "",
        action=frame.server("select_reason", code=reason.code),
    )


def _stepper(lines: tuple[SelectedLine, ...], frame: Frame) -> dict[str, str | Action | None]:
    if len(lines) != 1 or lines[0].available <= 1:
        return {"quantity": "", "fewer": None, "more": None}
    n, available = lines[0].quantity, lines[0].available

    def step(quantity: int) -> Action | None:
        within = 1 <= quantity <= available
        return frame.server("set_quantity", quantity=quantity) if within else None

    said = frame.say("quantity", n=n, available=available)
    return {"quantity": said, "fewer": step(n - 1), "more": step(n + 1)}
