"""What is stored or sent by name: registered, complete, and never renamed."""

from importlib import import_module
from pkgutil import iter_modules

import azure.durable_functions as df
import pytest

import activities
import orchestrators
from doors.problems import STATUS_OF_CODE
from returns import errors
from returns.case import CaseState
from returns.effects import TOGETHER, UNDO_OF, Effect
from returns.errors import ReturnsError
from returns.events import DOORBELL, EVENT_TYPES, RETURN_CASE
from returns.ledger import UnitState
from returns.ports import MovementKind

# Stored for ever: names may be added here, and none is ever changed or taken away.
STORED_EVENTS = {
    "approved", "cancelled", "case_purged", "case_started", "choice_dropped", "clauses_found",
    "closed", "confirmed", "credit_reversed", "decided", "decision_accepted", "declined",
    "disputed", "effect_deferred", "effect_failed", "effect_retried", "effect_undone",
    "escalated", "evidence_provided", "evidence_requested", "exchange_placed", "expired",
    "first_scanned", "goods_arrived", "handed_back", "handed_off", "held", "hold_released",
    "ignored", "inbound_reserved", "inspection_started", "label_made", "logistics_ready",
    "loyalty_adjusted", "method_changed", "money_moved", "money_refused", "money_submitted",
    "movements_replaced", "notice_sent", "nudged", "offer_answered", "offers_made",
    "order_updated", "overridden", "override_proposed", "parcel_lost", "parcel_scanned",
    "pickup_booked", "pickup_missed", "quote_released", "quoted", "reason_chosen", "received",
    "reclaimed", "reminded", "reopened", "requoted", "resolution_chosen", "restocked",
    "review_requested", "sent_back", "settled_early", "settlement_started", "shipping_chosen",
    "similar_cases_found", "taken_apart", "unit_graded", "units_graded", "units_selected",
    "variant_chosen",
}  # fmt: skip
STORED_STATES = {
    "DRAFT", "QUOTED", "AWAITING_EVIDENCE", "IN_REVIEW", "APPROVED", "AWAITING_SHIPMENT",
    "IN_TRANSIT", "RECEIVED", "INSPECTING", "DECIDED", "SETTLING", "CLOSED", "CANCELLED",
    "DECLINED", "EXPIRED",
}  # fmt: skip
STORED_UNITS = {
    "accepted", "deducted", "donate", "graded", "held", "in_return", "kept_by_customer",
    "missing", "received", "recycle", "refurbish", "rejected", "released", "restocked",
    "sent_back", "settled",
}  # fmt: skip


def registered_in(package) -> set[str]:
    """Return the names under which a package's blueprints register functions."""
    app = df.DFApp()
    for found in iter_modules(package.__path__, f"{package.__name__}."):
        module = import_module(found.name)
        if hasattr(module, "blueprint"):
            app.register_functions(module.blueprint)
    return {function.get_function_name() for function in app.get_functions()}


def test_every_effect_a_case_can_owe_is_a_registered_activity():
    assert {*Effect, "read_case", "record_effect", "sweep"} <= registered_in(activities)


def test_the_bell_rings_the_orchestration_that_is_registered():
    assert registered_in(orchestrators) == {RETURN_CASE}
    assert DOORBELL == "doorbell"


def test_every_undo_is_an_effect_that_nothing_undoes():
    assert set(UNDO_OF.values()) <= set(Effect)
    assert not set(UNDO_OF.values()) & UNDO_OF.keys()
    assert not set(TOGETHER) & UNDO_OF.keys()


def test_no_stored_name_was_ever_taken_away():
    assert set(EVENT_TYPES) >= STORED_EVENTS
    assert set(CaseState) >= STORED_STATES
    assert set(UnitState) >= STORED_UNITS
    assert set(MovementKind) >= {"refund", "credit_principal", "credit_bonus"}


def test_every_stored_name_is_written_down_here():
    assert set(EVENT_TYPES) == STORED_EVENTS
    assert set(CaseState) == STORED_STATES
    assert set(UnitState) == STORED_UNITS


def refusals(of: type[Exception] = ReturnsError) -> list[type[Exception]]:
    return [kind for child in of.__subclasses__() for kind in (child, *refusals(child))]


@pytest.mark.parametrize("refusal", refusals(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_code_of_its_own_an_http_number_and_a_place_in_the_tree(refusal):
    assert refusal.code in STATUS_OF_CODE
    assert [other.code for other in refusals()].count(refusal.code) == 1
    assert f" {refusal.__name__} " in (errors.__doc__ or "")
