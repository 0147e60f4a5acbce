"""How each event changes a case; folding all of them rebuilds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from returns import events as e
from returns.case import Case, CaseRef, CaseState, CaseUnit, Flag, Milestone
from returns.fold_effects import effect_changes
from returns.ledger import UnitState
from returns.movements import MoneyRow, MoneyState, PlannedMovement

type Changes = dict[str, Any]

STATE_AFTER: Mapping[type, CaseState] = {
    e.Quoted: CaseState.QUOTED,
    e.QuoteReleased: CaseState.DRAFT,
    e.EvidenceRequested: CaseState.AWAITING_EVIDENCE,
    e.ReviewRequested: CaseState.IN_REVIEW,
    e.GoodsArrived: CaseState.IN_REVIEW,
    e.Reopened: CaseState.IN_REVIEW,
    e.Approved: CaseState.APPROVED,
    e.MethodChanged: CaseState.APPROVED,
    e.Declined: CaseState.DECLINED,
    e.Cancelled: CaseState.CANCELLED,
    e.Expired: CaseState.EXPIRED,
    e.LogisticsReady: CaseState.AWAITING_SHIPMENT,
    e.FirstScanned: CaseState.IN_TRANSIT,
    e.Received: CaseState.RECEIVED,
    e.InspectionStarted: CaseState.INSPECTING,
    e.Disputed: CaseState.INSPECTING,
    e.Decided: CaseState.DECIDED,
    e.SettlementStarted: CaseState.SETTLING,
    e.Closed: CaseState.CLOSED,
}

# What the customer is told of events nobody in the conversation caused.
_TOLD: Mapping[type, str] = {
    e.Nudged: "nudged",
    e.LogisticsReady: "logistics_ready",
    e.FirstScanned: "first_scanned",
    e.Received: "received",
    e.PickupMissed: "pickup_missed",
    e.ParcelLost: "parcel_lost",
    e.Declined: "declined",
    e.Expired: "expired",
    e.Closed: "closed",
}

_FLAG_ON: Mapping[type, Flag] = {
    e.HandedOff: Flag.ESCALATED,
    e.Escalated: Flag.ESCALATED,
    e.Held: Flag.HOLD,
    e.Disputed: Flag.DISPUTED,
    e.SettledEarly: Flag.EARLY_SETTLED,
    e.GoodsArrived: Flag.GOODS_ARRIVED,
}
_FLAG_OFF: Mapping[type, Flag] = {
    e.HandedBack: Flag.ESCALATED,
    e.HoldReleased: Flag.HOLD,
    e.EffectRetried: Flag.ESCALATED,
}


_PLACES = {one.name: place for place, one in enumerate(fields(Case))}
_values = attrgetter(*_PLACES)


def folded(ref: CaseRef, recorded: Iterable[e.Recorded]) -> Case | None:
    """Rebuild a case from its events; no events, no case."""
    case: Case | None = None
    for event in recorded:
        case = after(case, ref, event)
    return case


def after(case: Case | None, ref: CaseRef, recorded: e.Recorded) -> Case:
    """Return the case after one more event.

    Raises:
        ValueError: the first event of a case is not its start.
    """
    event = recorded.event
    if isinstance(event, e.CaseStarted):
        case = _started(ref, event, recorded.at)
    elif case is None:
        raise ValueError(f"case {ref.case_id} does not begin with its start")
    changes = _choices(case, event) or _course(case, event, recorded) or effect_changes(case, event)
    state = STATE_AFTER.get(type(event), case.state)
    if state is not case.state:
        changes |= {"state": state, "entered_at": recorded.at, "reminded": ()}
    told = _told(recorded)
    if told:
        changes["milestones"] = (*case.milestones, told)
    flags = _flags(case, event, changes)
    if flags != case.flags:
        changes["flags"] = flags
    if recorded.source in {"text", "click"}:
        changes["last_turn_at"] = recorded.at
    changes |= {
        "sequence": recorded.sequence,
        "revision": recorded.revision,
        "updated_at": recorded.at,
    }
    return _changed(case, changes)


def _changed(case: Case, changes: Changes) -> Case:
    """Return the case with other values: it has so many that `replace` would take most of it."""
    values = list(_values(case))
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return Case(*values)


def _started(ref: CaseRef, event: e.CaseStarted, at: datetime) -> Case:
    return Case(
        ref=ref,
        state=CaseState.DRAFT,
        locale=event.locale,
        thread_id=event.thread_id,
        timers=event.timers,
        started_at=at,
        last_turn_at=at,
        entered_at=at,
        recipient=event.recipient,
        shop_version=event.shop_version,
    )


def _told(recorded: e.Recorded) -> Milestone | None:
    event = recorded.event
    code = _TOLD.get(type(event))
    if isinstance(event, e.Reminded):
        code = f"reminded.{event.code}"
    if isinstance(event, e.Decided) and event.until:
        code = "decided"
    return Milestone(recorded.sequence, code, recorded.at) if code else None


def _flags(case: Case, event: e.Event, changes: Changes) -> tuple[str, ...]:
    """Return the flags after an event, in the order they were first set."""
    flags = dict.fromkeys(case.flags)
    kind = type(event)
    if kind in _FLAG_ON:
        flags[_FLAG_ON[kind]] = None
    if kind in _FLAG_OFF:
        flags.pop(_FLAG_OFF[kind], None)
    match event:
        case e.Reminded(code=code) if code.endswith("sla"):
            flags[Flag.SLA_BREACHED] = None
        case e.EffectFailed(next_try=None):
            flags[Flag.ESCALATED] = None
        case e.Overridden(act="waive_fees"):
            flags[Flag.FEES_WAIVED] = None
        case e.SettlementStarted():
            flags.pop(Flag.DISPUTED, None)
            flags.pop(Flag.PARTIALLY_RECEIVED, None)
        case e.Received():
            expected = [u for u in changes["units"] if u.state is UnitState.IN_RETURN]
            flags.pop(Flag.PARTIALLY_RECEIVED, None)
            if expected:
                flags[Flag.PARTIALLY_RECEIVED] = None
        case _:
            pass
    return tuple(flags)


def _choices(case: Case, event: e.Event) -> Changes:
    """Return what a customer's event changes; {} for any other."""
    match event:
        case e.UnitsSelected(lines=lines):
            return {"lines": lines, **_only(case, lines)}
        case e.TakenApart(slot=slot):
            return {"apart": (*case.apart, slot)}
        case e.ReasonChosen(lines=()):
            return {"reason": event, "reasons": ()}
        case e.ReasonChosen():
            return {"reasons": (*case.reasons, event)}
        case e.ResolutionChosen(lines=()):
            return {"resolution": event, "resolutions": (), **_unshipped(case, event)}
        case e.ResolutionChosen():
            return {"resolutions": (*case.resolutions, event)}
        case e.ChoiceDropped(slot=slot):
            overrides = {f"{slot}s": ()} if slot != "shipping" else {}
            return {slot: None, **overrides}
        case e.VariantChosen():
            return {"variants": (*case.variants, event)}
        case e.OffersMade():
            return {"offer": event}
        case e.OfferAnswered(accepted=accepted):
            return {"offer_answer": accepted}
        case e.ShippingChosen():
            return {"shipping": event}
        case e.MethodChanged(shipping=shipping):
            return {"shipping": shipping, "pickup": None}
        case e.Quoted(quote=quote):
            units = tuple(
                CaseUnit(e.UnitRef(line.key, unit.unit))
                for line in quote.basis.lines
                for unit in line.units
            )
            return {"quote": quote, "units": units}
        case e.Requoted(quote=quote):
            return {"quote": quote}
        case e.QuoteReleased():
            return {"quote": None, "units": ()}
        case e.Confirmed():
            return {"confirmed": True}
        case e.EvidenceProvided(photos=photos):
            return {"photos": (*case.photos, *photos)}
        case _:
            return {}


def _only(case: Case, lines: tuple[e.SelectedLine, ...]) -> Changes:
    """Drop the variants of lines that are no longer selected, or whose units have changed."""
    unchanged = {line.key for line in lines if line in case.lines}
    return {"variants": tuple(v for v in case.variants if v.line in unchanged)}


def _unshipped(case: Case, event: e.ResolutionChosen) -> Changes:
    return {"shipping": None if event.keeps_goods else case.shipping, "variants": ()}


def _course(case: Case, event: e.Event, recorded: e.Recorded) -> Changes:
    """Return what staff and outside events change; {} for any other."""
    match event:
        case e.EvidenceRequested(until=until) | e.LogisticsReady(until=until):
            return {"until": until}
        case e.ReviewRequested(until=until):
            return {"review": event, "until": until}
        case e.GoodsArrived(until=until):
            return {"until": until}
        case e.Reopened(until=until):
            return {"until": until, "units": _moved(case.units, UnitState.HELD)}
        case e.Approved():
            return {
                "return_number": event.return_number,
                "approved_at": recorded.at,
                "units": _moved(case.units, UnitState.IN_RETURN),
            }
        case e.Declined():
            return {"decline": event, "units": _moved(case.units, UnitState.RELEASED)}
        case e.Cancelled() | e.Expired():
            return {"units": _moved(case.units, UnitState.RELEASED)}
        case e.OverrideProposed(act=act):
            return {"proposals": (*case.proposals, (act, recorded.actor))}
        case e.Nudged():
            return {"nudged": True}
        case e.Reminded(code=code):
            return {"reminded": (*case.reminded, code)}
        case e.PickupMissed():
            return {"pickup": None, "pickups_missed": case.pickups_missed + 1}
        case e.ParcelScanned():
            return {"scans": (*case.scans, event), "last_scan_at": recorded.at}
        case _:
            return _settled(case, event, recorded)


def _settled(case: Case, event: e.Event, recorded: e.Recorded) -> Changes:
    """Return what receipt, inspection and settlement change; {} for any other event."""
    match event:
        case e.Received(units=units):
            return {
                "units": _moved(case.units, UnitState.RECEIVED, units),
                "until": event.until,
                "accept_at": event.accept_at,
                "first_receipt_at": case.first_receipt_at or recorded.at,
            }
        case e.UnitGraded():
            return {"units": tuple(_graded(unit, event, recorded.actor) for unit in case.units)}
        case e.UnitsGraded(grade=grade):
            graded = {"state": UnitState.GRADED, "grade": grade}
            return {"units": tuple(replace(unit, **graded) for unit in case.units)}
        case e.Decided(until=until):
            return {"until": until}
        case e.Disputed():
            return {"until": None, "accept_at": None}
        case e.SettledEarly(plan=plan):
            return {"money": (*case.money, *_rows(plan)), "early_at": recorded.at}
        case e.SettlementStarted():
            return {
                "settlement": event.settlement,
                "money": (*case.money, *_rows(event.plan)),
                "loyalty": event.loyalty,
                "until": None,
            }
        case e.Reclaimed():
            return {"reclaimed": True}
        case e.MovementsReplaced(plan_id=plan_id, plan=plan):
            rows = tuple(
                replace(row, state=MoneyState.REPLACED) if row.planned.plan_id == plan_id else row
                for row in case.money
            )
            return {"money": (*rows, *_rows(plan))}
        case _:
            return {}


def _rows(plan: tuple[PlannedMovement, ...]) -> tuple[MoneyRow, ...]:
    return tuple(MoneyRow(one) for one in plan)


def _moved(
    units: tuple[CaseUnit, ...], state: UnitState, only: tuple[e.UnitRef, ...] = ()
) -> tuple[CaseUnit, ...]:
    """Move units that have not been graded yet to a state: those named, or all of them."""
    return tuple(
        replace(unit, state=state) if (unit.ref in only or not only) and not unit.grade else unit
        for unit in units
    )


def _graded(unit: CaseUnit, event: e.UnitGraded, inspector: str) -> CaseUnit:
    if unit.ref != event.ref:
        return unit
    return CaseUnit(
        ref=unit.ref,
        state=UnitState.GRADED,
        grade=event.grade,
        deduction=event.deduction,
        disposition=event.disposition,
        section=event.section,
        serial=event.serial,
        note=event.note,
        photos=event.photos,
        inspector=inspector,
    )
