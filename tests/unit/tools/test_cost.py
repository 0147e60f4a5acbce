"""The cost model: its arithmetic, its free grants, and that it never passes for a bill."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tools.cost import PRICES, UNPRICED, Assumptions, described, fixed, free, main, total, variable

USUAL = Assumptions()


def usd(line):
    return round(line.usd, 2)


def test_a_thousand_returns_cost_what_the_parts_say():
    model, functions, documents, telemetry = variable(1_000, USUAL)
    # 8,000 calls of 2,300 tokens in, half of them cached, and 250 out.
    assert usd(model) == Decimal("6.53")
    # 96,000 GB-seconds and 43,000 executions.
    assert usd(functions) == Decimal("2.51")
    assert usd(documents) == Decimal("0.06")
    assert usd(telemetry) == Decimal("0.37")


def test_a_cache_that_never_hits_costs_more():
    model, *_ = variable(1_000, replace(USUAL, cached_share=Decimal(0)))
    assert usd(model) == Decimal("8.60")


def test_a_model_on_every_turn_doubles_its_part():
    model, *_ = variable(1_000, replace(USUAL, model_turns=8))
    assert usd(model) == Decimal("13.06")


def test_rules_alone_cost_no_model():
    model, *_ = variable(1_000, replace(USUAL, model_turns=0))
    assert model.usd == 0


def test_twice_the_returns_cost_twice_as_much():
    assert total(variable(2_000, USUAL)) == 2 * total(variable(1_000, USUAL))


def test_free_grants_never_exceed_what_is_used():
    assert total(free(0, USUAL)) == 0
    few, many = free(10, USUAL), free(1_000_000, USUAL)
    assert -few[0].usd == 10 * USUAL.gb_seconds * PRICES["Functions memory"].usd
    assert round(-many[0].usd, 2) == Decimal("2.60")


def test_what_is_switched_on_is_paid_without_a_return():
    told = replace(USUAL, search=True, standard_page=True, always_ready_gb=Decimal(4))
    assert total(fixed(told)) - total(fixed(USUAL)) == Decimal(74) + 9 + 42


def test_a_model_without_a_price_is_refused():
    with pytest.raises(KeyError):
        variable(1, replace(USUAL, model="unheard-of"))


def test_every_price_says_when_and_from_where():
    for name, price in PRICES.items():
        assert price.usd > 0, name
        assert price.dated[:2] == "20", name
        assert len(price.source) > 10, name


def test_the_answer_calls_itself_an_estimate_and_lists_every_price():
    text = described(1_000, USUAL)
    assert text.startswith("estimate")
    assert all(name in text for name in PRICES)
    assert all(what in text for what in UNPRICED)


def test_the_command_line_takes_other_numbers(capsys):
    assert main(["--returns", "50", "--model", "gpt-4.1-mini", "--search"]) == 0
    told = capsys.readouterr().out
    assert "50 returns a month" in told
    assert "AI Search Basic" in told
