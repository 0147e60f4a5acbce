"""The names of every span and metric, and the only functions that record them.

Nothing a person wrote is ever recorded: values are codes and opaque ids, and whatever does not
look like one is recorded as "other". No metric carries a case id. Spans about a case lie in the
trace of that case, linked to the request or activity that they happened in.
"""

from __future__ import annotations

import logging
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from opentelemetry import context, metrics, trace
from opentelemetry.trace import SpanKind, Status, StatusCode

from backends.case_trace import place_in
from backends.model_prices import price_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

    from returns.commands import Source

SCOPE = "order-returns"

TURN = "return.turn"
COMMAND = "return.command"
STEP = "return.step"
SWEEP = "return.sweep"
HEARTBEAT = "return.heartbeat"
MODEL_CALL = "return.model.call"
PORT = "return.port"

TURNS = "return.turns"
TURN_DURATION = "return.turn.duration"
FIRST_EVENT = "return.turn.first_event"
COMMAND_OUTCOME = "return.command.outcome"
STEP_DURATION = "return.step.duration"
STEP_FAILURES = "return.step.failures"
STORE_TRIPS = "return.store.trips"
STORE_CHARGE = "return.store.charge"
PORT_DURATION = "return.port.duration"
MODEL_TOKENS = "gen_ai.client.token.usage"
MODEL_COST = "return.model.cost"
MODEL_TROUBLE = "return.model.trouble"
FUNNEL = "return.funnel"
CASES = "return.cases"
OVERDUE_COUNT = "return.overdue.count"
OVERDUE_OLDEST = "return.overdue.oldest_s"

CASE_ID = "return.case_id"
EFFECT = "return.step"
EVENT = "return.event"
ROUTE = "return.route"
SURFACE = "return.surface"
SOURCE = "return.source"
OUTCOME = "return.outcome"
REASON_CODE = "return.reason_code"
PORT_NAME = "return.port"
OPERATION = "return.operation"
FINAL = "return.final"
STATE = "return.state"
MODEL_OPERATION = "gen_ai.operation.name"
MODEL = "gen_ai.request.model"
TOKEN_TYPE = "gen_ai.token.type"  # noqa: S105 - a name of the semantic conventions
TOKENS_IN = "gen_ai.usage.input_tokens"
TOKENS_CACHED = "gen_ai.usage.cached_tokens"
TOKENS_OUT = "gen_ai.usage.output_tokens"

# Events that happen to a case at most once, so that counting them counts cases.
STEPS = frozenset(
    {"case_started", "confirmed", "approved", "logistics_ready", "first_scanned", "received"}
    | {"closed", "cancelled", "declined", "expired"}
)
DOCUMENTS = "documents"

type Surface = Literal["card", "text"]
type Route = Literal["rules", "llm", "fallback"]
type CommandOutcome = Literal["accepted", "duplicate", "stale", "rejected", "unknown"]

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_OTHER = "other"
_CASE_KEY = context.create_key("return.case_id")
_TURN_KEY = context.create_key("return.turn")
_LOG = logging.getLogger(SCOPE)
# The worker exports every log from INFO on, where clients tell URLs: of a lookup, an address.
# ChatKit logs errors with their words; its adapter tells each of them by its kind.
_SILENCED = {
    "azure": logging.WARNING,
    "httpx": logging.WARNING,
    "httpx2": logging.WARNING,
    "openai": logging.WARNING,
    "chatkit": logging.CRITICAL,
}


@dataclass(slots=True)
class Turn:
    """A turn under way; whoever learns more of it says so. Durations are in seconds."""

    surface: Surface
    route: Route = "rules"
    failed: bool = False
    trips: int = 0
    first_event_s: float | None = None


@dataclass(slots=True)
class ModelCall:
    """A call of a hosted model and the tokens it took; cached ones are among `tokens_in`."""

    model: str
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0


class Telemetry:
    """Records spans, metrics and events. Without providers it takes those of the process."""

    def __init__(
        self, tracers: TracerProvider | None = None, meters: MeterProvider | None = None
    ) -> None:
        self._tracer = trace.get_tracer(SCOPE, tracer_provider=tracers)
        meter = metrics.get_meter(SCOPE, meter_provider=meters)
        self._turns = meter.create_counter(TURNS, "{turn}", "Turns answered")
        self._turn_s = meter.create_histogram(TURN_DURATION, "s", "Time of one turn, to its end")
        self._first_s = meter.create_histogram(FIRST_EVENT, "s", "Time to a turn's first event")
        self._outcomes = meter.create_counter(COMMAND_OUTCOME, "{command}", "Commands decided")
        self._durations = meter.create_histogram(STEP_DURATION, "s", "Time of one effect")
        self._failures = meter.create_counter(STEP_FAILURES, "{failure}", "Effects that failed")
        self._trips = meter.create_histogram(STORE_TRIPS, "{trip}", "Store trips of one turn")
        self._charge = meter.create_histogram(STORE_CHARGE, "{RU}", "Request units of one call")
        self._port_s = meter.create_histogram(PORT_DURATION, "s", "Time of one call to the outside")
        self._tokens = meter.create_histogram(MODEL_TOKENS, "{token}", "Tokens of one model call")
        self._cost = meter.create_counter(MODEL_COST, "USD", "What model calls cost")
        self._trouble = meter.create_counter(MODEL_TROUBLE, "{call}", "What a model failed at")
        self._funnel = meter.create_counter(FUNNEL, "{case}", "Cases that came to a step")
        self._cases = meter.create_gauge(CASES, "{case}", "Cases that are not over, by state")
        self._overdue = meter.create_gauge(OVERDUE_COUNT, "{case}", "Cases past their moment")
        self._oldest = meter.create_gauge(OVERDUE_OLDEST, "s", "How long the oldest has waited")

    @contextmanager
    def turn(self, surface: Surface, case_id: str) -> Generator[Turn]:
        """Record a turn: text or click, who answered it, how long it took, and its store trips."""
        turn = Turn(surface)
        begun = perf_counter()  # a stopwatch: no time of day is read
        with self._span(TURN, case_id, turn=turn) as span:
            try:
                yield turn
            except BaseException:
                turn.failed = True
                raise
            finally:
                outcome = "failed" if turn.failed else "answered"
                told = {SURFACE: turn.surface, ROUTE: turn.route, OUTCOME: outcome}
                span.set_attributes(told)
                self._turns.add(1, told)
                self._turn_s.record(perf_counter() - begun, told)
                self._trips.record(turn.trips, {SURFACE: turn.surface})
                if turn.first_event_s is not None:
                    self._first_s.record(turn.first_event_s, {SURFACE: turn.surface})

    def command(
        self,
        outcome: CommandOutcome,
        case_id: str,
        *,
        source: Source,
        reason_code: str | None = None,
    ) -> None:
        """Record what became of a batch of commands, who sent it, and why it was rejected."""
        told: dict[str, str] = {OUTCOME: outcome, SOURCE: source}
        if reason_code is not None:
            told[REASON_CODE] = _code(reason_code)
        with self._span(COMMAND, case_id) as span:
            span.set_attributes(told)
        self._outcomes.add(1, told)

    @contextmanager
    def step(self, effect: str, case_id: str) -> Generator[None]:
        """Record an effect of the orchestration, how long it took and whether it failed."""
        with self._span(STEP, case_id) as span:
            span.set_attribute(EFFECT, _code(effect))
            outcome = "failed"
            begun = perf_counter()
            try:
                yield
                outcome = "done"
            finally:
                span.set_attribute(OUTCOME, outcome)
                told = {EFFECT: _code(effect), OUTCOME: outcome}
                self._durations.record(perf_counter() - begun, told)

    def step_failed(self, effect: str, case_id: str, *, final: bool) -> None:
        """Record that every retry of an effect failed; a final one waits for staff."""
        self._failures.add(1, {EFFECT: _code(effect), FINAL: final})
        word = "waits for staff" if final else "is tried again"
        _LOG.warning(
            "case %s: %s failed and %s", _code(case_id), _code(effect), word,
            extra={CASE_ID: _code(case_id), EFFECT: _code(effect), FINAL: final},
        )  # fmt: skip

    def happened(self, case_id: str, events: Iterable[str]) -> None:
        """Tell the events of a saved change as structured logs, and count the steps among them."""
        for event in events:
            told = {CASE_ID: _code(case_id), EVENT: _code(event)}
            _LOG.info("case %s: %s", told[CASE_ID], told[EVENT], extra=told)
            if event in STEPS:
                self._funnel.add(1, {EFFECT: event})

    @contextmanager
    def port(self, name: str, operation: str) -> Generator[None]:
        """Record a call to the outside: which, how long it took and whether it failed."""
        turn = context.get_value(_TURN_KEY)
        if isinstance(turn, Turn) and name == DOCUMENTS:
            turn.trips += 1
        told: dict[str, str] = {PORT_NAME: name, OPERATION: operation}
        outcome = "failed"
        begun = perf_counter()
        with self._span(PORT, kind=SpanKind.CLIENT) as span:
            try:
                yield
                outcome = "done"
            finally:
                told[OUTCOME] = outcome
                span.set_attributes(told)
                self._port_s.record(perf_counter() - begun, told)

    @contextmanager
    def model_call(self, deployment: str) -> Generator[ModelCall]:
        """Record a call of a hosted model with its tokens, and its cost where a price is known."""
        call = ModelCall(deployment)
        with self._span(MODEL_CALL, kind=SpanKind.CLIENT) as span:
            try:
                yield call
            finally:
                model = _code(call.model)
                counts = {TOKENS_IN: call.tokens_in, TOKENS_OUT: call.tokens_out}
                span.set_attributes({MODEL_OPERATION: "chat", MODEL: model, **counts})
                span.set_attribute(TOKENS_CACHED, call.tokens_cached)
                self._tokens.record(call.tokens_in, {MODEL: model, TOKEN_TYPE: "input"})
                self._tokens.record(call.tokens_out, {MODEL: model, TOKEN_TYPE: "output"})
                self._cost.add(_usd(call), {MODEL: model})

    def model_trouble(self, what: Literal["call_dropped", "fallback"], code: str) -> None:
        """Count a call of the model that was dropped, or a turn it did not answer, and why."""
        self._trouble.add(1, {OUTCOME: what, REASON_CODE: _code(code)})

    def store_charge(self, call: str, request_units: float) -> None:
        """Record what one call to the hosted store was charged."""
        self._charge.record(request_units, {OPERATION: _code(call)})

    def cases_by_state(self, counts: Mapping[str, int]) -> None:
        """Record how many cases stand in each state."""
        for state, count in counts.items():
            self._cases.set(count, {STATE: _code(state)})

    def overdue(self, count: int, oldest_seconds: float) -> None:
        """Record what a sweep found; its silence means that lost bells no longer heal."""
        with self._span(HEARTBEAT):
            self._overdue.set(count)
            self._oldest.set(oldest_seconds)

    def swept(self, case_id: str, outcome: str) -> None:
        """Record what waking an overdue case came to."""
        with self._span(SWEEP, case_id) as span:
            span.set_attribute(OUTCOME, _code(outcome))

    @contextmanager
    def _span(
        self,
        name: str,
        case_id: str = "",
        *,
        kind: SpanKind = SpanKind.INTERNAL,
        turn: Turn | None = None,
    ) -> Generator[Span]:
        case = _code(case_id) if case_id else str(context.get_value(_CASE_KEY) or "")
        place, links = place_in(case_id) if case_id else (context.get_current(), [])
        if case_id:
            place = context.set_value(_CASE_KEY, case, place)
        if turn:
            place = context.set_value(_TURN_KEY, turn, place)
        attributes: dict[str, Any] = {CASE_ID: case} if case else {}
        span = self._tracer.start_span(name, place, kind, attributes, links)
        token = context.attach(trace.set_span_in_context(span, place))
        try:
            yield span
        except BaseException as error:
            # A recorded exception would carry its message and stack, and so what people wrote.
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
        finally:
            context.detach(token)
            span.end()


_process = Telemetry()
turn = _process.turn
command = _process.command
step = _process.step
step_failed = _process.step_failed
happened = _process.happened
port = _process.port
model_call = _process.model_call
model_trouble = _process.model_trouble
store_charge = _process.store_charge
cases_by_state = _process.cases_by_state
overdue = _process.overdue
swept = _process.swept


def configure(*, console: bool) -> None:
    """Send the spans and metrics of this process to the console, or leave them to the host.

    The libraries that log what people wrote or are called are silenced.
    Safe to repeat: providers that are set stay set.
    """
    for library, level in _SILENCED.items():
        logging.getLogger(library).setLevel(level)
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
    _LOG.setLevel(logging.INFO)
    _LOG.addHandler(logging.StreamHandler(sys.stdout))


def _code(value: str) -> str:
    return value if _CODE.fullmatch(value) else _OTHER


def _usd(call: ModelCall) -> float:
    price = price_of(call.model)
    if price is None:
        return 0.0
    spent = price.usd(
        tokens_in=call.tokens_in, tokens_cached=call.tokens_cached, tokens_out=call.tokens_out
    )
    return float(spent)
