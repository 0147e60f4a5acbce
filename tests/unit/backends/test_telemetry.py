from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from backends import telemetry
from backends.case_trace import root_of
from backends.observed import observed
from backends.telemetry import Telemetry
from returns.events import EVENT_TYPES

CANARY = "Ada Lovelace <ada@example.com>"


@dataclass
class Recorded:
    telemetry: Telemetry
    exporter: InMemorySpanExporter
    tracers: TracerProvider
    reader: InMemoryMetricReader

    def spans(self) -> list[tuple[str, dict[str, object]]]:
        return [(s.name, dict(s.attributes or {})) for s in self.exporter.get_finished_spans()]

    def points(self, name: str) -> list[tuple[dict[str, object], float]]:
        data = self.reader.get_metrics_data()
        return [
            (
                dict(point.attributes or {}),
                point.sum if isinstance(point, HistogramDataPoint) else point.value,
            )
            for resource in (data.resource_metrics if data else [])
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in metric.data.data_points
        ]

    def everything(self) -> str:
        spans = "".join(span.to_json() for span in self.exporter.get_finished_spans())
        data = self.reader.get_metrics_data()
        return spans + (data.to_json() if data else "")


@pytest.fixture
def recorded() -> Recorded:
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracers = TracerProvider(shutdown_on_exit=False)
    tracers.add_span_processor(SimpleSpanProcessor(exporter))
    meters = MeterProvider([reader], shutdown_on_exit=False)
    return Recorded(Telemetry(tracers, meters), exporter, tracers, reader)


def test_a_turn_is_a_span_and_a_count(recorded: Recorded):
    with recorded.telemetry.turn("text", "case_01H") as turn:
        turn.first_event_s = 0.25

    told = {"return.surface": "text", "return.route": "rules", "return.outcome": "answered"}
    assert recorded.spans() == [("return.turn", told | {"return.case_id": "case_01H"})]
    assert recorded.points("return.turns") == [(told, 1)]
    assert recorded.points("return.turn.first_event") == [({"return.surface": "text"}, 0.25)]
    ((attributes, seconds),) = recorded.points("return.turn.duration")
    assert attributes == told
    assert 0 <= seconds < 5


def test_store_trips_are_counted_for_the_turn_they_happen_in(recorded: Recorded):
    with recorded.telemetry.turn("text", "case_01H"):
        for port in ("documents", "documents", "carrier"):
            with recorded.telemetry.port(port, "get"):
                pass
    with recorded.telemetry.port("documents", "get"):
        pass

    assert recorded.points("return.store.trips") == [({"return.surface": "text"}, 2)]


def test_a_turn_that_was_answered_by_an_error_has_failed(recorded: Recorded):
    with recorded.telemetry.turn("text", "case_01H") as turn:
        turn.failed = True

    ((attributes, _),) = recorded.points("return.turns")
    assert attributes["return.outcome"] == "failed"


def test_the_route_that_answered_is_told_and_not_the_one_tried_first(recorded: Recorded):
    with recorded.telemetry.turn("text", "case_01H") as turn:
        turn.route = "fallback"

    ((_, attributes),) = recorded.spans()
    assert attributes["return.route"] == "fallback"


def test_a_command_tells_its_outcome_and_code(recorded: Recorded):
    code = "window_closed"
    recorded.telemetry.command("rejected", "case_01H", source="text", reason_code=code)

    told = {"return.outcome": "rejected", "return.source": "text", "return.reason_code": code}
    assert recorded.spans() == [("return.command", told | {"return.case_id": "case_01H"})]
    assert recorded.points("return.command.outcome") == [(told, 1)]


def test_a_step_tells_its_effect_and_how_long_it_took(recorded: Recorded):
    with recorded.telemetry.step("make_label", "case_01H"):
        pass

    told = {"return.step": "make_label", "return.outcome": "done"}
    assert recorded.spans() == [("return.step", told | {"return.case_id": "case_01H"})]
    ((attributes, seconds),) = recorded.points("return.step.duration")
    assert attributes == told
    assert 0 <= seconds < 5


def test_a_command_is_a_child_of_its_turn(recorded: Recorded):
    with recorded.telemetry.turn("card", "case_01H"):
        recorded.telemetry.command("accepted", "case_01H", source="click")

    command, turn = recorded.exporter.get_finished_spans()
    assert command.parent is not None
    assert turn.context is not None
    assert command.parent.span_id == turn.context.span_id


def test_a_failure_tells_its_kind_and_not_its_words(recorded: Recorded):
    with pytest.raises(ValueError, match="Ada"), recorded.telemetry.step("make_label", "case_01H"):
        raise ValueError(CANARY)
    with pytest.raises(ValueError, match="Ada"), recorded.telemetry.turn("text", "case_1"):
        raise ValueError(CANARY)

    spans = recorded.exporter.get_finished_spans()
    assert [span.status.status_code for span in spans] == [StatusCode.ERROR] * 2
    assert [span.status.description for span in spans] == ["ValueError"] * 2
    assert [dict(span.attributes or {})["return.outcome"] for span in spans] == ["failed"] * 2
    assert "Ada" not in recorded.everything()


def test_what_does_not_look_like_a_code_is_never_recorded(recorded: Recorded):
    recorded.telemetry.command("rejected", CANARY, source="text", reason_code=CANARY)
    with recorded.telemetry.step(CANARY, CANARY):
        pass

    everything = recorded.everything()
    assert "Ada" not in everything
    assert "other" in everything


def test_no_metric_carries_a_case_id(recorded: Recorded):
    recorded.telemetry.command("accepted", "case_01H", source="staff")
    with recorded.telemetry.step("make_label", "case_01H"):
        pass

    data = recorded.reader.get_metrics_data()
    assert data is not None
    assert "case_01H" not in data.to_json()


def test_a_sweep_tells_how_late_it_was_and_what_it_woke(recorded: Recorded):
    recorded.telemetry.overdue(3, 90.5)
    recorded.telemetry.swept("case_01H", "woken")

    assert recorded.points("return.overdue.count") == [({}, 3)]
    assert recorded.points("return.overdue.oldest_s") == [({}, 90.5)]
    assert recorded.spans() == [
        ("return.heartbeat", {}),
        ("return.sweep", {"return.case_id": "case_01H", "return.outcome": "woken"}),
    ]


def test_everything_about_a_case_lies_in_one_trace_over_weeks_and_processes(recorded: Recorded):
    tracer = recorded.tracers.get_tracer("host")
    told = recorded.telemetry
    with tracer.start_as_current_span("POST /api/chatkit"), told.turn("text", "case_01H"):
        told.command("accepted", "case_01H", source="text")
    with (
        tracer.start_as_current_span("activity"),
        told.step("x", "case_01H"),
        told.port("carrier", "buy"),
    ):
        pass
    recorded.telemetry.swept("case_01H", "woken")
    recorded.telemetry.swept("case_02H", "woken")

    spans = {span.name: span for span in recorded.exporter.get_finished_spans()[:-1]}
    names = ("return.turn", "return.command", "return.step", "return.port", "return.sweep")
    assert {spans[name].context.trace_id for name in names} == {root_of("case_01H").trace_id}
    assert spans["return.turn"].links[0].context == spans["POST /api/chatkit"].context
    assert spans["return.step"].links[0].context == spans["activity"].context
    assert spans["return.command"].parent.span_id == spans["return.turn"].context.span_id
    assert spans["return.port"].parent.span_id == spans["return.step"].context.span_id
    other = recorded.exporter.get_finished_spans()[-1]
    assert other.context.trace_id == root_of("case_02H").trace_id


def test_a_call_to_the_outside_tells_its_case_and_how_it_ended(recorded: Recorded):
    with (
        recorded.telemetry.step("make_label", "case_01H"),
        pytest.raises(ValueError, match="Ada"),
        recorded.telemetry.port("carrier", "buy"),
    ):
        raise ValueError(CANARY)

    name, attributes = recorded.spans()[0]
    told = {"return.port": "carrier", "return.operation": "buy", "return.outcome": "failed"}
    assert (name, attributes) == ("return.port", told | {"return.case_id": "case_01H"})
    ((metric, _),) = recorded.points("return.port.duration")
    assert metric == told
    assert "Ada" not in recorded.everything()


def test_a_model_call_tells_its_tokens_and_what_they_cost(recorded: Recorded):
    with recorded.telemetry.model_call("chat") as call:
        call.model = "gpt-5-mini-2025-08-07"
        call.tokens_in, call.tokens_cached, call.tokens_out = 2_000_000, 1_000_000, 500_000

    ((name, attributes),) = recorded.spans()
    assert name == "return.model.call"
    assert attributes["gen_ai.usage.input_tokens"] == 2_000_000
    assert attributes["gen_ai.operation.name"] == "chat"
    model = {"gen_ai.request.model": "gpt-5-mini-2025-08-07"}
    assert recorded.points("return.model.cost") == [(model, pytest.approx(0.25 + 0.025 + 1.0))]
    assert recorded.points("gen_ai.client.token.usage") == [
        (model | {"gen_ai.token.type": "input"}, 2_000_000),
        (model | {"gen_ai.token.type": "output"}, 500_000),
    ]


def test_a_model_without_a_price_costs_nothing_that_we_know_of(recorded: Recorded):
    with recorded.telemetry.model_call("a-model-of-ones-own") as call:
        call.tokens_in = 900

    ((_, usd),) = recorded.points("return.model.cost")
    assert usd == 0


def test_what_a_model_failed_at_is_counted_by_its_code(recorded: Recorded):
    recorded.telemetry.model_trouble("fallback", "throttled")
    recorded.telemetry.model_trouble("fallback", CANARY)

    told = [
        attributes["return.reason_code"]
        for attributes, _ in recorded.points("return.model.trouble")
    ]
    assert told == ["throttled", "other"]


def test_events_are_logs_with_the_case_and_steps_of_the_funnel(
    recorded: Recorded, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level("INFO", "order-returns"):
        recorded.telemetry.happened("case_01H", ["case_started", "units_selected", CANARY])

    assert [log.getMessage() for log in caplog.records] == [
        "case case_01H: case_started", "case case_01H: units_selected", "case case_01H: other",
    ]  # fmt: skip
    assert getattr(caplog.records[0], "return.case_id") == "case_01H"
    assert getattr(caplog.records[0], "return.event") == "case_started"
    assert recorded.points("return.funnel") == [({"return.step": "case_started"}, 1)]


def test_an_effect_that_failed_tells_whether_anybody_has_to_look(
    recorded: Recorded, caplog: pytest.LogCaptureFixture
):
    recorded.telemetry.step_failed("pay_refund", "case_01H", final=False)
    recorded.telemetry.step_failed("pay_refund", "case_01H", final=True)

    assert [log.getMessage() for log in caplog.records] == [
        "case case_01H: pay_refund failed and is tried again",
        "case case_01H: pay_refund failed and waits for staff",
    ]
    failures = recorded.points("return.step.failures")
    assert [(told["return.final"], count) for told, count in failures] == [(False, 1), (True, 1)]


def test_cases_are_counted_by_state(recorded: Recorded):
    recorded.telemetry.cases_by_state({"DRAFT": 3, "IN_TRANSIT": 0})

    assert recorded.points("return.cases") == [
        ({"return.state": "DRAFT"}, 3), ({"return.state": "IN_TRANSIT"}, 0),
    ]  # fmt: skip


def test_every_step_of_the_funnel_is_an_event_of_ours():
    assert EVENT_TYPES.keys() >= telemetry.STEPS


def test_what_the_store_charges_is_recorded_by_call(recorded: Recorded):
    recorded.telemetry.store_charge("transact", 7.5)

    assert recorded.points("return.store.charge") == [({"return.operation": "transact"}, 7.5)]


class Parcels:
    """A port with a call that is awaited, one that is not, and a value."""

    insured = True

    async def buy(self, sender: str) -> str:
        if sender == "nowhere":
            raise ValueError(CANARY)
        return f"parcel of {sender}"

    def price(self) -> int:
        return 7


async def test_an_observed_port_answers_as_before():
    parcels = observed(Parcels(), "carrier")

    assert await parcels.buy("Ada") == "parcel of Ada"
    assert (parcels.price(), parcels.insured) == (7, True)
    assert isinstance(parcels, Parcels)
    assert isinstance(observed(parcels, "twice"), Parcels)
    with pytest.raises(ValueError, match="Ada"):
        await parcels.buy("nowhere")
    with pytest.raises(AttributeError):
        parcels.sell()  # type: ignore[attr-defined]


def run(program: str) -> str:
    root = Path(__file__).parents[3]
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout


def test_without_a_configuration_nothing_is_loaded_or_written():
    program = """
import sys
from backends import telemetry
telemetry.configure(console=False)
with telemetry.turn("text", "case_1"):
    telemetry.command("accepted", "case_1", source="text")
print([name for name in sys.modules if name.startswith("opentelemetry.sdk")])
"""

    assert run(program) == "[]\n"


def test_the_console_shows_spans_and_metrics_even_of_functions_imported_before():
    program = """
from backends import telemetry
telemetry.configure(console=True)
telemetry.configure(console=True)
with telemetry.turn("text", "case_1"), telemetry.step("make_label", "case_1"):
    pass
"""

    written = run(program)

    assert written.count('"name": "return.turn"') == 1
    assert '"return.step.duration"' in written
