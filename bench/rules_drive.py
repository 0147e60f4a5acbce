"""What the rules cost by themselves: one verdict, one price, one replay; no store, no network."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from returns import commands as c
from returns.deliberation import Deliberation
from returns.fold import after
from returns.policy import verdict
from tests.builders import HUB, NOW, REF, a_batch, a_file, a_line, a_shop, an_order
from tests.unit.returns.life import Life

_LINES = 10
_EVENTS = 300
_ROUNDS, _TIMES = 15, 200


def rules() -> dict[str, dict[str, Any]]:
    """Return microseconds of one verdict and of pricing ten lines, milliseconds of a replay."""
    life = a_case_of(_LINES)
    events = a_long_life(a_case_of(2))
    return {
        "verdict": {"us": round(_verdict() * 1e6, 1)},
        "price": {"us": round(_price(life) * 1e6, 1), "lines": _LINES},
        "replay": {"ms": round(_replay(events) * 1e3, 2), "events": len(events)},
    }


def _verdict() -> float:
    shop = a_shop()
    line = a_line()
    file = a_file(an_order(line))
    order, ledger = file.order("O-1"), file.ledger("O-1")
    tier = shop.tier("gold")
    return _median(lambda: verdict(order, line, ledger, tier, shop, NOW))


def a_case_of(count: int) -> Life:
    """Return a quoted case with so many lines of one order, of one or two units each."""
    lines = [a_line(str(n + 1), HUB, 2, tax_minor=100 + n) for n in range(count)]
    life = Life(a_file(an_order(*lines)), a_shop(review_from_minor=0))
    wanted = tuple(c.Units("O-1", line.line_id, 1 + n % 2) for n, line in enumerate(lines))
    life.ask(c.SelectUnits(wanted))
    life.ask(c.ChooseReason("CHANGED_MIND"), c.ChooseResolution("STORE_CREDIT"))
    life.ask(c.ChooseShipping("PREPAID_LABEL"))
    return life


def _price(life: Life) -> float:
    """From what was chosen to a quote: the terms of every line, then the sums."""
    turn = Deliberation.of(life.file, a_batch(), life.rules, NOW)
    if turn.quoted() is None:
        raise AssertionError("ten lines with every choice made are quoted")
    return _median(turn.quoted, times=_TIMES // 10)


def a_long_life(life: Life) -> list[Any]:
    """Return three hundred events of one case: a customer who cannot decide."""
    ways = ("RETURN_TO_STORE", "PREPAID_LABEL", "SCHEDULE_PICKUP")
    turn = 0
    while len(life.recorded) < _EVENTS:
        life.ask(c.ChooseShipping(ways[turn % len(ways)]))
        turn += 1
    return life.recorded[:_EVENTS]


def _replay(events: list[Any]) -> float:
    def replayed() -> None:
        case = None
        for recorded in events:
            case = after(case, REF, recorded)

    return _median(replayed, times=3)


def _median(call: Callable[[], object], times: int = _TIMES) -> float:
    """Return the seconds of one call: the median of rounds of many."""
    taken: list[float] = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for _ in range(times):
            call()
        taken.append((time.perf_counter() - begun) / times)
    return statistics.median(taken)
