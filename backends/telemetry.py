"""The names of every span and metric, and the only functions that record them.

Nothing a person wrote is ever recorded: values are codes and opaque ids, and whatever does not
look like one is recorded as "other". No metric carries a case id.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from opentelemetry import metrics, trace
from opentelemetry.trace import Status, StatusCode

if TYPE_CHECKING:
    from collections.abc import Generator

    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

SCOPE = "order-returns"

TURN = "return.turn"
COMMAND = "return.command"
STEP = "return.step"
SWEEP = "return.sweep"
HEARTBEAT = "return.heartbeat"

TURNS = "return.turns"
COMMAND_OUTCOME = "return.command.outcome"
STEP_DURATION = "return.step.duration"
STORE_TRIPS = "return.store.trips"
OVERDUE_COUNT = "return.overdue.count"
OVERDUE_OLDEST = "return.overdue.oldest_s"

CASE_ID = "return.case_id"
EFFECT = "return.step"
ROUTE = "return.route"
SURFACE = "return.surface"
OUTCOME = "return.outcome"
REASON_CODE = "return.reason_code"

type Surface = Literal["card", "text"]
type Route = Literal["rules", "llm", "fallback"]
type CommandOutcome = Literal["accepted", "duplicate", "stale", "rejected"]

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_OTHER = "other"


@dataclass(slots=True)
class Turn:
    """A turn under way. Whoever learns it corrects the route, and adds the store's trips."""

    route: Route
    trips: int | None = None


class Telemetry:
    """Records spans and metrics. Without providers it takes those of the process."""

    def __init__(
        self, tracers: TracerProvider | None = None, meters: MeterProvider | None = None
    ) -> None:
        self._tracer = trace.get_tracer(SCOPE, tracer_provider=tracers)
        meter = metrics.get_meter(SCOPE, meter_provider=meters)
        self._turns = meter.create_counter(TURNS, "{turn}", "Turns answered")
        self._outcomes = meter.create_counter(COMMAND_OUTCOME, "{command}", "Commands decided")
        self._durations = meter.create_histogram(STEP_DURATION, "s", "Time of one effect")
        self._trips = meter.create_histogram(STORE_TRIPS, "{trip}", "Store trips of one turn")
        self._overdue = meter.create_gauge(OVERDUE_COUNT, "{case}", "Cases past their moment")
        self._oldest = meter.create_gauge(OVERDUE_OLDEST, "s", "How long the oldest has waited")

    @contextmanager
    def turn(self, surface: Surface, route: Route) -> Generator[Turn]:
        """Record a turn: text or click, and whether rules, a model or the fallback answered it."""
        turn = Turn(route)
        with self._span(TURN) as span:
            outcome = "failed"
            try:
                yield turn
                outcome = "answered"
            finally:
                told = {SURFACE: surface, ROUTE: turn.route, OUTCOME: outcome}
                span.set_attributes(told)
                self._turns.add(1, told)
                if turn.trips is not None:
                    self._trips.record(turn.trips, {SURFACE: surface})

    def command(
        self, outcome: CommandOutcome, case_id: str, *, reason_code: str | None = None
    ) -> None:
        """Record what became of a batch of commands, and the code it was rejected with."""
        told: dict[str, str] = {OUTCOME: outcome}
        if reason_code is not None:
            told[REASON_CODE] = _code(reason_code)
        with self._span(COMMAND) as span:
            span.set_attributes(told | {CASE_ID: _code(case_id)})
        self._outcomes.add(1, told)

    @contextmanager
    def step(self, effect: str, case_id: str) -> Generator[None]:
        """Record an effect of the orchestration, how long it took and whether it failed."""
        with self._span(STEP) as span:
            span.set_attributes({EFFECT: _code(effect), CASE_ID: _code(case_id)})
            outcome = "failed"
            begun = perf_counter()  # a stopwatch: no time of day is read
            try:
                yield
                outcome = "done"
            finally:
                span.set_attribute(OUTCOME, outcome)
                told = {EFFECT: _code(effect), OUTCOME: outcome}
                self._durations.record(perf_counter() - begun, told)

    def overdue(self, count: int, oldest_seconds: float) -> None:
        """Record what a sweep found; its silence means that lost bells no longer heal."""
        with self._span(HEARTBEAT):
            self._overdue.set(count)
            self._oldest.set(oldest_seconds)

    def swept(self, case_id: str, outcome: str) -> None:
        """Record what waking an overdue case came to."""
        with self._span(SWEEP) as span:
            span.set_attributes({CASE_ID: _code(case_id), OUTCOME: _code(outcome)})

    @contextmanager
    def _span(self, name: str) -> Generator[Span]:
        # A recorded exception would carry its message and its stack, and so what people wrote.
        with self._tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield span
            except BaseException as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise


_process = Telemetry()
turn = _process.turn
command = _process.command
step = _process.step
overdue = _process.overdue
swept = _process.swept


def configure(*, console: bool) -> None:
    """Send the spans and metrics of this process to the console, or leave them to the host.

    Safe to repeat: providers that are set stay set.
    """
    if not console:
        return
    # The SDK is loaded only where someone looks at it.
    from opentelemetry.sdk.metrics import MeterProvider  # noqa: PLC0415
    from opentelemetry.sdk.metrics.export import (  # noqa: PLC0415
        ConsoleMetricExporter,
        PeriodicExportingMetricReader,
    )
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import (  # noqa: PLC0415
        BatchSpanProcessor,
        ConsoleSpanExporter,
    )

    if isinstance(trace.get_tracer_provider(), TracerProvider):
        return
    tracers = TracerProvider()
    tracers.add_span_processor(BatchSpanProcessor(ConsoleSpanExporter()))
    trace.set_tracer_provider(tracers)
    reader = PeriodicExportingMetricReader(ConsoleMetricExporter())
    metrics.set_meter_provider(MeterProvider([reader]))


def _code(value: str) -> str:
    return value if _CODE.fullmatch(value) else _OTHER
