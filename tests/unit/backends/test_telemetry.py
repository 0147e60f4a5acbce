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

from backends.telemetry import Telemetry

CANARY = "Ada Lovelace <ada@example.com>"


@dataclass
class Recorded:
    telemetry: Telemetry
    exporter: InMemorySpanExporter
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
    return Recorded(Telemetry(tracers, meters), exporter, reader)


def test_a_turn_is_a_span_and_a_count(recorded: Recorded):
    with recorded.telemetry.turn("text", "rules") as turn:
        turn.trips = 4

    told = {"return.surface": "text", "return.route": "rules", "return.outcome": "answered"}
    assert recorded.spans() == [("return.turn", told)]
    assert recorded.points("return.turns") == [(told, 1)]
    assert recorded.points("return.store.trips") == [({"return.surface": "text"}, 4)]


def test_the_route_that_answered_is_told_and_not_the_one_tried_first(recorded: Recorded):
    with recorded.telemetry.turn("text", "llm") as turn:
        turn.route = "fallback"

    ((_, attributes),) = recorded.spans()
    assert attributes["return.route"] == "fallback"
    assert recorded.points("return.store.trips") == []


def test_a_command_tells_its_outcome_and_code(recorded: Recorded):
    recorded.telemetry.command("rejected", "case_01H", reason_code="window_closed")

    told = {"return.outcome": "rejected", "return.reason_code": "window_closed"}
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
    with recorded.telemetry.turn("card", "rules"):
        recorded.telemetry.command("accepted", "case_01H")

    command, turn = recorded.exporter.get_finished_spans()
    assert command.parent is not None
    assert turn.context is not None
    assert command.parent.span_id == turn.context.span_id


def test_a_failure_tells_its_kind_and_not_its_words(recorded: Recorded):
    with pytest.raises(ValueError, match="Ada"), recorded.telemetry.step("make_label", "case_01H"):
        raise ValueError(CANARY)
    with pytest.raises(ValueError, match="Ada"), recorded.telemetry.turn("text", "llm"):
        raise ValueError(CANARY)

    spans = recorded.exporter.get_finished_spans()
    assert [span.status.status_code for span in spans] == [StatusCode.ERROR] * 2
    assert [span.status.description for span in spans] == ["ValueError"] * 2
    assert [dict(span.attributes or {})["return.outcome"] for span in spans] == ["failed"] * 2
    assert "Ada" not in recorded.everything()


def test_what_does_not_look_like_a_code_is_never_recorded(recorded: Recorded):
    recorded.telemetry.command("rejected", CANARY, reason_code=CANARY)
    with recorded.telemetry.step(CANARY, CANARY):
        pass

    everything = recorded.everything()
    assert "Ada" not in everything
    assert "other" in everything


def test_no_metric_carries_a_case_id(recorded: Recorded):
    recorded.telemetry.command("accepted", "case_01H")
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
with telemetry.turn("text", "rules"):
    telemetry.command("accepted", "case_1")
print([name for name in sys.modules if name.startswith("opentelemetry.sdk")])
"""

    assert run(program) == "[]\n"


def test_the_console_shows_spans_and_metrics_even_of_functions_imported_before():
    program = """
from backends import telemetry
telemetry.configure(console=True)
telemetry.configure(console=True)
with telemetry.turn("text", "rules"), telemetry.step("make_label", "case_1"):
    pass
"""

    written = run(program)

    assert written.count('"name": "return.turn"') == 1
    assert '"return.step.duration"' in written
