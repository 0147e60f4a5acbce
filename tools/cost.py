"""Estimates what returns cost in the cloud: python -m tools.cost [--returns 1000] [...].

`case = turns * calls * tokens * price + GB-seconds + executions + actions + RU + telemetry`, and
`month = cases * case + what is always on`. Every price has a date and a source; nothing here was
compared with a bill.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backends.model_prices import MODEL_PRICES

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per unit, when that was said, and by whom; none was read on the vendor's page."""

    usd: Decimal
    unit: str
    dated: str
    source: str


_SECOND_HAND = "price page as others quote it"
_KNOWN = "general knowledge, to be verified"


def _models() -> dict[str, Price]:
    return {
        f"{model} {direction}": Price(usd, "1M tokens", price.dated, price.source)
        for model, price in MODEL_PRICES.items()
        for direction, usd in (
            ("input", price.input_usd),
            ("cached", price.cached_usd),
            ("output", price.output_usd),
        )
    }


PRICES: dict[str, Price] = {
    **_models(),
    "Functions memory": Price(Decimal("0.000026"), "GB-second", "2025-05", _SECOND_HAND),
    "Functions executions": Price(Decimal("0.40"), "1M executions", "2025-05", _SECOND_HAND),
    "Cosmos DB requests": Price(Decimal("0.25"), "1M RU", "2026-11", _KNOWN),
    "Telemetry": Price(Decimal("2.30"), "GB", "2026-11", _KNOWN),
    "Alert rules": Price(Decimal("1.50"), "rule and month", "2026-11", _KNOWN),
    "Static Web Apps Standard": Price(Decimal(9), "month", "2026-11", _KNOWN),
    "AI Search Basic": Price(Decimal(74), "month", "2026-11", _KNOWN),
    "Functions always ready": Price(Decimal("10.5"), "GB and month", "2026-11", _KNOWN),
}
UNPRICED = ("Durable Task Scheduler actions: 40 a case; no price was found.",)

_FREE_GB_SECONDS = Decimal(100_000)
_FREE_TELEMETRY_GB = Decimal(5)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What one return takes. Clicks, and what the rules understand, cost no model."""

    model: str = "gpt-5-mini"
    model_turns: int = 4
    calls_per_turn: int = 2
    tokens_in: int = 2_300
    tokens_out: int = 250
    cached_share: Decimal = Decimal("0.5")
    gb_seconds: Decimal = Decimal(96)
    executions: int = 43
    request_units: int = 250
    telemetry_gb: Decimal = Decimal("0.00016")
    alert_rules: int = 11
    standard_page: bool = False
    search: bool = False
    always_ready_gb: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    usd: Decimal


def variable(cases: int, told: Assumptions) -> tuple[Line, ...]:
    """Return what so many returns in one month cost, free grants not counted.

    Raises:
        KeyError: the model has no price.
    """
    calls = cases * told.model_turns * told.calls_per_turn
    cached = told.cached_share * PRICES[f"{told.model} cached"].usd
    fresh = (1 - told.cached_share) * PRICES[f"{told.model} input"].usd
    read = calls * told.tokens_in * (cached + fresh) / _MILLION
    written = calls * told.tokens_out * PRICES[f"{told.model} output"].usd / _MILLION
    memory = cases * told.gb_seconds * PRICES["Functions memory"].usd
    executions = cases * told.executions * PRICES["Functions executions"].usd / _MILLION
    requests = cases * told.request_units * PRICES["Cosmos DB requests"].usd / _MILLION
    return (
        Line(f"{told.model}, {told.model_turns} turns a case", read + written),
        Line("Functions on demand", memory + executions),
        Line("Cosmos DB serverless", requests),
        Line("Telemetry", cases * told.telemetry_gb * PRICES["Telemetry"].usd),
    )


def fixed(told: Assumptions) -> tuple[Line, ...]:
    """Return what a month costs without a single return."""
    lines = [Line("Alert rules", told.alert_rules * PRICES["Alert rules"].usd)]
    if told.standard_page:
        lines.append(Line("Static Web Apps Standard", PRICES["Static Web Apps Standard"].usd))
    if told.search:
        lines.append(Line("AI Search Basic", PRICES["AI Search Basic"].usd))
    if told.always_ready_gb:
        kept = told.always_ready_gb * PRICES["Functions always ready"].usd
        lines.append(Line("Functions always ready", kept))
    return tuple(lines)


def free(cases: int, told: Assumptions) -> tuple[Line, ...]:
    """Return what the monthly free grants take off."""
    seconds = min(cases * told.gb_seconds, _FREE_GB_SECONDS)
    volume = min(cases * told.telemetry_gb, _FREE_TELEMETRY_GB)
    return (
        Line("Functions, free grant", -seconds * PRICES["Functions memory"].usd),
        Line("Telemetry, free grant", -volume * PRICES["Telemetry"].usd),
    )


def total(lines: Sequence[Line]) -> Decimal:
    return sum((line.usd for line in lines), Decimal(0))


def described(cases: int, told: Assumptions) -> str:
    """Return the estimate as lines to read."""
    parts = {
        f"Variable, {cases} returns a month": variable(cases, told),
        "Free grants": free(cases, told),
        "Fixed": fixed(told),
    }
    lines = ["estimate, US dollars; not compared with any bill"]
    for title, part in parts.items():
        lines += ["", f"{title:<44}{total(part):>10.2f}"]
        lines += [f"  {line.what:<42}{line.usd:>10.2f}" for line in part]
    everything = [line for part in parts.values() for line in part]
    lines += ["", f"{'estimate, the month':<44}{total(everything):>10.2f}"]
    lines += [f"not counted: {what}" for what in UNPRICED]
    lines += ["", "prices"]
    lines += [
        f"  {name:<26}{price.usd:>10} per {price.unit:<16}{price.dated:<12}{price.source}"
        for name, price in PRICES.items()
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the estimate for the numbers given."""
    usual = Assumptions()
    parser = argparse.ArgumentParser(prog="python -m tools.cost")
    parser.add_argument("--returns", type=int, default=1_000, help="returns a month")
    parser.add_argument("--model", choices=["gpt-5-mini", "gpt-4.1-mini"], default=usual.model)
    parser.add_argument("--model-turns", type=int, default=usual.model_turns)
    parser.add_argument("--gb-seconds", type=Decimal, default=usual.gb_seconds, help="per return")
    parser.add_argument("--always-ready-gb", type=Decimal, default=usual.always_ready_gb)
    parser.add_argument("--search", action="store_true", help="AI Search Basic")
    parser.add_argument("--standard-page", action="store_true", help="Static Web Apps Standard")
    chosen = parser.parse_args(arguments)
    told = replace(
        usual,
        model=chosen.model,
        model_turns=chosen.model_turns,
        gb_seconds=chosen.gb_seconds,
        always_ready_gb=chosen.always_ready_gb,
        search=chosen.search,
        standard_page=chosen.standard_page,
    )
    print(described(chosen.returns, told))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
