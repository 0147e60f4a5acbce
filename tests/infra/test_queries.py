"""Queries read what the code emits, and every alert leads to a runbook."""

import ast
import json
import re

import pytest

from returns.effects import Effect
from tests.infra.templates import BICEP, ROOT, queries, template
from tools.cost import PRICES

SIGNAL = re.compile(r'"((?:return|gen_ai)\.[a-z_.]+)"')
RUNBOOKS = ROOT / "docs" / "runbooks"
# Emitted for traces and tests, and read by no query.
UNREAD: dict[str, str] = {}
# Read by queries, and emitted by nobody yet. A name leaves this table when the code emits it.
AWAITED: dict[str, str] = {}


def emitted():
    """Return the signal names that are constants of backends/telemetry.py."""
    tree = ast.parse((ROOT / "backends" / "telemetry.py").read_text(encoding="utf-8"))
    values = {
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    return {v for v in values if re.fullmatch(r"(?:return|gen_ai)\.[a-z_.]+", v)}


def read():
    return {name for text in queries().values() for name in SIGNAL.findall(text)}


def alerts():
    named = re.findall(r"^    name: '([a-z-]+)'$", template("alerts"), re.MULTILINE)
    return [*named, "model-cost"]


def layout():
    return json.loads((BICEP / "workbook" / "layout.json").read_text(encoding="utf-8"))


def shown():
    return [panel["query"] for section in layout() for panel in section["panels"]]


def test_every_name_a_query_reads_is_emitted():
    assert sorted(read() - emitted() - AWAITED.keys()) == []


def test_nothing_is_awaited_that_is_emitted_by_now():
    assert sorted(AWAITED.keys() & emitted()) == []


def test_every_name_that_is_emitted_is_read():
    assert sorted(emitted() - read() - UNREAD.keys()) == []


def test_the_steps_a_query_names_are_effects_a_case_can_owe():
    known = {effect.value for effect in Effect}
    named = {
        step
        for text in queries().values()
        for told in re.findall(r'\bstep(?:"\]\))? (?:==|in) \(?((?:"[a-z_]+"(?:, )?)+)', text)
        for step in re.findall(r'"([a-z_]+)"', told)
    }
    assert named
    assert sorted(named - known) == []


def test_every_query_is_shown_or_alerts():
    assert sorted(queries().keys() - set(shown()) - set(alerts())) == []
    assert len(shown()) == len(set(shown()))


def test_every_alert_has_its_query_and_its_runbook():
    assert len(alerts()) == 11
    for name in alerts():
        assert f"loadTextContent('../queries/{name}.kql')" in template("alerts").replace("\n", " ")
        runbook = RUNBOOKS / f"{name}.md"
        assert runbook.is_file(), name
        assert "\n## What to do\n" in runbook.read_text("utf-8"), name


def test_every_runbook_belongs_to_an_alert():
    assert {path.stem for path in RUNBOOKS.glob("*.md")} == set(alerts())


def test_no_runbook_lies_about_its_query():
    for path in RUNBOOKS.glob("*.md"):
        assert f"infra/bicep/queries/{path.stem}.kql" in path.read_text("utf-8"), path.name


def test_the_objective_is_the_same_in_every_query_and_document():
    for name in ("fast-burn", "slow-burn", "burn"):
        assert "1.0 - 0.995" in queries()[name]
    assert "99.5 %" in (ROOT / "docs" / "operations.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["model-cost", "cost-per-case"])
def test_prices_in_queries_are_those_of_the_cost_model(name):
    rows = re.findall(r'"(gpt[\w.-]+)", ([\d.]+), ([\d.]+)', queries()[name])
    assert rows
    for model, tokens_in, tokens_out in rows:
        assert float(tokens_in) == float(PRICES[f"{model} input"].usd)
        assert float(tokens_out) == float(PRICES[f"{model} output"].usd)


def test_an_alert_query_returns_rows_only_when_something_is_wrong():
    quiet = [n for n in alerts() if n not in {"model-cost", "personal-data"}]
    for name in quiet:
        assert queries()[name].strip().splitlines()[-1].startswith(("| where", "| project")), name
