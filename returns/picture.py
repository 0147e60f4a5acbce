"""A case's choices beside its owner's orders: which units, on which terms, as things now stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from returns.case import Case, Flag
from returns.choice_events import SelectedLine
from returns.ledger import UnitLedger
from returns.offering import Asked
from returns.owner_file import OwnerFile
from returns.policy import verdict
from returns.rulebook import Resolution
from returns.shop import Shop
from returns.terms import ChosenLine, Setting


def setting_of(
    case: Case, file: OwnerFile, ledgers: Mapping[str, UnitLedger], shop: Shop
) -> Setting:
    """Return whom and what the case is priced for."""
    return Setting(file, ledgers, shop, case.ref.case_id, case.gift, Flag.FEES_WAIVED in case.flags)


def units_of(case: Case, line: SelectedLine, setting: Setting, now: datetime) -> tuple[int, ...]:
    """Return the units of a line that come back: those held, those named, or the rules' choice.

    The rules take the pieces whose window ends first.
    """
    ledger = setting.ledger(line.order_id)
    held = ledger.units_of(case.ref.case_id, line.line_id)
    if held or line.units:
        return held or line.units
    order = setting.file.order(line.order_id)
    bought = order.line(line.line_id)
    if bought is None:
        return ()
    found = verdict(order, bought, ledger, setting.tier, setting.shop, now, case.ref.case_id)
    return (found.units or ledger.free(bought, case.ref.case_id))[: line.quantity]


def asked_of(
    case: Case, lines: Sequence[SelectedLine], setting: Setting, now: datetime
) -> tuple[Asked, ...]:
    """Return lines with the units that would come back, and their reason when it is known."""
    found: list[Asked] = []
    for line in lines:
        reason = case.reason_of(line.key)
        units = units_of(case, line, setting, now)
        found.append(Asked(line, units, reason.code if reason else ""))
    return tuple(found)


def chosen_of(case: Case, setting: Setting, now: datetime) -> tuple[ChosenLine, ...] | None:
    """Return every line with what was chosen for it; None while reason or resolution is missing."""
    shop, found = setting.shop, list[ChosenLine]()
    for line in case.lines:
        reason, chosen = case.reason_of(line.key), case.resolution_of(line.key)
        said = shop.reasons.get(reason.code) if reason else None
        resolution = shop.resolutions.get(chosen.code) if chosen else None
        if chosen is None or said is None or resolution is None:
            return None
        units, variant = units_of(case, line, setting, now), case.variant_of(line.key)
        offer = chosen.discount, variant, chosen.section
        found.append(ChosenLine(line, units, said, resolution, *offer))
    return tuple(found) or None


def tried_of(
    case: Case,
    lines: Sequence[SelectedLine],
    resolution: Resolution,
    setting: Setting,
    now: datetime,
    discount: str = "",
) -> tuple[ChosenLine, ...] | None:
    """Return lines as they would be under one resolution; None while a reason is missing."""
    found: list[ChosenLine] = []
    for line in lines:
        reason = case.reason_of(line.key)
        said = setting.shop.reasons.get(reason.code) if reason else None
        if said is None:
            return None
        units, variant = units_of(case, line, setting, now), case.variant_of(line.key)
        found.append(ChosenLine(line, units, said, resolution, discount, variant))
    return tuple(found)
