"""The case card: a confirmed return, where it stands and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from chatkit.widgets import WidgetRoot

from chatkit_adapter.widgets.frame import Action, Frame
from chatkit_adapter.widgets.layout import layout
from chatkit_adapter.widgets.reason import selected_text
from chatkit_adapter.widgets.resolution import bonus_text
from returns.card_kinds import CaseCard
from returns.cards import label_of
from returns.case import ENDS, CaseState
from returns.events import LabelMade, PickupBooked

_COLORS = {
    CaseState.AWAITING_EVIDENCE: "warning",
    CaseState.IN_REVIEW: "warning",
    CaseState.RECEIVED: "discovery",
    CaseState.INSPECTING: "discovery",
    CaseState.DECIDED: "discovery",
    CaseState.SETTLING: "discovery",
    CaseState.CLOSED: "success",
    CaseState.CANCELLED: "secondary",
    CaseState.DECLINED: "danger",
    CaseState.EXPIRED: "secondary",
}
# A label of any other state is not needed any more, or is void.
_LABELED = (CaseState.APPROVED, CaseState.AWAITING_SHIPMENT, CaseState.IN_TRANSIT)


_TAKEN = frozenset({"deduction", "rejection"})
_LONGEST_LIST = 20


@dataclass(frozen=True, slots=True)
class _Fact:
    title: str
    texts: tuple[str, ...]
    note: str = ""
    weight: str = "medium"


@dataclass(frozen=True, slots=True)
class _Label:
    words: str
    action: Action


def case_widget(card: CaseCard, frame: Frame, answered: str | None) -> WidgetRoot:
    """Return the card of a state; it claims only what has happened."""
    number = card.return_number
    facts = {
        "frame": frame,
        "answered": answered,
        "title": frame.say("return_number", number=number) if number else frame.say("your_return"),
        "state": frame.say(f"state.{card.state}"),
        "color": _COLORS.get(card.state, "info"),
        "facts": _facts(card, frame),
        "about": frame.say(_about(card), contact=frame.shop.contact),
        "steps": _steps(card, frame) if card.state is CaseState.AWAITING_SHIPMENT else (),
        "deadline": _deadline(card, frame),
        "labels": [_label(label, card, frame) for label in _labels(card)],
        "can_cancel": card.can_cancel,
        "over": card.state in ENDS,
        "can_dispute": card.dispute_until is not None,
    }
    return layout("case").build(facts)


def _facts(card: CaseCard, frame: Frame) -> list[_Fact]:
    locale = frame.locale
    items = tuple(selected_text(line, frame) for line in card.lines)
    facts = [
        _Fact(frame.say("items"), items),
        _Fact(frame.say("resolution"), tuple(label_of(one, locale) for one in card.resolutions)),
    ]
    if card.shipping:
        facts.append(_Fact(frame.say("shipping"), (label_of(card.shipping, locale),)))
    final = card.settlement or card.quote
    if final and card.state not in ENDS - {CaseState.CLOSED}:
        title = frame.say("paid" if card.state is CaseState.CLOSED else "amount")
        facts.append(_Fact(title, (_amount(card, frame),), bonus_text(final, frame), "bold"))
    facts += _taken_off(card, frame)
    if card.pickup and card.state in _LABELED:
        facts.append(_Fact(frame.say("pickup"), (_slot(card.pickup, frame),)))
    tracking = tuple(one.tracking_number for one in _labels(card) if one.tracking_number)
    if tracking:
        facts.append(_Fact(frame.say("tracking"), tracking))
    return facts


def _taken_off(card: CaseCard, frame: Frame) -> list[_Fact]:
    """Return what the inspection took off, each with the section that says so."""
    final = card.settlement
    rows = [row for row in final.lines if row.code in _TAKEN and row.minor] if final else []
    return [
        _Fact(
            frame.say(f"row.{row.code}", rate=frame.percent(row.rate) if row.rate else "").strip(),
            (frame.amount(row.minor, final.currency),),
            frame.say("policy", section=row.section) if row.section else "",
        )
        for row in rows[:_LONGEST_LIST]
        if final
    ]


def _amount(card: CaseCard, frame: Frame) -> str:
    final = card.settlement or card.quote
    if final is None or (_exchanged(card) and not final.total_minor):
        return frame.say("even_exchange")
    return frame.amount(final.total_minor, final.currency)


def _exchanged(card: CaseCard) -> bool:
    return all(resolution.exchange for resolution in card.resolutions)


def _about(card: CaseCard) -> str:
    key = f"about.{card.state}"
    if card.state is not CaseState.APPROVED:
        return key
    if all(resolution.keeps_goods for resolution in card.resolutions):
        return f"{key}.keep"
    return f"{key}.store" if card.shipping and card.shipping.store else key


def _steps(card: CaseCard, frame: Frame) -> tuple[str, ...]:
    """Return what to do, for the chosen method; the shop's own words say how it works."""
    method = card.shipping
    if method is None:
        return ()
    settled = (
        frame.say("step.exchange")
        if _exchanged(card)
        else frame.say("step.then", amount=_amount(card, frame))
    )
    how = frame.say(
        "pair", name=label_of(method, frame.locale), text=frame.label(method.description)
    )
    if method.store:
        return frame.say("step.store"), how, settled
    if card.pickup:
        courier = frame.say("step.courier", slot=_slot(card.pickup, frame))
        return frame.say("step.pack"), frame.say("step.label"), courier, settled
    return frame.say("step.pack"), how, settled


def _slot(pickup: PickupBooked, frame: Frame) -> str:
    start, end = pickup.starts_at, pickup.ends_at
    return frame.say("slot", day=frame.day(start), start=frame.time(start), end=frame.time(end))


def _deadline(card: CaseCard, frame: Frame) -> str:
    # The courier's slot is the deadline of a pickup.
    if card.state is not CaseState.AWAITING_SHIPMENT or card.until is None or card.pickup:
        return ""
    store = card.shipping is not None and card.shipping.store
    return frame.say("bring_by" if store else "send_by", day=frame.day(card.until))


def _labels(card: CaseCard) -> tuple[LabelMade, ...]:
    return card.labels if card.state in _LABELED else ()


def _label(label: LabelMade, card: CaseCard, frame: Frame) -> _Label:
    store = card.shipping is not None and card.shipping.store
    several = "many" if len(card.labels) > 1 else "one"
    words = frame.say(f"open_{'pass' if store else 'label'}.{several}", n=label.n)
    return _Label(words, frame.client("print_label", n=label.n))
